from __future__ import annotations

from itertools import combinations

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point

from smartcity.kernel.city.folder import read_folder
from smartcity.kernel.city.schematic import Seed, draw
from smartcity.kernel.city.tests.conftest import OWN

CITY = MultiPolygon([shapely.box(0, 0, 10, 10)])


def test_the_citys_quarters_cover_it_without_overlap_and_hold_their_centres() -> None:
    folder = read_folder(OWN)
    seeds = [Seed(row.number, row.parent, Point(row.longitude, row.latitude)) for row in folder.districts if row.parent]
    drawn = draw(folder.outline, seeds, {})
    quarters = [drawn[seed.number].shape for seed in seeds]
    assert shapely.union_all(quarters).symmetric_difference(folder.outline).area < 1e-12
    assert sum(shape.area for shape in quarters) - folder.outline.area < 1e-12
    assert all(drawn[seed.number].shape.contains(seed.centre) for seed in seeds)
    assert all(part.schematic and part.shape.is_valid for part in drawn.values())
    boroughs = [drawn[number].shape for number in {seed.borough for seed in seeds}]
    assert abs(sum(shape.area for shape in boroughs) - folder.outline.area) < 1e-12


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=1, max_size=25))
def test_any_centres_divide_the_city_without_gap_or_overlap(centres: set[tuple[int, int]]) -> None:
    seeds = [Seed(str(index), "b", Point(x / 10, y / 10)) for index, (x, y) in enumerate(sorted(centres))]
    drawn = draw(CITY, seeds, {})
    shapes = [drawn[seed.number].shape for seed in seeds]
    assert abs(sum(shape.area for shape in shapes) - 100) < 1e-6
    for first, second in combinations(shapes, 2):
        assert first.intersection(second).area < 1e-9


def test_an_imported_borough_keeps_its_quarters_inside() -> None:
    west = MultiPolygon([shapely.box(0, 0, 4, 10)])
    seeds = [Seed("1", "w", Point(1, 2)), Seed("2", "w", Point(1, 8)), Seed("3", "e", Point(5, 5))]
    drawn = draw(CITY, seeds, {"w": west})
    assert drawn["1"].shape.union(drawn["2"].shape).equals(west)
    assert drawn["3"].shape.equals(shapely.box(4, 0, 10, 10))
    assert not drawn["w"].schematic
    assert drawn["e"].schematic


def test_a_quarter_for_which_nothing_is_left_is_empty() -> None:
    drawn = draw(CITY, [Seed("1", "b", Point(1, 1)), Seed("2", "b", Point(9, 9))], {"1": CITY})
    assert drawn["2"].shape.is_empty
