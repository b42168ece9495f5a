"""The room of bookings."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    """Resources and who has them when."""

    name = "smartcity.kernel.booking"
    label = "booking"
    verbose_name = "Buchungen"
    default_auto_field = "django.db.models.BigAutoField"
