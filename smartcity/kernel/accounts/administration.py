"""Puts the platform's own site in the place of the Django admin's. Read before any model is loaded."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's admin with the platform's doors."""

    default_site = "smartcity.kernel.accounts.administration_site.AdministrationSite"
