"""The portal's pages: list, facets, one dataset, its quality; and the command that reports it."""

from __future__ import annotations

import csv
import html
import io
import json
import re

import pytest
from click.testing import CliRunner

from smartcity.economy.opendata import selectors
from smartcity.economy.opendata.commands import group
from smartcity.economy.opendata.domain import EXCELLENT, Dimension, Grade, assess
from smartcity.kernel.catalogue.models import Entry
from smartcity.kernel.catalogue.records import Record, RecordDistribution, record_of
from smartcity.kernel.catalogue.registry import all_datasets
from smartcity.kernel.catalogue.services import publish, synchronise
from smartcity.kernel.refusal import Refused
from smartcity.kernel.service import SystemActor

ACTOR = SystemActor("test")


def made(**changes: object) -> Record:
    values: dict[str, object] = {
        "slug": "pegel",
        "title": "Pegel </script><b>",
        "title_en": "Water levels",
        "description": "Wasserstände des Rheins.",
        "description_en": "Water levels of the Rhine.",
        "themes": ("ENVI",),
        "licence": "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
        "licence_key": "dl-de/by-2-0",
        "publisher": "Hafenamt",
        "publisher_key": "hafenamt",
        "keywords": ("Fluss",),
        "keywords_en": ("river",),
        "uri": "http://testserver/dataset/pegel",
        "distributions": (RecordDistribution("https://daten.example/pegel.csv", "CSV", "text/csv", "Tabelle"),),
    }
    return Record(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def entries(city: None) -> None:
    synchronise(actor=ACTOR)
    publish(actor=ACTOR, wanted=[made()], origin="test")


def page(client, address, language="de"):
    return client.get(address, headers={"Accept-Language": language}).content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_list_and_each_dataset_are_pages(client, entries, language):
    text = "".join(page(client, f"/offene-daten?seite={number}", language) for number in range(1, 4))
    for slug in [*all_datasets(), "pegel"]:
        assert f"/offene-daten/{slug}" in text
        response = client.get(f"/offene-daten/{slug}", headers={"Accept-Language": language})
        assert response.status_code == 200
        assert response.content.decode().count("<h1") == 1
    assert client.get("/offene-daten/nichts").status_code == 404


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("q=rhine+fluss", True),
        ("q=Wasserstand", True),
        ("q=rhein+berge", False),
        ("q=title:x", False),
        ("thema=ENVI&q=Fluss", True),
        ("thema=TRAN", False),
        ("art=CSV&q=Fluss", True),
        ("art=PDF", False),
        ("lizenz=dl-de/by-2-0&q=Fluss", True),
        ("lizenz=keine", False),
        ("von=hafenamt", True),
        ("von=%00&q=Fluss", True),
    ],
)
def test_words_and_facets_narrow_the_list(client, entries, question, found):
    response = client.get(f"/offene-daten?{question}")
    assert response.status_code == 200
    assert ("/offene-daten/pegel" in response.content.decode()) == found


def test_the_list_comes_as_csv_with_every_page(client, entries):
    text = client.get("/offene-daten?format=csv").content.decode("utf-8-sig")
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert rows.keys() == {*all_datasets(), "pegel"}
    assert rows["pegel"]["formats"] == "CSV"
    assert rows["pegel"]["url"].endswith("/offene-daten/pegel")


def test_the_list_asks_the_database_the_same_however_long_it_is(client, entries, django_assert_max_num_queries):
    client.get("/offene-daten")
    with django_assert_max_num_queries(9):
        client.get("/offene-daten")


def test_the_page_tells_search_engines_and_a_title_cannot_end_the_block(client, entries):
    text = page(client, "/offene-daten/pegel")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    facts = json.loads(block)
    assert facts["@type"] == "Dataset"
    assert facts["name"] == "Pegel </script><b>"
    assert facts["license"] == "https://www.govdata.de/dl-de/by-2-0"
    assert facts["distribution"][0]["contentUrl"] == "https://daten.example/pegel.csv"


def test_the_samples_are_python_that_compiles(client, entries):
    codes = re.findall(
        r"<h3>Python[^<]*</h3>.*?<code>(.*?)</code>", page(client, "/offene-daten/stadtbezirke"), re.DOTALL
    )
    assert len(codes) == 2
    for code in codes:
        compile(html.unescape(code), "sample", "exec")


def test_a_withdrawn_dataset_leaves_its_tombstone(client, entries):
    entry = Entry.objects.get(slug="pegel")
    entry.withdrawn_at = entry.changed_at
    entry.save(update_fields=["withdrawn_at"])
    response = client.get("/offene-daten/pegel")
    assert response.status_code == 410
    assert "zurückgezogen" in response.content.decode()
    assert "/offene-daten/pegel" not in page(client, "/offene-daten?q=Fluss")


def test_another_origin_cannot_take_a_short_name(entries):
    with pytest.raises(Refused, match="pegel"):
        publish(actor=ACTOR, wanted=[made(title="Anders")], origin="fremd")
    synchronise(actor=ACTOR)
    assert Entry.objects.get(slug="pegel").withdrawn_at is None


def test_every_declared_dataset_is_excellent(entries):
    declared = Entry.objects.filter(origin="")
    points = {entry.slug: selectors.quality(record_of(entry.facts)).points for entry in declared}
    assert points
    assert {slug: value for slug, value in points.items() if value < EXCELLENT} == {}


def test_points_follow_what_the_description_says():
    best = assess(made(geocoding="x", temporal=("2020-01-01", ""), contact_name="Amt"), lambda address: True)
    worst = assess(Record(slug="leer", title="", description=""), lambda address: True)
    assert sum(item.most for item in best.metrics) == 405
    by_dimension = {d: sum(m.most for m in best.metrics if m.dimension == d) for d in Dimension}
    assert list(by_dimension.values()) == [100, 100, 110, 75, 20]
    assert best.points == 405 - 20
    assert (worst.points, worst.grade) == (15, Grade.BAD)
    unknown = assess(made(geocoding="x", temporal=("2020-01-01", ""), contact_name="Amt"), lambda address: None)
    assert best.points - unknown.points == 80
    assert unknown.to_do[0].key == "access_works"
    half = RecordDistribution("https://daten.example/x", download=False)
    some = assess(made(distributions=(*made().distributions, half)), lambda address: "csv" in address)
    assert next(item.points for item in some.metrics if item.key == "access_works") == 25


def test_the_command_reports_points_and_what_to_do(entries):
    done = CliRunner().invoke(group, ["check", "pegel", "--json", "-"])
    (report,) = json.loads(done.output)["datasets"]
    assert report["dataset"] == "pegel"
    assert report["points"] == sum(item["points"] for item in report["metrics"])
    lines = CliRunner().invoke(group, ["check"]).output
    assert "/405 pegel: " in lines
    assert "Adressen der Daten prüfen" in lines
    assert isinstance(CliRunner().invoke(group, ["check", "nichts"]).exception, Refused)
