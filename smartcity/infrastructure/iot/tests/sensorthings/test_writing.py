"""Writing: deep inserts, changes, deletions, data arrays, batches, and who may."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from smartcity.infrastructure.iot.keys import issue_key, revoke_key
from smartcity.infrastructure.iot.services import rotate_credential
from smartcity.infrastructure.iot.tests.factories import device
from smartcity.infrastructure.iot.tests.sensorthings.conftest import POINT, Sta, station, stream
from smartcity.kernel.audit.models import Entry
from smartcity.kernel.service import SystemActor
from smartcity.kernel.telemetry.models import Datastream, Latest, Observation, Rollup, Thing
from smartcity.kernel.telemetry.rollups import roll_up

ME = SystemActor("test")
MOMENT = "2026-11-01T10:00:00Z"


@pytest.fixture
def thing(sta: Sta) -> int:
    return sta.make("Things", station())


@pytest.fixture
def number(sta: Sta, thing: int) -> int:
    """Of the thing's stream."""
    return int(sta.get(f"Things({thing})/Datastreams")["value"][0]["@iot.id"])


class TestMaking:
    def test_all_that_is_nested_is_made_and_linked(self, sta: Sta) -> None:
        readings = [{"phenomenonTime": MOMENT, "result": 1}, {"phenomenonTime": "2026-11-01T11:00:00Z", "result": 2}]
        thing = sta.make("Things", station(1, Datastreams=[stream(1, Observations=readings), stream(2)]))
        found = sta.get(
            f"Things({thing})?$expand=Datastreams($expand=Observations,Sensor),HistoricalLocations/Locations"
        )
        assert [len(item["Observations"]) for item in found["Datastreams"]] == [2, 0]
        assert found["HistoricalLocations"][0]["Locations"][0]["location"] == POINT

    def test_one_wrong_part_leaves_nothing(self, sta: Sta) -> None:
        bad = station(1, Datastreams=[stream(1), stream(2, Sensor={"name": "ohne"})])
        assert sta.refused("POST", "Things", bad) == (400, "Datastreams[1].Sensor.encodingType")
        assert not Thing.objects.exists()

    @pytest.mark.parametrize(
        ("body", "place"),
        [
            ({}, "name"),
            ({"name": ""}, "name"),
            ({"name": 5}, "name"),
            ({"name": "x" * 300}, "name"),
            ({"name": "a\0b"}, "name"),
            ({"name": "a", "properties": [1]}, "properties"),
            ({"name": "a", "properties": {"a": "\0"}}, "properties"),
            ({"name": "a", "properties": {"a": "\ud800"}}, "body"),
            ({"name": "a", "colour": "red"}, "colour"),
            ({"name": "a", "Locations": {}}, "Locations"),
            ({"name": "a", "Locations": [{"@iot.id": 999999}]}, "Locations[0]"),
            ({"name": "a", "Locations": [{"@iot.id": "x"}]}, "Locations[0]"),
            ({"name": "a", "Datastreams": [{}]}, "Datastreams[0].name"),
            ([], "body"),
            ("{", "body"),
        ],
    )
    def test_what_is_wrong_is_named(self, sta: Sta, body: Any, place: str) -> None:
        assert sta.refused("POST", "Things", body) == (400, place)

    @pytest.mark.parametrize(
        "location",
        [
            {"type": "Point", "coordinates": [200, 51]},
            {"type": "Point", "coordinates": ["a", 51]},
            {"type": "Circle", "coordinates": [6, 51]},
            {"type": "Point", "coordinates": []},
            "POINT (6 51)",
        ],
    )
    def test_places_that_are_none(self, sta: Sta, location: Any) -> None:
        body = {"name": "a", "encodingType": "application/geo+json", "location": location}
        assert sta.refused("POST", "Locations", body) == (400, "location")

    def test_a_feature_comes_back_as_it_was(self, sta: Sta) -> None:
        given = {"type": "Feature", "geometry": POINT, "properties": {"a": 1}}
        made = sta.make("Locations", {"name": "a", "encodingType": "application/geo+json", "location": given})
        assert sta.get(f"Locations({made})")["location"] == given

    def test_a_stream_needs_its_three(self, sta: Sta, thing: int) -> None:
        assert sta.refused("POST", "Datastreams", stream()) == (400, "Thing")
        assert sta.make("Datastreams", stream(Thing={"@iot.id": thing}))
        assert sta.make(f"Things({thing})/Datastreams", stream(5))
        assert len(sta.get(f"Things({thing})/Datastreams")["value"]) == 3

    def test_a_new_place_is_where_the_thing_is_and_the_old_one_is_history(self, sta: Sta, thing: int) -> None:
        body = {
            "name": "neu",
            "encodingType": "application/geo+json",
            "location": {"type": "Point", "coordinates": [7, 51]},
        }
        sta.make(f"Things({thing})/Locations", body)
        assert [item["name"] for item in sta.get(f"Things({thing})/Locations")["value"]] == ["neu"]
        history = sta.get(f"Things({thing})/HistoricalLocations?$expand=Locations")["value"]
        assert {item["Locations"][0]["name"] for item in history} == {"neu", "Ruhrort"}

    def test_what_is_made_is_audited_under_the_keys_name(self, sta: Sta, thing: int) -> None:
        entry = Entry.objects.get(model="telemetry.Thing", object_pk=str(thing))
        assert (entry.actor, entry.action) == ("system:iot-key:Test", "sensorthings.insert")


