"""How a device proves who it is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from smartcity.infrastructure.iot.models.device import Device


class Credential(models.Model):
    """A device's secret at the broker, as hash alone; the user's name is the EUI. A device has one that holds."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="credentials")
    secret_hash = models.CharField(max_length=200, editable=False)
    issued_at = models.DateTimeField(_("ausgegeben"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("gesperrt"), null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("Zugang")
        verbose_name_plural = _("Zugänge")
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=models.Q(revoked_at__isnull=True), name="device_has_one_credential"
            )
        ]

    def __str__(self) -> str:
        return f"{self.device_id} {self.issued_at:%Y-%m-%d %H:%M}"


class AccessKey(models.Model):
    """A program's key to the interfaces of the platform, as hash alone.

    may_write: entities and readings of all things; without it, it reads what is not open.
    """

    name = models.CharField(_("Name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    may_write = models.BooleanField(_("darf schreiben"), default=False)
    issued_at = models.DateTimeField(_("ausgegeben"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("gesperrt"), null=True, blank=True)

    class Meta:
        ordering = ["name", "-issued_at"]
        verbose_name = _("Zugangsschlüssel")
        verbose_name_plural = _("Zugangsschlüssel")
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(revoked_at__isnull=True), name="access_key_holds_once_by_name"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="access_key_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
