"""Vector tiles: content, versions, caching, sampling."""

from __future__ import annotations

import math
from pathlib import Path

import pyogrio
import pytest
from django.db import connection
from django.test import Client

from smartcity.kernel.layers import tiles
from smartcity.kernel.layers.declaration import Layer
from smartcity.kernel.layers.tests import sample
from smartcity.kernel.layers.tiles import Place, Tile, TileCache

TILES = "/ogc/collections/baeume/tiles/WebMercatorQuad"
pytestmark = pytest.mark.django_db


def place_of(lon: float, lat: float, z: int) -> tuple[int, int]:
    x = int((lon + 180) / 360 * 2**z)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**z)
    return y, x


def read(content: bytes, folder: Path, z: int, y: int, x: int) -> list[dict[str, object]]:
    """The tile's features as GDAL reads them."""
    file = folder / str(z) / str(x) / f"{y}.mvt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    if not content:
        return []
    meta, _fids, _shapes, columns = pyogrio.raw.read(f"MVT:{file}", layer="baeume", read_geometry=True)
    return [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]


def test_a_tile_holds_the_public_rows_in_it_with_their_short_properties(client: Client, trees: Layer, tmp_path: Path):
    y, x = place_of(6.76, 51.43, 14)
    response = client.get(f"{TILES}/14/{y}/{x}")
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    (found,) = read(response.content, tmp_path, 14, y, x)
    assert found["id"] == "a-1"
    assert found["height"] == 12.5
    assert found["name"] == 'Eiche "Große" \\ ü%s'


def test_a_tile_away_from_everything_is_empty(client, trees):
    response = client.get(f"{TILES}/14/0/0")
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("address", ["23/0/0", "2/4/0", "2/0/4", "0/1/0"])
def test_a_tile_outside_the_matrix_is_missing(client, trees, address):
    assert client.get(f"{TILES}/{address}").status_code == 404


def test_tiles_take_the_same_selection_as_items(client, trees, tmp_path):
    y, x = place_of(6.76, 51.43, 9)
    everything = read(client.get(f"{TILES}/9/{y}/{x}").content, tmp_path, 9, y, x)
    assert {row["id"] for row in everything} == {"a-1", "b-2", "c-3"}
    for parameters in ({"filter": "kind = 'oak'"}, {"kind": "oak"}, {"datetime": "1995-01-01", "number": "1"}):
        rows = read(client.get(f"{TILES}/9/{y}/{x}", parameters).content, tmp_path, 9, y, x)
        assert [row["id"] for row in rows] == ["a-1"]
    assert client.get(f"{TILES}/9/{y}/{x}", {"limit": "1"}).status_code == 400


def test_a_tiles_tag_changes_with_the_data_and_only_then(client, trees):
    y, x = place_of(6.76, 51.43, 12)
    first = client.get(f"{TILES}/12/{y}/{x}")
    assert client.get(f"{TILES}/12/{y}/{x}")["ETag"] == first["ETag"]
    unchanged = client.get(f"{TILES}/12/{y}/{x}", headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    for change in (
        lambda: sample.Tree.objects.filter(slug="a-1").update(name="Neu"),
        lambda: sample.Tree.objects.filter(slug="a-1").delete(),
        lambda: sample.plant_many(1),
        lambda: connection.cursor().execute('TRUNCATE "layers_sample_tree"'),
    ):
        before = client.get(f"{TILES}/12/{y}/{x}")["ETag"]
        change()
        after = client.get(f"{TILES}/12/{y}/{x}", headers={"If-None-Match": before})
        assert after.status_code == 200
        assert after["ETag"] != before


def test_without_a_watched_table_nothing_is_kept(client, trees):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM layers_change WHERE table_name = 'layers_sample_tree'")
    response = client.get(f"{TILES}/9/0/0")
    assert "ETag" not in response
    assert response["Cache-Control"] == "public, no-cache"


def test_a_kept_tile_costs_one_question_to_the_database(client, trees, django_assert_num_queries):
    y, x = place_of(6.76, 51.43, 12)
    client.get(f"{TILES}/12/{y}/{x}")
    with django_assert_num_queries(1):
        client.get(f"{TILES}/12/{y}/{x}")


@pytest.mark.parametrize("by_pages", [True, False])
def test_too_many_features_are_sampled_and_said_so(client, layer, monkeypatch, tmp_path, by_pages):
    sample.plant_many(2500)
    with connection.cursor() as cursor:
        cursor.execute('ANALYZE "layers_sample_tree"')
    monkeypatch.setattr(tiles, "MOST_FEATURES", 600)
    monkeypatch.setattr(tiles, "MOST_DETAILED", 100)
    monkeypatch.setattr(tiles, "_pages_are_cheaper", lambda layer, expected: by_pages)
    y, x = place_of(6.7, 51.44, 8)
    response = client.get(f"{TILES}/8/{y}/{x}")
    rows = read(response.content, tmp_path, 8, y, x)
    assert 0 < len(rows) <= 600
    assert response["OGC-Sampled"].endswith("%")
    assert set(rows[0]) - {"mvt_id"} == {"id", "kind"}


def test_the_tile_set_says_where_tiles_are_and_what_they_carry(client, trees):
    (short,) = client.get("/ogc/collections/baeume/tiles").json()["tilesets"]
    assert short["dataType"] == "vector"
    document = client.get(TILES).json()
    assert "name" in document["layers"][0]["propertiesSchema"]["properties"]
    (template,) = [link["href"] for link in document["links"] if link.get("templated")]
    assert template.endswith("/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}")
    matrices = client.get("/ogc/tileMatrixSets/WebMercatorQuad").json()["tileMatrices"]
    assert matrices[0]["scaleDenominator"] == pytest.approx(559082264.028717)
    assert matrices[3]["matrixWidth"] == 8


def test_the_place_of_a_tile_is_the_tile_matrixs():
    assert Place(0, 0, 0).box == pytest.approx((-20037508.34, -20037508.34, 20037508.34, 20037508.34))
    assert Place(1, 0, 1).box == pytest.approx((0, 0, 20037508.34, 20037508.34))


def test_the_cache_drops_the_least_used_beyond_its_bytes():
    cache = TileCache(most_bytes=30)
    for name in "abc":
        cache.put(name, Tile(b"x" * 9, 100))
    assert cache.get("a") is not None
    cache.put("d", Tile(b"x" * 9, 100))
    assert cache.get("b") is None
    assert cache.get("a") is not None
