"""The shell's room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages' shell."""

    name = "smartcity.kernel.web"
    label = "web"
    verbose_name = "Oberfläche"
