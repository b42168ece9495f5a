"""The editing form as a whole: works out of what was entered, and the form filled with stored works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.city.models import Street
from smartcity.mobility.roadworks import domain, records, stretches
from smartcity.mobility.roadworks.domain import Access, Detour, Geometry, Lane, Phase, Restriction, Stretch, Text
from smartcity.mobility.roadworks.forms.drawing import drawn_geometry
from smartcity.mobility.roadworks.forms.editing import MOST_LANES, LaneFormSet, PhaseFormSet, WorkForm
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.services import StaffFacts, create_roadwork, new_identity, update_roadwork
from smartcity.mobility.roadworks.vocabulary import (
    AccessLevel,
    Cause,
    Direction,
    GeometryType,
    LaneStatus,
    LaneType,
    LocationMethod,
    RestrictionType,
    Unit,
    VehicleImpact,
    WorkKind,
)

_MEASURES = {
    "width_m": (RestrictionType.REDUCED_WIDTH, Unit.CENTIMETERS, 100),
    "height_m": (RestrictionType.REDUCED_HEIGHT, Unit.CENTIMETERS, 100),
    "weight_t": (RestrictionType.REDUCED_WEIGHT, Unit.KILOGRAMS, 1000),
}
_NEARBY_DEGREES = 0.003
_PARTS = ("lanes", "opposite", "phases")


class Entry:
    """The form with its lanes (both directions) and phases."""

    def __init__(self, request: HttpRequest, stored: Roadwork | None = None) -> None:
        """``zeile`` in the request asks for another row of that part; then nothing is judged yet."""
        self.grows = request.POST.get("zeile", "") if request.method == "POST" else ""
        data = _with_another_row(request.POST, self.grows) if request.method == "POST" else None
        self.stored = stored
        self.form = WorkForm(data, initial=_initial(stored) if stored else None)
        self.lanes = LaneFormSet(data, prefix="lanes", initial=stored.lanes if stored else None)
        self.opposite = LaneFormSet(data, prefix="opposite", initial=stored.opposite_lanes if stored else None)
        self.phases = PhaseFormSet(data, prefix="phases", initial=_phases(stored) if stored else None)
        if self.grows:
            for form in (self.form, *self.lanes.forms, *self.opposite.forms, *self.phases.forms):
                setattr(form, "_errors", ErrorDict())  # noqa: B010  what is half filled in is no mistake yet

    def is_valid(self) -> bool:
        """Whether every field is sound by itself."""
        sound = [part.is_valid() for part in (self.form, self.lanes, self.opposite, self.phases)]
        return all(sound)  # every part was asked, so that every error is shown

    def work(self) -> domain.Roadwork:
        """The works as entered; what the form does not know stays as stored. Raises Refused for an unsound place."""
        found = self.form.cleaned_data
        before = records.roadwork(self.stored) if self.stored else None
        entered: dict[str, Any] = {
            "geometry": place(found),
            "start": found["start"],
            "end": found["end"],
            "start_verified": found["start_verified"],
            "end_verified": found["end_verified"],
            "street_names": _split(found["street_names"]),
            "title": Text(found["title_de"], found["title_en"]),
            "description": Text(found["description_de"], found["description_en"]),
            "kind": WorkKind(found["kind"]),
            "cause": Cause(found["cause"]),
            "direction": Direction(found["direction"]),
            "vehicle_impact": VehicleImpact(found["vehicle_impact"]),
            "full_closure": found["full_closure"],
            "speed_limit_kph": found["speed_limit_kph"],
            "restrictions": _restrictions(found),
            "lanes": _lanes(self.lanes.cleaned_data, before.lanes if before else ()),
            "opposite_lanes": _lanes(self.opposite.cleaned_data, before.opposite_lanes if before else ()),
            "phases": _entered_phases(self.phases.cleaned_data, before.phases if before else ()),
            "lines": _split(found["lines"]),
            "stops": _split(found["stops"]),
            "detour": _detour(found),
            "access": _access(found),
        }
        if found["street"] and not found["geometry"]:
            entered["stretch"] = _stretch(found)
        return replace(before, **entered) if before else domain.Roadwork(source_system="", source_id="", **entered)

    def staff(self, person: Person) -> StaffFacts:
        """What only staff see; the acting person becomes responsible where nobody is."""
        found = self.form.cleaned_data
        names = ("builder", "organisation", "contact_name", "contact_phone", "contact_email")
        editor = self.stored.editor if self.stored else None
        return StaffFacts(**{name: found[name] for name in names}, editor=editor or person)

    def save(self, person: Person) -> Roadwork:
        """Enter or change the works. Raises Refused."""
        if self.stored is None:
            return create_roadwork(actor=person, work=new_identity(self.work()), staff=self.staff(person))
        return update_roadwork(actor=person, roadwork=self.stored, work=self.work(), staff=self.staff(person))


def _with_another_row(sent: QueryDict, part: str) -> QueryDict:
    """What was sent, with one more empty row for lanes, opposite lanes or phases."""
    count = f"{part}-TOTAL_FORMS"
    now = str(sent.get(count, ""))
    if part not in _PARTS or not now.isdecimal():
        return sent
    grown = sent.copy()
    grown[count] = str(min(int(now) + 1, MOST_LANES))
    return grown


def place(found: dict[str, Any]) -> Geometry:
    """Where the works are: drawn (laid onto the street if wanted), or a stretch of the chosen street."""
    if found["geometry"]:
        drawn = drawn_geometry(found["geometry"])
        if found["snap"] and drawn.type is GeometryType.LINE_STRING:
            return stretches.snapped(drawn.lines[0], _courses_near(drawn))
        return drawn
    course = _course(found["street"])
    if found["first_number"]:
        return stretches.between_numbers(course, found["first_number"], found["last_number"] or found["first_number"])
    if found["begin_cross_street"]:
        end = found["end_cross_street"]
        return stretches.between_cross_streets(
            course, _course(found["begin_cross_street"]), _course(end) if end else None
        )
    return domain.line_string(*course)


def _course(street: Street) -> domain.Line:
    return tuple((x, y) for x, y, *_ in street.course.coords)


def _courses_near(drawn: Geometry) -> list[domain.Line]:
    around = records.geos(drawn).buffer(_NEARBY_DEGREES)
    return [_course(street) for street in Street.objects.filter(course__intersects=around)[:50]]


def _stretch(found: dict[str, Any]) -> Stretch:
    names = [street.name if street else "" for street in (found["begin_cross_street"], found["end_cross_street"])]
    method = LocationMethod.JUNCTION if names[0] else LocationMethod.OTHER
    return Stretch(begin_cross_street=names[0], end_cross_street=names[1], method=method)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())


def _restrictions(found: dict[str, Any]) -> tuple[Restriction, ...]:
    measured = [
        Restriction(kind, round(found[name] * factor, 3), unit)
        for name, (kind, unit, factor) in _MEASURES.items()
        if found[name]
    ]
    return (*measured, *(Restriction(RestrictionType(rule)) for rule in found["rules"]))


def _lanes(rows: Iterable[dict[str, Any]], before: tuple[Lane, ...]) -> tuple[Lane, ...]:
    """Lanes in the order of the rows; what is known of a lane beyond type and status stays."""
    found = []
    for order, row in enumerate((row for row in rows if row.get("type")), 1):
        lane = Lane(order, LaneType(row["type"]), LaneStatus(row.get("status") or LaneStatus.OPEN))
        known = before[order - 1] if order <= len(before) and before[order - 1].type is lane.type else lane
        found.append(replace(known, status=lane.status))
    return tuple(found)


def _entered_phases(rows: Iterable[dict[str, Any]], before: tuple[Phase, ...]) -> tuple[Phase, ...]:
    """Phases in the order of the rows; what is known of a phase beyond the row's fields stays."""
    found = []
    for index, row in enumerate(row for row in rows if row.get("start")):
        title = Text(row["title_de"], row["title_en"])
        known = before[index] if index < len(before) else Phase(title=title, start=row["start"], end=row["end"])
        found.append(
            replace(
                known,
                title=title,
                start=row["start"],
                end=row["end"],
                description=Text(row["description_de"], known.description.en),
                full_closure=row["full_closure"] or None,
            )
        )
    return tuple(found)


