"""Signs of life of those who take readings and work on them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from smartcity.kernel.telemetry.models import Watch

LONGEST_GAP, SILENT_AFTER = timedelta(seconds=60), timedelta(seconds=30)


def keep_watch(name: str, now: datetime | None = None) -> datetime | None:
    """Give a sign of life; returns since when there is one without a gap, None while another process gives it."""
    now = now or timezone.now()
    Watch.objects.get_or_create(name=name, defaults={"since": now, "seen_at": now})
    with transaction.atomic():
        watch = Watch.objects.select_for_update(skip_locked=True).filter(name=name).first()
        if watch is None:
            return None
        # a clock that was set back is a gap as well: what was heard then lies in the future
        if not timedelta() <= now - watch.seen_at <= LONGEST_GAP:
            watch.since = now
        watch.seen_at = now
        watch.save()
        return watch.since


def seen_lately(name: str) -> bool:
    """Whether there was a sign of life lately."""
    return Watch.objects.filter(name=name, seen_at__gt=timezone.now() - SILENT_AFTER).exists()
