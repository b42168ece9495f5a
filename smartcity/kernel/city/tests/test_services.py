from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from smartcity.kernel.city import selectors
from smartcity.kernel.city.models import City, District, Office, OpeningRule, Place, SchoolHoliday, Street
from smartcity.kernel.city.services import import_boundaries, load_city
from smartcity.kernel.city.tests.conftest import ACTOR, INVENTED, OWN
from smartcity.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


def square(west: float, south: float, east: float, north: float) -> dict[str, object]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(number: str, geometry: dict[str, object]) -> dict[str, object]:
    return {"type": "Feature", "properties": {"number": number}, "geometry": geometry}


def boundary_file(folder: Path, *features: dict[str, object]) -> Path:
    path = folder / "boundaries.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


def take(*paths: Path) -> object:
    return import_boundaries(actor=ACTOR, files=paths, licence="odbl-1.0", attribution="© OpenStreetMap-Mitwirkende")


def refusals(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [str(refusal) for refusal in error.value.refusals]


def test_the_own_city_is_complete(own_city: Path) -> None:
    city = selectors.current_city()
    assert (city.ags, city.state) == ("05112000", "NW")
    assert District.objects.filter(level="borough").count() == 7
    assert District.objects.filter(level="quarter").count() == 46
    assert Office.objects.filter(key__startswith="buergerservice-").count() == 7
    assert Street.objects.count() >= 150
    assert SchoolHoliday.objects.filter(starts__year=2028).count() == 4


def test_inhabitants_of_boroughs_are_the_sum_of_their_quarters_and_make_up_the_city(own_city: Path) -> None:
    total = 0
    for borough in District.objects.filter(level="borough").prefetch_related("quarters"):
        parts = sum(quarter.inhabitants or 0 for quarter in borough.quarters.all())
        assert borough.inhabitants == pytest.approx(parts, rel=0.01), borough.name
        total += parts
    assert total == pytest.approx(selectors.current_city().inhabitants, rel=0.01)


def test_loading_the_same_folder_again_changes_nothing(own_city: Path) -> None:
    before = City.objects.get().revision
    ids = list(Street.objects.order_by("key").values_list("pk", flat=True))
    report = load_city(actor=ACTOR, directory=own_city)
    assert not report.changed, str(report)
    assert City.objects.get().revision == before
    assert list(Street.objects.order_by("key").values_list("pk", flat=True)) == ids


def test_another_city_replaces_everything(own_city: Path) -> None:
    load_city(actor=ACTOR, directory=INVENTED)
    assert City.objects.get().name == "Musterstadt"
    assert set(District.objects.values_list("number", flat=True)) == {"1", "11", "12"}
    assert Place.objects.count() == 2
    assert Street.objects.get().district is not None
    load_city(actor=ACTOR, directory=OWN)
    assert District.objects.count() == 53


def test_a_changed_file_changes_only_its_rows(invented_city: Path, folder: Path) -> None:
    offices = (folder / "offices.toml").read_text()
    (folder / "offices.toml").write_text(offices.replace("opens = 14:00:00", "opens = 13:00:00"))
    report = load_city(actor=ACTOR, directory=folder)
    assert [name for name, changes in report.tables.items() if changes] == ["Öffnungszeiten"]
    assert OpeningRule.objects.filter(opens="13:00").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "room"),
    [
        ("offices.toml", "opens = 14:00:00", "opens = 13:00:00", "city"),
        ("districts.csv", "11,quarter,1,Oberdorf", "11,quarter,1,Neudorf", None),
    ],
)
def test_other_rooms_are_looked_through_only_when_districts_changed(
    invented_city: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, room: str | None
) -> None:
    asked: list[str | None] = []
    monkeypatch.setattr("smartcity.kernel.city.services.reassign_districts", asked.append)
    before = (folder / file).read_text()
    assert old in before
    (folder / file).write_text(before.replace(old, new))
    load_city(actor=ACTOR, directory=folder)
    assert asked == [room]


