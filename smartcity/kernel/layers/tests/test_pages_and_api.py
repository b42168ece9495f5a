"""The descriptors for the map, and the interfaces as pages."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db
PAGES = [
    "/ogc/",
    "/ogc/conformance",
    "/ogc/api",
    "/ogc/collections",
    "/ogc/collections/baeume",
    "/ogc/collections/baeume/schema",
    "/ogc/collections/baeume/queryables",
    "/ogc/collections/baeume/items",
    "/ogc/collections/baeume/items/a-1",
    "/ogc/collections/baeume/tiles",
    "/ogc/collections/baeume/tiles/WebMercatorQuad",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_document_is_a_page_for_browsers(client, trees, address, language):
    headers = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": language}
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    text = response.content.decode()
    assert text.count("<h1") == 1
    assert f'lang="{language}"' in text


@pytest.mark.parametrize("address", PAGES)
def test_programs_get_json(client, trees, address):
    for headers in ({}, {"Accept": "application/json"}, {"Accept": "*/*"}):
        assert "json" in client.get(address, headers=headers)["Content-Type"]
    assert "json" in client.get(f"{address}?f=json", headers={"Accept": "text/html"})["Content-Type"]
    assert "html" in client.get(f"{address}?f=html", headers={"Accept": "application/json"})["Content-Type"]


def test_the_items_page_shows_values_as_people_read_them(client, trees):
    text = client.get("/ogc/collections/baeume/items?f=html").content.decode()
    for word in ("Eiche &quot;Große&quot;", "01.04.1990", "12,5 m", "31.01.2026 13:00", "ja", "nein"):
        assert word in text


def test_descriptors_tell_the_map_everything(client, trees):
    response = client.get("/api/v1/layers", follow=True)
    body = response.json()
    assert body["count"] == 1
    (found,) = body["items"]
    assert found["slug"] == "baeume"
    assert found["count"] == {"value": 3, "estimated": False}
    assert found["bbox"] == [6.65, 51.4, 6.76, 51.5]
    assert found["style"]["classes"][0]["value"] == "oak"
    assert found["freshness"]["changed_at"].endswith("Z")
    assert client.get(found["items_url"]).status_code == 200
    assert client.get(found["tiles_url"].format(z=0, y=0, x=0)).status_code == 200
    for address in found["downloads"].values():
        assert client.get(address).status_code == 200


def test_descriptors_speak_the_readers_language(client, trees):
    assert client.get("/api/v1/layers/baeume", headers={"Accept-Language": "en"}).json()["title"] == "Trees"
    assert client.get("/api/v1/layers/baeume").json()["title"] == "Bäume"
    assert client.get("/api/v1/layers/nichts").status_code == 404


def test_a_list_of_layers_asks_the_database_little_when_nothing_changed(client, trees, django_assert_max_num_queries):
    client.get("/api/v1/layers/baeume")
    with django_assert_max_num_queries(2):
        client.get("/api/v1/layers/baeume")


def test_the_citys_own_layers_stand(client, city):
    body = client.get("/ogc/collections").json()
    slugs = {collection["id"] for collection in body["collections"]}
    assert {"stadtbezirke", "ortsteile", "orte", "aemter"} <= slugs
    assert client.get("/ogc/collections/stadtbezirke/items").json()["numberMatched"] == 7
    assert client.get("/ogc/collections/ortsteile/items").json()["numberMatched"] == 46
    for slug in ("stadtbezirke", "ortsteile", "orte", "aemter"):
        assert client.get(f"/ogc/collections/{slug}/tiles/WebMercatorQuad/10/340/531").content
        assert b"".join(client.get(f"/ogc/collections/{slug}/download.csv"))
        assert b"".join(client.get(f"/ogc/collections/{slug}/download.gpkg"))
