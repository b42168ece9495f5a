"""The room's share of ``smartcity load-city``: the plan's files, where the city's folder has them."""

from __future__ import annotations

from pathlib import Path

from smartcity.kernel.service import Actor
from smartcity.steering.portfolio.plan_files import has_plan
from smartcity.steering.portfolio.services import LoadReport, load_portfolio


def report_line(report: LoadReport) -> str:
    """A report in one German line."""
    line = (
        f"{report.projects} Projekte, {report.measures} Maßnahmen, {report.fields} Handlungsfelder, "
        f"{report.partners} Partner, {report.boards} Gremien ({report.changed} geändert"
    )
    return f"{line}, {report.withdrawn} zurückgezogen)" if report.withdrawn else f"{line})"


def load(actor: Actor, directory: Path) -> str:
    """Load the plan of a city; a folder without a plan is left alone."""
    if not has_plan(directory):
        return "kein Masterplan in diesem Ordner"
    return report_line(load_portfolio(actor=actor, directory=directory))
