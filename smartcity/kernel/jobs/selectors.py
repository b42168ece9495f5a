"""Reads: which jobs died, which workers live."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

ALIVE = timedelta(seconds=30)


def dead_jobs() -> QuerySet[ProcrastinateJob]:
    """Jobs that failed for good, the newest first, with the time of their end."""
    failed: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.filter(status="failed")
    return failed.annotate(ended=Max("procrastinateevent__at")).order_by("-ended", "-id")


def counts() -> dict[str, int]:
    """Number of jobs by state."""
    rows = ProcrastinateJob.objects.values("status").annotate(number=Count("id"))
    return {row["status"]: row["number"] for row in rows}


def living_workers(now: datetime | None = None) -> int:
    """Workers that beat within the last thirty seconds."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=(now or timezone.now()) - ALIVE).count()
