"""The accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations and roles."""

    name = "smartcity.kernel.accounts"
    label = "accounts"
    verbose_name = "Konten"
