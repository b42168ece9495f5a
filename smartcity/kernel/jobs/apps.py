"""The room of background work."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work."""

    name = "smartcity.kernel.jobs"
    label = "jobs"
    verbose_name = "Hintergrundarbeit"
