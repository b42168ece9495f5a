"""A roadwork and its phases as rows.

The columns mirror `domain.Roadwork`; `records` translates both ways without loss. What is searched, filtered or
constrained alone has a column. Short ordered lists that are only ever read and written whole with their roadwork
(lanes, restrictions, kinds of work) are JSON, checked by the database with functions of migration 0002.
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Greatest, Upper
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.models import Organisation, Person
from smartcity.kernel.city.models import Located
from smartcity.mobility.roadworks.labels import ACCESS, CAUSE, DIRECTION, EVENT, IMPACT, KIND, STATE, pairs
from smartcity.mobility.roadworks.vocabulary import (
    AccessLevel,
    Cause,
    Direction,
    EventType,
    State,
    VehicleImpact,
    WorkKind,
)

BEGINS = Coalesce("actual_start", "start")
ENDS = Greatest(BEGINS, Coalesce("actual_end", "end"))


def _only(field: str, terms: type[StrEnum]) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [term.value for term in terms]}), name=f"roadworks_{field}_known"
    )


class Roadwork(Located):
    """One roadwork.

    `source_system` and `source_id` identify it for ever; `slug` and `uuid` derive from them. `start` and `end` are
    planned; `begins`, `ends` and `period` are the best known times, the actual ones first. `editor` hears of missed
    confirmations; `builder` and the contact are for staff only. `created` and `updated` are the source's own times,
    `changed_at` is when this register changed the row. `confirmed_at`: last confirmation from the field, which an
    import does not take back. `fingerprint`: of the imported value, so that an unchanged item writes nothing.
    """

    location_field = "geometry"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("Kurzname"), max_length=100, unique=True, editable=False)
    source_system = models.CharField(_("Quelle"), max_length=200, editable=False)
    source_id = models.CharField(_("Kennung der Quelle"), max_length=200, editable=False)
    event = models.CharField(_("Eintrag"), max_length=12, choices=pairs(EVENT), default=EventType.WORK_ZONE)
    title_de = models.TextField(_("Titel"), blank=True)
    title_en = models.TextField(_("Titel (englisch)"), blank=True)
    description_de = models.TextField(_("Beschreibung"), blank=True)
    description_en = models.TextField(_("Beschreibung (englisch)"), blank=True)
    street_names = ArrayField(models.TextField(), verbose_name=_("Straßen"), default=list, blank=True)
    geometry = models.GeometryField(_("Lage"), srid=4326, spatial_index=False)
    stretch = models.JSONField(_("Abschnitt"), default=dict, blank=True)

    state = models.CharField(_("Stand"), max_length=10, choices=pairs(STATE), default=State.PLANNED)
    start = models.DateTimeField(_("Beginn (geplant)"))
    end = models.DateTimeField(_("Ende (geplant)"))
    start_verified = models.BooleanField(_("Beginn bestätigt"), default=False)
    end_verified = models.BooleanField(_("Ende bestätigt"), default=False)
    actual_start = models.DateTimeField(_("tatsächlicher Beginn"), null=True, blank=True)
    actual_end = models.DateTimeField(_("tatsächliches Ende"), null=True, blank=True)
    begins = models.GeneratedField(expression=BEGINS, output_field=models.DateTimeField(), db_persist=True)
    ends = models.GeneratedField(expression=ENDS, output_field=models.DateTimeField(), db_persist=True)
    period = models.GeneratedField(
        expression=Func(BEGINS, ENDS, Value("[]"), function="tstzrange"),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )

    kind = models.CharField(_("Art"), max_length=12, choices=pairs(KIND), default=WorkKind.MAINTENANCE)
    cause = models.CharField(_("Anlass"), max_length=20, choices=pairs(CAUSE), default=Cause.OTHER)
    works = models.JSONField(_("Arbeiten"), default=list, blank=True)
    work_zone_type = models.CharField(_("Bewegung"), max_length=20, blank=True)
    order_number = models.TextField(_("Nummer der Anordnung (§ 45 StVO)"), blank=True)
    direction = models.CharField(_("Fahrtrichtung"), max_length=12, choices=pairs(DIRECTION), default=Direction.UNKNOWN)
    vehicle_impact = models.CharField(
        _("Auswirkung"), max_length=30, choices=pairs(IMPACT), default=VehicleImpact.UNKNOWN
    )
    full_closure = models.BooleanField(_("Vollsperrung"), default=False)
    cycling_affected = models.BooleanField(_("Radweg betroffen"), default=False, editable=False)
    walking_affected = models.BooleanField(_("Gehweg betroffen"), default=False, editable=False)
    speed_limit_kph = models.FloatField(_("Tempolimit (km/h)"), null=True, blank=True)
    lanes = models.JSONField(_("Streifen in Fahrtrichtung"), default=list, blank=True)
    opposite_lanes = models.JSONField(_("Streifen in Gegenrichtung"), default=list, blank=True)
    restrictions = models.JSONField(_("Beschränkungen"), default=list, blank=True)

    detour_de = models.TextField(_("Umleitung"), blank=True)
    detour_en = models.TextField(_("Umleitung (englisch)"), blank=True)
    detour_geometry = models.GeometryField(
        _("Weg der Umleitung"), srid=4326, null=True, blank=True, spatial_index=False
    )
    lines = ArrayField(models.TextField(), verbose_name=_("Linien"), default=list, blank=True)
    stops = ArrayField(models.TextField(), verbose_name=_("Haltestellen"), default=list, blank=True)
    residents_access = models.CharField(
        _("Zufahrt für Anwohner*innen"), max_length=8, choices=pairs(ACCESS), default=AccessLevel.UNKNOWN
    )
    emergency_access = models.CharField(
        _("Zufahrt für Rettungsdienste"), max_length=8, choices=pairs(ACCESS), default=AccessLevel.UNKNOWN
    )
    access_note_de = models.TextField(_("Hinweis zur Zufahrt"), blank=True)
    access_note_en = models.TextField(_("Hinweis zur Zufahrt (englisch)"), blank=True)
    worker_presence = models.JSONField(_("Menschen bei der Arbeit"), null=True, blank=True)
    related = models.JSONField(_("Verwandte Einträge"), default=list, blank=True)
    foreign = models.JSONField(_("Angaben anderer Systeme"), default=dict, blank=True)

    builder = models.CharField(_("Bauausführende Firma"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Organisation")
    )
    contact_name = models.CharField(_("Bauleitung"), max_length=200, blank=True)
    contact_phone = models.CharField(_("Telefon der Bauleitung"), max_length=40, blank=True)
    contact_email = models.EmailField(_("E-Mail der Bauleitung"), blank=True)
    editor = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Zuständig")
    )
    created = models.DateTimeField(_("angelegt"), null=True, blank=True)
    updated = models.DateTimeField(_("geändert (Quelle)"), null=True, blank=True)
    changed_at = models.DateTimeField(_("geändert"))
    confirmed_at = models.DateTimeField(_("vor Ort bestätigt"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    is_demo = models.BooleanField(_("Demo"), default=False)
    is_simulated = models.BooleanField(_("simuliert"), default=False)

    class Meta:
        verbose_name = _("Baustelle")
        verbose_name_plural = _("Baustellen")
        ordering = ["-start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source_system", "source_id"], name="roadworks_source_once"),
            models.CheckConstraint(condition=~Q(source_id="") & ~Q(source_system=""), name="roadworks_has_source"),
            _only("event", EventType),
            _only("state", State),
            _only("kind", WorkKind),
            _only("cause", Cause),
            _only("direction", Direction),
            _only("vehicle_impact", VehicleImpact),
            _only("residents_access", AccessLevel),
            _only("emergency_access", AccessLevel),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="roadworks_ends_after_start"),
            models.CheckConstraint(
                condition=Q(actual_start=None) | Q(actual_end=None) | Q(actual_end__gte=F("actual_start")),
                name="roadworks_actually_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(speed_limit_kph=None) | Q(speed_limit_kph__gte=0), name="roadworks_speed_limit_not_negative"
            ),
        ]
        indexes = [
            GistIndex(fields=["geometry", "period"], name="roadworks_place_and_time"),
            GistIndex(fields=["detour_geometry", "period"], name="roadworks_detour_and_time"),
            GistIndex(fields=["period"], name="roadworks_period"),
            models.Index(fields=["ends", "begins"], name="roadworks_ends_begins"),
            models.Index(fields=["state", "start"], name="roadworks_state_start"),
            models.Index(fields=["changed_at"], name="roadworks_changed"),
            GinIndex(fields=["lines"], name="roadworks_lines"),
            GinIndex(OpClass(Upper("title_de"), "gin_trgm_ops"), name="roadworks_title_search"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language, or the streets where nobody gave one."""
        return in_language(self.title_de, self.title_en) or ", ".join(self.street_names) or self.source_id

    @property
    def description(self) -> str:
        """What is done there, in the reader's language."""
        return in_language(self.description_de, self.description_en)

    @property
    def detour(self) -> str:
        """The way around in words, in the reader's language."""
        return in_language(self.detour_de, self.detour_en)

    @property
    def access_note(self) -> str:
        """Who gets to the houses and how, in the reader's language."""
        return in_language(self.access_note_de, self.access_note_en)

    def get_absolute_url(self) -> str:
        """The public page."""
        return f"/baustellen/{self.slug}"


