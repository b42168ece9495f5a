"""The viewer for auditors."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.roles import AUDITOR
from smartcity.kernel.audit.forms import FilterForm
from smartcity.kernel.audit.selectors import page_of, rows_for_csv


class Echo:
    """A file that gives back what is written, line by line."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


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
    response = StreamingHttpResponse(_lines(rows_for_csv(chosen)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="protokoll.csv"'
    return response


def _lines(rows: Iterator[list[str]]) -> Iterator[Any]:
    writer = csv.writer(Echo(), delimiter=";")
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell for cell in row])