class TestObservations:
    def test_one_is_stored_and_found(self, sta: Sta, number: int) -> None:
        body = {"phenomenonTime": MOMENT, "result": 12.5, "resultTime": MOMENT, "parameters": {"a": 1}}
        made = sta.make(f"Datastreams({number})/Observations", body)
        found = sta.get(f"Observations({made})")
        assert (found["result"], found["parameters"]) == (12.5, {"a": 1})
        assert found["phenomenonTime"] == found["resultTime"] == "2026-11-01T10:00:00.000000Z"

    def test_the_same_again_is_the_same_one(self, sta: Sta, number: int) -> None:
        body = {"phenomenonTime": MOMENT, "result": 1, "Datastream": {"@iot.id": number}}
        first, again = sta.ask("POST", "Observations", body), sta.ask("POST", "Observations", body)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first["Location"] == again["Location"]
        assert Observation.objects.count() == 1

    @pytest.mark.parametrize(
        ("change", "place"),
        [
            ({"result": "warm"}, "result"),
            ({"phenomenonTime": "2126-11-01T10:00:00Z"}, "phenomenonTime"),
            ({"phenomenonTime": "gestern"}, "phenomenonTime"),
            ({"phenomenonTime": "2026-11-01T10:00:00"}, "phenomenonTime"),
            ({"phenomenonTime": "2026-11-01T10:00:00Z/2026-11-01T09:00:00Z"}, "phenomenonTime"),
            ({"resultTime": 5}, "resultTime"),
            ({"Datastream": {"@iot.id": 999999}}, "datastream"),
            ({"Datastream": None}, "Datastream"),
            ({"FeatureOfInterest": {"@iot.id": 999999}}, "FeatureOfInterest"),
            ({"colour": 1}, "colour"),
        ],
    )
    def test_what_is_wrong_is_named(self, sta: Sta, number: int, change: dict[str, Any], place: str) -> None:
        body = {"phenomenonTime": MOMENT, "result": 1, "Datastream": {"@iot.id": number}, **change}
        assert sta.refused("POST", "Observations", body) == (400, place)

    def test_a_data_array_answers_row_by_row(self, sta: Sta, number: int) -> None:
        block = {
            "Datastream": {"@iot.id": number},
            "components": ["phenomenonTime", "result"],
            "dataArray@iot.count": 4,
            "dataArray": [[MOMENT, 1], [MOMENT, 1], ["2026-11-01T11:00:00Z", "x"], ["2026-11-01T12:00:00Z"]],
        }
        answer = sta.ask("POST", "CreateObservations", [block])
        assert answer.status_code == 201
        first, second, third, fourth = json.loads(answer.content)
        assert first.startswith("http://testserver/sta/v1.1/Observations(")
        assert second == "error: duplicate"
        assert third.startswith("error: result")
        assert fourth.startswith("error: [0].dataArray[3]")
        assert Observation.objects.count() == 1

    @pytest.mark.parametrize(
        ("block", "place"),
        [
            ({"components": ["phenomenonTime"]}, "[0].components"),
            ({"components": ["result", "colour"]}, "[0].components"),
            ({"dataArray": 5}, "[0].dataArray"),
            ({"Datastream": 5}, "[0].Datastream"),
        ],
    )
    def test_a_block_that_is_none(self, sta: Sta, number: int, block: dict[str, Any], place: str) -> None:
        whole = {"Datastream": {"@iot.id": number}, "components": ["result"], "dataArray": [[1]], **block}
        assert sta.refused("POST", "CreateObservations", [whole]) == (400, place)

    def test_a_correction_reaches_newest_value_and_rollups(self, sta: Sta, number: int) -> None:
        made = sta.make(f"Datastreams({number})/Observations", {"phenomenonTime": MOMENT, "result": 1})
        roll_up()
        assert sta.ask("PATCH", f"Observations({made})", {"result": 7}).status_code == 200
        assert Latest.objects.get(datastream=number).number == 7
        assert set(Rollup.objects.filter(datastream_id=number).values_list("total", flat=True)) == {7}
        assert sta.refused("PATCH", f"Observations({made})", {"result": "x"}) == (400, "result")
        assert sta.ask("DELETE", f"Observations({made})").status_code == 200
        assert not Latest.objects.filter(datastream=number).exists()
        assert not Rollup.objects.filter(datastream_id=number).exists()


