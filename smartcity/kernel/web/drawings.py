"""Small drawings made on the server as SVG: sparkline and time bar. They need no script and no inline style."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Path data in a box of 100 × 32 units."""

    line: str
    area: str
    end_y: float


def sparkline(values: Sequence[float]) -> Sparkline | None:
    """A line through ``values`` (evenly spaced, oldest first); None for fewer than two."""
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = 100 / (len(values) - 1)
    points = [(round(i * step, 1), round(29 - 26 * (value - low) / span, 1)) for i, value in enumerate(values)]
    line = "M" + "L".join(f"{x} {y}" for x, y in points)
    return Sparkline(line=line, area=f"{line}L100 32L0 32Z", end_y=points[-1][1])


@dataclass(frozen=True, slots=True)
class Phase:
    """A span on a time bar. ``estimated``: its times are not confirmed."""

    title: str | Promise
    start: datetime | date
    end: datetime | date
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A phase in drawing units."""

    phase: Phase
    x: float
    y: int
    width: float
    css: str
    text_x: float
    text_y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the time axis."""

    x: float
    day: date
    label: bool


@dataclass(frozen=True, slots=True)
class TimeBar:
    """Everything the template draws; the box is 1000 units wide."""

    bars: list[Bar]
    ticks: list[Tick]
    now_x: float | None
    height: int


def _day(moment: datetime | date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def time_bar(phases: Sequence[Phase], today: date) -> TimeBar | None:
    """Lay phases out over time, one row each; None without phases."""
    if not phases:
        return None
    start = min(_day(phase.start) for phase in phases)
    end = max(_day(phase.end) for phase in phases) + timedelta(days=1)
    days = max((end - start).days, 1)

    def x(day: date) -> float:
        return round(1000 * (day - start).days / days, 1)

    bars = [_bar(phase, row, x, today) for row, phase in enumerate(phases)]
    height = 18 + len(phases) * 46 + 26
    now = x(today) if start <= today <= end else None
    return TimeBar(bars, _ticks(start, end, x), now, height)


def _bar(phase: Phase, row: int, x: Callable[[date], float], today: date) -> Bar:
    start, end = _day(phase.start), _day(phase.end)
    left, right = x(start), x(end + timedelta(days=1))
    css = "is-past" if end < today else "is-active" if start <= today else "is-planned"
    top = 18 + row * 46
    late = left > 700
    return Bar(
        phase=phase,
        x=left,
        y=top + 20,
        width=max(right - left, 4.0),
        css=css + (" is-estimated" if phase.estimated else ""),
        text_x=max(right, left + 4.0) if late else left,
        text_y=top + 13,
        anchor="end" if late else "start",
    )


def _ticks(start: date, end: date, x: Callable[[date], float]) -> list[Tick]:
    months = (end.year - start.year) * 12 + end.month - start.month
    every = 1 if months <= 8 else 3 if months <= 24 else 12
    ticks, year, month = [], start.year, start.month
    while (day := date(year, month, 1)) <= end:
        if day >= start and (month - 1) % every == 0:
            ticks.append(Tick(x(day), day, label=True))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return ticks or [Tick(0.0, start, label=True)]
