"""What somebody on site confirmed."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.documents.models import Document
from smartcity.mobility.roadworks.models.roadwork import Roadwork


class Confirmation(models.Model):
    """Start or end of a roadwork, confirmed in the field.

    `position`: where the confirming phone was; `accuracy_m`: its stated accuracy; `distance_m`: to the works.
    """

    class What(models.TextChoices):
        """Which moment was confirmed."""

        START = "start", _("Beginn")
        END = "end", _("Ende")

    roadwork = models.ForeignKey(Roadwork, models.CASCADE, related_name="confirmations", verbose_name=_("Baustelle"))
    what = models.CharField(_("Was"), max_length=5, choices=What.choices)
    at = models.DateTimeField(_("Zeitpunkt"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("Person"))
    position = models.PointField(_("Standort"), srid=4326, null=True, blank=True)
    accuracy_m = models.FloatField(_("Genauigkeit (m)"), null=True, blank=True)
    distance_m = models.FloatField(_("Abstand zur Baustelle (m)"), null=True, blank=True)
    photo = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Foto")
    )
    note = models.CharField(_("Bemerkung"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Bestätigung")
        verbose_name_plural = _("Bestätigungen")
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=["start", "end"]), name="roadworks_confirmation_known"),
            models.CheckConstraint(
                condition=Q(accuracy_m=None) | Q(accuracy_m__gte=0), name="roadworks_accuracy_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.at:%d.%m.%Y %H:%M}"
