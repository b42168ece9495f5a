"""``smartcity roadworks import|export``: real files in, the same out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartcity.kernel.refusal import Refused
from smartcity.mobility.roadworks import selectors
from smartcity.mobility.roadworks.commands import group
from smartcity.mobility.roadworks.domain import Text
from smartcity.mobility.roadworks.formats import datex2, wzdx
from smartcity.mobility.roadworks.imports import import_works
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.readers import Format, detect, read
from smartcity.mobility.roadworks.tests.factories import ACTOR, work
from smartcity.mobility.roadworks.vocabulary import State

pytestmark = pytest.mark.usefixtures("city")


def run(*words: str) -> Result:
    return CliRunner().invoke(group, list(words))


@pytest.fixture
def examples(shared_data: Path) -> list[Path]:
    found = sorted((shared_data / "roadworks" / "wzdx" / "examples" / "WorkZoneFeed").glob("*.geojson"))
    assert found
    return found


@pytest.fixture
def datex_file(tmp_path: Path) -> Path:
    """A DATEX II v3 file of this project's own writing, with works that go on today."""
    now = datetime.now(UTC).replace(microsecond=0)
    works = [
        work(
            title=Text("DATEX-Baustelle"),
            start=now - timedelta(days=1),
            end=now + timedelta(days=9),
            state=State.ACTIVE,
        )
    ]
    file = tmp_path / "baustellen.xml"
    file.write_bytes(b"".join(datex2.write(works, publisher="Stadt", now=now)))
    return file


def test_works_outside_the_city_are_refused_item_by_item(examples: list[Path]):
    for file in examples:
        result = run("import", str(file))
        assert result.exit_code == 1
        features = json.loads(file.read_text())["features"]
        refused = [line for line in result.stderr.splitlines() if "außerhalb der Stadt" in line]
        assert len(refused) == len(features)
        assert all(feature["id"] in result.stderr for feature in features)
    assert not Roadwork.objects.exists()


def test_works_outside_the_city_are_taken_when_wanted_and_given_on_without_loss(examples: list[Path]):
    for file in examples:
        given_features = json.loads(file.read_text())["features"]
        result = run("import", str(file), "--outside-city", "--json", "-")
        assert result.exit_code == 0, result.stderr
        assert json.loads(result.stdout)["created"] == len(given_features)
        again = run("import", str(file), "--outside-city", "--json", "-")
        assert json.loads(again.stdout)["unchanged"] == len(given_features)
        ids = [feature["id"] for feature in given_features]
        stored = selectors.exported(Roadwork.objects.filter(source_id__in=ids))
        document = json.loads(b"".join(wzdx.write(stored, feed_info={})))
        exported = {feature["id"]: _comparable(feature) for feature in document["features"]}
        assert exported == {feature["id"]: _comparable(feature) for feature in given_features}


def _comparable(value: Any) -> Any:
    """Equal instants are equal whether written with "Z" or an offset, and 5 is 5.0."""
    if isinstance(value, dict):
        return {key: _comparable(item) for key, item in value.items() if key != "smartcity"}
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) and "T" in value else value
    except ValueError:
        return value


def test_a_datex_file_is_seen_on_page_layer_and_feeds(datex_file: Path, client: Client):
    assert run("import", str(datex_file)).exit_code == 0
    assert "DATEX-Baustelle" in client.get("/baustellen").content.decode()
    items = client.get("/ogc/collections/baustellen/items?f=json").json()
    assert [feature["properties"]["title"] for feature in items["features"]] == ["DATEX-Baustelle"]
    assert "DATEX-Baustelle" in run("export", "--format", "datex2").stdout


def test_export_can_be_imported_again(datex_file: Path):
    run("import", str(datex_file))
    row = Roadwork.objects.get()
    for kind in ("wzdx", "datex2"):
        document = run("export", "--format", kind).stdout_bytes
        (item,) = read(document)
        assert item.roadwork is not None
        assert (item.roadwork.title.de, item.roadwork.source_id) == ("DATEX-Baustelle", row.source_id)


