"""CQL2 through the items' address: meaning, both notations, and every kind of mistake named."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartcity.kernel.layers.cql.evaluate import parse_json
from smartcity.kernel.layers.cql.scope import CqlMeaningError
from smartcity.kernel.layers.cql.text import CqlSyntaxError, parse_text
from smartcity.kernel.layers.parameters import item_parameters, page, refuse_unknown, selection
from smartcity.kernel.layers.query import city_zone, selected
from smartcity.kernel.layers.tests import sample
from smartcity.kernel.refusal import Refusal, Refused

ITEMS = "/ogc/collections/baeume/items"
pytestmark = pytest.mark.django_db
AREA = "POLYGON((6.75 51.42, 6.77 51.42, 6.77 51.44, 6.75 51.44, 6.75 51.42))"

TEXTS = [
    ("kind = 'lime'", ["b-2", "c-3"]),
    ("'lime' = kind", ["b-2", "c-3"]),
    ("name = 'O''Neil'", ["c-3"]),
    ("kind = 'oak' OR kind = 'lime' AND number = -2", ["a-1", "b-2"]),
    ("(kind = 'oak' OR kind = 'lime') AND number = -2", ["b-2"]),
    ("NOT kind = 'oak' AND number IS NULL", ["c-3"]),
    ("NOT (kind = 'oak' OR number = -2)", []),
    ("NOT (kind = 'oak' OR name = '=1+1')", ["c-3"]),
    ("healthy", ["a-1"]),
    ("NOT healthy", ["b-2"]),
    ("healthy <> TRUE", ["b-2"]),
    ("height > 8", ["a-1"]),
    ("height >= 8 AND height <= 12.5", ["a-1", "b-2"]),
    ("height BETWEEN 8 AND 10", ["b-2"]),
    ("height NOT BETWEEN 8 AND 10", ["a-1"]),
    ("number IN (1, 5, -2)", ["a-1", "b-2"]),
    ("kind NOT IN ('oak')", ["b-2", "c-3"]),
    ("name LIKE 'O%'", ["c-3"]),
    ("name LIKE '_+1+1'", []),
    ("name LIKE '_1+1'", ["b-2"]),
    ("name NOT LIKE '%Neil'", ["a-1", "b-2"]),
    ("CASEI(name) = CASEI('O''NEIL')", ["c-3"]),
    ("CASEI(name) LIKE casei('EICHE%')", ["a-1"]),
    ("ACCENTI(name) LIKE ACCENTI('%Grosse%')", ["a-1"]),
    ("height * 2 + 1 = 26", ["a-1"]),
    ("height / 0 = 1", []),
    ("number % 2 = 1", ["a-1"]),
    ("height div 5 = 2", ["a-1"]),
    ("2 ^ 3 = height", ["b-2"]),
    ("number < -1", ["b-2"]),
    ("-number = 2", ["b-2"]),
    ("planted = DATE('1990-04-01')", ["a-1"]),
    ("planted = '1990-04-01'", ["a-1"]),
    ("planted < TIMESTAMP('1999-12-31T23:30:00Z')", ["a-1", "b-2"]),
    ("seen > TIMESTAMP('2026-02-01T00:00:00Z')", ["b-2"]),
    ("seen >= DATE('2026-03-01')", ["b-2"]),
    ("T_AFTER(planted, DATE('1995-01-01'))", ["b-2"]),
    ("T_BEFORE(seen, TIMESTAMP('2026-02-01T00:00:00Z'))", ["a-1"]),
    ("T_DURING(planted, INTERVAL('1980-01-01', '1995-01-01'))", ["a-1"]),
    ("T_INTERSECTS(INTERVAL(planted, felled), INTERVAL('2005-01-01', '..'))", ["b-2"]),
    ("T_DISJOINT(planted, INTERVAL('..', '1999-01-01'))", ["b-2"]),
    ("T_EQUALS(planted, DATE('2000-01-01'))", ["b-2"]),
    ("T_STARTEDBY(INTERVAL(planted, felled), DATE('2000-01-01'))", ["b-2"]),
    ("T_FINISHEDBY(INTERVAL(planted, felled), DATE('2010-12-31'))", ["b-2"]),
    ("T_CONTAINS(INTERVAL(planted, felled), DATE('2005-05-05'))", ["b-2"]),
    ("T_OVERLAPS(INTERVAL(planted, felled), INTERVAL('2005-01-01', '2020-01-01'))", ["b-2"]),
    ("T_MEETS(INTERVAL(planted, felled), INTERVAL('2010-12-31', '..'))", ["b-2"]),
    (f"S_INTERSECTS(geometry, {AREA})", ["a-1"]),
    (f"S_WITHIN(geometry, {AREA})", ["a-1"]),
    (f"S_CONTAINS({AREA}, geometry)", ["a-1"]),
    (f"S_DISJOINT(geometry, {AREA})", ["b-2", "c-3"]),
    ("S_EQUALS(geometry, POINT(6.7 51.4))", ["b-2"]),
    ("S_INTERSECTS(geometry, BBOX(6.69, 51.39, 6.71, 51.41))", ["b-2"]),
    ("geometry IS NOT NULL", ["a-1", "b-2", "c-3"]),
    ("full LIKE 'lime%'", ["b-2", "c-3"]),
    ("kind = name", []),
    ("1 = 1", ["a-1", "b-2", "c-3"]),
    ("TRUE", ["a-1", "b-2", "c-3"]),
    ("\"kind\" = 'oak'", ["a-1"]),
    ("kind\n=\t'oak'", ["a-1"]),
]
BAD_TEXTS = [
    ("", "filter, Zeichen 1"),
    ("kind =", "filter, Zeichen 7"),
    ("kind == 'oak'", "filter, Zeichen 7"),
    ("kind = 'oak", "filter, Zeichen 8"),
    ("kind = 'oak' number = 1", "filter, Zeichen 14"),
    ("(" * 61 + "TRUE" + ")" * 61, "filter, Zeichen 61"),
    ("art = 'oak'", "filter.args[0]"),
    ("tags = 'x'", "filter.args[0]"),
    ("number = 'eins'", "filter"),
    ("number LIKE 'x'", "filter.args[0]"),
    ("kind", "filter"),
    ("healthy > TRUE", "filter"),
    ("planted = DATE('2026-13-01')", "filter.args[1]"),
    ("planted = 'gestern'", "filter.args[1]"),
    ("seen = TIMESTAMP('x')", "filter.args[1]"),
    ("T_AFTER(kind, DATE('2026-01-01'))", "filter.args[0]"),
    ("T_AFTER(planted, INTERVAL('..', '..'))", "filter.args[1]"),
    ("T_AFTER(planted, INTERVAL('2026-02-01', '2026-01-01'))", "filter.args[1]"),
    ("T_AFTER(planted)", "filter"),
    ("NEAR(geometry, 5)", "filter"),
    ("S_INTERSECTS(kind, POINT(1 2))", "filter.args[0]"),
    ("S_INTERSECTS(geometry, geometry)", "filter"),
    ("S_INTERSECTS(geometry, 5)", "filter.args[1]"),
    ("S_INTERSECTS(geometry, POINT(200 100))", "filter.args[1]"),
    ("S_WITHIN(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "filter.args[1]"),
    ("S_INTERSECTS(geometry, BBOX(1, 2, 3))", "filter.args[1]"),
    ("name LIKE 'x\\'", "filter.args[1]"),
    ("height = 1e999", "filter.args[1]"),
    ("kind IN (1)", "filter"),
]


def ids(client: Client, text: str, **more: str) -> list[str]:
    response = client.get(ITEMS, {"filter": text, **more})
    assert response.status_code == 200, response.content.decode()
    return [feature["id"] for feature in response.json()["features"]]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_text_and_json_select_the_same_right_rows(client, trees, text, expected):
    assert ids(client, text) == expected
    assert ids(client, json.dumps(parse_text(text)), **{"filter-lang": "cql2-json"}) == expected


@pytest.mark.parametrize(("text", "place"), BAD_TEXTS)
def test_a_wrong_filter_is_refused_with_its_place(client, trees, text, place):
    response = client.get(ITEMS, {"filter": text})
    assert response.status_code == 400, text
    assert response.json()["errors"][0]["place"] == place


@pytest.mark.parametrize(
    "text",
    [
        "[1,2]",
        "{",
        '{"op": "and"}',
        '{"op": "=", "args": [1]}',
        '{"op": 5}',
        '{"op":"in","args":[{"property":"kind"},[]]}',
        '{"op":"=","args":[{"property":["kind"]},1]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":["a"]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,true,4]}]}',
        '{"op":"t_after","args":[{"property":"planted"},{"interval":5}]}',
        '{"op":"=","args":[{"property":"height"},NaN]}',
        '{"op":"not","args":' * 300 + "true" + "}" * 300,
        "[" * 15_000,
        "null",
        '"text"',
    ],
)
def test_a_wrong_json_filter_is_refused(client, trees, text):
    response = client.get(f"{ITEMS}?{urlencode({'filter': text, 'filter-lang': 'cql2-json'})}")
    assert response.status_code == 400, response.content


def test_a_long_chain_of_operators_neither_recurses_nor_hangs(client, trees):
    for text in ("NOT " * 1900 + "TRUE", "-" * 7000 + "1 = 1", "2 " + "^ 2 " * 1900 + "= 1", "1=1" + " AND 1=1" * 900):
        assert client.get(ITEMS, {"filter": text}).status_code in {200, 400}


def test_a_number_too_large_for_the_database_is_a_mistake_not_a_failure(client, trees):
    assert client.get(ITEMS, {"filter": "number = 99999999999999999999999"}).status_code == 200
    response = client.get(ITEMS, {"filter": "height ^ 1e300 > 1"})
    assert response.status_code == 400


def test_coordinates_of_a_filter_follow_its_system(client, trees):
    uri = "http://www.opengis.net/def/crs/EPSG/0/"
    assert ids(client, "S_INTERSECTS(geometry, BBOX(51.39, 6.69, 51.41, 6.71))", **{"filter-crs": f"{uri}4326"}) == [
        "b-2"
    ]
    area = "POLYGON((340000 5696800, 341000 5696800, 341000 5698000, 340000 5698000, 340000 5696800))"
    assert ids(client, f"S_INTERSECTS(geometry, {area})", **{"filter-crs": f"{uri}25832"}) == ["b-2"]


def test_filters_never_reach_rows_or_fields_that_are_not_public(client, trees):
    assert ids(client, "name = 'Geheim' OR TRUE") == ["a-1", "b-2", "c-3"]
    for name in ("published", "id", "pk", "place", "slug__startswith"):
        assert client.get(ITEMS, {"filter": f"{name} = 1"}).status_code == 400


def mistake_at(text: str) -> int:
    """Position of the first mistake; 0 when there is none."""
    try:
        parse_text(text)
    except CqlSyntaxError as error:
        return error.position
    return 0


quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(text=st.text(max_size=60))
def test_any_text_is_a_filter_or_a_named_mistake(text):
    assert 0 <= mistake_at(text) <= len(text) + 1


@quick
@given(
    text=st.lists(
        st.sampled_from([*"()=<>+-*/^,.%'\" ", "AND", "OR", "NOT", "kind", "1", "POINT", "IN", "LIKE"]), max_size=20
    )
)
def test_any_order_of_the_languages_words_is_parsed_or_refused(text):
    joined = " ".join(text)
    assert 0 <= mistake_at(joined) <= len(joined) + 1


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(
        [
            {"property": "kind"},
            {"property": "height"},
            {"property": "geometry"},
            {"date": "2026-01-01"},
            {"interval": ["2026-01-01", ".."]},
            {"bbox": [1, 2, 3, 4]},
            {"type": "Point", "coordinates": [6.7, 51.4]},
        ]
    ),
)
OPS = ["and", "or", "not", "=", "<", "like", "in", "between", "isNull", "s_within", "t_after", "+", "^", "casei", "nix"]
trees_of_json = st.recursive(
    leaves,
    lambda child: st.builds(
        lambda op, args: {"op": op, "args": args}, st.sampled_from(OPS), st.lists(child, max_size=3)
    ),
    max_leaves=8,
)


@quick
@given(tree=trees_of_json)
def test_any_tree_selects_or_is_refused(trees, tree):
    query, refusals = "", ()
    try:
        wanted = selection({"filter": json.dumps(tree), "filter-lang": "cql2-json"}, sample.LAYER, 4326, city_zone())
        query = str(selected(sample.LAYER, wanted).query)
    except (Refused, CqlMeaningError) as error:
        refusals = error.args
    assert query or refusals


names = st.sampled_from(
    ["limit", "offset", "bbox", "datetime", "sortby", "properties", "crs", "kind", "height", "planted", "x"]
)
values = st.one_of(st.text(max_size=30), st.from_regex(r"-?\d{1,25}(\.\d+)?(,-?\d{1,6}(\.\d+)?){0,5}", fullmatch=True))


@quick
@given(parameters=st.dictionaries(names, values, max_size=4))
def test_any_parameters_are_read_or_refused_with_a_place(trees, parameters):
    refusals: tuple[Refusal, ...] = ()
    try:
        refuse_unknown(parameters, item_parameters(sample.LAYER))
        page(parameters, sample.LAYER)
        str(selected(sample.LAYER, selection(parameters, sample.LAYER, 4326, city_zone())).query)
    except Refused as error:
        refusals = error.refusals
    assert all(refusal.place and refusal.rule for refusal in refusals)


def test_json_that_is_none_names_the_character():
    with pytest.raises(CqlMeaningError) as caught:
        parse_json('{"op": }')
    assert caught.value.place == "filter, Zeichen 8"
