"""Charts of streams."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from django.utils.translation import gettext as _

from smartcity.infrastructure.iot.spans import Span
from smartcity.kernel.telemetry.analysing import HourOfDay
from smartcity.kernel.telemetry.models import Datastream
from smartcity.kernel.telemetry.selectors import Point
from smartcity.kernel.web.charts import Chart, Series


def course_chart(stream: Datastream, points: Sequence[Point], before: Sequence[Point], span: Span) -> Chart:
    """The mean with its band of lowest and highest; ``before``: the time before, laid over it."""
    lines = [Series(_("Mittel"), [point.mean for point in points])]
    banded = any(point.n > 1 for point in points)
    if banded:
        lines.append(Series(_("niedrigster"), [point.lowest for point in points]))
        lines.append(Series(_("höchster"), [point.highest for point in points]))
    if before:
        lines.append(Series(_("Zeitraum davor"), _laid_over(points, before, span)))
    return Chart(
        f"{stream.observed_property.name}: {span.title}",
        [point.start for point in points],
        lines,
        unit=stream.unit_symbol,
        band=banded,
    )


def _laid_over(points: Sequence[Point], before: Sequence[Point], span: Span) -> list[float | None]:
    """For each point the mean at the same place of the time before; None where nothing was near."""
    length, reach = span.end - span.start, (span.end - span.start) / 50
    times = [point.start + length for point in before]
    found: list[float | None] = []
    for point in points:
        place = bisect_left(times, point.start)
        near = [spot for spot in (place - 1, place) if 0 <= spot < len(times)]
        best = min(near, key=lambda spot: abs(times[spot] - point.start))
        found.append(before[best].mean if abs(times[best] - point.start) <= reach else None)
    return found


def profile_chart(stream: Datastream, hours: Sequence[HourOfDay]) -> Chart:
    """The usual day, hour by hour."""
    return Chart(
        _("Mittlerer Tagesgang"),
        [_("%(hour)d Uhr") % {"hour": hour.hour} for hour in hours],
        [Series(_("Mittel"), [hour.mean for hour in hours])],
        unit=stream.unit_symbol,
        x_title=_("Stunde"),
        kind="bar",
    )
