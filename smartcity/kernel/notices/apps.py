"""The room of messages."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages to people."""

    name = "smartcity.kernel.notices"
    label = "notices"
    verbose_name = "Nachrichten"
