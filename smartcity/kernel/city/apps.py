"""The city room."""

from django.apps import AppConfig


class CityConfig(AppConfig):
    """The city as data: districts, offices, places, streets, holidays."""

    name = "smartcity.kernel.city"
    label = "city"
    verbose_name = "Stadt"
    default_auto_field = "django.db.models.BigAutoField"
