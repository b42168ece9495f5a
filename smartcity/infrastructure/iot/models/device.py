"""Kinds of devices, and the devices of the city."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.telemetry.models import Sensor, Thing


class DeviceKind(models.Model):
    """A product: who makes it, and which streams it has (``domain.StreamSpec``).

    sensor: the instrument as SensorThings names it, one for all devices of the kind.
    """

    vendor = models.CharField(_("Hersteller"), max_length=100)
    model = models.CharField(_("Modell"), max_length=100)
    streams = models.JSONField(_("Datenströme"))
    sensor = models.OneToOneField(Sensor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["vendor", "model"]
        verbose_name = _("Gerätetyp")
        verbose_name_plural = _("Gerätetypen")
        constraints = [
            models.UniqueConstraint(fields=["vendor", "model"], name="device_kind_once"),
            models.CheckConstraint(condition=~Q(vendor="") & ~Q(model=""), name="device_kind_has_names"),
        ]

    def __str__(self) -> str:
        return f"{self.vendor} {self.model}"


class Device(models.Model):
    """One device; its thing carries the streams, with keys ``<eui>.<name of the stream>``.

    Retired, it has no credential and nothing is taken from it; its readings stay.
    """

    eui = models.CharField(_("EUI"), max_length=16, unique=True)
    kind = models.ForeignKey(DeviceKind, on_delete=models.PROTECT, related_name="devices", verbose_name=_("Typ"))
    thing = models.OneToOneField(Thing, on_delete=models.PROTECT, related_name="+")
    is_simulated = models.BooleanField(_("simuliert"), default=False)
    onboarded_at = models.DateTimeField(_("aufgenommen"), auto_now_add=True)
    retired_at = models.DateTimeField(_("außer Dienst seit"), null=True, blank=True)

    class Meta:
        ordering = ["eui"]
        verbose_name = _("Gerät")
        verbose_name_plural = _("Geräte")
        constraints = [models.CheckConstraint(condition=Q(eui__regex=r"^[0-9a-f]{16}$"), name="device_eui_is_one")]

    def __str__(self) -> str:
        return self.eui

    def get_absolute_url(self) -> str:
        """Its page in the workplace."""
        return reverse("iot:device", args=[self.eui])
