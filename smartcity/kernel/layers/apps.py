"""Manifest of the layers room."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LayersConfig(AppConfig):
    """Map layers, their OGC interfaces, tiles and downloads."""

    name = "smartcity.kernel.layers"
    label = "layers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the tables behind the layers watched once the schema stands."""
        from smartcity.kernel.layers.watching import watch_after_migrate

        post_migrate.connect(watch_after_migrate, sender=self, dispatch_uid="layers.watch")
