"""The accounts room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    """People, organisations and roles."""

    name = "smartcity.kernel.accounts"
    label = "accounts"
    verbose_name = "Konten"

    def ready(self) -> None:
        """Load every room's ``permissions.py``, which registers its rules."""
        autodiscover_modules("permissions")
