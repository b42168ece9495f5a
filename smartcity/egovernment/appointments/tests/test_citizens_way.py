"""From the services to the appointment and back, through the pages, without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from smartcity.egovernment.appointments import services
from smartcity.egovernment.appointments.models import Appointment
from smartcity.egovernment.appointments.tests.factories import ACTOR, booked, free_times, held, office, small_town
from smartcity.kernel.booking.models import Booking
from smartcity.kernel.notices.models import Notice

pytestmark = pytest.mark.django_db
QUERY = {"leistung-personalausweis": "2"}


@pytest.fixture(autouse=True)
def _offices():
    small_town()


def times_offered(page):
    return re.findall(r'name="zeit" value="([^"]+)"', page.content.decode())


def test_the_whole_way_needs_four_requests_and_no_account(client):
    assert b"Personalausweis beantragen" in client.get("/termine").content
    page = client.get("/termine/zeiten", QUERY)
    answer = client.post("/termine/halten", {**QUERY, "zeit": times_offered(page)[0]})
    assert "reserviert" in client.get(answer.url).content.decode()
    done = client.post(answer.url, {"name": "Erika Muster", "email": "erika@example.invalid"}, follow=True)
    text = done.content.decode()
    assert "gebucht" in text
    assert "<svg" in text
    assert Appointment.objects.get().booking.state == Booking.State.BOOKED
    assert client.get(f"{answer.url}/termin.ics").content.startswith(b"BEGIN:VCALENDAR")
    notice = Notice.objects.get()
    assert notice.calendar.startswith("BEGIN:VCALENDAR")
    assert answer.url in notice.text
    assert mail.outbox == []


def test_the_office_that_is_free_soonest_comes_first(client):
    page = client.get("/termine/zeiten", QUERY).context["page"]
    soonest = [row.soonest for row in page.offices]
    assert len(page.offices) == 2
    assert soonest == sorted(soonest)
    assert page.next_free > page.day


def test_a_time_that_somebody_else_took_leads_to_other_times(client):
    place = office()
    moment = free_times(place)[20]
    for _counter in range(place.resource.places - place.resource.walk_in_places):
        services.reserve_time(actor=ACTOR, office=place, starts=moment, counts={"personalausweis": 2})
    zeit = f"{place.office.key} {moment.isoformat()}"
    answer = client.post("/termine/halten", {**QUERY, "zeit": zeit})
    assert answer.status_code == 409
    assert "nicht mehr frei" in answer.content.decode()
    assert zeit not in times_offered(answer)


@pytest.mark.parametrize("zeit", ["", "mitte gestern", "buergerservice-mitte 2026-13-45T99:00", "x 2026-01-01T10:00"])
def test_a_time_that_is_none_is_refused_in_words(client, zeit):
    answer = client.post("/termine/halten", {**QUERY, "zeit": zeit})
    assert answer.status_code == 409
    assert "keine Zeit, die gewählt werden kann" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"leistung-tanz": "1"},
        {"leistung-personalausweis": "99"},
        {"leistung-personalausweis": "viel"},
        {**QUERY, "leistung-zulassung": "1"},
        {**QUERY, "stelle": "nirgendwo"},
    ],
)
def test_wishes_that_cannot_be_are_refused_on_the_page_of_the_services(client, query):
    answer = client.get("/termine/zeiten", query)
    assert answer.status_code == 422
    assert "So geht es nicht" in answer.content.decode()


@pytest.mark.parametrize("day", ["2026-02-30", "9999-12-31", "0001-01-01", "morgen"])
def test_a_strange_day_breaks_nothing(client, day):
    assert client.get("/termine/zeiten", {**QUERY, "tag": day, "ab": day}).status_code == 200


def test_a_visitor_holds_one_time(client):
    for number in (0, 1):
        page = client.get("/termine/zeiten", QUERY)
        client.post("/termine/halten", {**QUERY, "zeit": times_offered(page)[number]})
    assert Booking.objects.filter(state=Booking.State.HELD).count() == 1


def test_an_expired_hold_says_so_and_books_nothing(client):
    made = held()
    Booking.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    address = f"/termine/t/{made.secret}"
    assert client.get(address).status_code == 410
    assert client.post(address, {"name": "Erika Muster"}).status_code == 410
    assert Appointment.objects.get().name == ""


def test_a_booking_needs_a_name(client):
    made = held()
    assert client.post(f"/termine/t/{made.secret}", {"name": " "}).status_code == 422
    assert Appointment.objects.get().booking.state == Booking.State.HELD


def test_moving_keeps_the_address_and_frees_the_old_time(client):
    made = booked()
    old = made.appointment.booking.starts
    address = f"/termine/t/{made.secret}"
    page = client.get(f"{address}/verlegen")
    assert client.post(f"{address}/verlegen", {"zeit": times_offered(page)[0]}).url == address
    moved = Appointment.objects.get()
    assert moved.booking.starts != old
    assert old in free_times(office())
    assert moved.booking.moved_from is not None


def test_cancelling_asks_first_and_can_be_repeated(client):
    made = booked()
    address = f"/termine/t/{made.secret}"
    assert "wirklich absagen" in client.get(f"{address}/absagen").content.decode()
    assert Appointment.objects.get().booking.state == Booking.State.BOOKED
    for _time in range(2):
        assert client.post(f"{address}/absagen").url == address
    page = client.get(address).content.decode()
    assert "abgesagt" in page
    assert client.get(f"{address}/verlegen").status_code == 404
    assert b"STATUS:CANCELLED" in client.get(f"{address}/termin.ics").content


def test_the_secret_is_not_in_the_database_and_does_not_leave_by_the_referrer(client):
    made = booked()
    assert Appointment.objects.get().digest != made.secret
    assert client.get(f"/termine/t/{made.secret}")["Referrer-Policy"] == "no-referrer"
    assert client.get("/termine/t/geraten").status_code == 404


def test_names_are_forgotten_after_the_days_of_the_office_and_not_before():
    made = booked(email="erika@example.invalid")
    assert services.forget_people(actor=ACTOR) == 0
    past = timezone.now() - timedelta(days=made.appointment.office.keep_days, hours=1)
    Booking.objects.update(starts=past - timedelta(minutes=20), ends=past, blocked_until=past)
    assert services.forget_people(actor=ACTOR) == 1
    row = Appointment.objects.get()
    assert (row.name, row.email, row.phone) == ("", "", "")
    assert services.forget_people(actor=ACTOR) == 0


def test_too_many_holds_from_one_address_are_stopped(client, monkeypatch):
    monkeypatch.setattr("smartcity.egovernment.appointments.views.HOLDS_PER_HOUR", 1)
    client.post("/termine/halten", {**QUERY, "zeit": ""})
    assert client.post("/termine/halten", {**QUERY, "zeit": ""}).status_code == 429


def test_the_times_cost_the_same_queries_for_any_number_of_offices(client, django_assert_max_num_queries):
    client.get("/termine/zeiten", QUERY)
    with django_assert_max_num_queries(22):
        client.get("/termine/zeiten", QUERY)
