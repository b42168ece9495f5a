"""Charts: declared once, drawn by uPlot where there is a script, and always there as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Series:
    """One line or group of bars; ``None`` is a gap."""

    name: Text
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over time (``x`` are datetimes, kind "line" or "steps") or over categories (``x`` are texts, "bar").

    unit: of the values, on the axis and in the table ("µg/m³"). digits: decimals. Bars always start at zero.
    A chart has at most six series: more cannot be told apart. band: the second and third series are the lowest and
    highest round the first, drawn as an area.
    """

    title: Text
    x: Sequence[datetime] | Sequence[Text]
    series: Sequence[Series]
    unit: Text = ""
    x_title: Text = ""
    kind: Literal["line", "steps", "bar"] = "line"
    digits: int = 1
    source: Text = ""
    band: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= 6:
            raise ValueError("A chart has one to six series.")
        if self.band and len(self.series) < 3:
            raise ValueError("A band needs a second and a third series.")
        if any(len(series.values) != len(self.x) for series in self.series):
            raise ValueError("Each series has a value (or None) for each x.")

    @property
    def edges(self) -> tuple[int, ...]:
        """Places, from 1, of the series that are a band's edges."""
        return (2, 3) if self.band else ()

    @property
    def over_time(self) -> bool:
        """Whether the x axis is time."""
        return bool(self.x) and isinstance(self.x[0], datetime)

    def as_config(self) -> dict[str, Any]:
        """What the script needs; times in seconds since 1970."""
        xs = [x.timestamp() if isinstance(x, datetime) else str(x) for x in self.x]
        return {
            "kind": self.kind,
            "unit": str(self.unit),
            "digits": self.digits,
            "overTime": self.over_time,
            "band": self.band,
            "x": xs,
            "series": [{"name": str(series.name), "values": list(series.values)} for series in self.series],
        }

    def rows(self) -> Iterator[tuple[datetime | Text, list[float | None]]]:
        """The table's rows: x and the value of each series."""
        for index, x in enumerate(self.x):
            yield x, [series.values[index] for series in self.series]
