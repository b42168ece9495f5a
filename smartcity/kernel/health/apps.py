"""The room of health checks."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Health checks and metrics."""

    name = "smartcity.kernel.health"
    label = "health"
    verbose_name = "Betriebszustand"
