"""What everybody may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from smartcity.infrastructure.iot.selectors import open_streams
from smartcity.infrastructure.iot.tables import stream_table


@require_safe
def sensors(request: HttpRequest) -> HttpResponse:
    """The newest value of every open stream, as table and CSV."""
    table = stream_table(request, open_streams())
    return table.csv("messwerte") if table.wants_csv else render(request, "iot/sensors.html", {"table": table})
