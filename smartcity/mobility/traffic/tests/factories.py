"""Scenarios and experiments for tests: a small generated crossing, made once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from smartcity.kernel.service import SystemActor
from smartcity.mobility.traffic import services
from smartcity.mobility.traffic.control.generate import generate
from smartcity.mobility.traffic.models import Experiment, Run, Scenario
from smartcity.mobility.traffic.services import Facts
from smartcity.mobility.traffic.uploads import Upload

ACTOR = SystemActor("test")
SECONDS = 120


@lru_cache(maxsize=1)
def crossing() -> tuple[Upload, Upload]:
    """Network and demand of one crossing."""
    with TemporaryDirectory() as folder:
        made = generate("crossing", Path(folder), trips=60, duration=SECONDS)
        return Upload("kreuzung.net.xml", made.net.read_bytes()), Upload("fahrten.rou.xml", made.routes[0].read_bytes())


def scenario(title: str = "Kreuzung") -> Scenario:
    """A stored scenario."""
    network, demand = crossing()
    return services.store_scenario(actor=ACTOR, facts=Facts(title, 0, SECONDS), network=network, demand=[demand])


def experiment(controllers: tuple[str, ...] = ("adaptive",), seeds: tuple[int, ...] = (1,)) -> Experiment:
    """A queued experiment."""
    return services.start_experiment(actor=ACTOR, scenario=scenario(), controllers=controllers, seeds=seeds)


def finished(*, published: bool = True, delays: tuple[float, float] = (40.0, 20.0)) -> Experiment:
    """An experiment with figures."""
    made = experiment()
    for run, delay in zip(made.runs.all(), delays, strict=True):
        services.note_figures(actor=ACTOR, run=run, figures=figures(delay_s=delay))
    if published:
        services.publish_experiment(actor=ACTOR, experiment=made)
    return made


def figures(**changes: Any) -> dict[str, Any]:
    """What a run gives."""
    known = {
        "delay_s": 40.0, "bus_delay_s": None, "pedestrian_delay_s": 12.0, "travel_time_s": 90.0, "waiting_s": 20.0,
        "stops": 1.2, "nox_g": 100.0, "co2_g": 200_000.0, "pm_g": 4.0, "noise_db": 62.0, "vehicles": 60,
        "never_departed": 0, "wall_s": 1.0, "violations": 0,
    }  # fmt: skip
    return known | changes


def states(made: Experiment) -> list[str]:
    """The runs' states."""
    return list(Run.objects.filter(experiment=made).values_list("state", flat=True))