class Phase(models.Model):
    """A stretch of time in which the works stand in one way; `position` counts from 1."""

    roadwork = models.ForeignKey(Roadwork, models.CASCADE, related_name="phases", verbose_name=_("Baustelle"))
    position = models.PositiveSmallIntegerField(_("Reihenfolge"))
    title_de = models.TextField(_("Titel"), blank=True)
    title_en = models.TextField(_("Titel (englisch)"), blank=True)
    description_de = models.TextField(_("Beschreibung"), blank=True)
    description_en = models.TextField(_("Beschreibung (englisch)"), blank=True)
    start = models.DateTimeField(_("Beginn"))
    end = models.DateTimeField(_("Ende"))
    vehicle_impact = models.CharField(_("Auswirkung"), max_length=30, choices=pairs(IMPACT), blank=True)
    full_closure = models.BooleanField(_("Vollsperrung"), null=True, blank=True)
    lanes = models.JSONField(_("Streifen in Fahrtrichtung"), default=list, blank=True)
    opposite_lanes = models.JSONField(_("Streifen in Gegenrichtung"), default=list, blank=True)

    class Meta:
        verbose_name = _("Phase")
        verbose_name_plural = _("Phasen")
        ordering = ["roadwork", "position"]
        constraints = [
            models.UniqueConstraint(fields=["roadwork", "position"], name="roadworks_phase_position_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="roadworks_phase_ends_after_start"),
            models.CheckConstraint(condition=Q(position__gte=1), name="roadworks_phase_counts_from_one"),
            models.CheckConstraint(
                condition=Q(vehicle_impact__in=["", *(term.value for term in VehicleImpact)]),
                name="roadworks_phase_vehicle_impact_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The phase's name in the reader's language."""
        return in_language(self.title_de, self.title_en) or str(self.position)

    @property
    def description(self) -> str:
        """What happens in the phase, in the reader's language."""
        return in_language(self.description_de, self.description_en)


def in_language(de: str, en: str) -> str:
    """The text in the reader's language; the other one where only that exists."""
    return (en or de) if (get_language() or "de").startswith("en") else (de or en)
