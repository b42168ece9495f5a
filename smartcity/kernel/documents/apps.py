"""The room of stored files."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Stored files."""

    name = "smartcity.kernel.documents"
    label = "documents"
    verbose_name = "Dokumente"
