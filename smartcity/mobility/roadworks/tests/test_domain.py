"""The rules of a roadwork: what is refused and where, and that sound works pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smartcity.mobility.roadworks.domain import (
    Detour,
    Lane,
    Line,
    Phase,
    Restriction,
    Roadwork,
    Stretch,
    Text,
    line_string,
    multi_point,
    polygon,
)
from smartcity.mobility.roadworks.lanes import impact_of, opposite
from smartcity.mobility.roadworks.validation import check, check_foreign, crossing_point
from smartcity.mobility.roadworks.vocabulary import (
    Direction,
    LaneStatus,
    LaneType,
    RestrictionType,
    Unit,
    VehicleImpact,
)

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
END = START + timedelta(days=14)
SOUND = Roadwork(
    source_system="amt",
    source_id="1",
    geometry=line_string((6.76, 51.43), (6.77, 51.44)),
    start=START,
    end=END,
    street_names=("Königstraße",),
)
SQUARE: Line = ((6.7, 51.4), (6.8, 51.4), (6.8, 51.5), (6.7, 51.5), (6.7, 51.4))
HOLE: Line = ((6.74, 51.44), (6.76, 51.44), (6.76, 51.46), (6.74, 51.46), (6.74, 51.44))
BOW_TIE: Line = ((6.7, 51.4), (6.8, 51.5), (6.8, 51.4), (6.7, 51.5), (6.7, 51.4))
NAIVE = datetime(2026, 3, 2, 6)  # noqa: DTZ001 - the missing zone is what is refused


def lane(order: int, status: LaneStatus = LaneStatus.OPEN, kind: LaneType = LaneType.GENERAL, **more: Any) -> Lane:
    return Lane(order, kind, status, **more)


def phase(**changes: Any) -> Phase:
    return Phase(**{"title": Text("A"), "start": START, "end": END, **changes})


def restriction(*values: Any) -> tuple[Restriction, ...]:
    return (Restriction(*values),)


WIDTH = RestrictionType.REDUCED_WIDTH

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"source_id": " "}, "source_id", "Die Kennung fehlt."),
    ({"source_id": "x" * 201}, "source_id", "Die Kennung ist länger als 200 Zeichen."),
    ({"source_system": ""}, "source_system", "Die Kennung fehlt."),
    ({"street_names": ()}, "street_names", "Der Straßenname fehlt."),
    ({"street_names": ("", " ")}, "street_names", "Der Straßenname fehlt."),
    ({"title": Text("a\x00b")}, "title.de", "Der Text enthält ein unzulässiges Zeichen."),
    ({"stops": ("gut", "\ud800")}, "stops[1]", "Der Text enthält ein unzulässiges Zeichen."),
    (
        {"phases": (phase(description=Text("", "\x1b")),)},
        "phases[0].description.en",
        "Der Text enthält ein unzulässiges Zeichen.",
    ),
    ({"detour": Detour(Text("\x07"))}, "detour.description.de", "Der Text enthält ein unzulässiges Zeichen."),
    ({"description": Text("x" * 20_001)}, "description.de", "Der Text ist länger als 20.000 Zeichen."),
    ({"end": START - timedelta(seconds=1)}, "end", "Das Ende liegt vor dem Beginn."),
    ({"actual_start": END, "actual_end": START}, "actual_end", "Das Ende liegt vor dem Beginn."),
    ({"start": NAIVE}, "start", "Die Zeitangabe hat keine Zeitzone."),
    ({"updated": NAIVE}, "updated", "Die Zeitangabe hat keine Zeitzone."),
    ({"created": datetime(1900, 1, 1, tzinfo=UTC)}, "created", "Das Jahr liegt nicht zwischen 1900 und 2200."),
    ({"end": datetime(2200, 1, 1, tzinfo=UTC)}, "end", "Das Jahr liegt nicht zwischen 1900 und 2200."),
    ({"phases": (phase(start=END, end=START),)}, "phases[0].end", "Das Ende liegt vor dem Beginn."),
    ({"phases": (phase(), phase(end=END + timedelta(1)))}, "phases[1]", "Die Phase liegt außerhalb der Bauzeit."),
    ({"phases": (phase(start=NAIVE),)}, "phases[0].start", "Die Zeitangabe hat keine Zeitzone."),
    (
        {"phases": (phase(lanes=(lane(2),)),)},
        "phases[0].lanes",
        "Die Fahrstreifen sind nicht lückenlos von 1 an nummeriert.",
    ),
    ({"lanes": (lane(1), lane(3))}, "lanes", "Die Fahrstreifen sind nicht lückenlos von 1 an nummeriert."),
    ({"lanes": (lane(1), lane(1))}, "lanes", "Die Fahrstreifen sind nicht lückenlos von 1 an nummeriert."),
    ({"lanes": (lane(0),)}, "lanes", "Die Fahrstreifen sind nicht lückenlos von 1 an nummeriert."),
    ({"lanes": (lane(2), lane(1))}, "lanes", "Die Fahrstreifen stehen nicht von links nach rechts."),
    ({"opposite_lanes": (lane(2),)}, "opposite_lanes", "Die Fahrstreifen sind nicht lückenlos von 1 an nummeriert."),
    ({"lanes": (lane(1, lane_number=0),)}, "lanes[0].lane_number", "Die Fahrstreifennummer beginnt bei 1."),
    (
        {"lanes": (lane(1, restrictions=restriction(WIDTH, 3.0)),)},
        "lanes[0].restrictions[0].unit",
        "Zum Wert fehlt die Einheit.",
    ),
    (
        {"restrictions": restriction(WIDTH, None, Unit.CENTIMETERS)},
        "restrictions[0].value",
        "Zur Einheit fehlt der Wert.",
    ),
    (
        {"restrictions": restriction(WIDTH, 0.0, Unit.CENTIMETERS)},
        "restrictions[0].value",
        "Der Wert ist keine positive Zahl.",
    ),
    (
        {"restrictions": restriction(WIDTH, float("nan"), Unit.FEET)},
        "restrictions[0].value",
        "Der Wert ist keine positive Zahl.",
    ),
    (
        {"restrictions": restriction(WIDTH, 3.0, Unit.KILOGRAMS)},
        "restrictions[0].unit",
        "Diese Einheit passt nicht zur Einschränkung.",
    ),
    ({"speed_limit_kph": -1.0}, "speed_limit_kph", "Der Wert ist negativ oder keine Zahl."),
    ({"stretch": Stretch(end_milepost=float("inf"))}, "stretch.end_milepost", "Der Wert ist negativ oder keine Zahl."),
    ({"geometry": line_string()}, "geometry", "Die Geometrie ist leer."),
    ({"geometry": line_string((6.7, 51.4), (6.7, 51.4))}, "geometry", "Die Linie hat keine Länge."),
    (
        {"geometry": line_string((6.7, 51.4), (181.0, 51.4))},
        "geometry.coordinates[1]",
        "Die Position liegt nicht auf der Erde.",
    ),
    (
        {"geometry": multi_point((6.7, float("nan")))},
        "geometry.coordinates[0]",
        "Die Position liegt nicht auf der Erde.",
    ),
    ({"geometry": polygon(SQUARE[:4])}, "geometry.coordinates[0]", "Der Umriss ist nicht geschlossen."),
    ({"geometry": polygon(SQUARE, HOLE[:3])}, "geometry.coordinates[1]", "Der Umriss ist nicht geschlossen."),
    ({"geometry": polygon(BOW_TIE)}, "geometry", "Der Umriss der Fläche kreuzt oder berührt sich selbst."),
    ({"geometry": polygon(HOLE, SQUARE)}, "geometry", "Der Umriss der Fläche kreuzt oder berührt sich selbst."),
    ({"detour": Detour(geometry=polygon(SQUARE))}, "detour.geometry", "Eine Umleitung ist keine Fläche."),
    ({"foreign": {"x": float("inf")}}, "foreign.x", "Der Wert ist keine endliche Zahl."),
    ({"foreign": {"x": ["ok", "\x00"]}}, "foreign.x[1]", "Der Text enthält ein unzulässiges Zeichen."),
]


@pytest.mark.parametrize(("changes", "place", "rule"), REFUSED, ids=[f"{one[1]}-{n}" for n, one in enumerate(REFUSED)])
def test_it_is_refused_with_place_and_rule(changes: dict[str, Any], place: str, rule: str) -> None:
    assert [(one.place, one.rule) for one in check(replace(SOUND, **changes))] == [(place, rule)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"end": START},
        {"geometry": polygon(SQUARE, HOLE)},
        {"geometry": multi_point((6.7, 51.4))},
        {"lanes": (lane(1), lane(2, LaneStatus.CLOSED)), "opposite_lanes": (lane(1),)},
        {"phases": (phase(), phase(end=START))},
        {"restrictions": restriction(WIDTH, 300.0, Unit.CENTIMETERS) + restriction(RestrictionType.NO_TRUCKS)},
        {"description": Text("Zeile\nZeile\tEnde", "x" * 20_000)},
        {"title": Text("x" * 15_000), "description": Text("x" * 15_000)},
        {"speed_limit_kph": 0.0, "foreign": {"wzdx": {"a": [1, None, True]}}},
    ],
)
def test_sound_works_pass(changes: dict[str, Any]) -> None:
    assert check(replace(SOUND, **changes)) == []


def test_all_that_is_wrong_is_named_at_once() -> None:
    wrong = replace(SOUND, source_id="", end=START - timedelta(1), lanes=(lane(2),), geometry=polygon(BOW_TIE))
    assert [one.place for one in check(wrong)] == ["source_id", "end", "geometry", "lanes"]


def test_foreign_values_do_not_nest_without_end() -> None:
    value: object = 1
    for _ in range(60):
        value = [value]
    assert [one.rule for one in check_foreign(value)] == ["Die fremden Angaben sind zu tief verschachtelt."]


def test_the_crossing_point_is_where_the_edges_cross() -> None:
    assert crossing_point(polygon(BOW_TIE)) == pytest.approx((6.75, 51.45))
    assert crossing_point(polygon(SQUARE)) is None
    touching: Line = ((6.7, 51.4), (6.8, 51.4), (6.75, 51.5), (6.8, 51.6), (6.7, 51.6), (6.75, 51.5), (6.7, 51.4))
    assert crossing_point(polygon(touching)) == pytest.approx((6.75, 51.5))


def test_a_hole_that_crosses_the_outline_is_marked_where_it_does() -> None:
    hole: Line = ((6.75, 51.45), (6.85, 51.45), (6.85, 51.46), (6.75, 51.46), (6.75, 51.45))
    found = crossing_point(polygon(SQUARE, hole))
    assert found is not None
    assert found[0] == pytest.approx(6.8)
    assert min(abs(found[1] - 51.45), abs(found[1] - 51.46)) < 1e-9


CLOSED = LaneStatus.CLOSED


@pytest.mark.parametrize(
    ("statuses", "impact"),
    [
        ([], VehicleImpact.UNKNOWN),
        ([LaneStatus.OPEN], VehicleImpact.ALL_LANES_OPEN),
        ([LaneStatus.NARROWED, LaneStatus.OPEN], VehicleImpact.ALL_LANES_OPEN),
        ([CLOSED, CLOSED], VehicleImpact.ALL_LANES_CLOSED),
        ([CLOSED, LaneStatus.OPEN], VehicleImpact.SOME_LANES_CLOSED),
        ([CLOSED, LaneStatus.MERGE_LEFT], VehicleImpact.SOME_LANES_CLOSED_MERGE_LEFT),
        ([LaneStatus.MERGE_RIGHT, CLOSED], VehicleImpact.SOME_LANES_CLOSED_MERGE_RIGHT),
        ([LaneStatus.ALTERNATING_FLOW, CLOSED], VehicleImpact.ALTERNATING_ONE_WAY),
        ([LaneStatus.SHIFT_LEFT, LaneStatus.OPEN], VehicleImpact.ALL_LANES_OPEN_SHIFT_LEFT),
        ([LaneStatus.SHIFT_RIGHT], VehicleImpact.ALL_LANES_OPEN_SHIFT_RIGHT),
    ],
)
def test_lanes_say_what_they_mean_for_vehicles(statuses: list[LaneStatus], impact: VehicleImpact) -> None:
    assert impact_of([lane(order, status) for order, status in enumerate(statuses, 1)]) is impact


def test_a_closed_pavement_closes_nothing_for_vehicles() -> None:
    assert impact_of([lane(1), lane(2, CLOSED, LaneType.SIDEWALK)]) is VehicleImpact.ALL_LANES_OPEN


@pytest.mark.parametrize("direction", list(Direction))
def test_the_opposite_of_the_opposite_is_the_direction_itself(direction: Direction) -> None:
    assert opposite(opposite(direction)) is direction
