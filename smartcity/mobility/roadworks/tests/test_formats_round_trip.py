from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from lxml import etree
from referencing import Registry, Resource

from smartcity.kernel.refusal import Refused
from smartcity.mobility.roadworks.domain import Roadwork, Text, line_string
from smartcity.mobility.roadworks.formats import autobahn, csv_table, datex2, wzdx
from smartcity.mobility.roadworks.formats.item import Item
from smartcity.mobility.roadworks.tests.recordings import recorded
from smartcity.mobility.roadworks.tests.strategies import roadworks

NOW = datetime(2026, 3, 1, tzinfo=UTC)
INFO = wzdx.feed_info(wzdx.Publisher("Stadt"), now=NOW)
slow = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def as_wzdx(*works: Roadwork) -> bytes:
    return b"".join(wzdx.write(works, feed_info=INFO))


def as_datex2(*works: Roadwork) -> bytes:
    return b"".join(datex2.write(works, publisher="Stadt", now=NOW))


@slow
@given(roadworks())
def test_wzdx_gives_back_every_roadwork_unchanged(roadwork: Roadwork) -> None:
    (item,) = wzdx.read(as_wzdx(roadwork))
    assert item.refusals == ()
    assert item.roadwork == roadwork


@slow
@given(roadworks())
def test_datex2_gives_back_every_roadwork_unchanged(roadwork: Roadwork) -> None:
    (item,) = datex2.read(as_datex2(roadwork))
    assert item.refusals == ()
    assert item.roadwork == roadwork


@slow
@given(roadworks())
def test_datex2_is_valid_against_the_schema(schema: etree.XMLSchema, roadwork: Roadwork) -> None:
    schema.assertValid(etree.fromstring(as_datex2(roadwork)))


@pytest.fixture(scope="module")
def schema(shared_data: Path) -> etree.XMLSchema:
    path = shared_data / "roadworks" / "datex2_v3_xsd" / "DATEXII_3_MessageContainer.xsd"
    if not path.exists():
        pytest.skip("DATEX II schemas are not beside this checkout")
    return etree.XMLSchema(etree.parse(str(path)))


def positions(least: int) -> dict[str, object]:
    position = {"type": "array", "minItems": 2, "items": {"type": "number"}}
    return {"type": "array", "minItems": least, "items": position}


def geometry(kind: str, coordinates: dict[str, object]) -> dict[str, object]:
    return {
        "$id": f"https://geojson.org/schema/{kind}.json",
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {"type": {"enum": [kind]}, "coordinates": coordinates},
    }


@pytest.fixture(scope="module")
def wzdx_schema(shared_data: Path) -> Draft7Validator:
    folder = shared_data / "roadworks" / "wzdx" / "schemas" / "4.2"
    if not folder.is_dir():
        pytest.skip("WZDx schemas are not beside this checkout")
    schemas = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    schemas += [geometry("LineString", positions(2)), geometry("MultiPoint", positions(1))]
    schemas.append(geometry("Point", {"type": "array", "minItems": 2}))
    registry: Registry[object] = Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in schemas])
    return Draft7Validator(json.loads((folder / "WorkZoneFeed.json").read_text()), registry=registry)


@slow
@given(roadworks())
def test_wzdx_is_valid_against_the_schema(wzdx_schema: Draft7Validator, roadwork: Roadwork) -> None:
    assert list(wzdx_schema.iter_errors(json.loads(as_wzdx(roadwork)))) == []


def test_official_wzdx_examples_come_back_without_loss(shared_data: Path) -> None:
    paths = sorted((shared_data / "roadworks" / "wzdx" / "examples" / "WorkZoneFeed").glob("*.geojson"))
    assert paths
    for path in paths:
        feed = wzdx.read_feed(path.read_bytes())
        works = [item.roadwork for item in feed.items if item.roadwork]
        assert json.loads(b"".join(wzdx.write(works, feed_info=feed.feed_info))) == json.loads(path.read_bytes())


SAMPLE = Roadwork(
    source_system="s", source_id="1", geometry=line_string((6.7, 51.4), (6.8, 51.4)), start=NOW, end=NOW,
    street_names=("Königstraße",), title=Text("Titel"),
)  # fmt: skip


DOCUMENTS = [
    (wzdx.read, as_wzdx(SAMPLE)),
    (datex2.read, as_datex2(SAMPLE)),
    (autobahn.read, recorded("autobahn_roadworks.json")),
    (csv_table.read, recorded("works_broken.csv")),
]


@pytest.mark.parametrize(("read", "document"), DOCUMENTS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_broken_bytes_are_refused_and_never_crash(
    read: Callable[[bytes], Iterator[Item]], document: bytes, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(document)))
    end = data.draw(st.integers(start, min(len(document), start + 30)))
    broken = document[:start] + data.draw(st.binary(max_size=8)) + document[end:]
    with suppress(Refused):
        assert all(item.roadwork or item.refusals for item in read(broken))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_json_in_any_place_is_refused_and_never_crashes(data: st.DataObject) -> None:
    read, text = data.draw(st.sampled_from([(wzdx.read, as_wzdx(SAMPLE)), DOCUMENTS[2]]))
    document = json.loads(text)
    holder: Any = document
    while isinstance(holder, dict | list) and holder:
        key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
        if data.draw(st.booleans()) or not isinstance(holder[key], dict | list):
            holder[key] = data.draw(json_values)
            break
        holder = holder[key]
    with suppress(Refused):
        assert all(item.roadwork or item.refusals for item in read(json.dumps(document).encode()))
