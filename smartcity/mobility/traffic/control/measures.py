"""What a run was worth: delay, stops, emissions and noise, read from SUMO's trip log.

Delay is RESCO's: time loss and departure delay of all vehicles, unfinished and never departed ones included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from lxml import etree

Figures = dict[str, float | int | None]


@dataclass(slots=True)
class _Sums:
    delays: list[float] = field(default_factory=list)
    buses: list[float] = field(default_factory=list)
    durations: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    stops: list[float] = field(default_factory=list)
    walks: list[float] = field(default_factory=list)
    grams: dict[str, float] = field(default_factory=lambda: {"NOx_abs": 0.0, "CO2_abs": 0.0, "PMx_abs": 0.0})


def measure(
    trips: Path, never_departed: Sequence[float], classes: Mapping[str, str], noise_db: float | None
) -> Figures:  # fmt: skip
    """Figures of one run. `classes`: vehicle class by type; `never_departed`: seconds that each vehicle waited outside.

    Seconds, grams, decibels; means are None where there is nothing to average.
    """
    sums = _read(trips, classes)
    everybody = [*sums.delays, *never_departed]
    return {
        "delay_s": _mean(everybody),
        "bus_delay_s": _mean(sums.buses),
        "pedestrian_delay_s": _mean(sums.walks),
        "travel_time_s": _mean(sums.durations),
        "waiting_s": _mean(sums.waits),
        "stops": _mean(sums.stops),
        "nox_g": round(sums.grams["NOx_abs"] / 1000.0, 3),
        "co2_g": round(sums.grams["CO2_abs"] / 1000.0, 1),
        "pm_g": round(sums.grams["PMx_abs"] / 1000.0, 4),
        "noise_db": None if noise_db is None else round(noise_db, 2),
        "vehicles": len(everybody),
        "never_departed": len(never_departed),
    }


def _mean(values: Sequence[float]) -> float | None:
    return round(fmean(values), 3) if values else None


def _read(trips: Path, classes: Mapping[str, str]) -> _Sums:
    sums = _Sums()
    for _event, element in etree.iterparse(str(trips), tag=("tripinfo", "walk", "emissions"), no_network=True):
        a = element.attrib
        if element.tag == "emissions":
            for kind in sums.grams:
                sums.grams[kind] += float(a.get(kind, 0.0))
            continue
        if element.tag == "walk":
            sums.walks.append(max(float(a.get("timeLoss", 0.0)), 0.0))
        else:
            _add_trip(sums, dict(a), classes)
        element.clear()
    return sums


def _add_trip(sums: _Sums, a: dict[str, str], classes: Mapping[str, str]) -> None:
    delay = float(a["timeLoss"]) + float(a["departDelay"])
    kind = a.get("vType", "")
    sums.delays.append(delay)
    sums.durations.append(float(a["duration"]))
    sums.waits.append(float(a["waitingTime"]))
    sums.stops.append(float(a["waitingCount"]))
    if kind.startswith("bus") or classes.get(kind.split("@")[0]) == "bus":
        sums.buses.append(delay)