def test_a_row_that_left_the_folder_leaves_the_database(invented_city: Path, folder: Path) -> None:
    collection = json.loads((folder / "streets.geojson").read_text())
    collection["features"] = []
    (folder / "streets.geojson").write_text(json.dumps(collection))
    report = load_city(actor=ACTOR, directory=folder)
    assert Street.objects.count() == 0
    assert report.changed


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("city.toml", 'ags = "09999001"', 'ags = "99"', "city.toml.ags: Der Text hat nicht die verlangte Form."),
        ("city.toml", "zoom = 12.0", "zoom = 99.0", "city.toml.map.zoom: Der Wert ist zu groß."),
        ("city.toml", 'state = "BY"', 'state = "XX"', "city.toml.state: Dieses Land hat keine solche Region."),
        ("city.toml", "easter_offset = -47", "month = 2\nday = 31", "city.toml.closing_days[0]"),
        ("city.toml", 'slug = "musterstadt"', 'slug = "musterstadt', "city.toml: Die Datei ist kein gültiges TOML."),
        ("city.toml", "[11.5000, 48.5000]", "[11.4450, 48.4450]", "city.toml.centre: Der Mittelpunkt"),
        (
            "districts.csv",
            "11,quarter,1,",
            "11,quarter,7,",
            "districts.csv 11.parent: Diesen Stadtbezirk gibt es nicht",
        ),
        ("districts.csv", "12,quarter", "11,quarter", "districts.csv 11: Die Nummer gibt es schon"),
        ("districts.csv", "9000", "viele", "districts.csv Zeile 3.inhabitants: Erwartet wird eine ganze Zahl."),
        ("districts.csv", "11.48,48.52", "21.48,48.52", "districts.csv 11: Der Mittelpunkt liegt außerhalb"),
        ("districts.csv", "11,quarter,1", "11,village,1", "Zeile 3.level: Dieser Wert ist hier nicht vorgesehen."),
        ("offices.toml", 'parent = "rathaus"', 'parent = "nirgends"', "buergerbuero.parent: Diese übergeordnete"),
        ("offices.toml", 'parent = "rathaus"', 'parent = "buergerbuero"', "kann nicht sich selbst untergeordnet"),
        ("offices.toml", "opens = 14:00:00", "opens = 11:00:00", "rathaus.opening: Öffnungszeiten überschneiden"),
        ("offices.toml", "closes = 12:00:00", "closes = 07:00:00", "opening[0]: opens muss vor closes liegen."),
        ("offices.toml", "verified = false", "verifyed = false", "verifyed: Diese Angabe ist hier nicht bekannt."),
        ("places.toml", 'key = "bahnhof"', 'key = "musterbach"', "musterbach: Den Schlüssel gibt es schon"),
        ("places.toml", "[11.5200, 48.4800]", "[12.5200, 48.4800]", "bahnhof.point: Der Ort liegt weit außerhalb"),
        ("streets.geojson", '["11", "12"]', '["99"]', "hauptstrasse.quarters: Diesen Ortsteil gibt es nicht."),
        ("streets.geojson", "LineString", "Point", "features[0]: Der Verlauf einer Straße ist ein LineString."),
        ("streets.geojson", "11.48, 48.52", "NaN, 48.52", "enthält NaN, das ist keine Zahl."),
        ("outline.geojson", "[11.55, 48.55], [11.45, 48.55]", "[11.45, 48.55], [11.55, 48.55]", "kreuzt oder berührt"),
        ("school_holidays.csv", "2026-11-06", "2026-11-01", "ends darf nicht vor starts liegen."),
        ("school_holidays.csv", "2026-11-06", "06.11.2026", "Erwartet wird ein Datum der Form JJJJ-MM-TT."),
    ],
)
def test_a_broken_folder_is_refused_with_file_and_place(
    invented_city: Path, folder: Path, name: str, old: str, new: str, expected: str
) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))
    with pytest.raises(Refused) as error:
        load_city(actor=ACTOR, directory=folder)
    assert any(expected in line for line in refusals(error)), refusals(error)


