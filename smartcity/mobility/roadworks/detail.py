"""Everything the public page of one roadwork shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity.kernel.web.drawings import Phase as Span
from smartcity.mobility.roadworks import values
from smartcity.mobility.roadworks.glances import glance
from smartcity.mobility.roadworks.labels import ACCESS, DIRECTION, KIND, RESTRICTION, UNIT, WORK, Word
from smartcity.mobility.roadworks.lane_pictures import LanePicture, lane_picture
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.records import geometry
from smartcity.mobility.roadworks.vocabulary import AccessLevel, Direction, RestrictionType, Unit, WorkKind

_WIDTHS = {Unit.CENTIMETERS: ("m", 100), Unit.KILOGRAMS: ("t", 1000)}


def detail_context(work: Roadwork) -> dict[str, Any]:
    """Values for the page: glance, facts, lanes of both directions, spans of the time bar, the map's shape."""
    phases = list(work.phases.all())
    return {
        "work": work,
        "glance": glance(work),
        "facts": facts(work),
        "restrictions": [restriction_words(item) for item in work.restrictions],
        "pictures": pictures(work.lanes, work.opposite_lanes),
        "phases": [(phase, pictures(phase.lanes, phase.opposite_lanes)) for phase in phases],
        "spans": _spans(work, phases),
        "shape": geometry(work.geometry).geojson,
        "attachments": work.attachments.filter(document__is_public=True).select_related("document"),
        "latest": work.confirmations.first(),
    }


def pictures(
    lanes: Iterable[Mapping[str, Any]], opposite: Iterable[Mapping[str, Any]]
) -> list[tuple[Word, LanePicture]]:
    """Heading and drawing for each direction that has lanes."""
    found = [
        (gettext_lazy("In Fahrtrichtung"), lane_picture(lanes)),
        (gettext_lazy("In Gegenrichtung"), lane_picture(opposite)),
    ]
    return [(title, picture) for title, picture in found if picture]


def facts(work: Roadwork) -> list[tuple[Word, Any]]:
    """Name and value of what is known; what nobody said is left out."""
    seen = glance(work)
    direction = (
        "" if work.direction in {Direction.UNKNOWN, Direction.UNDEFINED} else DIRECTION[Direction(work.direction)]
    )
    return [
        (_("Zeit"), time_words(work)),
        (_("Anlass"), seen.cause),
        (_("Art"), KIND[WorkKind(work.kind)]),
        (_("Arbeiten"), ", ".join(str(WORK[values.work(item).name]) for item in work.works)),
        (_("Straßen"), ", ".join(work.street_names)),
        (_("Abschnitt"), _stretch(work)),
        (_("Ortsteil"), work.district.name if work.district else ""),
        (_("Fahrtrichtung"), direction),
        (_("Auswirkung"), seen.impact),
        (_("Tempolimit"), f"{number_format(work.speed_limit_kph, 0)} km/h" if work.speed_limit_kph else ""),
        (_("Betroffene Linien"), ", ".join(work.lines)),
        (_("Betroffene Haltestellen"), ", ".join(work.stops)),
        (_("Zufahrt für Anwohner*innen"), _access(work.residents_access)),
        (_("Zufahrt für Rettungsdienste"), _access(work.emergency_access)),
        (_("Hinweis zur Zufahrt"), work.access_note),
    ]


def time_words(work: Roadwork) -> str:
    """Begin and end in words, each with whether it is confirmed or estimated."""
    parts = []
    for moment, sure in ((work.begins, work.start_verified), (work.ends, work.end_verified)):
        word = _("bestätigt") if sure else _("geschätzt")
        parts.append(f"{date_format(localtime(moment), 'DATETIME_FORMAT')} ({word})")
    return " – ".join(parts)


def restriction_words(packed: Mapping[str, Any]) -> str:
    """A restriction as a person says it: metres and tonnes instead of centimetres and kilograms."""
    found = values.restriction(packed)
    word = str(RESTRICTION[RestrictionType(found.type)])
    if found.value is None or found.unit is None:
        return word
    unit, divisor = _WIDTHS.get(found.unit, (UNIT[found.unit], 1))
    return f"{word} {number_format(found.value / divisor, 2 if divisor > 1 else None)} {unit}"


def _access(level: str) -> Word:
    return "" if level == AccessLevel.UNKNOWN else ACCESS[AccessLevel(level)]


def _stretch(work: Roadwork) -> str:
    stretch = values.stretch(work.stretch)
    ends = [name for name in (stretch.begin_cross_street, stretch.end_cross_street) if name]
    return (
        _("zwischen %(first)s und %(second)s") % {"first": ends[0], "second": ends[1]}
        if len(ends) == 2
        else ", ".join(ends)
    )


def _spans(work: Roadwork, phases: Iterable[Any]) -> list[Span]:
    whole = Span(
        _("Gesamt"), localtime(work.begins), localtime(work.ends), not (work.start_verified and work.end_verified)
    )
    return [whole, *(Span(phase.title, localtime(phase.start), localtime(phase.end)) for phase in phases)]
