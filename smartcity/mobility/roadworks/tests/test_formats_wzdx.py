"""WZDx feeds as they come: sound ones are read as they mean it, broken ones refused with place and rule."""

from __future__ import annotations

import json
from typing import Any

import pytest

from smartcity.mobility.roadworks.formats import wzdx
from smartcity.mobility.roadworks.tests.recordings import reasons, refusal

LANE = {"type": "general", "status": "open"}
OLD = b'{"feed_info": {"version": "2.0"}, "type": "FeatureCollection", "features": []}'
CROSSING = [[[6.7, 51.4], [6.8, 51.5], [6.8, 51.4], [6.7, 51.5], [6.7, 51.4]]]


def feature(**changes: Any) -> dict[str, Any]:
    core = {"data_source_id": "amt", "event_type": "work-zone", "road_names": ["Königstraße"], "direction": "eastbound"}
    properties: dict[str, Any] = {
        "core_details": core, "start_date": "2026-03-02T06:00:00Z", "end_date": "2026-03-20T16:00:00Z",
        "is_start_date_verified": False, "is_end_date_verified": False, "is_start_position_verified": False,
        "is_end_position_verified": False, "location_method": "unknown", "vehicle_impact": "some-lanes-closed",
        "lanes": [LANE | {"order": 1}, LANE | {"order": 2, "status": "closed"}],
    }  # fmt: skip
    geometry = {"type": "LineString", "coordinates": [[6.7637, 51.4339], [6.7671, 51.4347]]}
    whole = {
        "id": "w-1",
        "type": "Feature",
        "properties": properties | changes.pop("properties", {}),
        "geometry": geometry,
    }
    return whole | changes


def feed(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "feed_info": {"version": "4.2"}, "features": features}).encode()


@pytest.mark.parametrize(
    ("broken", "place", "rule"),
    [
        (
            feature(properties={"lanes": [LANE | {"order": 1}, LANE | {"order": 3}]}),
            "features[0].lanes",
            "Die Fahrstreifen sind nicht lückenlos von 1 an nummeriert.",
        ),
        (
            feature(properties={"lanes": [LANE | {"order": 2}, LANE | {"order": 1}]}),
            "features[0].lanes",
            "Die Fahrstreifen stehen nicht von links nach rechts.",
        ),
        (
            feature(properties={"lanes": [LANE | {"order": 1, "status": "zu"}]}),
            "features[0].properties.lanes[0].status",
            "Dieses Wort kennt der Standard hier nicht.",
        ),
        (feature(properties={"end_date": "2026-03-01T06:00:00Z"}), "features[0].end", "Das Ende liegt vor dem Beginn."),
        (
            feature(properties={"end_date": "2026-03-21T06:00:00"}),
            "features[0].properties.end_date",
            "Die Zeitangabe ist nicht lesbar.",
        ),
        (
            feature(properties={"vehicle_impact": None}),
            "features[0].properties.vehicle_impact",
            "Das Pflichtfeld fehlt.",
        ),
        (feature(properties={"core_details": None}), "features[0].properties.core_details", "Das Objekt fehlt."),
        (
            feature(geometry={"type": "LineString", "coordinates": [[6.7, 51.4], ["6.8", 51.4]]}),
            "features[0].geometry.coordinates",
            "Die Koordinaten sind nicht lesbar.",
        ),
        (
            feature(geometry={"type": "LineString", "coordinates": [[51.4, 6.7], [651.4, 6.8]]}),
            "features[0].geometry.coordinates[1]",
            "Die Position liegt nicht auf der Erde.",
        ),
        (
            feature(geometry={"type": "Circle", "coordinates": []}),
            "features[0].geometry.type",
            "Diese Geometrieart wird nicht unterstützt.",
        ),
        (
            feature(geometry={"type": "Polygon", "coordinates": CROSSING}),
            "features[0].geometry",
            "Der Umriss der Fläche kreuzt oder berührt sich selbst.",
        ),
        ("text", "features[0]", "Erwartet wird ein Objekt."),
    ],
)
def test_a_broken_wzdx_feature_is_refused_alone(broken: Any, place: str, rule: str) -> None:
    found = reasons(wzdx.read(feed(broken, feature(id="w-2"))))
    assert list(found) == [0]
    assert (place, rule) in found[0]


def test_the_same_wzdx_identity_twice_is_refused_the_second_time() -> None:
    rule = "Die Kennung kommt in diesem Dokument schon einmal vor."
    assert reasons(wzdx.read(feed(feature(), feature()))) == {1: [("features[1].source_id", rule)]}


@pytest.mark.parametrize(
    ("document", "place", "rule"),
    [
        (
            b'{"type": "FeatureCollection",\n "features": [}',
            "Zeile 2, Spalte 15",
            "Das Dokument ist kein gültiges JSON.",
        ),
        (
            b'{"type": "FeatureCollection", "features": [{"id": NaN}]}',
            "Dokument",
            "NaN und Infinity sind in JSON nicht erlaubt.",
        ),
        (b'{"type": "FeatureCollection"}', "features", "Die Liste der Baustellen fehlt."),
        (b'{"type": "Topology"}', "type", "Das Dokument ist kein WZDx-Feed."),
        (b'{"id": "\xff"}', "Zeile 1, Spalte 9", "Das Dokument ist nicht in UTF-8 geschrieben."),
        (OLD, "feed_info.version", "Diese WZDx-Version wird nicht gelesen."),
    ],
)
def test_a_broken_wzdx_document_is_refused_with_its_place(document: bytes, place: str, rule: str) -> None:
    assert refusal(document) == (place, rule)
