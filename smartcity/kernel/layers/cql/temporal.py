"""Temporal predicates of CQL2: instants, days and intervals compared by Allen's relations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db.models import DateField, DateTimeField, Q, Value
from django.db.models.expressions import Combinable

from smartcity.kernel.layers.cql.scope import CqlMeaningError, Kind, Operand, Scope
from smartcity.kernel.layers.cql.sql import compared, day_end, day_start, truth
from smartcity.kernel.layers.moments import parse_day, parse_instant

# Each relation of A to B: alternatives of conditions that hold together; A's and B's edges are s(tart) and e(nd).
Condition: TypeAlias = tuple[str, str, str]
RELATIONS: dict[str, tuple[tuple[Condition, ...], ...]] = {
    "t_after": ((("as", ">", "be"),),),
    "t_before": ((("ae", "<", "bs"),),),
    "t_contains": ((("as", "<", "bs"), ("ae", ">", "be")),),
    "t_disjoint": ((("ae", "<", "bs"),), (("as", ">", "be"),)),
    "t_during": ((("as", ">", "bs"), ("ae", "<", "be")),),
    "t_equals": ((("as", "=", "bs"), ("ae", "=", "be")),),
    "t_finishedby": ((("as", "<", "bs"), ("ae", "=", "be")),),
    "t_finishes": ((("as", ">", "bs"), ("ae", "=", "be")),),
    "t_intersects": ((("as", "<=", "be"), ("ae", ">=", "bs")),),
    "t_meets": ((("ae", "=", "bs"),),),
    "t_metby": ((("as", "=", "be"),),),
    "t_overlappedby": ((("as", ">", "bs"), ("as", "<", "be"), ("ae", ">", "be")),),
    "t_overlaps": ((("as", "<", "bs"), ("ae", ">", "bs"), ("ae", "<", "be")),),
    "t_startedby": ((("as", "=", "bs"), ("ae", ">", "be")),),
    "t_starts": ((("as", "=", "bs"), ("ae", "<", "be")),),
}
PAST, FUTURE = "past", "future"
_ORDER = {PAST: -1, FUTURE: 1}
Edge: TypeAlias = "Combinable | str"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Both ends of an operand; PAST and FUTURE are open ends. days: its edges are dates, not instants."""

    start: Edge
    end: Edge
    days: bool

    def as_instants(self, zone: str) -> Stretch:
        """The same in instants: a day begins and ends in the city's time zone."""
        if not self.days:
            return self
        start = self.start if isinstance(self.start, str) else day_start(self.start, zone)
        end = self.end if isinstance(self.end, str) else day_end(self.end, zone)
        return Stretch(start, end, days=False)


def relation(name: str, first: Stretch, second: Stretch, zone: str) -> Q:
    """The condition that ``first`` stands in the named relation to ``second``."""
    if first.days != second.days:
        first, second = first.as_instants(zone), second.as_instants(zone)
    edges = {"as": first.start, "ae": first.end, "bs": second.start, "be": second.end}
    result = Q()
    for number, together in enumerate(RELATIONS[name]):
        part = Q()
        for left, operator, right in together:
            part &= Q(_compared(edges[left], operator, edges[right]))
        result = part if number == 0 else result | part
    return result


def _compared(left: Edge, operator: str, right: Edge) -> Combinable:
    if not isinstance(left, str) and not isinstance(right, str):
        return compared(operator, left, right)
    one, two = (
        _ORDER.get(left, 0) if isinstance(left, str) else 0,
        _ORDER.get(right, 0) if isinstance(right, str) else 0,
    )
    holds = {"<": one < two, ">": one > two, "=": one == two, "<=": one <= two, ">=": one >= two}
    return truth(holds[operator])


def literal_day(text: object, place: str) -> Operand:
    """DATE('2026-01-31')."""
    try:
        day = parse_day(str(text))
    except ValueError as error:
        raise CqlMeaningError(place, "DATE braucht einen Tag wie 2026-01-31.", text) from error
    return Operand(Value(day, output_field=DateField()), Kind.DATE, day)


def literal_instant(text: object, place: str, scope: Scope) -> Operand:
    """TIMESTAMP('2026-01-31T12:00:00Z')."""
    try:
        instant = parse_instant(str(text), scope.zone)
    except ValueError as error:
        raise CqlMeaningError(place, "TIMESTAMP braucht einen Zeitpunkt wie 2026-01-31T12:00:00Z.", text) from error
    return Operand(Value(instant, output_field=DateTimeField()), Kind.INSTANT, instant)


def from_operand(operand: Operand, place: str) -> Stretch:
    """A date or instant as a stretch whose ends are the same."""
    if operand.kind not in {Kind.DATE, Kind.INSTANT}:
        raise CqlMeaningError(
            place, "Hier steht eine Zeitangabe: DATE, TIMESTAMP, INTERVAL oder eine Zeit-Eigenschaft."
        )
    return Stretch(operand.expression, operand.expression, operand.kind is Kind.DATE)


def from_interval(ends: list[Operand | None], place: str, zone: str) -> Stretch:
    """INTERVAL(start, end); None is an open end."""
    start, end = ends
    known = [operand for operand in ends if operand is not None]
    if not known:
        raise CqlMeaningError(place, "INTERVAL braucht wenigstens ein Ende.")
    values = [operand.literal for operand in known]
    if len(known) == 2 and _after(values[0], values[1]):
        raise CqlMeaningError(place, "INTERVAL beginnt nach seinem Ende.", values[0])
    if len({operand.kind for operand in known}) == 1:
        return Stretch(
            start.expression if start else PAST, end.expression if end else FUTURE, known[0].kind is Kind.DATE
        )
    left = from_operand(known[0], place).as_instants(zone)
    right = from_operand(known[1], place).as_instants(zone)
    return Stretch(left.start, right.end, days=False)


def _after(first: Any, second: Any) -> bool:
    comparable = isinstance(first, date) and isinstance(second, date)
    return comparable and isinstance(first, datetime) == isinstance(second, datetime) and first > second
