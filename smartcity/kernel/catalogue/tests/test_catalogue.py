"""Datasets: declarations, the list as page, CSV and API."""

from __future__ import annotations

import csv
import io

import pytest

from smartcity.kernel.catalogue.declaration import Column, ColumnType, Dataset, Distribution, Frequency, Theme
from smartcity.kernel.catalogue.licences import Licence
from smartcity.kernel.catalogue.registry import all_datasets
from smartcity.kernel.layers.registry import all_layers

pytestmark = pytest.mark.django_db
FILE = Distribution("CSV", "/x.csv", "Tabelle", "text/csv")


def made(**changes: object) -> Dataset:
    values: dict[str, object] = {
        "slug": "pegel",
        "title": "Pegel",
        "title_en": "Water levels",
        "description": "Wasserstände des Rheins.",
        "description_en": "Water levels of the Rhine.",
        "theme": Theme.ENVIRONMENT,
        "licence": Licence.DL_DE_BY,
        "frequency": Frequency.HOURLY,
        "distributions": (FILE,),
        "keywords": ("Fluss",),
    }
    return Dataset(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture
def pegel(monkeypatch: pytest.MonkeyPatch) -> Dataset:
    dataset = made()
    monkeypatch.setitem(all_datasets(), dataset.slug, dataset)
    return dataset


def test_every_open_layer_is_a_dataset_by_itself():
    for layer in all_layers().values():
        assert (layer.slug in all_datasets()) == layer.open_data


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "Pegel Rhein"},
        {"distributions": ()},
        {"columns": (Column("a", ColumnType.STRING), Column("a", ColumnType.STRING))},
    ],
)
def test_a_declaration_that_could_not_be_shown_is_refused(changes):
    with pytest.raises(ValueError, match=r"pegel|Pegel"):
        made(**changes)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_list_and_each_dataset_are_pages(client, city, language):
    headers = {"Accept-Language": language}
    text = client.get("/offene-daten", headers=headers).content.decode()
    assert text.count("<h1") == 1
    for slug in all_datasets():
        assert f"/offene-daten/{slug}" in text
        response = client.get(f"/offene-daten/{slug}", headers=headers)
        assert response.status_code == 200
        assert response.content.decode().count("<h1") == 1
    assert client.get("/offene-daten/nichts").status_code == 404


def test_words_and_theme_narrow_the_list(client, pegel):
    assert "/offene-daten/pegel" in client.get("/offene-daten?q=rhine+fluss").content.decode()
    assert "/offene-daten/pegel" not in client.get("/offene-daten?q=rhein+berge").content.decode()
    assert "/offene-daten/pegel" not in client.get("/offene-daten?thema=TRAN").content.decode()
    assert "/offene-daten/pegel" in client.get("/offene-daten?thema=ENVI").content.decode()


def test_the_list_comes_as_csv(client, pegel):
    text = client.get("/offene-daten?format=csv").content.decode("utf-8-sig")
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    assert rows["pegel"]["formats"] == "CSV"
    assert rows["pegel"]["url"].endswith("/offene-daten/pegel")


def test_the_list_comes_as_json(client, pegel):
    body = client.get("/api/v1/catalogue/datasets?q=pegel").json()
    (found,) = body["items"]
    assert body["count"] == 1
    assert found["theme"].endswith("/ENVI")
    assert found["licence"]["url"] == "https://www.govdata.de/dl-de/by-2-0"
    assert found["distributions"][0]["url"].startswith("http")
    assert client.get("/api/v1/catalogue/datasets/pegel").json()["identifier"] == "pegel"
    assert client.get("/api/v1/catalogue/datasets/nichts").status_code == 404


def test_the_list_asks_the_database_the_same_however_long_it_is(client, django_assert_max_num_queries):
    client.get("/offene-daten")
    with django_assert_max_num_queries(5):
        client.get("/offene-daten")
