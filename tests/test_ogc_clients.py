"""GDAL's OGC API client (the one inside QGIS and ogr2ogr) reads the running server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest

from smartcity.kernel.layers import descriptions, exchange, facts, openapi, registry, selectors, watching
from smartcity.kernel.layers.registry import all_layers
from smartcity.kernel.layers.tests import sample

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 2_345


@pytest.fixture
def server(transactional_db: None, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A running server with the city, and a layer of trees that needs several pages."""
    from smartcity.cli.schema import fill_city
    from smartcity.config.env import environment

    fill_city(environment().SMARTCITY_CITY)
    sample.create_table()
    sample.plant()
    sample.plant_many(COUNT)
    known = {**all_layers(), sample.LAYER.slug: sample.LAYER}
    for module in (registry, descriptions, openapi, selectors, watching):
        monkeypatch.setattr(module, "all_layers", lambda: known)
    for module in (registry, exchange, selectors):
        monkeypatch.setattr(module, "layer_named", known.get)
    facts.forget()
    yield f"OAPIF:{live_server.url}/ogc"
    sample.drop_table()


def read(server: str, layer: str, **more: Any) -> tuple[dict[str, Any], list[dict[str, Any]], Any]:
    meta, _fids, shapes, columns = pyogrio.raw.read(server, layer=layer, **more)
    return meta, [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)], shapes


def test_every_layer_is_listed_and_read_whole(server):
    from django.test import Client

    listed = {name for name, _kind in pyogrio.list_layers(server)}
    assert listed == set(descriptions.all_layers())
    for slug in listed:
        expected = Client().get(f"/ogc/collections/{slug}/items?limit=1").json()["numberMatched"]
        _meta, rows, _shapes = read(server, slug)
        assert len(rows) == expected, slug


def test_pages_are_followed_to_the_end_without_repeating(server):
    meta, rows, shapes = read(server, "baeume")
    assert len(rows) == COUNT + 3
    assert len(shapes) == COUNT + 3
    assert len({row["name"] for row in rows}) == COUNT + 3
    assert meta["geometry_type"] == "Point"


def test_box_and_attribute_filters_are_answered_by_the_server(server):
    _meta, rows, _shapes = read(server, "baeume", bbox=(6.6999, 51.3999, 6.7001, 51.4001))
    assert "=1+1" in {row["name"] for row in rows}
    assert len(rows) < 10
    _meta, rows, _shapes = read(server, "baeume", where="kind = 'oak' AND number = 1")
    assert {row["kind"] for row in rows} == {"oak"}
    assert len(rows) == 2
    _meta, rows, _shapes = read(server, "baeume", where="name = 'O''Neil'")
    assert [row["name"] for row in rows] == ["O'Neil"]


def test_filters_reach_the_server_as_cql2(server, tmp_path: Path):
    log = tmp_path / "gdal.log"
    pyogrio.set_gdal_config_options({"CPL_DEBUG": "ON", "CPL_LOG": str(log)})
    try:
        read(server, "baeume", where="height > 12 AND kind IN ('oak', 'elm')")
    finally:
        pyogrio.set_gdal_config_options({"CPL_DEBUG": None, "CPL_LOG": None})
    if log.is_file() and (text := log.read_text(errors="replace")):
        assert "filter=" in text
    os.environ.pop("CPL_LOG", None)


def test_other_coordinate_systems_come_out_in_their_own_axis_order(server):
    _meta, _rows, degrees = read(server, "baeume", where="name = 'O''Neil'")
    assert point(degrees[0]) == pytest.approx((6.65, 51.50))
    meta, _rows, metres = read(server, "baeume", where="name = 'O''Neil'", CRS="EPSG:25832")
    assert meta["crs"] == "EPSG:25832"
    assert point(metres[0]) == pytest.approx((336891.6, 5708053.6), abs=5)
    meta, _rows, turned = read(server, "baeume", where="name = 'O''Neil'", CRS="EPSG:4326")
    assert point(turned[0]) == pytest.approx((6.65, 51.50))


def point(wkb: bytes) -> tuple[float, float]:
    import struct

    return struct.unpack_from("<dd", wkb, 5)
