"""Reads: scenarios, experiments with their runs, what is published."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from smartcity.mobility.traffic.models import Experiment, Run, Scenario

_OPEN = Q(runs__state__in=[Run.State.WAITING, Run.State.RUNNING])


def scenarios() -> QuerySet[Scenario]:
    """All scenarios with the number of their experiments, the newest first."""
    return Scenario.objects.annotate(tried=Count("experiments"))


def experiments() -> QuerySet[Experiment]:
    """All experiments, the newest first, with how many of their runs are over, how many failed, how many there are."""
    return Experiment.objects.select_related("scenario").annotate(
        total=Count("runs"),
        over=Count("runs", filter=Q(runs__state__in=[Run.State.DONE, Run.State.FAILED])),
        failed=Count("runs", filter=Q(runs__state=Run.State.FAILED)),
    )


def published() -> QuerySet[Experiment]:
    """Experiments that everybody may see: published, and nothing of them is still being simulated."""
    shown = Experiment.objects.exclude(published_at=None).exclude(pk__in=Experiment.objects.filter(_OPEN).values("pk"))
    return shown.select_related("scenario").prefetch_related("runs").order_by("-published_at", "-pk")


def last_publication() -> datetime | None:
    """When something was published last."""
    found: datetime | None = Experiment.objects.aggregate(last=Max("published_at"))["last"]
    return found