class TestChanging:
    def test_patch_changes_what_is_given(self, sta: Sta, thing: int) -> None:
        assert sta.ask("PATCH", f"Things({thing})", {"name": "neu"}).status_code == 200
        found = sta.get(f"Things({thing})")
        assert (found["name"], found["description"], found["properties"]["owner"]) == ("neu", "Wetter", "Stadt")

    def test_put_replaces_the_whole(self, sta: Sta, thing: int) -> None:
        assert sta.ask("PUT", f"Things({thing})", {"name": "neu"}).status_code == 200
        found = sta.get(f"Things({thing})")
        assert (found["name"], found["description"], found["properties"]) == ("neu", "", {})

    def test_json_patch(self, sta: Sta, thing: int) -> None:
        patch = [
            {"op": "replace", "path": "/properties/owner", "value": "DVG"},
            {"op": "remove", "path": "/description"},
        ]
        answer = sta.ask("PATCH", f"Things({thing})", patch, "application/json-patch+json")
        assert answer.status_code == 200
        assert sta.get(f"Things({thing})")["properties"] == {"owner": "DVG", "height": 1}
        wrong = [{"op": "replace", "path": "/none/of/it", "value": 1}]
        assert sta.ask("PATCH", f"Things({thing})", wrong, "application/json-patch+json").status_code == 400

    def test_a_link_to_one_changes_by_reference(self, sta: Sta, number: int) -> None:
        other = sta.make("Sensors", {"name": "B", "encodingType": "text/html", "metadata": "x"})
        assert sta.ask("PATCH", f"Datastreams({number})", {"Sensor": {"@iot.id": other}}).status_code == 200
        assert sta.get(f"Datastreams({number})/Sensor")["name"] == "B"

    def test_a_thing_moves_by_patch(self, sta: Sta, thing: int) -> None:
        body = {"name": "neu", "encodingType": "application/geo+json", "location": POINT}
        place = sta.make("Locations", body)
        assert sta.ask("PATCH", f"Things({thing})", {"Locations": [{"@iot.id": place}]}).status_code == 200
        assert len(sta.get(f"Things({thing})/HistoricalLocations")["value"]) == 2

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [
            ("PATCH", "Things", 405),
            ("DELETE", "Things", 405),
            ("POST", "Things({thing})", 405),
            ("PATCH", "Things(999999)", 404),
            ("DELETE", "Things(999999)", 404),
            ("POST", "Things(999999)/Datastreams", 404),
        ],
    )
    def test_where_nothing_is_changed(self, sta: Sta, thing: int, method: str, path: str, status: int) -> None:
        assert sta.refused(method, path.format(thing=thing), {"name": "x"})[0] == status


class TestDeleting:
    def test_a_thing_goes_with_its_streams_and_readings(self, sta: Sta, thing: int, number: int) -> None:
        sta.make(f"Datastreams({number})/Observations", {"phenomenonTime": MOMENT, "result": 1})
        roll_up()
        assert sta.ask("DELETE", f"Things({thing})").status_code == 200
        assert not any(model.objects.exists() for model in (Datastream, Observation, Rollup))
        assert sta.get("Locations")["value"], "the place stays"

    @pytest.mark.parametrize(
        "path", ["Datastreams({n})/Sensor", "Datastreams({n})/ObservedProperty", "Datastreams({n})"]
    )
    def test_what_cannot_be_without_it_goes_too(self, sta: Sta, number: int, path: str) -> None:
        assert sta.ask("DELETE", path.format(n=number)).status_code == 200
        assert not Datastream.objects.exists()
        assert Thing.objects.exists()


