"""The room of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Procedures, applications, cases."""

    name = "smartcity.kernel.cases"
    label = "cases"
    verbose_name = "Vorgänge"
    default_auto_field = "django.db.models.BigAutoField"