def _detour(found: dict[str, Any]) -> Detour | None:
    text = Text(found["detour_de"], found["detour_en"])
    course = drawn_geometry(found["detour_geometry"], "detour_geometry") if found["detour_geometry"] else None
    return Detour(text, course) if text or course else None


def _access(found: dict[str, Any]) -> Access:
    note = Text(found["access_note_de"], found["access_note_en"])
    return Access(AccessLevel(found["residents_access"]), AccessLevel(found["emergency_access"]), note)


def _initial(stored: Roadwork) -> dict[str, Any]:
    """Form values of stored works."""
    same = [name for name in WorkForm.base_fields if hasattr(stored, name)]
    found = {name: getattr(stored, name) for name in same}
    found |= {name: ", ".join(getattr(stored, name)) for name in ("street_names", "lines", "stops")}
    found |= {"start": timezone.localtime(stored.start), "end": timezone.localtime(stored.end)}
    packed = {item["type"]: item for item in stored.restrictions}
    for name, (kind, unit, factor) in _MEASURES.items():
        item = packed.pop(kind.value, None)
        if item and item.get("unit") == unit.value:
            found[name] = item["value"] / factor
    found["rules"] = [kind for kind, item in packed.items() if item.get("value") is None]
    return found


def _phases(stored: Roadwork) -> list[dict[str, Any]]:
    names = ("title_de", "title_en", "full_closure", "description_de")
    return [
        {
            **{name: getattr(phase, name) for name in names},
            "start": timezone.localtime(phase.start),
            "end": timezone.localtime(phase.end),
        }
        for phase in stored.phases.all()
    ]
