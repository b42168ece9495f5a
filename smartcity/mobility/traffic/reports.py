"""An experiment as pages and downloads show it: table side by side, charts, CSV, JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from smartcity.kernel.web.charts import Chart, Series
from smartcity.kernel.web.tables import Column, DataTable
from smartcity.mobility.traffic import comparing
from smartcity.mobility.traffic.labels import CONTROLLERS, MEASURES
from smartcity.mobility.traffic.models import Experiment, Run

_CHARTED = ("delay_s", "bus_delay_s", "pedestrian_delay_s", "nox_g")


@dataclass(frozen=True, slots=True)
class Side:
    """A row of the table side by side: the measure's word, unit, decimals, and the controllers' cells."""

    word: str | Promise
    unit: str
    digits: int
    cells: tuple[comparing.Cell, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that a page shows of an experiment."""

    experiment: Experiment
    runs: list[Run]
    lines: list[comparing.Line]

    @property
    def heads(self) -> list[str | Promise]:
        """The controllers' words."""
        return [CONTROLLERS[name] for name in self.experiment.controllers]

    @property
    def sides(self) -> list[Side]:
        """The rows of the table side by side."""
        return [Side(MEASURES[ln.measure.key], ln.measure.unit, ln.measure.digits, ln.cells) for ln in self.lines]

    @property
    def charts(self) -> list[Chart]:
        """What counts most, as bars."""
        known = {line.measure.key: line for line in self.lines}
        return [_chart(known[key], self.heads) for key in _CHARTED if key in known]

    @property
    def over(self) -> int:
        """How many runs are not simulated any more."""
        return sum(run.state in (Run.State.DONE, Run.State.FAILED) for run in self.runs)

    @property
    def finished(self) -> bool:
        """Whether nothing is being simulated any more."""
        return self.over == len(self.runs)

    @property
    def complete(self) -> bool:
        """Whether every run gave figures."""
        return all(run.state == Run.State.DONE for run in self.runs)

    @property
    def failed(self) -> list[Run]:
        """Runs that were refused."""
        return [run for run in self.runs if run.state == Run.State.FAILED]

    @property
    def best(self) -> tuple[str | Promise, float] | None:
        """The controller with the least delay, and by how many percent; None if none beats the fixed program."""
        if not self.lines:
            return None
        found = [
            (cell.percent, head) for head, cell in zip(self.heads, self.lines[0].cells, strict=True) if cell.better
        ]
        percent, head = min(found, key=lambda pair: pair[0] or 0.0, default=(None, ""))
        return None if percent is None else (head, -percent)


def report_of(experiment: Experiment) -> Report:
    """Everything about an experiment, as far as its runs are."""
    runs = list(experiment.runs.all())
    return Report(experiment, runs, comparing.lines(runs, experiment.controllers))


def _chart(line: comparing.Line, heads: list[str | Promise]) -> Chart:
    word, measure = MEASURES[line.measure.key], line.measure
    return Chart(
        word,
        heads,
        [Series(word, [cell.value for cell in line.cells])],
        unit=measure.unit,
        kind="bar",
        digits=measure.digits,
        x_title=_("Steuerung"),
    )


def as_csv(request: HttpRequest, experiments: Iterable[Experiment], name: str) -> HttpResponse:
    """One row per finished run, columns named as `smartcity traffic evaluate` names them."""
    rows = [row for experiment in experiments for row in _rows(experiment)]
    keys = ["experiment", "scenario", "controller", "seed", *(measure.key for measure in comparing.MEASURES)]
    columns = [Column(key, key, itemgetter(key)) for key in keys]
    return DataTable(request, columns, rows, caption=name).csv(name)


def as_json(experiments: Iterable[Experiment], name: str) -> JsonResponse:
    """The same with what makes it reproducible: window, versions, checksums of the input."""
    response = JsonResponse({"experiments": [_document(experiment) for experiment in experiments]})
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


def _rows(experiment: Experiment) -> list[dict[str, Any]]:
    known = {"experiment": str(experiment.uuid), "scenario": experiment.scenario.title}
    return [known | row for row in comparing.download_rows(experiment.runs.all())]


def _document(experiment: Experiment) -> dict[str, Any]:
    scenario = experiment.scenario
    return {
        "experiment": str(experiment.uuid),
        "scenario": {
            "title": scenario.title,
            "begin": scenario.begin,
            "end": scenario.end,
            "signals": scenario.signals,
            "demo": scenario.is_demo,
            "files": [
                {"name": file.name, "kind": file.kind, "size": file.size, "sha256": file.sha256}
                for file in scenario.files.all()
            ],
        },
        "version": experiment.version,
        "sumo": experiment.sumo,
        "started": experiment.created_at.isoformat(),
        "published": experiment.published_at.isoformat() if experiment.published_at else None,
        "runs": comparing.download_rows(experiment.runs.all()),
    }
