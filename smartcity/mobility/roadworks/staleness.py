"""When an entry can no longer be trusted: a start or an end has passed and nobody has confirmed it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from smartcity.mobility.roadworks.vocabulary import State

GRACE = timedelta(hours=24)
"""How long after a planned moment the public page waits before it marks the entry."""


class Overdue(StrEnum):
    """What should have been confirmed."""

    START = "start"
    END = "end"


def overdue(state: State, start: datetime, end: datetime, now: datetime) -> Overdue | None:
    """Return which moment has passed unconfirmed, or None; the end counts more than the start."""
    if state is State.ACTIVE:
        return Overdue.END if end < now else None
    if state in {State.PLANNED, State.ORDERED}:
        return Overdue.START if start < now else None
    return None


def stale(state: State, start: datetime, end: datetime, now: datetime) -> Overdue | None:
    """Like `overdue`, but only after the grace of a day: what the public page marks."""
    return overdue(state, start, end, now - GRACE)