def test_a_refused_folder_leaves_the_database_as_it_was_and_names_every_fault(own_city: Path, folder: Path) -> None:
    (folder / "offices.toml").unlink()
    (folder / "places.toml").write_bytes(b'[[places]]\nkey = "\xff"')
    with pytest.raises(Refused) as error:
        load_city(actor=ACTOR, directory=folder)
    assert {refusal.place for refusal in error.value.refusals} == {"offices.toml", "places.toml"}
    assert City.objects.get().ags == "05112000"
    assert District.objects.count() == 53


def test_a_missing_folder_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="fehlt"):
        load_city(actor=ACTOR, directory=tmp_path / "nirgends")


def test_an_imported_boundary_is_exact_and_the_rest_is_drawn_round_it(invented_city: Path, tmp_path: Path) -> None:
    take(boundary_file(tmp_path, feature("11", square(11.45, 48.5, 11.55, 48.55))))
    upper, lower = District.objects.filter(level="quarter").order_by("number")
    assert not upper.schematic
    assert (upper.licence, upper.attribution) == ("odbl-1.0", "© OpenStreetMap-Mitwirkende")
    assert lower.schematic
    assert lower.boundary.area == pytest.approx(0.1 * 0.05)
    assert upper.boundary.intersection(lower.boundary).area == pytest.approx(0)


def test_an_imported_boundary_survives_the_next_load_of_the_same_city(invented_city: Path, tmp_path: Path) -> None:
    take(boundary_file(tmp_path, feature("11", square(11.45, 48.5, 11.55, 48.55))))
    report = load_city(actor=ACTOR, directory=invented_city)
    assert not report.changed, str(report)
    assert not District.objects.get(number="11").schematic


def test_everything_located_moves_to_its_new_district(invented_city: Path, tmp_path: Path) -> None:
    office = Office.objects.get(key="rathaus")
    assert office.district
    first = office.district.number
    other = {"11": "12", "12": "11"}[first]
    take(boundary_file(tmp_path, feature(other, square(11.45, 48.495, 11.55, 48.55))))
    office.refresh_from_db()
    assert office.district.number == other


def test_importing_the_same_boundary_twice_changes_nothing(invented_city: Path, tmp_path: Path) -> None:
    path = boundary_file(tmp_path, feature("11", square(11.45, 48.5, 11.55, 48.55)))
    take(path)
    revision = City.objects.get().revision
    take(path)
    assert City.objects.get().revision == revision


def test_a_borough_assembled_from_exact_quarters_names_their_source(invented_city: Path, tmp_path: Path) -> None:
    take(
        boundary_file(
            tmp_path,
            feature("11", square(11.45, 48.5, 11.55, 48.55)),
            feature("12", square(11.45, 48.45, 11.55, 48.5)),
        )
    )
    borough = District.objects.get(number="1")
    assert (borough.schematic, borough.attribution) == (False, "© OpenStreetMap-Mitwirkende")


def test_bare_geometries_take_their_number_from_the_file_name(invented_city: Path, tmp_path: Path) -> None:
    geometry = {"type": "GeometryCollection", "geometries": [square(11.45, 48.5, 11.55, 48.55)]}
    (tmp_path / "11_oberdorf.json").write_text(json.dumps(geometry))
    (tmp_path / "000_musterstadt.json").write_text(json.dumps(square(11.45, 48.45, 11.55, 48.56)))
    take(tmp_path)
    assert not District.objects.get(number="11").schematic
    assert not City.objects.get().outline_schematic
    assert selectors.outline().extent == pytest.approx((11.45, 48.45, 11.55, 48.56))


