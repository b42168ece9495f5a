"""Stored files."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class Document(models.Model):
    """A stored file. ``is_public`` files may be read by everybody, others by their owner and as their purpose says."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=60)
    name = models.CharField("Dateiname", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("Größe in Bytes")
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="documents/%Y/%m", max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = "Dokument"
        verbose_name_plural = "Dokumente"
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="document_is_not_empty")]

    def __str__(self) -> str:
        return f"Dokument {self.uuid}"

    def get_absolute_url(self) -> str:
        """Address of the download."""
        return reverse("documents:download", args=[self.uuid])
