"""The viewer for auditors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.roles import AUDITOR
from smartcity.kernel.audit.forms import FilterForm
from smartcity.kernel.audit.selectors import page_of, rows_for_csv
from smartcity.kernel.csv_lines import csv_download


@require_safe
@require_role(AUDITOR)
def record(request: HttpRequest) -> HttpResponseBase:
    """Entries of the filter, newest first."""
    form = FilterForm(request.GET or {})
    page = page_of(form.chosen(), request.GET.get("seite"))
    query = request.GET.copy()
    query.pop("seite", None)
    return render(request, "audit/record.html", {"form": form, "entries": page, "query": query.urlencode()})


@require_safe
@require_role(AUDITOR)
def record_csv(request: HttpRequest) -> HttpResponseBase:
    """All entries of the filter as CSV (UTF-8 with BOM, semicolons)."""
    chosen = FilterForm(request.GET or {}).chosen()
    return csv_download(map(_harmless, rows_for_csv(chosen)), "protokoll")


def _harmless(row: list[str]) -> list[str]:
    """The row without cells that a spreadsheet would take for formulas."""
    return [f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell for cell in row]
