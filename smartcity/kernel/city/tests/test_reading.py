"""Foreign input never ends in anything but records or refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartcity.kernel.city.boundary_files import read_boundaries
from smartcity.kernel.city.folder import read_folder
from smartcity.kernel.city.reading import Findings
from smartcity.kernel.city.shapes import ShapeError, area_of
from smartcity.kernel.refusal import Refusal, Refused

NAMES = {"11": "Oberdorf", "12": "Unterdorf"}
REUSED = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

numbers = st.one_of(st.integers(), st.floats(), st.integers(-90, 90), st.none(), st.booleans(), st.text(max_size=3))
coordinates = st.recursive(st.lists(numbers, max_size=3), lambda inner: st.lists(inner, max_size=5), max_leaves=20)
kinds = st.sampled_from(["Polygon", "MultiPolygon", "GeometryCollection", "Point", None])
geometries = st.one_of(
    st.none(),
    st.text(max_size=5),
    st.fixed_dictionaries({"type": kinds, "coordinates": coordinates}),
    st.fixed_dictionaries({"type": kinds, "geometries": st.lists(st.fixed_dictionaries({"type": kinds}), max_size=2)}),
)
features = st.fixed_dictionaries(
    {
        "type": st.just("Feature"),
        "properties": st.one_of(st.none(), st.dictionaries(st.sampled_from(["number", "name"]), numbers)),
        "geometry": geometries,
    }
)


@given(geometries)
def test_any_geometry_is_an_area_or_an_error_with_a_place(geometry: object) -> None:
    place = "geometry"
    try:
        valid = area_of(geometry).is_valid
    except ShapeError as error:
        valid, place = bool(error.rule), error.place
    assert valid
    assert place.startswith("geometry")


@REUSED
@given(st.one_of(st.lists(features, max_size=3), st.integers(), st.text(max_size=4)))
def test_any_boundary_file_is_read_or_refused(tmp_path: Path, content: object) -> None:
    path = tmp_path / "11_x.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": content}))
    findings = Findings()
    boundaries = read_boundaries([path], NAMES, findings)
    assert boundaries or findings.refusals
    assert all(refusal.place.startswith("11_x.geojson") for refusal in findings.refusals)


@REUSED
@given(
    st.sampled_from(
        ["city.toml", "districts.csv", "offices.toml", "places.toml", "streets.geojson", "outline.geojson"]
    ),
    st.integers(0, 400),
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
        st.sampled_from(['"', "[", "]]", "\n", "\x00", "1e999", "-1", "true", ","]),
    ),
)
def test_a_file_with_anything_written_into_it_is_read_or_refused(
    folder: Path, name: str, position: int, noise: str
) -> None:
    path = folder / name
    text = path.read_text()
    refusals: tuple[Refusal, ...] = ()
    path.write_text(text[:position] + noise + text[position:], encoding="utf-8")
    try:
        read_folder(folder)
    except Refused as error:
        refusals = error.refusals
    finally:
        path.write_text(text)
    assert all(refusal.place and refusal.rule for refusal in refusals)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[" * 100_000, "kein gültiges JSON"),
        ('{"type": "FeatureCollection", "features": [', "kein gültiges JSON"),
        ('{"type": "FeatureCollection", "features": []}', "enthält keine GeoJSON-Flächen"),
        ('{"type": "Topology"}', "enthält keine GeoJSON-Flächen"),
        (
            '{"type": "Polygon", "coordinates": [], "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}}',
            "müssen in WGS 84",
        ),
        ('{"type": "Polygon", "coordinates": [[[1' + "0" * 400 + ", 1], [2, 2], [3, 1], [1, 1]]]}", "nicht in WGS 84"),
    ],
    ids=["nesting", "cut off", "empty", "other format", "other system", "huge number"],
)
def test_broken_boundary_files_are_refused(tmp_path: Path, content: str, expected: str) -> None:
    path = tmp_path / "11_x.json"
    path.write_text(content)
    findings = Findings()
    assert read_boundaries([path], NAMES, findings) == []
    assert expected in str(findings.refusals[0])


def test_an_empty_folder_of_boundaries_is_refused(tmp_path: Path) -> None:
    findings = Findings()
    assert read_boundaries([tmp_path], NAMES, findings) == []
    assert "enthält keine GeoJSON-Datei" in str(findings.refusals[0])


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("districts.csv", "Unterdorf", "Oberdorf", "Den Namen gibt es schon"),
        ("districts.csv", "9000", "99999999999", "Der Wert ist zu groß."),
        ("districts.csv", "60.5", "inf", "endliche Zahl"),
        ("districts.csv", "11,quarter,1,Oberdorf", "11,quarter,1,Oberdorf,mehr", "Diese Angabe ist hier nicht bekannt"),
        ("offices.toml", "Marktplatz", "Markt\\u0000platz", "nicht die verlangte Form"),
        ("city.toml", "https://musterstadt.example/", "ftp://musterstadt.example/", "Webadresse mit https://"),
        ("city.toml", "https://musterstadt.example/", "https://x.example/" + "y" * 300, "zu lang"),
        ("city.toml", "easter_offset = -47", "month = 2\nday = 30", "Diesen Tag hat der Monat nicht."),
        (
            "offices.toml",
            'days = ["th"], opens = 14:00:00',
            'days = ["th"], valid_from = 2026-07-01, opens = 11:00:00',
            "Öffnungszeiten überschneiden sich.",
        ),
    ],
)
def test_what_the_database_could_not_take_is_refused_before(
    folder: Path, name: str, old: str, new: str, expected: str
) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    with pytest.raises(Refused) as error:
        read_folder(folder)
    assert any(expected in str(refusal) for refusal in error.value.refusals), error.value


def test_times_in_different_spans_of_days_may_overlap(folder: Path) -> None:
    text = (folder / "offices.toml").read_text()
    summer = '{ days = ["th"], valid_from = 2026-07-01, valid_to = 2026-07-31, opens = 14:00:00'
    winter = '{ days = ["th"], valid_from = 2026-12-01, opens = 13:00:00, closes = 17:00:00 },\n  '
    (folder / "offices.toml").write_text(text.replace('{ days = ["th"], opens = 14:00:00', winter + summer))
    assert len(read_folder(folder).offices[0].opening) == 3
