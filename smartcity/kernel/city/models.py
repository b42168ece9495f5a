"""The city in the database: one row of facts, its districts, offices, places, streets and school holidays.

Geometries are WGS 84 (EPSG:4326). Names are German, ``*_en`` English. All of it is public; nothing is personal.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, IntegerRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


def _days(first: str, last: str) -> Func:
    """SQL: the span of days with both ends; an empty end is open."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


class Named(models.Model):
    """Something with a German and an English name."""

    name = models.CharField(_("Name"), max_length=160)
    name_en = models.CharField(_("Englischer Name"), max_length=160)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name


class City(models.Model):
    """The facts about the city; there is one row."""

    slug = models.SlugField(_("Kurzname"), max_length=80)
    name = models.CharField(_("Name"), max_length=160)
    official_name = models.CharField(_("Amtlicher Name"), max_length=160)
    ags = models.CharField(_("Amtlicher Gemeindeschlüssel"), max_length=8)
    country = models.CharField(_("Land (ISO 3166-1)"), max_length=2)
    state = models.CharField(_("Bundesland (ISO 3166-2)"), max_length=3)
    timezone = models.CharField(_("Zeitzone"), max_length=64)
    languages = ArrayField(models.CharField(max_length=2), verbose_name=_("Sprachen"))
    website = models.URLField(_("Webseite"))
    centre = models.PointField(_("Mittelpunkt"))
    bounding_box = models.PolygonField(_("Umgebendes Rechteck"))
    outline = models.MultiPolygonField(_("Umriss"))
    outline_schematic = models.BooleanField(_("Umriss schematisch"))
    outline_licence = models.CharField(_("Lizenz des Umrisses"), max_length=120, blank=True)
    outline_attribution = models.CharField(_("Quellenvermerk des Umrisses"), max_length=300, blank=True)
    area_km2 = models.FloatField(_("Fläche in km²"))
    inhabitants = models.PositiveIntegerField(_("Einwohner*innen"))
    inhabitants_on = models.DateField(_("Stichtag"))
    inhabitants_approximate = models.BooleanField(_("Einwohnerzahl ungefähr"))
    map_zoom = models.FloatField(_("Kartenstufe"))
    map_min_zoom = models.FloatField(_("Kleinste Kartenstufe"))
    map_max_zoom = models.FloatField(_("Größte Kartenstufe"))
    revision = models.UUIDField(_("Stand der Daten"), default=uuid4)

    class Meta:
        verbose_name = _("Stadt")
        verbose_name_plural = _("Stadt")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="city_single_row"),
            models.CheckConstraint(condition=Q(ags__regex=r"^[0-9]{8}$"), name="city_ags_eight_digits"),
            models.CheckConstraint(
                condition=Q(map_min_zoom__lte=F("map_zoom"), map_zoom__lte=F("map_max_zoom")), name="city_zoom_ordered"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Who answers for something (imprint, privacy …); ``to_be_set`` until the operator has filled it in."""

    role = models.SlugField(_("Rolle"), max_length=80, unique=True)
    label = models.CharField(_("Bezeichnung"), max_length=160)
    label_en = models.CharField(_("Englische Bezeichnung"), max_length=160)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=30, blank=True)
    to_be_set = models.BooleanField(_("Vom Betreiber zu setzen"))

    class Meta:
        verbose_name = _("Kontakt")
        verbose_name_plural = _("Kontakte")
        ordering = ["role"]

    def __str__(self) -> str:
        return self.label


class ClosingDay(Named):
    """A yearly day on which offices stay closed besides public holidays."""

    easter_offset = models.SmallIntegerField(_("Tage nach Ostersonntag"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("Monat"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("Tag"), null=True, blank=True)

    class Meta:
        verbose_name = _("Schließtag")
        verbose_name_plural = _("Schließtage")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="city_closing_day_name"),
            models.CheckConstraint(
                condition=Q(easter_offset__isnull=False, month=None, day=None)
                | Q(easter_offset=None, month__range=(1, 12), day__range=(1, 31)),
                name="city_closing_day_one_rule",
            ),
        ]


class District(models.Model):
    """A Stadtbezirk (borough) or an Ortsteil (quarter) of one."""

    class Level(models.TextChoices):
        """The two levels of a city's districts."""

        BOROUGH = "borough", _("Stadtbezirk")
        QUARTER = "quarter", _("Ortsteil")

    number = models.CharField(_("Amtliche Nummer"), max_length=12, unique=True)
    level = models.CharField(_("Ebene"), max_length=8, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="quarters", verbose_name=_("Stadtbezirk")
    )
    name = models.CharField(_("Name"), max_length=160)
    slug = models.SlugField(_("Kurzname"), max_length=160)
    centre = models.PointField(_("Mittelpunkt"))
    boundary = models.MultiPolygonField(_("Grenze"))
    schematic = models.BooleanField(_("Grenze schematisch"))
    licence = models.CharField(_("Lizenz der Grenze"), max_length=120, blank=True)
    attribution = models.CharField(_("Quellenvermerk der Grenze"), max_length=300, blank=True)
    area_km2 = models.FloatField(_("Fläche in km²"), null=True, blank=True)
    inhabitants = models.PositiveIntegerField(_("Einwohner*innen"), null=True, blank=True)
    inhabitants_on = models.DateField(_("Stichtag"), null=True, blank=True)
    inhabitants_approximate = models.BooleanField(_("Einwohnerzahl ungefähr"))

    class Meta:
        verbose_name = _("Bezirk")
        verbose_name_plural = _("Bezirke")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level="borough", parent=None) | Q(level="quarter", parent__isnull=False),
                name="city_district_parent_by_level",
            ),
            models.CheckConstraint(
                condition=Q(schematic=True) | ~Q(licence="") & ~Q(attribution=""), name="city_district_attributed"
            ),
            models.UniqueConstraint(fields=["level", "slug"], name="city_district_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Located(models.Model):
    """Something with a position: it knows its quarter. ``location_field`` names the geometry.

    Services call ``assign_district`` (smartcity.kernel.city.located) before saving; a change of the boundaries
    assigns all rows of all such models anew.
    """

    location_field: ClassVar[str] = "geometry"

    district = models.ForeignKey(
        "city.District",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Ortsteil"),
    )

    class Meta:
        abstract = True


class Office(Named, Located):
    """An office, staff unit, service point or company of the city, or a partner that is responsible for a project."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        DEPARTMENT = "department", _("Dezernat")
        STAFF_UNIT = "staff_unit", _("Stabsstelle")
        OFFICE = "office", _("Amt")
        SERVICE_POINT = "service_point", _("Anlaufstelle")
        MUNICIPAL_ENTERPRISE = "municipal_enterprise", _("Städtisches Unternehmen")
        PARTNER = "partner", _("Partner")

    location_field = "point"

    key = models.SlugField(_("Schlüssel"), max_length=80, unique=True)
    short = models.CharField(_("Kurzform"), max_length=60)
    kind = models.CharField(_("Art"), max_length=24, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name=_("Übergeordnete Stelle")
    )
    street = models.CharField(_("Straße"), max_length=160, blank=True)
    house_number = models.CharField(_("Hausnummer"), max_length=12, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=5, blank=True)
    town = models.CharField(_("Ort"), max_length=160, blank=True)
    point = models.PointField(_("Lage"), null=True, blank=True)
    phone = models.CharField(_("Telefon"), max_length=30, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    url = models.URLField(_("Webseite"), blank=True)
    verified = models.BooleanField(_("Angaben geprüft"))
    opening_verified = models.BooleanField(_("Öffnungszeiten geprüft"))

    class Meta:
        verbose_name = _("Stelle")
        verbose_name_plural = _("Stellen")
        ordering = ["kind", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(street="", postcode="", town="") | ~Q(street="") & ~Q(postcode="") & ~Q(town=""),
                name="city_office_address_whole",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="city_office_not_its_own_parent"),
        ]


class OpeningRule(models.Model):
    """An office is open on a weekday (ISO: Monday is 1) from ``opens`` to ``closes``, local time."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="opening_rules", verbose_name=_("Stelle"))
    weekday = models.PositiveSmallIntegerField(_("Wochentag"))
    opens = models.TimeField(_("Öffnet"))
    closes = models.TimeField(_("Schließt"))
    valid_from = models.DateField(_("Gilt ab"), null=True, blank=True)
    valid_to = models.DateField(_("Gilt bis"), null=True, blank=True)

    class Meta:
        verbose_name = _("Öffnungszeit")
        verbose_name_plural = _("Öffnungszeiten")
        ordering = ["office", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="city_opening_weekday"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="city_opening_forward"),
            ExclusionConstraint(
                name="city_opening_no_overlap",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(
                            Func(F("opens"), template="extract(epoch from %(expressions)s)::int"),
                            Func(F("closes"), template="extract(epoch from %(expressions)s)::int"),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (_days("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class SpecialOpening(models.Model):
    """A day with its own times instead of the weekly ones; without times the office is closed that day."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="special_openings", verbose_name=_("Stelle"))
    day = models.DateField(_("Tag"))
    opens = models.TimeField(_("Öffnet"), null=True, blank=True)
    closes = models.TimeField(_("Schließt"), null=True, blank=True)
    reason = models.CharField(_("Grund"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("Besondere Öffnungszeit")
        verbose_name_plural = _("Besondere Öffnungszeiten")
        ordering = ["office", "day", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["office", "day", "opens"], name="city_special_opening_once"),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None) | Q(opens__isnull=False, opens__lt=F("closes")),
                name="city_special_opening_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.opens or '–'}"


class Place(Named, Located):
    """A named place: river, harbour, station, park, bridge …; rivers carry a sketched course."""

    location_field = "point"

    key = models.SlugField(_("Schlüssel"), max_length=80, unique=True)
    kind = models.CharField(_("Art"), max_length=30)
    point = models.PointField(_("Lage"))
    course = models.LineStringField(_("Verlauf"), null=True, blank=True)
    approximate = models.BooleanField(_("Lage ungefähr"))
    search_name = models.CharField(_("Suchform"), max_length=160, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("in der Stadt", "Ort")
        verbose_name_plural = pgettext_lazy("in der Stadt", "Orte")
        ordering = ["kind", "name"]
        indexes = [GinIndex(OpClass("search_name", "gin_trgm_ops"), name="city_place_search")]


class Street(Located):
    """A street with its course (approximate where marked) and the quarters it runs through."""

    class Kind(models.TextChoices):
        """What sort of street it is."""

        MAIN = "main", _("Hauptstraße")
        LOCAL = "local", _("Nebenstraße")
        MOTORWAY = "motorway", _("Autobahn")
        BRIDGE = "bridge", _("Brücke")
        SQUARE = "square", _("Platz")

    location_field = "course"

    key = models.SlugField(_("Schlüssel"), max_length=80, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)
    course = models.LineStringField(_("Verlauf"))
    quarters = models.ManyToManyField(District, related_name="streets", verbose_name=_("Ortsteile"))
    approximate = models.BooleanField(_("Verlauf ungefähr"))
    search_name = models.CharField(_("Suchform"), max_length=160, editable=False)

    class Meta:
        verbose_name = _("Straße")
        verbose_name_plural = _("Straßen")
        ordering = ["name", "key"]
        indexes = [GinIndex(OpClass("search_name", "gin_trgm_ops"), name="city_street_search")]

    def __str__(self) -> str:
        return self.name


class SchoolHoliday(Named):
    """School holidays; both days belong to them."""

    starts = models.DateField(_("Erster Tag"))
    ends = models.DateField(_("Letzter Tag"))
    source = models.CharField(_("Quelle"), max_length=160)

    class Meta:
        verbose_name = _("Schulferien")
        verbose_name_plural = _("Schulferien")
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(fields=["starts"], name="city_school_holiday_start"),
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="city_school_holiday_forward"),
            ExclusionConstraint(
                name="city_school_holiday_no_overlap",
                expressions=[
                    (_days("starts", "ends"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
