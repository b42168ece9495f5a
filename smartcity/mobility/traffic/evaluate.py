"""Measures a signal controller on a SUMO scenario: one process per seed, safety checked, figures and their mean.

Definitions of all figures: docs/systems/traffic.md.
`python -m smartcity.mobility.traffic.evaluate` is the same as `smartcity traffic evaluate`.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Any

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.traffic.control.demand import vehicle_classes
from smartcity.mobility.traffic.control.measures import Figures, measure
from smartcity.mobility.traffic.control.network import RoadNetwork, read_network
from smartcity.mobility.traffic.control.registry import control_by_name
from smartcity.mobility.traffic.control.safety import Violation, check_log
from smartcity.mobility.traffic.control.simulation import RunFiles, Scenario, layouts_of, run
from smartcity.mobility.traffic.control.sumo_home import sumo_home


@dataclass(frozen=True, slots=True)
class _Job:
    """One seed's run."""

    scenario: Scenario
    controller: str
    seed: int
    folder: Path


def evaluate(
    net: Path, routes: Sequence[Path], *, begin: int, end: int, controller: str, seeds: Sequence[int],
    log_dir: Path | None = None, workers: int = 1,
) -> dict[str, Any]:  # fmt: skip
    """Run a scenario once per seed and return the figures of design/traffic-evaluate.md.

    Times in seconds of the day; `log_dir` keeps trip and signal logs; `workers` runs that many seeds at a time.
    Raises Refused for bad input: nothing to control, routes that do not fit, an empty window, broken XML, a controller
    that raises, and for signal states that break a safety rule.
    """
    scenario = Scenario(net.resolve(), tuple(path.resolve() for path in routes), begin, end)
    network = _checked(scenario, seeds)
    control_by_name(controller, network, layouts_of(network))
    vehicle_classes(scenario.routes)
    with tempfile.TemporaryDirectory(prefix="traffic-") as temporary:
        folder = Path(temporary) if log_dir is None else log_dir.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        jobs = [_Job(scenario, controller, seed, folder) for seed in seeds]
        results = _run_all(jobs, workers)
    by_seed = {str(seed): figures for seed, figures in zip(seeds, results, strict=True)}
    return {"scenario": _name(net), "controller": controller, "seeds": by_seed, "mean": _mean(results)}


def _name(net: Path) -> str:
    return re.sub(r"(\.net)?\.xml(\.gz)?$", "", net.name)


def _checked(scenario: Scenario, seeds: Sequence[int]) -> RoadNetwork:
    if not scenario.begin < scenario.end:
        value = f"{scenario.begin} bis {scenario.end}"
        raise Refused([Refusal("begin, end", "Das Zeitfenster ist leer.", value, "--end muss nach --begin liegen.")])
    if not seeds:
        raise Refused([Refusal("seeds", "Es fehlt ein Startwert.", "", "Zum Beispiel --seeds 1,2,3.")])
    network = read_network(scenario.net)
    if not layouts_of(network):
        rule, hint = "Das Netz hat keine Lichtsignalanlage.", "Erwartet wird mindestens ein tlLogic mit Verbindungen."
        raise Refused([Refusal(scenario.net.name, rule, "", hint)])
    return network


def _run_all(jobs: Sequence[_Job], workers: int) -> list[Figures]:
    os.environ.setdefault("SUMO_HOME", str(sumo_home()))
    pool = ProcessPoolExecutor(max(1, workers), mp_context=get_context("spawn"), max_tasks_per_child=1)
    with pool:
        futures = [pool.submit(_run_seed, job) for job in jobs]
        try:
            return [_figures(future, futures) for future in futures]
        except BrokenProcessPool:
            place, rule = jobs[0].scenario.net.name, "SUMO ist während der Simulation abgestürzt."
            raise Refused([Refusal(place, rule, "", "Netz und Fahrten mit sumo allein prüfen.")]) from None


def _figures(future: Future[Figures | tuple[Refusal, ...]], others: Sequence[Future[Any]]) -> Figures:
    result = future.result()
    if isinstance(result, dict):
        return result
    for other in others:
        other.cancel()
    raise Refused(result)


def _run_seed(job: _Job) -> Figures | tuple[Refusal, ...]:
    """In its own process: the figures, or why there are none (an exception would lose its refusals on the way)."""
    try:
        return _simulate(job)
    except Refused as refused:
        return refused.refusals


def _simulate(job: _Job) -> Figures:
    """Simulate, measure, check. SUMO's own messages are caught, so that one clear line remains."""
    import libsumo

    files = RunFiles(
        job.folder / f"tripinfo.{job.seed}.xml",
        job.folder / f"signals.{job.seed}.xml",
        job.folder / f"additional.{job.seed}.xml",
    )
    network = read_network(job.scenario.net)
    control = control_by_name(job.controller, network, layouts_of(network))
    messages = job.folder / f"sumo.{job.seed}.log"
    with _Quiet(messages) as quiet:
        try:
            result = run(libsumo, network, job.scenario, control.controller, job.seed, files, control.programs)
        except Refused as refused:
            raise quiet.explain(refused) from None
    files.additional.unlink(missing_ok=True)
    messages.unlink(missing_ok=True)
    if not result.loaded:
        place = f"{job.scenario.begin} bis {job.scenario.end} s"
        rule, hint = "Im Zeitfenster fährt niemand los.", "Beginn und Ende müssen zur Nachfrage passen."
        raise Refused([Refusal(place, rule, "", hint)])
    figures = measure(files.trips, result.never_departed, vehicle_classes(job.scenario.routes), result.noise_db)
    violations = check_log(files.signals, network, job.scenario.begin, job.scenario.end)
    if violations and control.controller is not None:
        raise Refused([_unsafe(violation) for violation in violations[:3]])
    return figures | {"wall_s": round(result.wall_s, 3), "violations": len(violations)}


def _unsafe(violation: Violation) -> Refusal:
    place = f"{violation.signal}, Gruppe {violation.group}, {violation.time:g} s"
    return Refusal(place, "Die Signalfolge verletzt eine Sicherheitsregel.", f"{violation.rule}: {violation.seen}")


class _Quiet:
    """Sends what SUMO writes to standard error into a file."""

    def __init__(self, messages: Path) -> None:
        self.messages = messages

    def __enter__(self) -> _Quiet:
        sys.stderr.flush()
        self._kept = os.dup(2)
        target = os.open(self.messages, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(target, 2)
        os.close(target)
        return self

    def __exit__(self, *_error: object) -> None:
        os.dup2(self._kept, 2)
        os.close(self._kept)

    def explain(self, refused: Refused) -> Refused:
        """The refusal with SUMO's first error message as its value, if SUMO gave one."""
        lines = self.messages.read_text(encoding="utf-8", errors="replace").splitlines()
        said = next((line.removeprefix("Error: ").strip() for line in lines if line.startswith("Error: ")), "")
        first = refused.refusals[0]
        if not said or not first.rule.startswith("SUMO"):
            return refused
        return Refused([Refusal(first.place, first.rule, said[:200], first.hint)])


def _mean(results: Sequence[Figures]) -> Figures:
    mean: Figures = {}
    for key in results[0]:
        values = [value for value in (figures[key] for figures in results) if value is not None]
        mean[key] = round(fmean(values), 3) if values else None
    return mean


if __name__ == "__main__":
    command = import_module("smartcity.mobility.traffic.commands").run_evaluate
    command(prog_name="python -m smartcity.mobility.traffic.evaluate")
