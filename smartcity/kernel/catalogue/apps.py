"""Manifest of the catalogue room."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Datasets declared once by every system."""

    name = "smartcity.kernel.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
