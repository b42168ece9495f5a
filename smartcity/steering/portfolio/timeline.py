"""The timeline picture (figure 4 of the plan): lanes and marks in drawing units. Free of Django.

Only what the plan dates is drawn. A mark whose day the plan does not name fills the span that it does name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDE, NARROW = 1100.0, 760.0
LABEL_WIDTH, RIGHT = {WIDE: 300.0, NARROW: 230.0}, 130.0
TOP, LANE, BOTTOM = 34.0, 34.0, 10.0
LEAST_WIDTH = 9.0
CHARACTER, LABEL_CHARACTER = 6.8, 7.5


@dataclass(frozen=True, slots=True)
class Span:
    """A dated step: ``last`` is None where it is still going on; ``stated`` is how the plan says the time."""

    title: str
    stated: str
    first: date
    last: date | None
    event: bool
    approximate: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A project and its dated steps."""

    label: str
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Mark:
    """A step as drawn: ``shape`` is point, span or bar; an open bar ends in an arrow; ``label_x`` 0: no room."""

    span: Span
    shape: str
    x: float
    y: float
    width: float
    is_open: bool
    label_x: float

    @property
    def middle(self) -> float:
        """Middle of the mark."""
        return round(self.x + self.width / 2, 1)

    @property
    def end(self) -> float:
        """Right edge of the mark."""
        return round(self.x + self.width, 1)


@dataclass(frozen=True, slots=True)
class Lane:
    """One project's line in the picture; ``y`` is its upper edge."""

    label: str
    y: float
    text_y: float
    marks: list[Mark]
    shaded: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line on the axis; years carry their number, quarters nothing."""

    x: float
    year: int | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the picture's template draws."""

    width: float
    height: float
    plot_left: float
    lanes: list[Lane]
    ticks: list[Tick]


def timeline(rows: Sequence[Row], known_until: date, width: float = WIDE) -> Timeline | None:
    """Lay out the rows that have dates; None when there are none.

    known_until: the last day that the plan's text knows; what is still going on is drawn up to it.
    width: WIDE for a whole page, NARROW for a column, in pixels.
    """
    dated = [row for row in rows if row.spans]
    if not dated:
        return None
    ends = [_end(span, known_until) for row in dated for span in row.spans]
    first_year = min(span.first.year for row in dated for span in row.spans)
    scale = _Scale(date(first_year, 1, 1), date(max(ends).year + 1, 1, 1), width)
    lanes = []
    for index, row in enumerate(dated):
        y = TOP + index * LANE
        lanes.append(
            Lane(scale.fitting(row.label), y, y + 22, _marks(row, y, scale, known_until), shaded=index % 2 == 0)
        )
    return Timeline(width, TOP + len(lanes) * LANE + BOTTOM, scale.left, lanes, _ticks(scale))


@dataclass(frozen=True, slots=True)
class _Scale:
    start: date
    stop: date
    width: float

    @property
    def left(self) -> float:
        return LABEL_WIDTH[self.width]

    def fitting(self, label: str) -> str:
        longest = int(self.left / LABEL_CHARACTER)
        return label if len(label) <= longest else f"{label[: longest - 1].rstrip()}…"

    def x(self, day: date) -> float:
        share = (day - self.start).days / (self.stop - self.start).days
        return round(self.left + share * (self.width - RIGHT - self.left), 1)


def _end(span: Span, known_until: date) -> date:
    return span.last if span.last is not None else max(span.first, known_until)


def _marks(row: Row, y: float, scale: _Scale, known_until: date) -> list[Mark]:
    spans = sorted(row.spans, key=lambda span: (span.first, _end(span, known_until)))
    marks = []
    for index, span in enumerate(spans):
        left, right = scale.x(span.first), scale.x(_end(span, known_until) + timedelta(days=1))
        following = scale.x(spans[index + 1].first) if index + 1 < len(spans) else scale.width
        shape = "bar" if not span.event else "span" if span.approximate else "point"
        width = max(right - left, LEAST_WIDTH)
        words_at = left + width + (22 if span.last is None else 10)
        fits = words_at + len(span.stated) * CHARACTER < following
        marks.append(Mark(span, shape, left, y + 9, width, span.last is None, words_at if fits else 0.0))
    return marks


def _ticks(scale: _Scale) -> list[Tick]:
    ticks = []
    for year in range(scale.start.year, scale.stop.year + 1):
        ticks.append(Tick(scale.x(date(year, 1, 1)), year))
        if year < scale.stop.year and scale.stop.year - scale.start.year <= 8:
            ticks += [Tick(scale.x(date(year, month, 1)), None) for month in (4, 7, 10)]
    return ticks
