"""The room of live channels."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Live channels."""

    name = "smartcity.kernel.live"
    label = "live"
    verbose_name = "Live-Kanäle"
