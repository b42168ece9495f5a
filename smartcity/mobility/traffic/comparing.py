"""What an experiment says: means per controller, differences from the fixed program, rows for downloads.

Free of Django; a run is anything with controller, seed, state and figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Protocol

BASELINE = "static"


class RunLike(Protocol):
    """One run's outcome; figures is None where there is none."""

    controller: str
    seed: int
    figures: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its key, unit, decimals, factor from the stored to the shown unit, and whether less is better."""

    key: str
    unit: str
    digits: int = 1
    factor: float = 1.0
    judged: bool = True


MEASURES = (
    Measure("delay_s", "s"),
    Measure("bus_delay_s", "s"),
    Measure("pedestrian_delay_s", "s"),
    Measure("travel_time_s", "s"),
    Measure("waiting_s", "s"),
    Measure("stops", "", 2),
    Measure("nox_g", "g", 0),
    Measure("co2_g", "kg", 0, 0.001),
    Measure("pm_g", "g", 2),
    Measure("noise_db", "dB(A)"),
    Measure("vehicles", "", 0, judged=False),
    Measure("never_departed", "", 0),
    Measure("violations", "", 0),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A mean, and its difference from the fixed program's in percent (None where there is nothing to compare)."""

    value: float | None
    percent: float | None = None

    @property
    def better(self) -> bool:
        """At least one percent less."""
        return self.percent is not None and self.percent <= -1.0

    @property
    def worse(self) -> bool:
        """At least one percent more."""
        return self.percent is not None and self.percent >= 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One measure over all controllers, in their order."""

    measure: Measure
    cells: tuple[Cell, ...]


def means(runs: Iterable[RunLike], controller: str) -> dict[str, float | None]:
    """Mean of each measure over the controller's finished runs; None where no run has a value."""
    done = [run.figures for run in runs if run.controller == controller and run.figures is not None]
    found: dict[str, float | None] = {}
    for measure in MEASURES:
        values = [figures[measure.key] for figures in done if figures.get(measure.key) is not None]
        found[measure.key] = fmean(values) if values else None
    return found


def lines(runs: Sequence[RunLike], controllers: Sequence[str]) -> list[Line]:
    """The table side by side: every measure that some controller has a value for."""
    by_controller = {name: means(runs, name) for name in controllers}
    base = by_controller.get(BASELINE) or means(runs, BASELINE)
    table = []
    for measure in MEASURES:
        cells = tuple(
            _cell(measure, by_controller[name][measure.key], None if name == BASELINE else base[measure.key])
            for name in controllers
        )
        if any(cell.value is not None for cell in cells):
            table.append(Line(measure, cells))
    return table


def _cell(measure: Measure, value: float | None, base: float | None) -> Cell:
    if value is None:
        return Cell(None)
    shown = value * measure.factor
    comparable = (measure.judged and measure.unit not in ("", "dB(A)")) or measure.key == "stops"
    if not base or not comparable:
        return Cell(shown)
    return Cell(shown, 100.0 * (value - base) / base)


def download_rows(runs: Iterable[RunLike]) -> list[dict[str, Any]]:
    """One row per finished run, in the units of `smartcity traffic evaluate`."""
    keys = [measure.key for measure in MEASURES]
    return [
        {"controller": run.controller, "seed": run.seed, **{key: run.figures.get(key) for key in keys}}
        for run in runs
        if run.figures is not None
    ]
