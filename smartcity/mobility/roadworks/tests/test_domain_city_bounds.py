"""Whether works lie in the city: its outline and 2 km around it, in metres."""

from __future__ import annotations

import pytest
from pyproj import Transformer

from smartcity.mobility.roadworks.city_bounds import CityBounds
from smartcity.mobility.roadworks.domain import Position, line_string, multi_point, polygon

TO_DEGREES = Transformer.from_crs("EPSG:25832", "EPSG:4326", always_xy=True)
WEST, SOUTH, SIDE = 340_000, 5_700_000, 10_000


def at(east: float, north: float) -> Position:
    """Metres from the city's south-western corner."""
    longitude, latitude = TO_DEGREES.transform(WEST + east, SOUTH + north)
    return (longitude, latitude)


@pytest.fixture(scope="module")
def bounds() -> CityBounds:
    ring = [at(0, 0), at(SIDE, 0), at(SIDE, SIDE), at(0, SIDE), at(0, 0)]
    return CityBounds({"type": "Polygon", "coordinates": [ring]})


@pytest.mark.parametrize("east", [5000, 9999, 10_001, 11_990])
def test_inside_and_up_to_two_kilometres_outside_is_taken(bounds: CityBounds, east: float) -> None:
    assert bounds.check(multi_point(at(east, 5000))) == []
    assert bounds.check(line_string(at(5000, 5000), at(east, 5000))) == []
    assert bounds.check(polygon((at(5000, 4000), at(east, 4000), at(east, 6000), at(5000, 4000)))) == []


@pytest.mark.parametrize(("east", "away"), [(12_020, "2.0 km"), (13_500, "3.5 km"), (60_000, "50.0 km")])
def test_further_outside_is_refused_with_the_furthest_point_and_its_distance(
    bounds: CityBounds, east: float, away: str
) -> None:
    longitude, latitude = at(east, 5000)
    (refusal,) = bounds.check(line_string(at(5000, 5000), at(east, 5000), at(9000, 5000)))
    assert refusal.place == "geometry"
    assert refusal.rule == "Die Baustelle liegt außerhalb der Stadt."
    assert refusal.value == f"{longitude:.6f}, {latitude:.6f} ({away} entfernt)"


def test_an_area_or_a_point_outside_is_refused_at_the_place_given(bounds: CityBounds) -> None:
    area = polygon((at(9000, 4000), at(14_000, 4000), at(9000, 6000), at(9000, 4000)))
    assert [one.place for one in bounds.check(area, "detour.geometry")] == ["detour.geometry"]
    assert bounds.check(multi_point(at(5000, 5000), at(-3000, 5000))) != []


def test_the_other_end_of_the_world_is_refused_too(bounds: CityBounds) -> None:
    (refusal,) = bounds.check(line_string((-90.0, 89.9), (-96.0, 41.0)))
    assert refusal.rule == "Die Baustelle liegt außerhalb der Stadt."


def test_another_margin_holds_where_it_is_given() -> None:
    ring = [at(0, 0), at(SIDE, 0), at(SIDE, SIDE), at(0, SIDE), at(0, 0)]
    narrow = CityBounds({"type": "MultiPolygon", "coordinates": [[ring]]}, margin_m=0)
    assert narrow.check(multi_point(at(5000, 5000))) == []
    assert narrow.check(multi_point(at(10_100, 5000))) != []
