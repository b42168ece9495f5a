"""Tables, charts, drawings, freshness, forms."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.web.charts import Chart, Series
from smartcity.kernel.web.drawings import Phase, sparkline, time_bar
from smartcity.kernel.web.forms import DateField, GeometryField, KernRenderer
from smartcity.kernel.web.freshness import freshness
from smartcity.kernel.web.refusals import into_form
from smartcity.kernel.web.tables import Column, DataTable

ROWS = [{"name": name, "length": length} for name, length in [("B", 2), ("a", 10), ("Ä", None), ("=1+1", -3)]]
COLUMNS = [
    Column("name", "Name", lambda row: row["name"], sort="name"),
    Column("length", "Länge", lambda row: row["length"], sort="length", number=True),
]


def _table(query: str = "", **options: Any) -> DataTable:
    return DataTable(RequestFactory().get(f"/x{query}"), COLUMNS, ROWS, caption="Liste", **options)


def _names(table: DataTable) -> list[str]:
    return [cells[0][1] for _identifier, cells in table.cells]


def test_a_table_sorts_by_the_query_and_puts_missing_values_last() -> None:
    assert _names(_table("?sortieren=length")) == ["=1+1", "B", "a", "Ä"]
    assert [head.order for head in _table("?sortieren=-length").headings] == ["", "descending"]
    assert _table("?sortieren=length").headings[1].address == "?sortieren=-length"


@pytest.mark.parametrize("query", ["?sortieren=password", "?seite=0", "?seite=999999", "?seite=x", "?sortieren=-"])
def test_impossible_parameters_fall_back(query: str) -> None:
    assert _table(query, per_page=2).page.number in {1, 2}


def test_sorting_keeps_filters_and_forgets_the_page() -> None:
    address = _table("?bezirk=1&seite=2&sortieren=name", per_page=1).headings[1].address
    assert "bezirk=1" in address
    assert "seite" not in address


def test_csv_holds_all_rows_and_defuses_formulas() -> None:
    text = _table(per_page=1).csv("liste").content.decode("utf-8-sig")
    assert text.splitlines() == ["Name;Länge", "B;2", "a;10", "Ä;", "'=1+1;-3"]


@given(st.text(max_size=30))
def test_any_query_gives_a_table(text: str) -> None:
    request = RequestFactory().get("/x", {"sortieren": text, "seite": text})
    assert DataTable(request, COLUMNS, ROWS, caption="Liste").page.number == 1


def test_a_chart_refuses_series_of_another_length_and_too_many() -> None:
    with pytest.raises(ValueError, match="each x"):
        Chart("x", ["a", "b"], [Series("s", [1.0])])
    with pytest.raises(ValueError, match="one to six"):
        Chart("x", ["a"], [Series(str(i), [1.0]) for i in range(7)])


def test_a_chart_is_a_table_without_script() -> None:
    moment = datetime(2026, 5, 1, 12, tzinfo=UTC)
    chart = Chart("Pegel", [moment], [Series("Ruhrort", [312.5])], unit="cm")
    page = Template("{% load web %}{% chart chart %}").render(Context({"chart": chart}))
    assert "312,5" in page
    assert "Ruhrort (cm)" in page


@given(st.lists(st.floats(-1e9, 1e9), max_size=40))
def test_a_sparkline_stays_in_its_box(values: list[float]) -> None:
    found = sparkline(values)
    if len(values) < 2:
        assert found is None
        return
    assert found is not None
    points = [tuple(map(float, part.split())) for part in found.line[1:].split("L")]
    assert all(0 <= x <= 100 and 0 <= y <= 32 for x, y in points)


def test_a_time_bar_marks_past_active_and_planned() -> None:
    today = date(2026, 6, 15)
    phases = [
        Phase("eins", date(2026, 6, 1), date(2026, 6, 10)),
        Phase("zwei", date(2026, 6, 11), date(2026, 6, 20)),
        Phase("drei", date(2026, 6, 21), date(2026, 6, 30), estimated=True),
    ]
    bar = time_bar(phases, today)
    assert bar is not None
    assert [item.css for item in bar.bars] == ["is-past", "is-active", "is-planned is-estimated"]
    assert bar.bars[-1].x + bar.bars[-1].width == pytest.approx(1000, abs=0.2)
    assert bar.now_x is not None
    assert 0 < bar.now_x < 1000
    assert time_bar([], today) is None


@pytest.mark.parametrize(
    ("age", "simulated", "state"),
    [(10, False, "live"), (600, False, "delayed"), (7200, False, "stale"), (10, True, "simulated")],
)
def test_freshness_is_honest(age: int, simulated: bool, state: str) -> None:
    assert freshness(timezone.now() - timedelta(seconds=age), simulated=simulated).state == state


def test_a_value_that_never_came_is_unknown() -> None:
    assert freshness(None, simulated=True).state == "unknown"


class Form(forms.Form):
    """A form as systems write it."""

    default_renderer = KernRenderer
    name = forms.CharField(label="Name", help_text="Wie auf dem Schild")
    day = DateField(label="Tag", required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "A")], widget=forms.RadioSelect)


def test_hint_and_error_stand_between_label_and_field_and_are_announced() -> None:
    page = str(Form({}))
    label, hint, error, field = (page.index(part) for part in ("<label", "id_name_helptext", "id_name_error", "<input"))
    assert label < hint < error < field
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_error_summary_links_to_fields() -> None:
    form = Form({})
    page = Template("{% load web %}{% error_summary form %}").render(Context({"form": form}))
    assert 'href="#id_name"' in page
    assert 'href="#id_kind"' in page


def test_refusals_become_errors_of_the_field_they_name() -> None:
    form = Form({"name": "x", "kind": "a"})
    assert form.is_valid()
    into_form(
        form, Refused([Refusal("name[0].text", "ist vergeben", hint="Wählen Sie einen anderen."), Refusal("x", "y")])
    )
    assert form.errors["name"] == ["ist vergeben Wählen Sie einen anderen."]
    assert form.non_field_errors() == ["x: y"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("51.4344, 6.7623", {"type": "Point", "coordinates": [6.7623, 51.4344]}),
        ("51,6\n51,7", {"type": "LineString", "coordinates": [[6.0, 51.0], [7.0, 51.0]]}),
        ('{"type":"Point","coordinates":[6,51]}', {"type": "Point", "coordinates": [6, 51]}),
        (
            '{"type":"Feature","geometry":{"type":"Point","coordinates":[6,51]}}',
            {"type": "Point", "coordinates": [6, 51]},
        ),
    ],
)
def test_places_are_read_as_text_and_as_geojson(text: str, expected: dict[str, Any]) -> None:
    assert GeometryField().clean(text) == expected


def test_a_closed_line_is_an_area() -> None:
    assert GeometryField().clean("51,6\n51,7\n52,7\n51,6")["type"] == "Polygon"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hier", "Zeile 1"),
        ("51,6\nx,y", "Zeile 2"),
        ("151.4, 6.7", "Erde"),
        ("{", "GeoJSON"),
        ("{}", "GeoJSON"),
        ("[1]", "Zeile 1"),
    ],
)
def test_unreadable_places_are_refused_with_the_line(text: str, words: str) -> None:
    with pytest.raises(forms.ValidationError, match=words):
        GeometryField().clean(text)


def test_a_shape_that_is_not_asked_for_is_refused() -> None:
    with pytest.raises(forms.ValidationError):
        GeometryField(shapes=("area",)).clean("51,6")


@given(st.text(max_size=200))
def test_any_text_is_a_place_or_refused(text: str) -> None:
    try:
        found = GeometryField(required=False).clean(text)
    except forms.ValidationError:
        return
    assert found is None or "coordinates" in found
