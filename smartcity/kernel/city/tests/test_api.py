from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/city"


def get(client: Client, path: str, status: int = 200, **query: str | int | float) -> Any:
    answer = client.get(f"{ROOT}/{path}", {name: str(value) for name, value in query.items()})
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_facts_of_the_city(client: Client, own_city: Path) -> None:
    facts = get(client, "")
    assert (facts["name"], facts["ags"]) == ("Duisburg", "05112000")
    assert facts["bounding_box"] == [6.62, 51.33, 6.84, 51.57]
    assert facts["map"]["zoom"] == 11


def test_another_city_needs_no_other_code(client: Client, invented_city: Path) -> None:
    assert get(client, "")["name"] == "Musterstadt"
    assert [row["name"] for row in get(client, "districts", level="quarter")["items"]] == ["Oberdorf", "Unterdorf"]
    assert "Heilige Drei Könige" in [row["name"] for row in get(client, "holidays", year=2026)["items"]]


def test_before_the_first_load_there_is_no_city(client: Client) -> None:
    get(client, "", status=404)
    get(client, "holidays", status=404, year=2026)
    assert get(client, "districts")["count"] == 0


def test_districts_are_listed_with_few_queries(
    client: Client, own_city: Path, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        assert get(client, "districts")["count"] == 53
    assert get(client, "districts", level="borough")["count"] == 7
    first = get(client, "districts", level="quarter")["items"][0]
    assert (first["number"], first["name"], first["parent"]) == ("101", "Vierlinden", "100")
    assert first["inhabitants_approximate"]
    assert first["boundary_schematic"]


def test_the_district_of_a_point(client: Client, own_city: Path) -> None:
    assert get(client, "districts/at", longitude=6.762, latitude=51.435)["name"] == "Altstadt"
    get(client, "districts/at", status=404, longitude=7.5, latitude=51.4)
    get(client, "districts/at", status=422, longitude=700, latitude=51.4)
    get(client, "districts/at", status=422)


def test_offices_with_their_times(client: Client, own_city: Path, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):
        offices = get(client, "offices", kind="service_point")["items"]
    assert len(offices) == 8
    assert offices[0]["opening"][0]["weekday"] == 1
    assert not offices[0]["opening_verified"]
    get(client, "offices", status=422, kind="castle")
    get(client, "offices/nirgends", status=404)


def test_openings_skip_holidays(client: Client, own_city: Path) -> None:
    openings = get(client, "offices/amt-61/openings", first="2026-12-21", count=14)["items"]
    assert [opening["opens"][:10] for opening in openings] == [
        "2026-12-21",
        "2026-12-22",
        "2026-12-23",
        "2026-12-28",
        "2026-12-29",
        "2026-12-30",
    ]
    get(client, "offices/amt-61/openings", status=422, first="2026-12-21", count=10_000)
    get(client, "offices/amt-61/openings", status=422, first="9999-12-31")


def test_streets_and_places(client: Client, own_city: Path, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        streets = get(client, "streets", q="Königstr", limit=5)["items"]
    assert streets[0]["name"] == "Königstraße"
    assert get(client, "places", kind="bridge")["count"] >= 8
    assert get(client, "streets", quarter="999")["count"] == 0
    get(client, "streets", status=422, q="x" * 101)
    get(client, "streets", status=422, limit=0)


def test_the_search_orders_by_nearness(client: Client, own_city: Path) -> None:
    hits = get(client, "search", q="Friedrich-Ebert-Str.", longitude=6.736, latitude=51.47)["items"]
    assert hits[0]["key"] == "friedrich-ebert-strasse-beeck"
    assert hits[0]["distance_m"] < 2000
    get(client, "search", status=422)


def test_holidays_of_a_year(client: Client, own_city: Path) -> None:
    days = get(client, "holidays", year=2027, language="en")["items"]
    assert {"kind": "public", "name": "Good Friday", "starts": "2027-03-26", "ends": "2027-03-26"} in days
    assert any(day["kind"] == "school" and day["name"].startswith("Summer") for day in days)
