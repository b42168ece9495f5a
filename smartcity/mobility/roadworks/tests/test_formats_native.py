"""What other systems understand: the fields that survive without this platform's own extension.

The two sets are the promise of docs/systems/roadworks-formats.md; a field that moves between native and extension
has to move there, too.
"""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smartcity.mobility.roadworks.domain import (
    Access,
    Detour,
    Lane,
    Phase,
    Related,
    Restriction,
    Roadwork,
    Stretch,
    Text,
    TypeOfWork,
    WorkerPresence,
    line_string,
    polygon,
)
from smartcity.mobility.roadworks.formats import datex2, wzdx
from smartcity.mobility.roadworks.vocabulary import (
    AccessLevel,
    Cause,
    Direction,
    EventType,
    LaneStatus,
    LaneType,
    RelatedType,
    RestrictionType,
    State,
    Unit,
    VehicleImpact,
    WorkKind,
    WorkType,
    WorkZoneType,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
START, MIDDLE, END = (NOW + timedelta(days=days) for days in (1, 8, 15))
GUIDE = Path(__file__).parents[4] / "docs" / "systems" / "roadworks-formats.md"

FULL = Roadwork(
    source_system="amt",
    source_id="w-1",
    geometry=line_string((6.76, 51.43), (6.77, 51.44)),
    start=START,
    end=END,
    street_names=("Königstraße", "Düsseldorfer Straße"),
    title=Text("Kanalbau", "Sewer works"),
    description=Text("Neuer Kanal", "New sewer"),
    state=State.ACTIVE,
    start_verified=True,
    end_verified=True,
    actual_start=START,
    created=NOW,
    updated=START,
    kind=WorkKind.CONSTRUCTION,
    cause=Cause.SEWER,
    works=(TypeOfWork(WorkType.ROADWAY_RELOCATION),),
    work_zone_type=WorkZoneType.STATIC,
    order_number="VAO 1",
    direction=Direction.NORTHBOUND,
    stretch=Stretch("Mercatorstraße", "Kuhstraße", begin_verified=True),
    vehicle_impact=VehicleImpact.SOME_LANES_CLOSED,
    lanes=(
        Lane(1, LaneType.GENERAL, LaneStatus.OPEN),
        Lane(2, LaneType.GENERAL, LaneStatus.CLOSED),
        Lane(3, LaneType.BIKE_LANE, LaneStatus.CLOSED),
    ),
    opposite_lanes=(Lane(1, LaneType.GENERAL, LaneStatus.CLOSED),),
    restrictions=(Restriction(RestrictionType.REDUCED_WIDTH, 300.0, Unit.CENTIMETERS),),
    speed_limit_kph=30.0,
    phases=(Phase(title=Text("A", "A"), start=START, end=MIDDLE), Phase(title=Text("B"), start=MIDDLE, end=END)),
    detour=Detour(Text("U1", "U1"), line_string((6.76, 51.43), (6.78, 51.45))),
    lines=("901",),
    stops=("König-Heinrich-Platz",),
    access=Access(AccessLevel.LIMITED, AccessLevel.OPEN),
    worker_presence=WorkerPresence(True),
    related=(Related(RelatedType.NEXT_IN_SEQUENCE, "w-2"),),
)
FIELDS = {field.name for field in dataclasses.fields(Roadwork)} - {"foreign"}
NEITHER = {"actual_start", "actual_end", "lines", "stops", "access"}
ONLY_DATEX2 = {"kind", "cause", "order_number", "phases", "detour", "title", "description"}
ONLY_WZDX = {"start_verified", "end_verified", "stretch", "worker_presence"}
# lanes of the other direction are a feature of their own in WZDx, related to this one, and a count in DATEX II
PARTLY = {"opposite_lanes", "related"}
WZDX = FIELDS - NEITHER - PARTLY - ONLY_DATEX2
DATEX2 = FIELDS - NEITHER - PARTLY - ONLY_WZDX


def by_wzdx(roadwork: Roadwork) -> Roadwork:
    feed = json.loads(b"".join(wzdx.write([roadwork], feed_info=wzdx.feed_info(wzdx.Publisher("Stadt"), now=NOW))))
    (feature,) = [one for one in feed["features"] if one["id"] == roadwork.source_id]
    feature["properties"].pop("smartcity", None)
    (item,) = wzdx.read(json.dumps({**feed, "features": [feature]}).encode())
    assert item.roadwork is not None
    return item.roadwork


def by_datex2(roadwork: Roadwork) -> Roadwork:
    document = b"".join(datex2.write([roadwork], publisher="Stadt", now=NOW))
    bare = re.sub(rb"<sit:_situationRecordExtension>.*?</sit:_situationRecordExtension>", b"", document)
    (item,) = datex2.read(bare)
    assert item.roadwork is not None
    return item.roadwork


def surviving(read: Roadwork) -> set[str]:
    default = {field.name: field.default for field in dataclasses.fields(Roadwork)}
    same = {name for name in FIELDS if getattr(read, name) == getattr(FULL, name)}
    # what was never filled in proves nothing; event and full closure have tests of their own
    return {name for name in same if getattr(FULL, name) != default[name]} | {"event", "full_closure"}


def test_wzdx_says_this_much_without_the_extension() -> None:
    read = by_wzdx(FULL)
    assert surviving(read) == WZDX
    assert FULL.related[0] in read.related


def test_datex2_says_this_much_without_the_extension() -> None:
    assert surviving(by_datex2(FULL)) == DATEX2


def test_wzdx_keeps_the_german_words_natively() -> None:
    read = by_wzdx(FULL)
    assert (read.title, read.description) == (Text("Kanalbau"), Text("Neuer Kanal"))


@pytest.mark.parametrize("state", list(State))
def test_the_state_survives_in_both(state: State) -> None:
    given = dataclasses.replace(FULL, state=state)
    assert by_wzdx(given).state is state
    assert by_datex2(given).state is state


@pytest.mark.parametrize("direction", [one for one in Direction if one is not Direction.UNDEFINED])
def test_the_direction_survives_in_both(direction: Direction) -> None:
    given = dataclasses.replace(FULL, direction=direction)
    assert by_wzdx(given).direction is direction
    assert by_datex2(given).direction is direction


def test_a_full_closure_survives_in_both() -> None:
    closed = VehicleImpact.ALL_LANES_CLOSED
    lanes = (Lane(1, LaneType.GENERAL, LaneStatus.CLOSED),)
    given = dataclasses.replace(FULL, full_closure=True, vehicle_impact=closed, lanes=lanes)
    for read in (by_wzdx(given), by_datex2(given)):
        assert (read.full_closure, read.vehicle_impact, read.lanes) == (True, closed, lanes)


def test_a_detour_of_its_own_is_one_in_both() -> None:
    given = dataclasses.replace(FULL, event=EventType.DETOUR, detour=None)
    for read in (by_wzdx(given), by_datex2(given)):
        assert (read.event, read.direction, read.geometry) == (EventType.DETOUR, given.direction, given.geometry)


def test_a_shift_to_either_side_is_never_read_as_the_other() -> None:
    for impact in (VehicleImpact.ALL_LANES_OPEN_SHIFT_LEFT, VehicleImpact.ALL_LANES_OPEN_SHIFT_RIGHT):
        given = dataclasses.replace(FULL, vehicle_impact=impact)
        assert by_wzdx(given).vehicle_impact is impact
        assert by_datex2(given).vehicle_impact is VehicleImpact.UNKNOWN


def test_an_area_is_one_in_datex2_and_its_outline_in_wzdx() -> None:
    ring = ((6.7, 51.4), (6.8, 51.4), (6.8, 51.5), (6.7, 51.4))
    given = dataclasses.replace(FULL, geometry=polygon(ring))
    assert by_datex2(given).geometry == given.geometry
    assert by_wzdx(given).geometry == line_string(*ring)


def test_wzdx_gives_the_opposite_lanes_and_the_detour_as_features_of_their_own() -> None:
    feed = json.loads(b"".join(wzdx.write([FULL], feed_info=wzdx.feed_info(wzdx.Publisher("Stadt"), now=NOW))))
    parts = {one["id"]: one["properties"] for one in feed["features"]}
    assert parts["w-1-opposite"]["core_details"]["direction"] == "southbound"
    assert parts["w-1-opposite"]["lanes"] == [{"order": 1, "type": "general", "status": "closed"}]
    assert parts["w-1-detour"]["core_details"]["event_type"] == "detour"


def test_the_guide_says_of_each_field_where_it_goes() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(rows) == FIELDS | {"foreign"}
    for name in FIELDS - PARTLY - {"title", "description"}:
        in_wzdx, in_datex2 = rows[name].split(" | ")[-2:]
        assert (in_wzdx == "extension") is (name not in WZDX), name
        assert (in_datex2 == "extension") is (name not in DATEX2), name
