"""Appointments for programs: the names of the ZMS citizen API, and everything that is refused."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from smartcity.egovernment.appointments.models import Appointment, AppointmentOffice, Service
from smartcity.egovernment.appointments.tests.factories import booked, free_times, office, small_town
from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.booking.models import Booking
from smartcity.kernel.notices.models import Notice

pytestmark = pytest.mark.django_db
API = "/api/v1/appointments"


@pytest.fixture(autouse=True)
def _offices():
    small_town()


@pytest.fixture
def faults(shared_data: Path):
    """What is wrong with a document by one of the schemas of the ZMS citizen API (MIT)."""
    folder = shared_data / "appointments/schema/citizenapi"
    found = [(path.as_uri(), DRAFT7.create_resource(json.loads(path.read_text()))) for path in folder.rglob("*.json")]
    registry = Registry().with_resources(found)

    def judged(document, schema):
        validator = Draft7Validator({"$ref": (folder / schema).as_uri()}, registry=registry)
        return [error.message for error in validator.iter_errors(document)]

    return judged


def post(client, operation, **body):
    return client.post(f"{API}/{operation}-appointment/", json.dumps(body), content_type="application/json")


def card():
    return Service.objects.get(key="personalausweis").pk


def calendar(client, **changed):
    today = timezone.localdate()
    query = {
        "startDate": today.isoformat(),
        "endDate": (today + timedelta(days=20)).isoformat(),
        "officeIds": str(office().pk),
        "serviceIds": str(card()),
        "serviceCounts": "2",
    }
    return client.get(f"{API}/available-calendar/", {k: v for k, v in {**query, **changed}.items() if v is not None})


def reserve(client, number=20, **changed):
    moment = int(free_times(office())[number].timestamp())
    body = {"timestamp": moment, "officeId": office().pk, "serviceId": [card()], "serviceCount": [2]}
    return post(client, "reserve", **{**body, **changed})


def key_of(answer):
    found = answer.json()
    return {"processId": found["processId"], "authKey": found["authKey"]}


def refused(answer, place):
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert any(place in error["place"] and error["rule"] for error in answer.json()["errors"]), answer.json()


def test_offices_and_services_fit_the_schema_of_the_citizen_api(client, faults):
    found = client.get(f"{API}/offices-and-services/").json()
    assert faults(found, "collections/officeServiceAndRelationList.json") == []
    assert len(found["offices"]) == 3
    relation = next(row for row in found["relations"] if row["serviceId"] == card())
    assert relation["slots"] == 1
    service = next(row for row in found["services"] if row["id"] == card())
    assert service["combinable"]["1"][str(card())] == sorted(
        AppointmentOffice.objects.filter(services=card()).values_list("pk", flat=True)
    )


def test_times_and_reservations_fit_the_schema_of_the_citizen_api(client, faults):
    assert faults(calendar(client).json(), "availableCalendar.json") == []
    assert faults(reserve(client).json(), "thinnedProcess.json") == []
    assert faults({"processId": "x"}, "thinnedProcess.json") != []


def test_the_calendar_has_the_times_that_the_pages_have(client):
    answer = calendar(client)
    found = answer.json()
    times = [moment for day in found["availableDays"] for row in day["offices"] for moment in row["appointments"]]
    assert times == [int(m.timestamp()) for m in free_times(office())][: len(times)]
    assert "no-store" in answer["Cache-Control"]


def test_times_come_for_their_window_only_and_the_nearest_days_are_named(client):
    day = timezone.localdate() + timedelta(days=8)
    found = calendar(client, slotsStartDate=day.isoformat(), slotsEndDate=day.isoformat()).json()
    assert [row["date"] for row in found["availableDays"] if row["offices"] is not None] in ([], [day.isoformat()])
    assert found["prevBookableDate"] < day.isoformat() < found["nextBookableDate"]


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        ("startDate", {"startDate": "2026-02-30"}),
        ("startDate", {"startDate": "9999-12-31"}),
        ("endDate", {"endDate": None}),
        ("slotsStartDate", {"slotsStartDate": "2099-01-02", "slotsEndDate": "2099-01-01"}),
        ("officeIds", {"officeIds": "eins"}),
        ("officeIds", {"officeIds": "999999"}),
        ("officeIds", {"officeIds": ""}),
        ("serviceIds", {"serviceIds": "999999"}),
        ("serviceIds", {"serviceIds": "²"}),
        ("serviceCounts", {"serviceCounts": "1,1"}),
        ("personalausweis", {"serviceCounts": "99"}),
        ("leistung", {"serviceCounts": "0"}),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_with_place_and_rule(client, place, changed):
    answer = calendar(client, **changed)
    assert answer.status_code == 422
    refused(answer, place)


def test_from_the_reservation_to_the_mailed_link_and_the_confirmation(client):
    held = reserve(client)
    assert held.json()["status"] == "reserved"
    key = key_of(held)
    who = {"familyName": "Erika Muster", "email": "Erika@example.invalid", "telephone": "0203 1"}
    assert post(client, "update", **key, **who).json()["familyName"] == "Erika Muster"
    for _again in range(2):
        assert post(client, "preconfirm", **key).json()["status"] == "preconfirmed"
    assert f"/termine/t/{key['authKey']}" in Notice.objects.get().text
    assert b"Erika Muster" in client.get(f"/termine/t/{key['authKey']}").content
    for _again in range(2):
        done = post(client, "confirm", **key).json()
    assert done["status"] == "confirmed"
    assert done["icsContent"].startswith("BEGIN:VCALENDAR")
    assert Notice.objects.count() == 2
    one = client.get(f"{API}/appointment/", key)
    assert one.json() == done
    assert "no-store" in one["Cache-Control"]
    assert Appointment.objects.get().booking.state == Booking.State.BOOKED


def test_cancelling_frees_the_time_and_can_be_repeated(client):
    made = booked()
    key = {"processId": made.appointment.pk, "authKey": made.secret}
    starts = made.appointment.booking.starts
    for _again in range(2):
        assert post(client, "cancel", **key).json()["status"] == "deleted"
    assert starts in free_times(office())


@pytest.mark.parametrize("operation", ["update", "preconfirm", "confirm", "cancel"])
def test_a_wrong_key_opens_nothing(client, operation):
    made = booked()
    for key in ("geraten", made.secret):
        number = made.appointment.pk + (key == made.secret)
        answer = post(client, operation, processId=number, authKey=key, familyName="X")
        assert answer.status_code == 404
        assert "authKey" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        ("timestamp", {"timestamp": -1}),
        ("timestamp", {"timestamp": "morgen"}),
        ("timestamp", {"timestamp": 10**30}),
        ("zeit", {"timestamp": 0}),
        ("officeId", {"officeId": 999_999}),
        ("serviceId", {"serviceId": [999_999]}),
        ("serviceId", {"serviceId": [1] * 7}),
        ("serviceCount", {"serviceCount": []}),
        ("serviceCount", {"serviceCount": [0]}),
        ("personalausweis", {"serviceCount": [99]}),
    ],
)
def test_a_reservation_that_cannot_be_is_refused_with_place_and_rule(client, place, changed):
    refused(reserve(client, **changed), place)
    assert Booking.objects.count() == 0


def test_a_time_that_is_gone_is_refused_and_an_office_that_does_not_do_it_too(client):
    moment = int(free_times(office())[20].timestamp())
    for _counter in range(2):
        assert reserve(client, timestamp=moment).status_code == 200
    refused(reserve(client, timestamp=moment), "zeit")
    refused(reserve(client, officeId=office("strassenverkehrsamt").pk), "stelle")


def test_details_that_are_none_are_refused_and_nothing_is_kept(client):
    key = key_of(reserve(client))
    refused(post(client, "update", **key, familyName=" "), "name")
    refused(post(client, "update", **key, familyName="E", email="keine"), "email")
    refused(post(client, "update", **key, familyName="E" * 121), "familyName")
    refused(post(client, "preconfirm", **key), "name")
    refused(post(client, "confirm", **key), "name")
    post(client, "update", **key, familyName="E")
    refused(post(client, "preconfirm", **key), "email")
    assert Appointment.objects.get().confirmed_at is None


def test_an_expired_hold_takes_nothing_more(client):
    key = key_of(reserve(client))
    Booking.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    refused(post(client, "update", **key, familyName="E"), "processId")
    assert client.get(f"{API}/appointment/", key).json()["status"] == "deleted"


def test_no_json_is_refused_as_a_problem(client):
    answer = client.post(f"{API}/reserve-appointment/", "{", content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_too_many_reservations_from_one_address_are_stopped(client, monkeypatch):
    monkeypatch.setattr("smartcity.egovernment.appointments.api.HOLDS_PER_HOUR", 1)
    reserve(client)
    assert reserve(client, 25).status_code == 429


def test_my_appointments_are_those_under_my_address_without_their_secret(client):
    someone = person()
    made = booked(email=someone.email)
    booked(30, email="other@example.invalid")
    assert client.get(f"{API}/my-appointments/").status_code == 401
    client.force_login(someone)
    found = client.get(f"{API}/my-appointments/").json()
    assert [(row["processId"], row["authKey"]) for row in found] == [(made.appointment.pk, None)]


def test_the_calendar_costs_the_same_queries_for_any_number_of_offices(client):
    calendar(client)
    costs = []
    for offices in (f"{office().pk}", f"{office().pk},{office('buergerservice-sued').pk}"):
        with CaptureQueriesContext(connection) as asked:
            calendar(client, officeIds=offices)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 24