def test_a_broken_file_is_refused_as_a_whole(tmp_path: Path):
    file = tmp_path / "kaputt.json"
    file.write_text('{"type": "FeatureCollection", "features": [')
    result = run("import", str(file))
    assert isinstance(result.exception, Refused)
    assert result.exception.refusals[0].place.startswith("Zeile 1")


def test_strict_refuses_the_file_with_one_bad_item(examples: list[Path]):
    result = run("import", str(examples[0]), "--strict")
    assert isinstance(result.exception, Refused)
    assert not Roadwork.objects.exists()


def test_a_dry_run_stores_nothing(datex_file: Path):
    result = run("import", str(datex_file), "--dry-run")
    assert result.exit_code == 0
    assert "nichts gespeichert" in result.stdout
    assert not Roadwork.objects.exists()


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (b'\xef\xbb\xbf<?xml version="1.0"?>', Format.DATEX2),
        (b' {"type": "FeatureCollection"}', Format.WZDX),
        (b'{"roadworks": []}', Format.AUTOBAHN),
        (b"id;title\n1;x", Format.CSV),
    ],
)
def test_formats_are_told_from_their_beginning(document: bytes, kind: Format):
    assert detect(document) is kind


def test_a_table_is_read_with_a_mapping_of_its_columns(tmp_path: Path):
    table, mapping = tmp_path / "liste.csv", tmp_path / "spalten.toml"
    table.write_text(
        "Nr;Wo;Von;Bis;X;Y\n"
        "1;Königstraße;01.03.2027;05.03.2027;6.762;51.4345\n"
        "2;Hauptstraße;05.03.2027;01.03.2027;6.762;51.4345\n",
        encoding="utf-8",
    )
    mapping.write_text(
        'source_id = "Nr"\nstreet_names = "Wo"\nstart = "Von"\nend = "Bis"\nlongitude = "X"\nlatitude = "Y"\n'
        'source_system = "=Liste"\n',
        encoding="utf-8",
    )
    result = run("import", str(table), "--mapping", str(mapping))
    assert "1 neu" in result.stdout
    assert "Eintrag 2 (2)" in result.stderr
    assert Roadwork.objects.get().source_system == "Liste"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def _changed(document: dict[str, Any], path: list[int], value: Any) -> dict[str, Any]:
    """The document with one member, chosen by `path`, replaced."""
    found: Any = json.loads(json.dumps(document))
    place: Any = found
    key: Any = "features"
    for number in path:
        inner = place[key]
        if isinstance(inner, dict) and inner:
            place, key = inner, sorted(inner)[number % len(inner)]
        elif isinstance(inner, list) and inner:
            place, key = inner, number % len(inner)
    place[key] = value
    return found  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def sound_feed() -> dict[str, Any]:
    info = wzdx.feed_info(wzdx.Publisher("Stadt"), now=datetime(2027, 1, 1, tzinfo=UTC))
    document: dict[str, Any] = json.loads(b"".join(wzdx.write([work(), work()], feed_info=info)))
    return document


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.lists(st.integers(0, 50), min_size=1, max_size=7), value=JSON)
def test_any_damage_to_a_feed_is_refused_or_stored_soundly(sound_feed: dict[str, Any], path: list[int], value: Any):
    document = json.dumps(_changed(sound_feed, path, value)).encode()
    report = _imported(document)
    if report is not None:
        assert report.accepted + len(report.refused) == report.total
        assert all(refusal.rule for item in report.refused for refusal in item.refusals)


def _imported(document: bytes) -> Any:
    try:
        return import_works(actor=ACTOR, items=_items(document), bounds=None, dry_run=True)
    except Refused:
        return None


def _items(document: bytes) -> Iterator[Any]:
    return read(document, Format.WZDX)
