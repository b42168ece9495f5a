"""Reading: paths, options, expressions, rights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smartcity.infrastructure.iot.tests.sensorthings.conftest import POINT, Sta, station, stream
from smartcity.kernel.telemetry.models import Datastream, Thing

START = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def city(sta: Sta) -> dict[str, int]:
    """Three stations, the first with ten readings of one stream."""
    things = [sta.make("Things", station(number)) for number in (1, 2, 3)]
    streams = [sta.get(f"Things({thing})/Datastreams")["value"][0]["@iot.id"] for thing in things]
    for hour in range(10):
        moment = (START + timedelta(hours=hour)).isoformat()
        sta.make(
            f"Datastreams({streams[0]})/Observations",
            {"phenomenonTime": moment, "result": hour, "parameters": {"n": hour}},
        )
    return {"thing": things[0], "stream": streams[0], "other": things[1], "silent": streams[1]}


def test_the_root_names_the_sets_and_what_holds(stranger: Sta) -> None:
    root = stranger.get("")
    assert len(root["value"]) == 8
    assert {"name": "Things", "url": "http://testserver/sta/v1.1/Things"} in root["value"]
    assert root["serverSettings"]["conformance"]


def test_an_entity_has_its_properties_and_links(sta: Sta, city: dict[str, int]) -> None:
    thing = sta.get(f"Things({city['thing']})")
    here = f"http://testserver/sta/v1.1/Things({city['thing']})"
    assert thing == {
        "@iot.id": city["thing"],
        "@iot.selfLink": here,
        "name": "Station 1",
        "description": "Wetter",
        "properties": {"owner": "Stadt", "height": 1},
        **{
            f"{name}@iot.navigationLink": f"{here}/{name}"
            for name in ("Locations", "HistoricalLocations", "Datastreams")
        },
    }
    found = sta.get(f"Datastreams({city['stream']})")
    assert found["unitOfMeasurement"] == {"name": "Grad Celsius", "symbol": "°C", "definition": "ucum:Cel"}
    assert found["phenomenonTime"] == "2026-11-01T00:00:00.000000Z/2026-11-01T09:00:00.000000Z"
    assert "phenomenonTime" not in sta.get(f"Datastreams({city['silent']})")


@pytest.mark.parametrize(
    "path",
    [
        "Things({thing})/Datastreams({stream})/Observations",
        "Datastreams({stream})/Thing/Locations",
        "Datastreams({stream})/Sensor",
        "Datastreams({stream})/ObservedProperty/Datastreams",
        "Things({thing})/HistoricalLocations",
        "Things({thing})/Locations",
        "Datastreams({stream})/Thing/Datastreams/$ref",
    ],
)
def test_links_lead_on(sta: Sta, city: dict[str, int], path: str) -> None:
    found = sta.get(path.format(**city))
    assert found.get("value", found)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("Things(999999)", 404),
        ("Things(999999)/Datastreams", 404),
        ("Things({other})/Datastreams({stream})", 404),
        ("Things({other})/Datastreams({stream})/Observations", 404),
        ("Nothings", 404),
        ("Things/name", 404),
        ("Things({thing})/colour", 404),
        ("Things(99999999999999999999)", 404),
        ("Things('a')", 400),
        ("Datastreams({stream})/Thing({thing})", 404),
        ("$value", 404),
    ],
)
def test_what_is_not_there(sta: Sta, city: dict[str, int], path: str, status: int) -> None:
    assert sta.refused("GET", path.format(**city))[0] == status


def test_a_property_and_its_value(sta: Sta, city: dict[str, int]) -> None:
    assert sta.get(f"Things({city['thing']})/name") == {"name": "Station 1"}
    assert sta.get(f"Things({city['thing']})/properties/height") == {"height": 1}
    assert sta.ask("GET", f"Things({city['thing']})/name/$value").content == b"Station 1"


def results(sta: Sta, city: dict[str, int], **options: str) -> list[Any]:
    query = "&".join(f"${name}={value}" for name, value in options.items())
    return [item["result"] for item in sta.get(f"Datastreams({city['stream']})/Observations?{query}")["value"]]


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ("result gt 7", [8, 9]),
        ("result ge 1 and result lt 3", [1, 2]),
        ("result eq 1 or result eq 2 and result eq 3", [1]),
        ("not result lt 8", [8, 9]),
        ("result mul 2 eq 6", [3]),
        ("result mod 5 eq 0 and result div 5 eq 1", [5]),
        ("result div 0 eq 1", []),
        ("phenomenonTime gt 2026-11-01T08:30:00Z", [9]),
        ("phenomenonTime lt 2026-11-01T02:00:00%2B01:00", [0]),
        ("phenomenonTime eq 2026-11-01T04:00:00Z", [4]),
        ("phenomenonTime ge 2026-11-01T06:00:00Z add duration'PT2H'", [8, 9]),
        ("hour(phenomenonTime) eq 3", [3]),
        ("date(phenomenonTime) eq 2026-11-02", []),
        ("parameters/n ge 9", [9]),
        ("Datastream/Thing/name eq 'Station 1' and result eq 0", [0]),
        ("Datastream/Thing/Datastreams/name eq 'anders'", []),
        ("resultTime eq null and result lt 1", [0]),
        ("round(result add 0.6) eq 4", [3]),
    ],
)
def test_filters_choose(sta: Sta, city: dict[str, int], condition: str, wanted: list[int]) -> None:
    assert results(sta, city, filter=condition) == wanted


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        ("name eq 'Station 2'", 1),
        ("startswith(name, 'Station') and endswith(name, '3')", 1),
        ("substringof('tion 1', name)", 1),
        ("tolower(name) eq 'station 1'", 1),
        ("indexof(name, '2') eq 8", 1),
        ("length(name) eq 9", 3),
        ("substring(name, 8) eq '3'", 1),
        ("concat(concat(name, '!'), trim(' ? ')) eq 'Station 1!?'", 1),
        ("properties/height ge 2", 2),
        ("properties/owner eq 'Stadt'", 3),
        ("properties/none eq null", 3),
        ("name ne 'Station 1'", 2),
        ("Datastreams/Observations/result eq 9", 1),
        ("geo.distance(Locations/location, geography'POINT (6.7256 51.4431)') lt 0.001", 3),
        ("st_within(Locations/location, geography'POLYGON ((0 0, 1 0, 1 1, 0 0))')", 0),
        ("id eq {thing}", 1),
        ("Datastreams/unitOfMeasurement/symbol eq '%C2%B0C'", 3),
        ("name eq 'O''Neill'", 0),
    ],
)
def test_filters_of_things(sta: Sta, city: dict[str, int], condition: str, number: int) -> None:
    assert sta.get(f"Things?$filter={condition.format(**city)}&$count=true")["@iot.count"] == number


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("$filter=result gt", "$filter, Zeichen 10"),
        ("$filter=(result gt 1", "$filter, Zeichen 13"),
        ("$filter=result gt 1 1", "$filter, Zeichen 13"),
        ("$filter=colour eq 1", "$filter, Zeichen 1"),
        ("$filter=name eq 1", "$filter, Zeichen 1"),
        ("$filter=sqrt(result) eq 1", "$filter, Zeichen 1"),
        ("$filter=year(result, 1) eq 1", "$filter, Zeichen 1"),
        ("$filter=result", "ok"),
        ("$filter=phenomenonTime gt 5", "$filter, Zeichen 16"),
        ("$filter=phenomenonTime gt 2026-13-01T00:00:00Z", "$filter, Zeichen 19"),
        ("$filter=phenomenonTime gt 2026-11-01T00:00:00Z add duration'P'", "query"),
        ("$filter=" + "(" * 200 + "1", "$filter, Zeichen 62"),
        ("$top=-1", "$top"),
        ("$top=ten", "$top"),
        ("$skip=1.5", "$skip"),
        ("$count=yes", "$count"),
        ("$orderby=result sideways", "$orderby, Zeichen 1"),
        ("$orderby=Datastream/Thing/Locations/name", "$orderby, Zeichen 1"),
        ("$select=colour", "$select"),
        ("$expand=Things", "$expand"),
        ("$expand=Datastream($top=x)", "$top"),
        ("$expand=Datastream($expand=Thing", "$expand, Zeichen 1"),
        ("$colour=red", "$colour"),
        ("$top=1&$top=2", "$top"),
        ("$resultFormat=xml", "$resultFormat"),
    ],
)
def test_what_cannot_be_read_is_named(sta: Sta, city: dict[str, int], query: str, place: str) -> None:
    if place == "ok":
        assert sta.get(f"Datastreams({city['stream']})/Observations?{query}")
        return
    assert sta.refused("GET", f"Datastreams({city['stream']})/Observations?{query}") == (400, place)


def test_order_and_pages_reach_everything_once(sta: Sta, city: dict[str, int]) -> None:
    assert results(sta, city, orderby="result desc", top="3") == [9, 8, 7]
    assert results(sta, city, orderby="parameters/n desc,id", top="1") == [9]
    seen, path = [], f"Datastreams({city['stream']})/Observations?$top=4&$select=result&$filter=result ge 1"
    while path:
        page = sta.get(path)
        seen += [item["result"] for item in page["value"]]
        path = page.get("@iot.nextLink", "").partition("/sta/v1.1/")[2]
    assert seen == list(range(1, 10))


def test_expand_nests_with_options_of_its_own(sta: Sta, city: dict[str, int]) -> None:
    query = (
        "$select=name&$orderby=name&$expand=Locations($select=location),Datastreams($select=name;$expand="
        "Observations($orderby=phenomenonTime desc;$top=2;$select=result;$count=true),Sensor($select=name))"
    )
    first = sta.get(f"Things?{query}")["value"][0]
    assert first["Locations"] == [{"@iot.id": first["Locations"][0]["@iot.id"], "location": POINT}]
    (found,) = first["Datastreams"]
    assert [item["result"] for item in found["Observations"]] == [9, 8]
    assert found["Observations@iot.count"] == 10
    assert found["Sensor"]["name"] == "PT100"
    more = sta.get(found["Observations@iot.nextLink"].partition("/sta/v1.1/")[2])
    assert [item["result"] for item in more["value"]] == [7, 6]


def test_the_newest_reading_comes_with_each_stream(sta: Sta, city: dict[str, int]) -> None:
    query = "Datastreams?$expand=Observations($orderby=phenomenonTime desc;$top=1)"
    found = {item["@iot.id"]: item for item in sta.get(query)["value"]}
    newest = found[city["stream"]]
    assert [item["result"] for item in newest["Observations"]] == [9]
    assert newest["Observations"][0]["parameters"] == {"n": 9}
    assert "Observations@iot.nextLink" in newest
    assert found[city["silent"]]["Observations"] == []


def test_paths_in_expand_are_short_for_nesting(sta: Sta, city: dict[str, int]) -> None:
    (found, *_) = sta.get("Things?$expand=Datastreams/ObservedProperty,Datastreams/Sensor")["value"]
    assert found["Datastreams"][0]["ObservedProperty"]["definition"] == "urn:t"
    assert found["Datastreams"][0]["Sensor"]["name"] == "PT100"


def test_observations_as_arrays(sta: Sta, city: dict[str, int]) -> None:
    (block,) = sta.get("Observations?$resultFormat=dataArray&$select=result,phenomenonTime&$top=2")["value"]
    assert block["components"] == ["result", "phenomenonTime"]
    assert block["dataArray"][1] == [1, "2026-11-01T01:00:00.000000Z"]
    assert block["dataArray@iot.count"] == 2


def test_an_observation_is_found_by_its_number(sta: Sta, city: dict[str, int]) -> None:
    one = sta.get(f"Datastreams({city['stream']})/Observations?$top=1")["value"][0]
    assert sta.get(f"Observations({one['@iot.id']})") == one
    assert sta.get(f"Observations({one['@iot.id']})/Datastream")["@iot.id"] == city["stream"]
    feature = sta.get(f"Observations({one['@iot.id']})/FeatureOfInterest")
    assert feature["feature"] == POINT
    assert len(sta.get(f"FeaturesOfInterest({feature['@iot.id']})/Observations")["value"]) == 10


def test_large_counts_are_estimates_and_say_so(sta: Sta, city: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    exact = sta.get("Observations?$count=true")
    assert exact["@iot.count"] == 10
    assert "@iot.countIsEstimate" not in exact
    for place in ("querying", "reading"):
        monkeypatch.setattr(f"smartcity.infrastructure.iot.sensorthings.{place}.MOST_COUNTED", 5)
    large = sta.get("Observations?$count=true")
    assert large["@iot.countIsEstimate"] is True
    assert large["@iot.count"] >= 6


class TestWhatIsNotOpen:
    """A closed thing, and a closed stream of an open one, are seen by keys alone, on whichever way."""

    @pytest.fixture
    def hidden(self, city: dict[str, int]) -> dict[str, int]:
        Thing.objects.filter(pk=city["other"]).update(is_open=False)
        Datastream.objects.filter(pk=city["stream"]).update(is_open=False)
        return city

    @pytest.mark.parametrize(
        "path",
        [
            "Things({other})",
            "Datastreams({stream})",
            "Datastreams({silent})",
            "Datastreams({stream})/Observations",
            "Things({other})/Locations",
            "Datastreams({silent})/Thing",
            "Datastreams({stream})/name",
            "Datastreams({stream})/Sensor",
        ],
    )
    def test_it_is_not_there(self, sta: Sta, stranger: Sta, hidden: dict[str, int], path: str) -> None:
        assert stranger.refused("GET", path.format(**hidden))[0] == 404
        assert sta.get(path.format(**hidden))

    def test_it_is_in_no_list_and_in_no_expansion(self, sta: Sta, stranger: Sta, hidden: dict[str, int]) -> None:
        assert len(stranger.get("Things")["value"]) == 2
        assert stranger.get("Observations")["value"] == []
        assert [len(item["Datastreams"]) for item in stranger.get("Things?$expand=Datastreams")["value"]] == [0, 1]
        assert len(stranger.get("Locations?$count=true")["value"]) == 2
        assert len(sta.get("Things")["value"]) == 3

    def test_a_filter_finds_nothing_out(self, stranger: Sta, hidden: dict[str, int]) -> None:
        assert stranger.get("Things?$filter=Datastreams/Observations/result eq 9")["value"] == []
        assert stranger.get("Sensors?$filter=Datastreams/Thing/name eq 'Station 2'")["value"] == []

    def test_a_features_place_is_not_told(self, stranger: Sta, hidden: dict[str, int]) -> None:
        assert stranger.get("FeaturesOfInterest")["value"] == []


def test_streams_of_other_kinds_say_what_they_are(sta: Sta) -> None:
    kind = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"
    for name, result in (
        ("OM_TruthObservation", True),
        ("OM_CategoryObservation", "frei"),
        ("OM_Observation", {"a": [1]}),
    ):
        thing = sta.make("Things", station(1, Datastreams=[stream(1, observationType=kind + name)]))
        number = sta.get(f"Things({thing})/Datastreams")["value"][0]["@iot.id"]
        sta.make(f"Datastreams({number})/Observations", {"result": result})
        assert sta.get(f"Datastreams({number})/Observations")["value"][0]["result"] == result
