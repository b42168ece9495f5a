"""The portfolio's interfaces for programs."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from smartcity.kernel.manifest import systems
from smartcity.steering.portfolio.datasets import DATASETS
from smartcity.steering.portfolio.feeds import PARTNER_COLUMNS, PROJECT_COLUMNS

ROOT = "/api/v1/portfolio"


def get(client: Client, path: str, **query: str) -> Any:
    response = client.get(f"{ROOT}/{path}", query)
    assert response.status_code == 200
    return response.json()


def test_projects_have_the_contracts_shape(client: Client, plan: Path, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        answer = get(client, "projects")
    assert answer["count"] == len(answer["items"]) == 27
    viewer = answer["items"][0]
    assert viewer["number"] == "6.1"
    assert viewer["slug"] == "baustellen-viewer"
    assert viewer["title"] == {"de": "Baustellen-Viewer", "en": "Roadworks viewer"}
    assert viewer["kind"] == "project"
    assert viewer["fields"] == ["mobility"]
    assert viewer["responsible"] == ["Dez. V, Amt 61"]
    assert viewer["phase"] == "planning"
    by_number = {item["number"]: item for item in answer["items"]}
    assert by_number["6.7"]["responsible"] == ["Dez. I, I-02", "Dez. IV, Amt 10"]
    assert by_number["6.4"]["fields"] == ["living", "broadband"]
    assert by_number["7.5"]["kind"] == "measure"


def test_a_projects_system_is_what_the_installed_manifests_say(client: Client, plan: Path) -> None:
    installed = {system.plan_number: system.address for system in systems()}
    for item in get(client, "projects")["items"]:
        assert item["system"] == installed.get(item["number"]), item["number"]
    assert installed["4"] == "/projekte"
    assert all(item["system"] == "/baustellen" for item in get(client, "projects", q="6.1")["items"][:1])


def test_projects_can_be_searched_and_filtered(client: Client, plan: Path) -> None:
    assert get(client, "projects", q="Baustele")["items"][0]["number"] == "6.1"
    assert get(client, "projects", field="mobility", kind="project")["count"] == 4
    assert get(client, "projects", partner="gebag", phase="planning")["count"] == 1
    assert get(client, "projects", field="flying") == {"items": [], "count": 0}


@pytest.mark.parametrize("query", [{"phase": "dreaming"}, {"kind": "dream"}, {"q": "a" * 201}])
def test_impossible_filters_are_refused_with_their_place(client: Client, plan: Path, query: dict[str, str]) -> None:
    response = client.get(f"{ROOT}/projects", query)
    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/problem+json")
    assert next(iter(query)) in response.json()["errors"][0]["place"]


def test_one_project_has_everything_about_it(client: Client, plan: Path) -> None:
    item = get(client, "projects/online-terminvergabe")
    assert [step["begins"] for step in item["milestones"]] == ["2019-01-01", "2019-04-16"]
    assert item["milestones"][0]["approximate"] is True
    assert item["milestones"][1]["approximate"] is False
    assert item["related"] == ["7.2"]
    assert get(client, "projects/smarte-beleuchtung")["involved"] == ["dvv"]
    assert get(client, "projects/iot-plattform")["references"][0]["slug"] == "architekturrichtlinien"
    assert get(client, "projects/art4globalgoals")["sdgs"] == list(range(1, 18))


def test_an_unknown_project_is_a_problem_document(client: Client, plan: Path) -> None:
    response = client.get(f"{ROOT}/projects/nichts")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("application/problem+json")


def test_partners_and_fields_name_their_projects(client: Client, plan: Path) -> None:
    partners = get(client, "partners")
    assert partners["count"] == 11
    by_slug = {item["slug"]: item for item in partners["items"]}
    assert by_slug["wbd"]["leads"] == ["6.3", "6.15"]
    assert by_slug["wbd"]["takes_part_in"] == ["7.4"]
    assert by_slug["huawei"]["leads"] == []
    fields = get(client, "fields")
    assert [item["slug"] for item in fields["items"]] == [
        "broadband",
        "egovernment",
        "economy",
        "mobility",
        "living",
        "infrastructure",
        "education",
    ]
    assert fields["items"][0]["projects"] == ["6.4", "6.8", "6.16"]


@pytest.mark.parametrize(
    ("address", "columns", "rows"),
    [("/masterplan/projekte.csv", PROJECT_COLUMNS, 27), ("/masterplan/partner.csv", PARTNER_COLUMNS, 11)],
)
def test_open_data_comes_with_stable_columns(client: Client, plan: Path, address, columns, rows) -> None:
    content = client.get(address).content.decode()
    read = list(csv.reader(io.StringIO(content)))
    assert tuple(read[0]) == columns
    assert len(read) == rows + 1
    assert all(len(row) == len(columns) for row in read)


def test_the_catalogue_describes_the_columns_that_are_in_the_files(client: Client, plan: Path) -> None:
    for dataset in DATASETS:
        for form in dataset.distributions:
            assert client.get(form.path).status_code == 200
        header = client.get(dataset.distributions[0].path).content.decode().splitlines()[0]
        assert header.split(",") == [column.name for column in dataset.columns]
