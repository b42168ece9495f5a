"""The audit room."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from smartcity.kernel.audit.triggers import install_triggers


class AuditConfig(AppConfig):
    """The record of every change of every classified table."""

    name = "smartcity.kernel.audit"
    label = "audit"
    verbose_name = "Protokoll"

    def ready(self) -> None:
        """After every migration the recording triggers follow the classification."""
        post_migrate.connect(_follow_classification, sender=self, dispatch_uid="audit.triggers")


def _follow_classification(**_details: Any) -> None:
    install_triggers()
