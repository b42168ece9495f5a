"""Tables and the Autobahn API: sound entries are read as meant, broken ones refused with place and rule."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime

import pytest

from smartcity.kernel.refusal import Refused
from smartcity.mobility.roadworks import readers
from smartcity.mobility.roadworks.formats import autobahn, csv_table
from smartcity.mobility.roadworks.tests.recordings import RECORDED, reasons, recorded, works
from smartcity.mobility.roadworks.vocabulary import (
    Direction,
    GeometryType,
    State,
    VehicleImpact,
)


def test_the_autobahn_api_is_read_with_estimated_ends() -> None:
    items = list(readers.read(recorded("autobahn_roadworks.json")))
    first, second = items[0].roadwork, items[1].roadwork
    assert first is not None
    assert second is not None
    assert (first.source_id, first.street_names) == ("ROADWORKS__beispiel.nw__4711", ("A40",))
    assert (first.end, first.end_verified) == (datetime(2026, 10, 30, 19, tzinfo=UTC), False)
    assert (first.state, first.direction) == (State.ACTIVE, Direction.UNKNOWN)
    assert [one.value for one in first.restrictions] == [325.0]
    assert first.vehicle_impact is VehicleImpact.SOME_LANES_CLOSED
    assert (second.start, second.end) == (
        datetime(2026, 4, 7, 18, tzinfo=UTC),
        datetime(2026, 12, 31, 22, 59, tzinfo=UTC),
    )
    assert (second.full_closure, second.state) == (True, State.PLANNED)
    assert "nur den Monat" in items[1].remarks[0].rule
    assert reasons(items) == {
        2: [("roadworks[2].description", "Das Ende fehlt.")],
        3: [("roadworks[3].coordinate", "Die Ortsangabe fehlt oder ist nicht lesbar.")],
        4: [("roadworks[4]", "Erwartet wird ein Objekt."), ("roadworks[4].identifier", "Das Pflichtfeld fehlt.")],
    }


def test_another_json_is_no_answer_of_the_autobahn_api() -> None:
    with pytest.raises(Refused, match="keine Antwort der Autobahn-API"):
        list(autobahn.read(b'{"webcam": []}'))


def mapping() -> dict[str, str]:
    return tomllib.loads((RECORDED / "works_mapping.toml").read_text())


def test_a_table_in_latin_1_is_read_by_its_mapping() -> None:
    sewer, track = works(readers.read(recorded("works.csv"), mapping=mapping()))
    assert (sewer.source_system, sewer.source_id) == ("stadtwerke-beispiel", "K-1")
    assert (sewer.start, sewer.end) == (datetime(2026, 3, 2, 6, tzinfo=UTC), datetime(2026, 3, 27, 22, 59, tzinfo=UTC))
    assert sewer.geometry.lines == (((6.7637, 51.4339), (6.7671, 51.4347)),)
    assert (sewer.title.de, sewer.lines, sewer.speed_limit_kph) == ("Kanal; 1. Abschnitt", ("901", "903"), 30.0)
    assert sewer.foreign == {"csv": {"Firma": "Muster GmbH"}}
    assert (track.end, track.full_closure) == (datetime(2026, 4, 15, 3, 30, tzinfo=UTC), True)
    assert (track.geometry.type, track.title.de) == (GeometryType.MULTI_POINT, "Gleisbau\nin zwei Nächten")


def test_a_broken_table_is_refused_row_by_row_with_line_and_column() -> None:
    found = reasons(readers.read(recorded("works_broken.csv")))
    columns = {
        0: "Zeile 2, Spalte „end“",
        1: "Zeile 3, Spalte „start“",
        2: "Zeile 4, Spalte „wkt“",
        3: "Zeile 5, Spalte „wkt“",
        4: "Zeile 6, Spalte „full_closure“",
        5: "Zeile 7, Spalte „street_names“",
        6: "Zeile 8",
        8: "Zeile 10, Spalte „source_id“",
        9: "Zeile 11, Spalte „wkt“",
        10: "Zeile 12, Spalte „start“",
    }
    assert {index: place for index, [(place, _), *_] in found.items()} == columns
    assert found[2][0][1] == "Der Umriss der Fläche kreuzt oder berührt sich selbst."


def test_metres_of_utm_zone_32_become_degrees() -> None:
    (work,) = works(csv_table.read(b"id,quelle,strasse,von,bis,ostwert,nordwert\n1,a,b,2.3.26,3.3.26,344000,5700000\n"))
    assert work.geometry.lines[0][0] == pytest.approx((6.75, 51.43), abs=0.02)


@pytest.mark.parametrize(
    ("document", "wanted", "places"),
    [
        (b"", None, ["Zeile 1"]),
        (b"\x89PNG\r\n\x1a\n\0\0", None, ["Dokument"]),
        (b"id;id\n", None, ["Zeile 1"]),
        (b"id;quelle;strasse;von;bis\n", None, ["Zeile 1"]),
        (b"id;von;bis;lon;lat\n", None, ["Zeile 1", "Zeile 1"]),
        (recorded("works.csv"), {"ende": "Bauende"}, ["Zuordnung ende", *["Zeile 1"] * 3]),
        (recorded("works.csv"), mapping() | {"state": "Zustand"}, ["Zuordnung state"]),
    ],
)
def test_a_table_that_cannot_fit_is_refused_whole(
    document: bytes, wanted: dict[str, str] | None, places: list[str]
) -> None:
    with pytest.raises(Refused) as error:
        list(csv_table.read(document, wanted))
    assert [one.place for one in error.value.refusals] == places


def test_an_open_quote_names_the_line_where_its_row_begins() -> None:
    text = b'id;quelle;strasse;von;bis;lon;lat\n1;a;"b;2.3.26;3.3.26;6,7;51,4\n'
    assert reasons(csv_table.read(text)) == {0: [("Zeile 2", "Die Zeile ist kein gültiges CSV.")]}


def test_spreadsheets_may_announce_their_separator_and_write_utf_16() -> None:
    text = "sep=|\r\nid|quelle|strasse|von|bis|lon|lat\r\n1|a|Straße|2.3.26|3.3.26|6,7|51,4\r\n"
    (work,) = works(csv_table.read(text.encode("utf-16")))
    assert work.street_names == ("Straße",)


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT EMPTY",
        "POINT (nan nan)",
        "LINESTRING (1e400 2, 3 4)",
        "GEOMETRYCOLLECTION (POINT (6 51))",
        "CURVEPOLYGON ((0 0, 1 1, 1 0, 0 0))",
        "MULTILINESTRING ((6 51, 6.1 51), (6.2 51, 6.3 51))",
        "SRID=25832;POINT EMPTY",
        "SRID=25832;LINESTRING (nan 1, 1e30 1e30)",
        f"SRID={'9' * 5000};POINT (1 2)",
    ],
)
def test_odd_geometries_are_refused_by_their_column(wkt: str) -> None:
    found = reasons(csv_table.read(f'id;quelle;strasse;von;bis;wkt\n1;a;b;2.3.26;3.3.26;"{wkt}"'.encode()))
    assert found[0][0][0].startswith("Zeile 2, Spalte „wkt“")
