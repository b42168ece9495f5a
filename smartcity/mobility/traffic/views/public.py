"""What everybody may see: what signal optimisation is, and published comparisons."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from smartcity.kernel.web.tables import Column, DataTable
from smartcity.mobility.traffic.labels import CONTROLLERS, EXPLAINED
from smartcity.mobility.traffic.models import Experiment
from smartcity.mobility.traffic.reports import Report, as_csv, as_json, report_of
from smartcity.mobility.traffic.selectors import published, with_files

ALL = "signalsteuerungen"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The idea, the newest comparison, and all published ones."""
    reports = [report_of(experiment) for experiment in published()]
    table = _table(request, reports)
    if table.wants_csv:
        return table.csv("vergleiche")
    context = {
        "newest": reports[0] if reports else None,
        "table": table,
        "controllers": [(word, EXPLAINED[key]) for key, word in CONTROLLERS.items()],
        "links": [
            (_("Ergebnisse als CSV"), reverse("traffic:results-csv")),
            (_("Ergebnisse als JSON"), reverse("traffic:results-json")),
        ],
    }
    return render(request, "traffic/overview.html", context)


def _table(request: HttpRequest, reports: list[Report]) -> DataTable:
    columns = [
        Column("szenario", _("Szenario"), lambda r: r.experiment.scenario.title, link=_address),
        Column("anlagen", _("Anlagen"), lambda r: r.experiment.scenario.signals, number=True),
        Column("beste", _("Am wenigsten Zeitverlust"), lambda r: r.best[0] if r.best else CONTROLLERS["static"]),
        Column("gewinn", _("weniger als Festzeit (%)"), lambda r: round(r.best[1]) if r.best else 0, number=True),
        Column("datum", _("Veröffentlicht"), lambda r: r.experiment.published_at.date()),
    ]
    return DataTable(request, columns, reports, caption=_("Veröffentlichte Vergleiche"), per_page=20)


def _address(report: Report) -> str:
    return report.experiment.get_absolute_url()


@require_safe
def result(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One published comparison."""
    return render(request, "traffic/result.html", {"report": report_of(_published(uuid))})


@require_safe
def result_csv(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One published comparison as CSV."""
    return as_csv(request, [_published(uuid)], ALL)


@require_safe
def result_json(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One published comparison as JSON."""
    return as_json([get_object_or_404(with_files(published()), uuid=uuid)], ALL)


@require_safe
def results_csv(request: HttpRequest) -> HttpResponse:
    """All published comparisons as CSV."""
    return as_csv(request, published(), ALL)


@require_safe
def results_json(request: HttpRequest) -> HttpResponse:
    """All published comparisons as JSON."""
    return as_json(with_files(published()), ALL)


def _published(uuid: UUID) -> Experiment:
    return get_object_or_404(published(), uuid=uuid)