class TestBatch:
    def test_requests_in_order_with_references(self, sta: Sta, thing: int) -> None:
        requests = [
            {"id": "s", "method": "post", "url": f"Things({thing})/Datastreams", "body": stream(9)},
            {"id": "o", "method": "post", "url": "$s/Observations", "body": {"phenomenonTime": MOMENT, "result": 4}},
            {"id": "r", "method": "get", "url": "$s/Observations?$select=result"},
            {"id": "x", "method": "get", "url": "Nothings"},
        ]
        answer = sta.ask("POST", "$batch", {"requests": requests})
        done = {item["id"]: item for item in json.loads(answer.content)["responses"]}
        assert [done[name]["status"] for name in "sorx"] == [201, 201, 200, 404]
        assert done["r"]["body"]["value"][0]["result"] == 4

    def test_a_group_holds_together_or_not_at_all(self, sta: Sta) -> None:
        requests = [
            {"id": "1", "atomicityGroup": "g", "method": "post", "url": "Things", "body": {"name": "a"}},
            {"id": "2", "atomicityGroup": "g", "method": "post", "url": "Things", "body": {}},
        ]
        (done,) = json.loads(sta.ask("POST", "$batch", {"requests": requests}).content)["responses"]
        assert (done["id"], done["status"]) == ("2", 400)
        assert not Thing.objects.exists()

    def test_multipart(self, sta: Sta) -> None:
        body = "\r\n".join(
            [
                "--b",
                "Content-Type: application/http",
                "Content-ID: 1",
                "",
                "POST /sta/v1.1/Things HTTP/1.1",
                "Content-Type: application/json",
                "",
                '{"name": "a"}',
                "--b",
                "Content-Type: application/http",
                "",
                "GET Things?$select=name HTTP/1.1",
                "",
                "",
                "--b--",
                "",
            ]
        )
        answer = sta.ask("POST", "$batch", body, "multipart/mixed; boundary=b")
        text = answer.content.decode()
        assert "HTTP/1.1 201 Created" in text
        assert '"name":"a"' in text

    @pytest.mark.parametrize("body", [{}, {"requests": [{"method": "SPY", "url": "Things"}]}, {"requests": [1]}])
    def test_what_is_no_batch(self, sta: Sta, body: Any) -> None:
        assert sta.refused("POST", "$batch", body)[0] == 400


class TestWhoMay:
    def test_strangers_and_readers_write_nothing(self, sta: Sta, stranger: Sta, thing: int) -> None:
        reader = Sta(Client(), issue_key(actor=ME, name="Leser"))
        for method, path in (("POST", "Things"), ("PATCH", f"Things({thing})"), ("DELETE", f"Things({thing})")):
            assert stranger.refused(method, path, {"name": "x"}) == (401, "Authorization")
            assert reader.refused(method, path, {"name": "x"}) == (403, "Authorization")

    def test_a_key_that_ended_opens_nothing(self, sta: Sta) -> None:
        revoke_key(actor=ME, name="Test")
        assert sta.refused("GET", "Things") == (401, "Authorization")
        assert sta.refused("POST", "Things", {"name": "x"}) == (401, "Authorization")

    def test_a_device_writes_readings_to_its_own_streams_alone(self, sta: Sta, number: int) -> None:
        mine = device()
        secret = rotate_credential(actor=ME, device=mine)
        own = Datastream.objects.filter(thing=mine.thing, result_type="number").first()
        assert own is not None
        headers = {"authorization": "Basic " + base64.b64encode(f"{mine.eui}:{secret}".encode()).decode()}

        def send(path: str, body: Any) -> int:
            url = f"/sta/v1.1/{path}"
            return Client().post(url, json.dumps(body), "application/json", headers=headers).status_code

        reading = {"phenomenonTime": MOMENT, "result": 5}
        assert send(f"Datastreams({own.pk})/Observations", reading) == 201
        assert send(f"Datastreams({number})/Observations", reading) == 403
        assert send("Things", {"name": "x"}) == 403
        block = {"Datastream": {"@iot.id": number}, "components": ["result"], "dataArray": [[1]]}
        assert send("CreateObservations", [block]) == 403
        assert send("CreateObservations", [{**block, "Datastream": {"@iot.id": own.pk}}]) == 201
        assert Observation.objects.filter(datastream_id=number).count() == 0

    @pytest.mark.parametrize("given", ["Bearer falsch", "Basic !!!", "Basic bm9jb2xvbg==", "Digest x", "Bearer \ud83d"])
    def test_keys_that_are_none(self, stranger: Sta, given: str) -> None:
        answer = stranger.client.get("/sta/v1.1/Things", headers={"authorization": given})
        assert answer.status_code == 401
        assert "Bearer" in answer["WWW-Authenticate"]


def test_times_are_kept_to_the_microsecond(sta: Sta, number: int) -> None:
    moment = datetime(2026, 11, 1, 10, 0, 0, 123456, UTC)
    sta.make(f"Datastreams({number})/Observations", {"phenomenonTime": moment.isoformat(), "result": 1})
    assert sta.get("Observations")["value"][0]["phenomenonTime"] == "2026-11-01T10:00:00.123456Z"
