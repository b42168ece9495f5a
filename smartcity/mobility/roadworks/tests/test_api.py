"""The register for programs: open to read, site managers report and confirm."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from smartcity.kernel.accounts.models import Organisation, Person
from smartcity.kernel.accounts.tests.factories import organisation, person
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.roles import EDITOR, SITE_MANAGER
from smartcity.mobility.roadworks.services import StaffFacts
from smartcity.mobility.roadworks.tests.factories import ACTOR, roadwork, running
from smartcity.mobility.roadworks.tokens import issue_token
from smartcity.mobility.roadworks.vocabulary import State

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def manager() -> Person:
    return person(SITE_MANAGER)


@pytest.fixture
def firm(manager: Person) -> Organisation:
    return organisation(manager, "Tiefbau Muster")


@pytest.fixture
def key(manager: Person, firm: Organisation) -> dict[str, str]:
    secret = issue_token(actor=ACTOR, person=manager, name="test")
    return {"authorization": f"Bearer {secret}"}


def body(**changes: Any) -> dict[str, Any]:
    start = timezone.now() + timedelta(days=1)
    given = {
        "title": "Wasserrohrbruch",
        "street_names": ["Königstraße"],
        "geometry": {"type": "LineString", "coordinates": [[6.76, 51.434], [6.764, 51.435]]},
        "start": start.isoformat(),
        "end": (start + timedelta(days=3)).isoformat(),
        "cause": "water",
        "lanes": [{"type": "general", "status": "closed"}],
    }
    return {**given, **changes}


def post(client: Client, path: str, data: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    return client.post(f"/api/v1/roadworks/{path}", data, content_type="application/json", headers=headers or {})


def test_anybody_reads_works_of_a_time(client: Client):
    running()
    roadwork()
    today = client.get("/api/v1/roadworks/").json()
    assert today["count"] == 1
    later = (timezone.localdate() + timedelta(days=20)).isoformat()
    assert client.get(f"/api/v1/roadworks/?to={later}").json()["count"] == 2


def test_one_work_has_its_geometry_and_lanes(client: Client):
    work = running()
    found = client.get(f"/api/v1/roadworks/{work.slug}").json()
    assert found["geometry"]["type"] == "LineString"
    assert found["lanes"][1] == {"order": 2, "type": "bike-lane", "status": "closed"}
    assert found["stale"] is False


def test_days_in_the_wrong_order_are_refused(client: Client):
    response = client.get("/api/v1/roadworks/?from=2026-05-02&to=2026-05-01")
    assert response.status_code == 422
    assert response.json()["errors"][0]["place"] == "to"


def test_the_list_costs_the_same_number_of_queries_for_few_and_many(client: Client, django_assert_max_num_queries):
    running()
    with django_assert_max_num_queries(10) as few:
        client.get("/api/v1/roadworks/")
    for _ in range(5):
        running()
    with django_assert_max_num_queries(len(few)):
        client.get("/api/v1/roadworks/")


def test_a_site_manager_reports_and_confirms_with_a_key(client: Client, key: dict[str, str]):
    made = post(client, "", body(simulated=True), key)
    assert made.status_code == 201
    slug = made.json()["id"]
    assert made.json()["simulated"] is True
    begun = post(client, f"{slug}/confirmations", {"what": "start", "simulated": True}, key)
    assert begun.json()["state"] == "active"
    ended = post(client, f"{slug}/confirmations", {"what": "end"}, key)
    assert ended.json()["state"] == "finished"


def test_the_wrong_moment_is_refused(client: Client, key: dict[str, str], firm: Organisation):
    work = roadwork(staff=StaffFacts(organisation=firm))
    response = post(client, f"{work.slug}/confirmations", {"what": "end"}, key)
    assert response.status_code == 422
    assert response.json()["errors"][0]["place"] == "what"


def test_works_of_another_firm_are_not_hers_to_confirm(client: Client, key: dict[str, str]):
    work = roadwork(staff=StaffFacts(organisation=organisation(name="Andere")))
    assert post(client, f"{work.slug}/confirmations", {}, key).status_code == 403
    work.refresh_from_db()
    assert work.state == State.PLANNED


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer falsch"}])
def test_strangers_report_nothing(client: Client, headers: dict[str, str]):
    assert post(client, "", body(), headers).status_code == 401
    assert not Roadwork.objects.exists()


def test_a_key_without_the_role_opens_nothing(client: Client):
    secret = issue_token(actor=ACTOR, person=person(), name="test")
    assert post(client, "", body(), {"authorization": f"Bearer {secret}"}).status_code == 401


def test_an_editors_key_does_not_replace_the_second_factor(client: Client):
    secret = issue_token(actor=ACTOR, person=person(EDITOR), name="test")
    assert post(client, "", body(), {"authorization": f"Bearer {secret}"}).status_code == 401


def test_an_expired_key_opens_nothing(client: Client, manager: Person):
    secret = issue_token(actor=ACTOR, person=manager, name="x", expires_at=timezone.now() - timedelta(hours=1))
    assert post(client, "", body(), {"authorization": f"Bearer {secret}"}).status_code == 401


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"geometry": {"type": "LineString", "coordinates": [[13.4, 52.5], [13.5, 52.5]]}}, "geometry"),
        ({"geometry": {"type": "LineString", "coordinates": [[6.76], [6.77, 51.4]]}}, "geometry[0]"),
        ({"geometry": {"type": "Circle"}}, "geometry"),
        ({"end": "2020-01-01T00:00:00Z"}, "end"),
        ({"lanes": [{"type": "general", "status": "kaputt"}]}, "body.given.lanes.0.status"),
        ({"street_names": []}, "body.given.street_names"),
    ],
)
def test_bad_reports_are_refused_with_place(client: Client, key: dict[str, str], change: dict[str, Any], place: str):
    response = post(client, "", body(**change), key)
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert [error["place"] for error in response.json()["errors"]] == [place]
    assert not Roadwork.objects.exists()
