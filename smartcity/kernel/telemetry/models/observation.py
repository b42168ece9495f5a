"""Observations, latest values, and the journal by which consumers follow.

``telemetry_observation`` is made by migration 0002: partitions by week, no foreign keys, no index besides its key and a
BRIN index of the ids. Its ids are the batch's number in the upper bits and the reading's place in the lower twenty.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

PLACE_BITS = 20


class Observation(models.Model):
    """One reading: ``number`` (numbers; booleans as 0 and 1) or ``value`` (categories, JSON)."""

    pk = models.CompositePrimaryKey("datastream_id", "phenomenon_time", "dedup")
    datastream_id = models.BigIntegerField()
    phenomenon_time = models.DateTimeField(_("Zeit"))
    dedup = models.IntegerField(default=0)
    id = models.BigIntegerField()
    number = models.FloatField(null=True)
    value = models.JSONField(null=True)
    phenomenon_end = models.DateTimeField(null=True)
    result_time = models.DateTimeField(null=True)
    feature_id = models.BigIntegerField(null=True)
    extra = models.JSONField(null=True)

    class Meta:
        managed = False
        db_table = "telemetry_observation"
        verbose_name = _("Messwert")
        verbose_name_plural = _("Messwerte")

    def __str__(self) -> str:
        return f"Messwert {self.id}"


class Latest(models.Model):
    """The newest reading of each datastream, and the time of its oldest."""

    datastream = models.OneToOneField(
        "telemetry.Datastream", primary_key=True, on_delete=models.CASCADE, related_name="latest"
    )
    first_time = models.DateTimeField()
    phenomenon_time = models.DateTimeField()
    number = models.FloatField(null=True)
    value = models.JSONField(null=True)
    observation_id = models.BigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("letzter Wert")
        verbose_name_plural = _("letzte Werte")

    def __str__(self) -> str:
        return f"letzter Wert {self.datastream_id}"


class Batch(models.Model):
    """A committed batch; ``position`` grows in the order of the commits, ``number`` stands in its readings' ids."""

    position = models.BigAutoField(primary_key=True)
    number = models.BigIntegerField(unique=True)
    rows = models.PositiveIntegerField()
    first_time = models.DateTimeField()
    last_time = models.DateTimeField()
    source = models.CharField(max_length=60)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Lieferung")
        verbose_name_plural = _("Lieferungen")
        constraints = [models.CheckConstraint(condition=models.Q(rows__gt=0), name="batch_is_not_empty")]

    def __str__(self) -> str:
        return f"Lieferung {self.number}"


class Consumer(models.Model):
    """How far somebody has followed the journal; moved in the transaction of the work that was done.

    failures: tries in a row that ended with ``trouble``; the next one is not before ``again_at``.
    """

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Verbraucher")
        verbose_name_plural = _("Verbraucher")

    def __str__(self) -> str:
        return self.name


class Refusal(models.Model):
    """A reading that was not taken, kept for seven days for whoever looks after the sensor."""

    received_at = models.DateTimeField(auto_now_add=True, db_index=True)
    source = models.CharField(max_length=60)
    datastream = models.CharField(max_length=120)
    place = models.CharField(max_length=60)
    rule = models.CharField(max_length=300)
    value = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("abgelehnter Messwert")
        verbose_name_plural = _("abgelehnte Messwerte")

    def __str__(self) -> str:
        return f"{self.datastream}: {self.rule}"
