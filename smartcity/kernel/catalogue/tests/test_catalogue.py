"""Datasets: declarations, the list as API."""

from __future__ import annotations

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


def test_the_list_comes_as_json(client, pegel):
    body = client.get("/api/v1/catalogue/datasets?q=pegel").json()
    (found,) = body["items"]
    assert body["count"] == 1
    assert found["theme"].endswith("/ENVI")
    assert found["licence"]["url"] == "https://www.govdata.de/dl-de/by-2-0"
    assert found["distributions"][0]["url"].startswith("http")
    assert client.get("/api/v1/catalogue/datasets/pegel").json()["identifier"] == "pegel"
    assert client.get("/api/v1/catalogue/datasets/nichts").status_code == 404
