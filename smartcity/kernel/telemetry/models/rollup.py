"""What is left of readings when only their course matters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MINUTE, HOUR, DAY = 60, 3_600, 86_400
WIDTHS = (MINUTE, HOUR, DAY)


class Rollup(models.Model):
    """All readings of a numeric datastream within a minute, an hour or a (local) day.

    width: of the bucket in seconds; ``bucket``: its beginning. ``total`` / ``n`` is the mean. Stays for ever.
    """

    pk = models.CompositePrimaryKey("datastream_id", "width", "bucket")
    datastream_id = models.BigIntegerField()
    width = models.IntegerField()
    bucket = models.DateTimeField()
    n = models.PositiveIntegerField()
    lowest = models.FloatField()
    highest = models.FloatField()
    total = models.FloatField()
    last = models.FloatField()
    last_time = models.DateTimeField()

    class Meta:
        verbose_name = _("Zusammenfassung")
        verbose_name_plural = _("Zusammenfassungen")
        constraints = [
            models.CheckConstraint(condition=models.Q(width__in=WIDTHS), name="rollup_of_a_known_width"),
            models.CheckConstraint(condition=models.Q(n__gt=0), name="rollup_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.datastream_id}/{self.width} {self.bucket:%Y-%m-%d %H:%M}"