BOWTIE: dict[str, object] = {
    "type": "Polygon",
    "coordinates": [[[11.46, 48.46], [11.5, 48.5], [11.5, 48.46], [11.46, 48.5], [11.46, 48.46]]],
}
OPEN: dict[str, object] = {
    "type": "Polygon",
    "coordinates": [[[11.46, 48.46], [11.5, 48.5], [11.5, 48.46], [11.47, 48.46]]],
}


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        ([feature("11", BOWTIE)], "11.48 48.48"),
        ([feature("11", OPEN)], "geometry.coordinates[0]: Der Ring ist nicht geschlossen"),
        ([feature("99", square(11.45, 48.5, 11.55, 48.55))], "Einen Bezirk mit dieser Nummer hat die Stadt nicht."),
        ([feature("11", {"type": "Point", "coordinates": [11.5, 48.5]})], "Erwartet wird ein Polygon"),
        ([feature("11", square(355000.0, 5700000.0, 356000.0, 5701000.0))], "nicht in WGS 84"),
        ([feature("11", square(1.45, 8.5, 1.55, 8.55))], "Die Fläche liegt nicht bei dieser Stadt."),
        ([feature("11", square(11.45, 48.5, 11.55, 48.55))] * 2, "gibt es schon"),
        ([{"type": "Feature", "properties": None, "geometry": None}], "Dem Feature fehlt eine Nummer"),
        (
            [
                feature("11", square(11.45, 48.49, 11.55, 48.55)),
                feature("12", square(11.45, 48.45, 11.55, 48.5)),
            ],
            "Die Flächen überschneiden sich.",
        ),
        (
            [feature("1", square(11.45, 48.45, 11.55, 48.5)), feature("11", square(11.45, 48.5, 11.55, 48.55))],
            "Der Ortsteil liegt nicht in seinem Stadtbezirk.",
        ),
        ([feature("11", square(11.45, 48.45, 11.55, 48.55))], "bleibt neben den importierten Grenzen keine Fläche."),
    ],
)
def test_bad_boundaries_are_refused_whole(
    invented_city: Path, tmp_path: Path, features: list[dict[str, object]], expected: str
) -> None:
    with pytest.raises(Refused) as error:
        take(boundary_file(tmp_path, *features))
    assert any(expected in line for line in refusals(error)), refusals(error)
    assert District.objects.filter(schematic=False).count() == 0


def test_boundaries_without_source_are_refused(invented_city: Path, tmp_path: Path) -> None:
    path = boundary_file(tmp_path, feature("11", square(11.45, 48.5, 11.55, 48.55)))
    with pytest.raises(Refused, match="Lizenz und Quellenvermerk"):
        import_boundaries(actor=ACTOR, files=[path], licence=" ", attribution="")


def test_real_boundaries_hold_the_centres_of_their_districts(own_city: Path, shared_data: Path) -> None:
    take(shared_data / "geodata" / "json")
    assert District.objects.filter(schematic=False).count() == 34
    for district in District.objects.all():
        assert district.boundary.covers(district.centre), district
    total = sum(row.boundary.area for row in District.objects.filter(level="quarter"))
    assert total == pytest.approx(selectors.outline().area, rel=0.002)


def test_the_drawn_outline_is_close_to_the_real_one(own_city: Path, shared_data: Path) -> None:
    drawn = selectors.outline()
    take(shared_data / "geodata" / "json" / "000_duisburg.json")
    real = selectors.outline()
    assert drawn.intersection(real).area / drawn.union(real).area > 0.8


def test_streets_touch_the_quarters_they_name_and_lie_in_the_city(own_city: Path, shared_data: Path) -> None:
    take(shared_data / "geodata" / "json")
    for street in Street.objects.prefetch_related("quarters"):
        for quarter in street.quarters.all():
            if not quarter.schematic:
                assert street.course.intersects(quarter.boundary), f"{street.key} {quarter.number}"
        if street.kind != Street.Kind.MOTORWAY:
            assert selectors.in_city(street.course, buffer_m=50), street.key


def test_a_point_finds_its_quarter_by_the_index(own_city: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        point = Point(6.7620, 51.4350, srid=4326)
        plan = District.objects.order_by().filter(boundary__intersects=point).explain()
    assert "city_district_boundary" in plan
