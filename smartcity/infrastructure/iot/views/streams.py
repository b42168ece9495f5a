"""One stream: its newest value, its course, its usual day, how complete it is, and all of that to download."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from smartcity.infrastructure.iot import selectors
from smartcity.infrastructure.iot.charts import course_chart, profile_chart
from smartcity.infrastructure.iot.spans import Span, chosen_span, span_tabs
from smartcity.infrastructure.iot.tables import moment, span_said, value
from smartcity.kernel.csv_lines import csv_download
from smartcity.kernel.telemetry.analysing import Quality, daily_profile, quality
from smartcity.kernel.telemetry.models import Datastream
from smartcity.kernel.telemetry.selectors import readings, series

POINTS = 400


@require_safe
def stream(request: HttpRequest, number: int) -> HttpResponse | StreamingHttpResponse:
    """A stream that everybody may read, or any stream for whoever operates the platform."""
    found = _find(request, number)
    span = chosen_span(request.GET.get("zeit", ""))
    if request.GET.get("format") == "csv":
        return _csv(found, span)
    compared = request.GET.get("vergleich") == "1"
    context: dict[str, Any] = {
        "stream": found,
        "value": value(found),
        "measured": moment(found.latest.phenomenon_time) if hasattr(found, "latest") else "",
        "tabs": span_tabs(request, span),
        "span": span,
        "compared": compared,
        "facts": _facts(found, span),
    }
    if found.result_type == Datastream.ResultType.NUMBER:
        points = series(found, span.start, span.end, POINTS)
        before = series(found, span.before, span.start, POINTS) if compared else []
        hours = daily_profile(found, span.start, span.end)
        context |= {
            "course": course_chart(found, points, before, span) if points else None,
            "profile": profile_chart(found, hours) if len(hours) > 1 else None,
        }
    else:
        context["rows"] = [(moment(time), shown) for time, shown in _newest(found, span)]
    return render(request, "iot/stream.html", context)


def _find(request: HttpRequest, number: int) -> Datastream:
    visible = selectors.all_streams() if request.user.has_perm("iot.operate") else selectors.open_streams()
    found = visible.filter(pk=number).first()
    if found is None:
        raise Http404(_("Diesen Datenstrom gibt es nicht, oder er ist nicht öffentlich."))
    return found


def _facts(found: Datastream, span: Span) -> list[tuple[str, str]]:
    """How complete the stream is."""
    known = quality(found, span.start, span.end)
    share = "" if known.share is None else f"{known.share:.0%}".replace("%", " %")
    return [
        (_("Messwerte im Zeitraum"), number_format(known.n, force_grouping=True)),
        (_("Anteil der erwarteten"), share),
        (_("Längste Lücke"), _gap(known)),
    ]


def _gap(known: Quality) -> str:
    if known.longest_gap > known.exact_to:
        return span_said(known.longest_gap)
    return _("höchstens %(span)s") % {"span": span_said(known.exact_to)}


def _newest(found: Datastream, span: Span) -> Sequence[tuple[Any, Any]]:
    return [(time, _said(found, given)) for time, given in readings(found, span.start, span.end, most=100)]


def _said(found: Datastream, given: Any) -> Any:
    if found.result_type != Datastream.ResultType.BOOLEAN:
        return given
    return _("ja") if given else _("nein")


def _csv(found: Datastream, span: Span) -> StreamingHttpResponse:
    head = ("phenomenonTime", "result", "unitOfMeasurement")
    taken = readings(found, span.start, span.end)
    rows = ((time.isoformat(), given, found.unit_symbol) for time, given in taken)
    return csv_download(chain([head], rows), f"datenstrom-{found.pk}")
