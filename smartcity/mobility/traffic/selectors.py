"""Reads: scenarios, experiments with their runs, what is published."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from smartcity.mobility.traffic.models import Experiment, Run, Scenario, ScenarioFile


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


def with_runs() -> QuerySet[Experiment]:
    """Experiments with scenario and runs."""
    return Experiment.objects.select_related("scenario").prefetch_related("runs")


def with_files(found: QuerySet[Experiment]) -> QuerySet[Experiment]:
    """The same with what is said of the scenario's files, not their content."""
    return found.prefetch_related(Prefetch("scenario__files", ScenarioFile.objects.defer("content")))


def published() -> QuerySet[Experiment]:
    """Experiments that everybody may see: published, and all their runs gave figures."""
    unfinished = Run.objects.exclude(state=Run.State.DONE).values("experiment")
    shown = with_runs().exclude(published_at=None).exclude(pk__in=unfinished)
    return shown.order_by("-published_at", "-pk")


def last_publication() -> datetime | None:
    """When something was published last."""
    found: datetime | None = Experiment.objects.aggregate(last=Max("published_at"))["last"]
    return found
