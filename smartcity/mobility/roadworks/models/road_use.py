"""What else uses the streets: events that need them for a time, and routes of heavy traffic that need them always."""

from __future__ import annotations

from django.contrib.gis.db.models import GeometryField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RoadUse(models.Model):
    """A use of the street that roadworks must not cut off without somebody noticing.

    An event has its times; a truck route without times holds always. ``is_demo`` marks those that come with the demo.
    """

    class Kind(models.TextChoices):
        """What sort of use it is."""

        EVENT = "event", _("Veranstaltung")
        TRUCK_ROUTE = "truck-route", _("Lkw-Route")

    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("Bezeichnung"), max_length=200)
    geometry = GeometryField(_("Ort"), srid=4326)
    begins = models.DateTimeField(_("Beginn"), null=True, blank=True)
    ends = models.DateTimeField(_("Ende"), null=True, blank=True)
    note = models.CharField(_("Bemerkung"), max_length=500, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["begins", "title", "pk"]
        verbose_name = _("Nutzung der Straße")
        verbose_name_plural = _("Nutzungen der Straße")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="road_use_has_a_title"),
            models.CheckConstraint(condition=Q(kind__in=["event", "truck-route"]), name="road_use_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(begins__isnull=False, ends__isnull=False, ends__gt=F("begins"))
                | Q(begins__isnull=True, ends__isnull=True),
                name="road_use_with_both_times_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(kind="event") | Q(begins__isnull=False), name="road_use_event_has_times"
            ),
        ]

    def __str__(self) -> str:
        return self.title
