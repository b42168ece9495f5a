"""The entities of OGC SensorThings 1.1, part Sensing (OGC 18-088), without observations."""

from __future__ import annotations

from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

GEOJSON = "application/geo+json"


class Described(models.Model):
    """Name, description and free properties, which most entities have."""

    name = models.CharField(_("Name"), max_length=255)
    description = models.TextField(_("Beschreibung"), blank=True)
    properties = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Location(Described):
    """Where a thing is or was; ``location`` in WGS 84; ``document``: GeoJSON as given, where it says more than that."""

    encoding_type = models.CharField(max_length=100, default=GEOJSON)
    location = GeometryField(_("Ort"), srid=4326)
    document = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("Standort")
        verbose_name_plural = _("Standorte")


class Thing(Described):
    """Something in the city that senses; ``is_open``: everybody may read it."""

    locations = models.ManyToManyField(Location, related_name="things", blank=True)
    is_open = models.BooleanField(_("öffentlich"), default=True)

    class Meta:
        verbose_name = _("Ding")
        verbose_name_plural = _("Dinge")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="thing_has_a_name")]


class HistoricalLocation(models.Model):
    """When a thing was at which locations."""

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="historical_locations")
    time = models.DateTimeField(_("Zeit"))
    locations = models.ManyToManyField(Location, related_name="historical_locations")

    class Meta:
        ordering = ["-time", "-pk"]
        verbose_name = _("früherer Standort")
        verbose_name_plural = _("frühere Standorte")
        indexes = [models.Index(fields=["thing", "-time"], name="historical_location_of_thing")]

    def __str__(self) -> str:
        return f"{self.thing_id} {self.time:%Y-%m-%d %H:%M}"


class Sensor(Described):
    """The instrument or procedure; ``metadata`` describes it in the form that ``encoding_type`` names."""

    encoding_type = models.CharField(max_length=100, default="text/html")
    metadata = models.JSONField(default=str, blank=True)

    class Meta:
        verbose_name = _("Sensor")
        verbose_name_plural = _("Sensoren")


class ObservedProperty(Described):
    """What is observed; ``definition``: URI of the term."""

    definition = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("Messgröße")
        verbose_name_plural = _("Messgrößen")


class FeatureOfInterest(Described):
    """What the observations are about; ``document``: GeoJSON as given, where it says more than the geometry."""

    encoding_type = models.CharField(max_length=100, default=GEOJSON)
    feature = GeometryField(_("Ort"), srid=4326)
    document = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("Gegenstand")
        verbose_name_plural = _("Gegenstände")


class Datastream(Described):
    """Observations of one property by one sensor at one thing.

    key: stable name given by a system. lowest, highest: what is physically possible. expected_interval: seconds between
    readings, None: irregular. retention: how long raw readings stay. feature: of interest, unless a reading names one.
    """

    class ResultType(models.TextChoices):
        """What the results are."""

        NUMBER = "number", _("Zahl")
        BOOLEAN = "boolean", _("wahr oder falsch")
        CATEGORY = "category", _("Kategorie")
        JSON = "json", _("JSON")

    class Retention(models.TextChoices):
        """How long raw readings stay; roll-ups stay for ever."""

        SHORT = "short", _("30 Tage")
        NORMAL = "normal", _("2 Jahre")
        LONG = "long", _("immer")

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="datastreams")
    sensor = models.ForeignKey(Sensor, on_delete=models.PROTECT, related_name="datastreams")
    observed_property = models.ForeignKey(ObservedProperty, on_delete=models.PROTECT, related_name="datastreams")
    feature = models.ForeignKey(
        FeatureOfInterest, null=True, blank=True, on_delete=models.SET_NULL, related_name="datastreams"
    )
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    observation_type = models.CharField(max_length=200)
    result_type = models.CharField(max_length=10, choices=ResultType.choices, default=ResultType.NUMBER)
    unit_name = models.CharField(_("Einheit"), max_length=100, blank=True)
    unit_symbol = models.CharField(max_length=40, blank=True)
    unit_definition = models.CharField(max_length=200, blank=True)
    categories = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    lowest = models.FloatField(null=True, blank=True)
    highest = models.FloatField(null=True, blank=True)
    expected_interval = models.FloatField(null=True, blank=True)
    retention = models.CharField(max_length=10, choices=Retention.choices, default=Retention.NORMAL)
    is_open = models.BooleanField(_("öffentlich"), default=True)

    class Meta:
        verbose_name = _("Datenstrom")
        verbose_name_plural = _("Datenströme")
        constraints = [
            models.CheckConstraint(
                condition=Q(result_type__in=["number", "boolean", "category", "json"]), name="datastream_known_result"
            ),
            models.CheckConstraint(
                condition=Q(retention__in=["short", "normal", "long"]), name="datastream_known_retention"
            ),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True) | Q(highest__isnull=True) | Q(highest__gte=F("lowest")),
                name="datastream_range_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(expected_interval__isnull=True) | Q(expected_interval__gt=0),
                name="datastream_interval_positive",
            ),
        ]
