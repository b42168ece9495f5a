"""OGC API Features through its addresses."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from smartcity.kernel.layers.tests import sample

ITEMS = "/ogc/collections/baeume/items"
pytestmark = pytest.mark.django_db


def ids(client: Client, **parameters: str) -> list[str]:
    response = client.get(ITEMS, parameters)
    assert response.status_code == 200, response.content
    return [feature["id"] for feature in response.json()["features"]]


def test_items_carry_every_public_row_with_every_type_of_value(client, trees):
    response = client.get(ITEMS)
    assert response["Content-Type"] == "application/geo+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    body = response.json()
    assert [feature["id"] for feature in body["features"]] == ["a-1", "b-2", "c-3"]
    assert (body["numberMatched"], body["numberReturned"], body["numberMatchedEstimated"]) == (3, 3, False)
    first = body["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [6.76, 51.43]}
    assert first["properties"] == {
        "name": 'Eiche "Große" \\ ü%s',
        "kind": "oak",
        "height": 12.5,
        "number": 1,
        "healthy": True,
        "planted": "1990-04-01",
        "felled": None,
        "seen": "2026-01-31T12:00:00Z",
        "tags": ["alt", 'x"y'],
        "full": 'oak Eiche "Große" \\ ü%s',
    }
    assert body["features"][1]["properties"]["seen"] == "2026-02-28T23:30:00.5Z"


def test_rows_that_are_not_public_stay_out_of_every_door(client, trees):
    assert "d-4" not in ids(client, filter="name = 'Geheim'")
    assert client.get(f"{ITEMS}/d-4").status_code == 404
    for name in ("download.csv", "download.geojson"):
        content = b"".join(client.get(f"/ogc/collections/baeume/{name}"))
        assert b"Geheim" not in content
        assert b"a-1" in content


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"bbox": "6.69,51.39,6.71,51.41"}, ["b-2"]),
        ({"bbox": "6.69,51.39,0,6.71,51.41,99"}, ["b-2"]),
        ({"bbox": "51.39,6.69,51.41,6.71", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/4326"}, ["b-2"]),
        ({"bbox": "340000,5696800,341000,5698000", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/25832"}, ["b-2"]),
        ({"bbox": "170,-90,-170,90"}, []),
        ({"datetime": "1995-06-01"}, ["a-1", "c-3"]),
        ({"datetime": "2005-06-01T00:00:00Z"}, ["a-1", "b-2", "c-3"]),
        ({"datetime": "../1995-01-01"}, ["a-1", "c-3"]),
        ({"datetime": "2010-12-31T22:00:00Z/.."}, ["a-1", "b-2", "c-3"]),
        ({"datetime": "2010-12-31T23:30:00Z/.."}, ["a-1", "c-3"]),
        ({"kind": "lime"}, ["b-2", "c-3"]),
        ({"kind": "lime", "number": "-2"}, ["b-2"]),
        ({"healthy": "true"}, ["a-1"]),
        ({"planted": "2000-01-01"}, ["b-2"]),
        ({"seen": "2026-01-31T12:00:00Z"}, ["a-1"]),
        ({"seen": "2026-01-31T13:00:00+01:00"}, ["a-1"]),
        ({"full": "lime =1+1"}, ["b-2"]),
        ({"sortby": "-height"}, ["a-1", "b-2", "c-3"]),
        ({"sortby": "height,-name"}, ["b-2", "a-1", "c-3"]),
        ({"limit": "999999999999"}, ["a-1", "b-2", "c-3"]),
        ({"offset": "2"}, ["c-3"]),
        ({"offset": "50"}, []),
    ],
)
def test_parameters_select(client, trees, parameters, expected):
    assert ids(client, **parameters) == expected


def test_coordinates_come_in_the_asked_system_and_axis_order(client, trees):
    for srid, expected, places in (
        (4326, (51.43, 6.76), 6),
        (25832, (344286.19, 5700024.64), 2),
        (3857, (752519.76, 6697711.12), 2),
    ):
        uri = f"http://www.opengis.net/def/crs/EPSG/0/{srid}"
        response = client.get(ITEMS, {"crs": uri, "limit": "1"})
        assert response["Content-Crs"] == f"<{uri}>"
        coordinates = response.json()["features"][0]["geometry"]["coordinates"]
        assert coordinates == pytest.approx(expected, abs=2 * 10**-places)
    assert client.get(ITEMS)["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"


def test_properties_and_geometry_can_be_left_out(client, trees):
    feature = client.get(ITEMS, {"properties": "kind,number", "skipGeometry": "true"}).json()["features"][0]
    assert feature == {"type": "Feature", "id": "a-1", "geometry": None, "properties": {"kind": "oak", "number": 1}}


def test_next_links_lead_through_everything_once(client, layer):
    sample.plant_many(25)
    for parameters in ({"limit": "10"}, {"limit": "10", "sortby": "kind"}, {"limit": "10", "offset": "0"}):
        seen, address = [], f"{ITEMS}?{'&'.join(f'{k}={v}' for k, v in parameters.items())}"
        for _ in range(5):
            body = client.get(address).json()
            seen += [feature["id"] for feature in body["features"]]
            assert body["numberMatched"] == 25
            following = [link["href"] for link in body["links"] if link["rel"] == "next"]
            if not following:
                break
            address = following[0]
        assert len(seen) == 25
        assert len(set(seen)) == 25


@pytest.mark.parametrize(
    ("parameters", "place"),
    [
        ({"limt": "1"}, "limt"),
        ({"limit": "0"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "1e12"}, "limit"),
        ({"limit": "zehn"}, "limit"),
        ({"limit": "١٠"}, "limit"),
        ({"offset": "1000001"}, "offset"),
        ({"offset": "-5"}, "offset"),
        ({"after": "a-1", "sortby": "name"}, "after"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "6.8,51.5,6.7,51.4"}, "bbox"),
        ({"bbox": "1,2,3,NaN"}, "bbox"),
        ({"bbox": "1,2,3,1e400"}, "bbox"),
        ({"bbox": "1,2,300,4"}, "bbox"),
        ({"bbox": "1,2,3,4,5"}, "bbox"),
        ({"bbox": "5,2,3,4", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/25832"}, "bbox"),
        ({"bbox-crs": "EPSG:31466", "bbox": "1,2,3,4"}, "bbox-crs"),
        ({"crs": "EPSG:9999"}, "crs"),
        ({"datetime": "gestern"}, "datetime"),
        ({"datetime": "../.."}, "datetime"),
        ({"datetime": "2026-02-01/2026-01-01"}, "datetime"),
        ({"datetime": "2026-02-30"}, "datetime"),
        ({"sortby": "tags"}, "sortby"),
        ({"sortby": "nichts"}, "sortby"),
        ({"properties": "kind,nichts"}, "properties"),
        ({"number": "viele"}, "number"),
        ({"healthy": "vielleicht"}, "healthy"),
        ({"tags": "alt"}, "tags"),
        ({"name": "a\x00b"}, "name"),
        ({"filter-lang": "sql", "filter": "1=1"}, "filter-lang"),
        ({"filter-crs": "EPSG:1", "filter": "1=1"}, "filter-crs"),
        ({"f": "xml"}, "f"),
        ({"skipGeometry": "ja"}, "skipGeometry"),
    ],
)
def test_mistakes_name_parameter_and_rule(client, trees, parameters, place):
    response = client.get(ITEMS, parameters)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    (error,) = response.json()["errors"]
    assert error["place"] == place
    assert len(error["rule"]) > 10


def test_a_doubled_parameter_is_refused(client, trees):
    assert client.get(f"{ITEMS}?limit=1&limit=2").status_code == 400


def test_an_unknown_collection_or_feature_is_missing(client, trees):
    for address in ("/ogc/collections/nichts", "/ogc/collections/nichts/items", f"{ITEMS}/nichts", f"{ITEMS}/%00"):
        response = client.get(address)
        assert response.status_code in {404, 400}, address
        assert response["Content-Type"] == "application/problem+json"


def test_only_reading_is_possible(client, trees):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(ITEMS).status_code == 405
    preflight = client.options(ITEMS)
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Origin"] == "*"


def test_one_feature_carries_links(client, trees):
    feature = client.get(f"{ITEMS}/a-1").json()
    assert feature["properties"]["height"] == 12.5
    assert {link["rel"] for link in feature["links"]} == {"self", "alternate", "collection"}


def test_an_unchanged_page_is_not_sent_again_and_a_changed_one_is(client, trees):
    first = client.get(ITEMS)
    assert client.get(ITEMS, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(ITEMS, {"limit": "1"}, headers={"If-None-Match": first["ETag"]}).status_code == 200
    sample.Tree.objects.filter(slug="a-1").update(number=77)
    second = client.get(ITEMS, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


def test_every_described_address_answers(client, trees):
    seen: set[str] = set()
    waiting = ["http://testserver/ogc/?f=json", "http://testserver/ogc/collections/baeume?f=json"]
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("http://testserver/ogc") or "{" in address:
            continue
        seen.add(address)
        response = client.get(address, headers={"Accept": "application/json"})
        assert response.status_code == 200, address
        if "json" in response["Content-Type"] and not response.streaming:
            body = json.loads(response.content)
            waiting += [link["href"] for link in body.get("links", [])]
    assert len(seen) > 15


def test_the_api_document_states_the_true_limits(client, trees):
    document = client.get("/ogc/api").json()
    assert document["openapi"].startswith("3.0")
    limit = document["components"]["parameters"]["limit"]["schema"]
    assert client.get(ITEMS, {"limit": str(limit["minimum"])}).status_code == 200
    assert client.get(ITEMS, {"limit": str(limit["minimum"] - 1)}).status_code == 400
    sample.plant_many(limit["maximum"] + 5)
    body = client.get(ITEMS, {"limit": str(limit["maximum"] + 100), "properties": "kind"}).json()
    assert body["numberReturned"] == limit["maximum"]


def test_collections_tell_extent_systems_and_type(client, trees):
    collection = client.get("/ogc/collections/baeume").json()
    assert collection["itemType"] == "feature"
    assert collection["extent"]["spatial"]["bbox"] == [[6.65, 51.4, 6.76, 51.5]]
    assert collection["extent"]["temporal"]["interval"] == [["1990-03-31T22:00:00Z", None]]
    assert collection["crs"][0] == "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    assert "http://www.opengis.net/def/crs/EPSG/0/25832" in collection["crs"]


def test_queryables_are_what_filters_take(client, trees):
    properties = client.get("/ogc/collections/baeume/queryables").json()["properties"]
    assert "tags" not in properties
    for name in properties:
        assert client.get(ITEMS, {"filter": f"{name} IS NOT NULL"}).status_code == 200
    assert client.get(ITEMS, {"filter": "tags IS NULL"}).status_code == 400
    schema = client.get("/ogc/collections/baeume/schema").json()["properties"]
    assert schema["height"]["x-ogc-unit"] == "m"
    assert schema["kind"]["enum"] == ["oak", "lime"]
    assert schema["planted"]["x-ogc-role"] == "primary-interval-start"


def test_a_list_of_any_length_takes_the_same_number_of_queries(client, layer, django_assert_max_num_queries):
    sample.plant_many(300)
    client.get(ITEMS)
    with django_assert_max_num_queries(5):
        client.get(ITEMS, {"limit": "250"})
    with django_assert_max_num_queries(5):
        client.get(ITEMS, {"limit": "5"})
