"""DATEX II messages as they come: sound ones are read as they mean it, broken ones refused with place and rule."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from smartcity.mobility.roadworks import readers
from smartcity.mobility.roadworks.domain import Lane, Text
from smartcity.mobility.roadworks.formats import datex2
from smartcity.mobility.roadworks.tests.recordings import reasons, recorded, refusal, works
from smartcity.mobility.roadworks.vocabulary import (
    Cause,
    Direction,
    EventType,
    GeometryType,
    LaneStatus,
    LaneType,
    State,
    VehicleImpact,
    WorkKind,
    WorkType,
)

MALFORMED = "Das Dokument ist kein wohlgeformtes XML."
DOCTYPE = "Eine Dokumenttyp-Deklaration ist nicht erlaubt."
UNREADABLE = "Die Koordinaten sind nicht lesbar."
CROSSED = "Der Umriss der Fläche kreuzt oder berührt sich selbst."
TWICE = "Die Kennung kommt in diesem Dokument schon einmal vor."


def test_the_recorded_datex2_message_is_valid(shared_data: Path) -> None:
    path = shared_data / "roadworks" / "datex2_v3_xsd" / "DATEXII_3_MessageContainer.xsd"
    if not path.exists():
        pytest.skip("DATEX II schemas are not beside this checkout")
    etree.XMLSchema(etree.parse(str(path))).assertValid(etree.fromstring(recorded("datex2_v3_duisburg.xml")))


def test_datex2_version_3_is_read_with_its_lanes_phases_and_management() -> None:
    sewer, bridge, lights = works(readers.read(recorded("datex2_v3_duisburg.xml")))
    assert (sewer.source_system, sewer.source_id, sewer.order_number) == (
        "tiefbau-beispiel",
        "R-2026-017-1",
        "VAO 2026/0417",
    )
    assert (sewer.state, sewer.kind, sewer.cause) == (State.ORDERED, WorkKind.MAINTENANCE, Cause.SEWER)
    assert (sewer.direction, sewer.speed_limit_kph) == (Direction.SOUTHBOUND, 30.0)
    assert sewer.lanes == (Lane(1, LaneType.GENERAL, LaneStatus.OPEN), Lane(2, LaneType.GENERAL, LaneStatus.CLOSED))
    assert [phase.title.de for phase in sewer.phases] == ["Bauabschnitt 1: Kanal", "Bauabschnitt 2: Fahrbahndecke"]
    assert [work.name for work in sewer.works] == [WorkType.MINOR_ROAD_DEFECT_REPAIR, WorkType.SURFACE_WORK]
    assert sewer.geometry.lines[0][0] == (6.7675, 51.4286)
    assert sewer.title == Text("Kanalerneuerung Düsseldorfer Straße", "Sewer renewal Düsseldorfer Straße")
    assert (bridge.geometry.type, bridge.street_names) == (GeometryType.POLYGON, ("Karl-Lehr-Straße",))
    assert (bridge.full_closure, bridge.state, bridge.kind) == (True, State.ACTIVE, WorkKind.CONSTRUCTION)
    assert bridge.detour is not None
    assert bridge.detour.description.de == "Umleitung U1 über Max-Peters-Straße"
    assert (lights.state, lights.source_system) == (State.CANCELLED, "de DE-Nachbarstadt")


def test_datex2_version_2_is_read_and_says_what_it_leaves_open() -> None:
    (item,) = datex2.read(recorded("datex2_v2.xml"))
    assert item.roadwork is not None
    assert item.roadwork.start == datetime(2026, 3, 16, 6, tzinfo=UTC)
    assert item.roadwork.geometry.lines == (((6.7905, 51.4325), (6.8020, 51.4310)),)
    assert item.roadwork.vehicle_impact is VehicleImpact.UNKNOWN
    assert [remark.rule for remark in item.remarks] == [
        "Die Zeitangabe hat keine Zeitzone.",
        "Der Straßenname fehlt.",
        "Wohin die Fahrstreifen verlegt sind, sagt der Standard nicht; die Auswirkung bleibt unbekannt.",
    ]


def changed(old: str, new: str) -> bytes:
    text = recorded("datex2_v3_duisburg.xml").decode()
    assert old in text
    return text.replace(old, new, 1).encode()


@pytest.mark.parametrize(
    ("document", "place", "rule"),
    [
        (changed("</sit:validity>", "</sit:valid>"), "Zeile 51, Spalte 21", MALFORMED),
        (
            changed("<mc:messageContainer", '<!DOCTYPE x SYSTEM "http://x/">\n<mc:messageContainer'),
            "Zeile 3, Spalte 1",
            DOCTYPE,
        ),
        (b'\xef\xbb\xbf<!DOCTYPE l [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><l>&c;</l>', "Zeile 1", DOCTYPE),
        ("<!DOCTYPE a><a/>".encode("utf-16"), "Zeile 1", DOCTYPE),
        (b"<html/>", "Wurzelelement", "Das Dokument ist keine DATEX-II-Meldung."),
        (b'<?xml version="1.0" encoding="klingonisch"?><a/>', "Zeile 1", MALFORMED),
    ],
)
def test_a_broken_datex2_document_is_refused_with_line_and_column(document: bytes, place: str, rule: str) -> None:
    found = refusal(document, readers.Format.DATEX2)
    assert found[0].startswith(place)
    assert found[1] == rule


def test_a_declared_entity_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    attack = (
        f'<!--x--><?y z?><!DOCTYPE a [<!ENTITY s SYSTEM "{secret.as_uri()}">]><messageContainer>&s;</messageContainer>'
    )
    assert refusal(attack.encode())[1] == DOCTYPE


SOURCE = (
    b'n="2"><source xmlns="http://datex2.eu/schema/3/situation">'
    b"<sourceIdentification>tiefbau-beispiel</sourceIdentification></source>"
)
BRIDGE = "situation[S-2026-023].situationRecord[R-2026-023-1]"
LIGHTS = "situation[S-2026-031].situationRecord[R-2026-017-1]"
RECORD = "situation[S-2026-017].situationRecord[R-2026-017-1]"
PLACE = f"{RECORD}.locationReference"
RING = "51.4440 6.7370 51.4440 6.7400 51.4452 6.7400 51.4452 6.7370 51.4440 6.7370"
CROSSING = "51.4440 6.7370 51.4452 6.7400 51.4440 6.7400 51.4452 6.7370 51.4440 6.7370"


def without_validity() -> bytes:
    text = recorded("datex2_v3_duisburg.xml").decode()
    start, end = text.index("<sit:validity>"), text.index("</sit:validity>") + len("</sit:validity>")
    return (text[:start] + text[end:]).encode()


@pytest.mark.parametrize(
    ("document", "index", "place", "rule"),
    [
        (without_validity(), 0, f"{RECORD}.validity", "Die Gültigkeit fehlt."),
        (changed("2026-05-15T18:00", "2026-01-15T18:00"), 0, f"{RECORD}.end", "Das Ende liegt vor dem Beginn."),
        (
            changed("2026-05-15T18:00", "2026-15-05T18:00"),
            0,
            f"{RECORD}.overallEndTime",
            "Die Zeitangabe ist nicht lesbar.",
        ),
        (changed("51.42860 6.76750 ", "51.42860 Nord "), 0, PLACE, UNREADABLE),
        (changed("51.42860 6.76750 ", "51.42860 "), 0, PLACE, UNREADABLE),
        (changed(RING, CROSSING), 1, f"{BRIDGE}.geometry", CROSSED),
        (changed("R-2026-031-1", "R-2026-017-1").replace(b'n="2">', SOURCE), 2, f"{LIGHTS}.source_id", TWICE),
    ],
)
def test_a_broken_record_is_refused_alone(document: bytes, index: int, place: str, rule: str) -> None:
    found = reasons(datex2.read(document))
    assert list(found) == [index]
    assert (place, rule) in found[index]


def test_a_wrong_word_is_remarked_and_does_not_hinder_reading() -> None:
    first = next(datex2.read(changed(">planned<", ">geplant<")))
    assert first.roadwork is not None
    assert (f"{RECORD}.validity.validityStatus", "geplant") in [(one.place, one.value) for one in first.remarks]


def test_a_rerouting_alone_is_a_detour_but_one_for_an_accident_is_no_roadwork() -> None:
    text = recorded("datex2_v3_duisburg.xml").decode()
    alone = text.replace("sit:MaintenanceWorks", "sit:ReroutingManagement").encode()
    assert [work.event for work in works(datex2.read(alone))] == [
        EventType.DETOUR,
        EventType.WORK_ZONE,
        EventType.DETOUR,
    ]
    accident = text.replace("sit:ConstructionWorks", "sit:Accident").encode()
    assert [work.source_id for work in works(datex2.read(accident))] == ["R-2026-017-1", "R-2026-031-1"]
