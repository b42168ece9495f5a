"""GDAL's OGC API client (the one inside QGIS and ogr2ogr) reads the running server."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from smartcity.kernel.layers import facts
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
    monkeypatch.setitem(all_layers(), sample.LAYER.slug, sample.LAYER)
    facts.forget()
    try:
        yield f"OAPIF:{live_server.url}/ogc"
    finally:
        sample.drop_table()


# GDAL holds Python's lock while it waits for the server, which here runs in a thread: so it gets a process of its own
CLIENT = """
import json, sys, pyogrio
address, layer, more = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
if "bbox" in more:
    more["bbox"] = tuple(more["bbox"])
pyogrio.set_gdal_config_options({"CPL_DEBUG": "ON", "GDAL_HTTP_TIMEOUT": "30"})
if not layer:
    print(json.dumps([str(name) for name, kind in pyogrio.list_layers(address)]))
else:
    meta, fids, shapes, columns = pyogrio.raw.read(address, layer=layer, **more)
    rows = [dict(zip(meta["fields"], map(str, row))) for row in zip(*columns)]
    shapes = [None if shape is None else shape.hex() for shape in shapes]
    print(json.dumps({"crs": meta["crs"], "type": meta["geometry_type"], "rows": rows, "shapes": shapes}))
"""


def ask(server: str, layer: str = "", **more: Any) -> tuple[Any, str]:
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, server, layer, json.dumps(more)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout), done.stderr


def read(server: str, layer: str, **more: Any) -> tuple[dict[str, Any], list[dict[str, Any]], list[bytes]]:
    found, _log = ask(server, layer, **more)
    return found, found["rows"], [bytes.fromhex(shape) for shape in found["shapes"]]


def test_every_layer_is_listed_and_read_whole(server):
    from django.test import Client

    listed = set(ask(server)[0])
    assert listed == set(all_layers())
    for slug in listed:
        expected = Client().get(f"/ogc/collections/{slug}/items?limit=1").json()["numberMatched"]
        _meta, rows, _shapes = read(server, slug)
        assert len(rows) == expected, slug


def test_pages_are_followed_to_the_end_without_repeating(server):
    meta, rows, shapes = read(server, "baeume")
    assert len(rows) == COUNT + 3
    assert len(shapes) == COUNT + 3
    assert len({row["name"] for row in rows}) == COUNT + 3
    assert meta["type"] == "Point"


def test_box_and_attribute_filters_are_answered_by_the_server(server):
    _meta, rows, _shapes = read(server, "baeume", bbox=(6.6999, 51.3999, 6.7001, 51.4001))
    assert "=1+1" in {row["name"] for row in rows}
    assert len(rows) < 10
    _meta, rows, _shapes = read(server, "baeume", where="kind = 'oak' AND number = 1")
    assert {row["kind"] for row in rows} == {"oak"}
    assert len(rows) == 2
    _meta, rows, _shapes = read(server, "baeume", where="name = 'O''Neil'")
    assert [row["name"] for row in rows] == ["O'Neil"]


def test_filters_reach_the_server_as_cql2(server):
    _found, log = ask(server, "baeume", where="height > 12 AND kind IN ('oak', 'elm')")
    assert "filter=" in log


def test_other_coordinate_systems_come_out_in_their_own_axis_order(server):
    _meta, _rows, degrees = read(server, "baeume", where="name = 'O''Neil'")
    assert point(degrees[0]) == pytest.approx((6.65, 51.50))
    meta, _rows, metres = read(server, "baeume", where="name = 'O''Neil'", CRS="EPSG:25832")
    assert meta["crs"] == "EPSG:25832"
    assert point(metres[0]) == pytest.approx((336890.31, 5708047.64), abs=0.02)
    meta, _rows, turned = read(server, "baeume", where="name = 'O''Neil'", CRS="EPSG:4326")
    assert point(turned[0]) == pytest.approx((6.65, 51.50))


def point(wkb: bytes) -> tuple[float, float]:
    return struct.unpack_from("<dd", wkb, 5)
