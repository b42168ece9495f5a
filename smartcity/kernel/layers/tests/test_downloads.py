"""Whole layers as CSV, GeoJSON and GeoPackage."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import tracemalloc

import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartcity.kernel.layers import downloads
from smartcity.kernel.layers.streams import PiecewiseResponse
from smartcity.kernel.layers.tests import sample

HERE = "/ogc/collections/baeume/download"
pytestmark = pytest.mark.django_db


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"), newline="")))


def test_csv_has_every_value_and_runs_no_formula(client, trees):
    response = client.get(f"{HERE}.csv")
    assert response["Content-Disposition"] == 'attachment; filename="baeume.csv"'
    first, second, third = rows_of(response)
    assert (first["id"], first["name"], first["height"]) == ("a-1", 'Eiche "Große" \\ ü%s', "12.5")
    assert (first["lon"], first["lat"], first["geometry"]) == ("6.760000", "51.430000", "POINT(6.76 51.43)")
    assert first["seen"] == "2026-01-31T12:00:00Z"
    assert second["name"] == "'=1+1"
    assert second["number"] == "-2"
    assert third["planted"] == ""


def test_csv_begins_with_a_byte_order_mark_only_when_asked(client, trees):
    assert not b"".join(client.get(f"{HERE}.csv")).startswith(b"\xef\xbb\xbf")
    assert b"".join(client.get(f"{HERE}.csv?bom=true")).startswith(b"\xef\xbb\xbf")
    assert client.get(f"{HERE}.csv?bom=ja").status_code == 400
    assert client.get(f"{HERE}.csv?limit=3").status_code == 400


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=30))
def test_any_text_comes_back_from_csv_and_geojson(client, layer, name):
    sample.Tree.objects.all().delete()
    sample.Tree.objects.create(slug="x", name=name, kind="oak", place="SRID=4326;POINT(6.7 51.4)")
    (row,) = rows_of(client.get(f"{HERE}.csv"))
    expected = f"'{name}" if name[:1] and name[0] in "=+-@\t\r" else name
    assert row["name"] == expected
    assert client.get("/ogc/collections/baeume/items").json()["features"][0]["properties"]["name"] == name


def test_pieces_join_to_the_whole_layer_once(client, layer, monkeypatch):
    monkeypatch.setattr(downloads, "PIECE", 7)
    sample.plant_many(50)
    assert len({row["id"] for row in rows_of(client.get(f"{HERE}.csv"))}) == 50
    body = json.loads(b"".join(client.get(f"{HERE}.geojson")))
    assert len({feature["id"] for feature in body["features"]}) == 50


def test_an_empty_layer_is_an_empty_file(client, layer):
    assert json.loads(b"".join(client.get(f"{HERE}.geojson")))["features"] == []
    assert rows_of(client.get(f"{HERE}.csv")) == []
    assert client.get(f"{HERE}.gpkg").status_code == 200


def test_geopackage_keeps_types_and_places(client, trees, monkeypatch, tmp_path):
    monkeypatch.setattr(downloads, "PIECE", 2)
    file = tmp_path / "baeume.gpkg"
    file.write_bytes(b"".join(client.get(f"{HERE}.gpkg")))
    meta, _fids, shapes, columns = pyogrio.raw.read(file)
    rows = [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
    assert meta["crs"] == "EPSG:4326"
    assert [row["id"] for row in rows] == ["a-1", "b-2", "c-3"]
    assert rows[0]["name"] == 'Eiche "Große" \\ ü%s'
    assert rows[0]["height"] == 12.5
    assert str(rows[0]["planted"]) == "1990-04-01"
    assert str(rows[0]["seen"]).startswith("2026-01-31T12:00")
    assert rows[1]["number"] == -2
    assert rows[2]["felled"] is None or str(rows[2]["felled"]) == "NaT"
    assert len(shapes) == 3


def test_memory_stays_the_same_for_ten_times_the_rows(client, layer, monkeypatch):
    monkeypatch.setattr(downloads, "PIECE", 500)

    def peak() -> int:
        tracemalloc.start()
        for _piece in downloads.geojson_pieces(sample.LAYER):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    sample.plant_many(1_000)
    small = peak()
    sample.Tree.objects.all().delete()
    sample.plant_many(10_000)
    assert peak() < small * 2


def test_an_asgi_server_gets_the_pieces_one_by_one():
    fetched: list[int] = []

    def pieces():
        for number in range(3):
            fetched.append(number)
            yield b"x"

    async def first_piece() -> int:
        response = PiecewiseResponse(pieces())
        async for _piece in response:
            return len(fetched)
        return 0

    assert asyncio.run(first_piece()) == 1
