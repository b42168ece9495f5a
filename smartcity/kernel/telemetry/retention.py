"""How long things stay: raw readings by their stream's class, refused ones a week, the journal until all have read it.

Roll-ups stay for ever, and nothing is deleted before it is rolled up. Whole local days go, so that a bucket is never
left with half of its readings.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from smartcity.kernel.telemetry import rollups
from smartcity.kernel.telemetry.models import Batch, Consumer, Datastream, Observation, Refusal
from smartcity.kernel.telemetry.reactions import PREFIX, declared_reactions

KEPT = {Datastream.Retention.SHORT: timedelta(days=30), Datastream.Retention.NORMAL: timedelta(days=730)}
REFUSED_KEPT, JOURNAL_KEPT = timedelta(days=7), timedelta(hours=24)
WEEKS_AHEAD = 4
AT_ONCE = 500


def make_partitions(now: datetime | None = None) -> None:
    """Make the partitions of this week and the next ones, so that no reading has to."""
    now = now or timezone.now()
    with connection.cursor() as cursor:
        for week in range(WEEKS_AHEAD + 1):
            cursor.execute("SELECT telemetry_ensure_partition(%s)", [now + timedelta(weeks=week)])


def expire(now: datetime | None = None) -> int:
    """Delete raw readings whose time is over, and partitions that are empty then; returns the number of readings."""
    while rollups.roll_up():
        pass
    today = timezone.localtime(now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    gone = 0
    for retention, kept in KEPT.items():
        streams = list(Datastream.objects.filter(retention=retention).values_list("pk", flat=True))
        for begin in range(0, len(streams), AT_ONCE):
            old = Observation.objects.filter(
                datastream_id__in=streams[begin : begin + AT_ONCE], phenomenon_time__lt=today - kept
            )
            gone += old._raw_delete(old.db)
    with connection.cursor() as cursor:
        cursor.execute("SELECT telemetry_drop_empty_partitions(%s)", [today - min(KEPT.values())])
    return gone


def tidy(now: datetime | None = None) -> None:
    """Delete refused readings after a week, and entries of the journal that every consumer has passed, after a day."""
    now = now or timezone.now()
    Refusal.objects.filter(received_at__lt=now - REFUSED_KEPT).delete()
    with transaction.atomic():
        # a room that is no longer there must not hold the journal back
        Consumer.objects.filter(name__startswith=PREFIX).exclude(name__in=declared_reactions()).delete()
        slowest = Consumer.objects.aggregate(position=Min("position"))["position"]
        if slowest is not None:
            Batch.objects.filter(position__lte=slowest, received_at__lt=now - JOURNAL_KEPT).delete()
