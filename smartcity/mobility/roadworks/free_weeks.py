"""Free times for works of a given length among times that are taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

WEEK = timedelta(weeks=1)
HORIZON_WEEKS = 52

Span = tuple[datetime, datetime]


def free_starts(busy: Iterable[Span], wanted: Span, *, weeks: int = HORIZON_WEEKS) -> Iterator[Span]:
    """Yield spans as long as `wanted` that touch none of `busy`: `wanted` shifted by whole weeks, soonest first.

    Weekday and time of day stay the same by the clock of `wanted`'s zone; at most `weeks` weeks ahead.
    """
    taken = sorted(busy)
    for number in range(1, weeks + 1):
        start, end = wanted[0] + number * WEEK, wanted[1] + number * WEEK
        if not any(first < end and start < last for first, last in taken):
            yield start, end
