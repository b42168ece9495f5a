"""How long cases take, measured from the cases themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils import timezone

from smartcity.kernel.cases.models import Case
from smartcity.kernel.cases.storing import declared_procedures
from smartcity.kernel.cases.wording import said


@dataclass(frozen=True, slots=True)
class Durations:
    """One procedure: open and late cases, closed ones, and the days that half and nine tenths of these took at most."""

    title: str
    open: int
    late: int
    closed: int
    half_days: float | None
    most_days: float | None


def durations(cases: QuerySet[Case]) -> list[Durations]:
    """Figures for each procedure that has cases."""
    took = ExpressionWrapper(F("closed_at") - F("received_at"), output_field=DurationField())
    rows = (
        cases.order_by()
        .values("version__key")
        .annotate(
            open=Count("pk", filter=Q(is_final=False)),
            late=Count("pk", filter=Q(is_final=False, due_on__lt=timezone.localdate())),
            closed=Count("pk", filter=Q(is_final=True)),
            times=ArrayAgg(took, filter=Q(is_final=True), default=[]),
        )
        .order_by("version__key")
    )
    return [_row(row) for row in rows]


def _row(row: Mapping[str, Any]) -> Durations:
    days = sorted(time.total_seconds() / 86_400 for time in row["times"])
    procedure = declared_procedures().get(row["version__key"])
    title = said(procedure.title) if procedure else row["version__key"]
    return Durations(title, row["open"], row["late"], row["closed"], _at(days, 0.5), _at(days, 0.9))


def _at(days: list[float], share: float) -> float | None:
    """The smallest value that at least this share does not exceed."""
    return days[max(0, -(-len(days) * int(share * 10) // 10) - 1)] if days else None
