"""The room of telemetry."""

from django.apps import AppConfig


class TelemetryConfig(AppConfig):
    """Things, datastreams, observations."""

    name = "smartcity.kernel.telemetry"
    label = "telemetry"
    verbose_name = "Messwerte"
    default_auto_field = "django.db.models.BigAutoField"
