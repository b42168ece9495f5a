"""Subscriptions: double opt-in, secret links, mails of changes, feeds and calendars."""

from __future__ import annotations

import re
from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.notices.models import Notice
from smartcity.mobility.roadworks import jobs, services
from smartcity.mobility.roadworks.domain import Text, line_string
from smartcity.mobility.roadworks.models import Subscription
from smartcity.mobility.roadworks.roles import EDITOR
from smartcity.mobility.roadworks.services import StaffFacts
from smartcity.mobility.roadworks.tests.factories import ACTOR, roadwork, running

pytestmark = pytest.mark.usefixtures("city")
WALSUM = line_string((6.735, 51.532), (6.737, 51.533))
WAY = '{"type": "LineString", "coordinates": [[6.7595, 51.4340], [6.7645, 51.4352]]}'


def mailed_link(page: str) -> str:
    found = re.search(rf"https?://[^/]+(/baustellen/abo/{page}\S+)", Notice.objects.latest("pk").text)
    assert found
    return found[1]


def begin(client: Client, **data: str) -> Subscription:
    client.post("/baustellen/abo", {"title": "Mein Weg", **data})
    return Subscription.objects.get()


def test_without_an_address_a_secret_page_gives_feed_and_calendar(client: Client):
    on_the_way, _elsewhere = running(), running(geometry=WALSUM, title=Text("Weit weg"))
    made = begin(client, route=WAY)
    page = client.get(f"/baustellen/abo/{made.secret}").content.decode()
    assert on_the_way.title in page
    assert "Weit weg" not in page
    assert not Notice.objects.exists()


def test_an_address_gets_no_news_before_it_is_confirmed(client: Client):
    begin(client, district="100", email="Leserin@Example.invalid")
    running(geometry=WALSUM)
    assert jobs.tell_subscribers(timestamp=0) == 0
    assert Notice.objects.count() == 1


def test_the_page_after_an_address_gives_nothing_away(client: Client):
    response = client.post("/baustellen/abo", {"title": "x", "district": "100", "email": "a@example.invalid"})
    assert Subscription.objects.get().secret not in response["Location"]


def test_opening_the_mailed_link_alone_confirms_nothing(client: Client):
    made = begin(client, district="100", email="a@example.invalid")
    link = mailed_link("bestaetigen")
    assert client.get(link).status_code == 200
    made.refresh_from_db()
    assert made.confirmed_at is None
    client.post(link)
    made.refresh_from_db()
    assert made.confirmed_at is not None


def test_a_forged_confirmation_is_not_found(client: Client):
    made = begin(client, district="100", email="a@example.invalid")
    assert client.post(f"/baustellen/abo/bestaetigen/{made.uuid}").status_code == 404


def test_each_change_is_mailed_once(client: Client):
    begin(client, district="100", email="a@example.invalid")
    client.post(mailed_link("bestaetigen"))
    work = running(geometry=WALSUM, title=Text("Kometenplatz"))
    assert jobs.tell_subscribers(timestamp=0) == 1
    assert "Kometenplatz" in Notice.objects.latest("pk").text
    assert jobs.tell_subscribers(timestamp=0) == 0
    services.confirm_end(actor=ACTOR, roadwork=work)
    running(title=Text("Anderer Bezirk"))
    assert jobs.tell_subscribers(timestamp=0) == 0


def test_ending_deletes_the_address(client: Client):
    made = begin(client, district="100", email="a@example.invalid")
    client.post(f"/baustellen/abo/{made.secret}")
    assert not Subscription.objects.exists()


def test_unconfirmed_addresses_are_forgotten(client: Client):
    made = begin(client, district="100", email="a@example.invalid")
    jobs.drop_unconfirmed_addresses(timestamp=0)
    assert Subscription.objects.exists()
    Subscription.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=4))
    jobs.drop_unconfirmed_addresses(timestamp=0)
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"district": "100", "route": WAY},
        {"route": '{"type": "LineString", "coordinates": [[13.4, 52.5], [13.5, 52.5]]}'},
        {"route": '{"type": "LineString", "coordinates": [["a", 1], [2, 3]]}'},
        {"district": "4711"},
        {"district": "100", "email": "keine-adresse"},
    ],
)
def test_what_cannot_be_subscribed_is_refused(client: Client, data: dict[str, str]):
    assert client.post("/baustellen/abo", {"title": "x", **data}).status_code == 422
    assert not Subscription.objects.exists()


def test_the_feed_is_sound_atom(client: Client):
    work = running()
    response = client.get("/baustellen/feed.atom")
    root = etree.fromstring(response.getvalue())
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert root.xpath("string(a:entry/a:id)", namespaces=names) == f"urn:uuid:{work.uuid}"
    assert root.xpath("string(a:entry/a:title)", namespaces=names) == work.title


def test_the_calendar_is_sound(client: Client):
    work = running()
    response = client.get("/baustellen/baustellen.ics")
    event = icalendar.Calendar.from_ical(response.getvalue()).walk("VEVENT")[0]
    assert str(event["summary"]) == work.title
    assert event.decoded("dtstart") == work.start.replace(microsecond=0)


def test_a_subscriptions_feed_holds_its_works_and_is_not_cached(client: Client):
    running(title=Text("Hier"))
    running(title=Text("Dort"), geometry=WALSUM)
    made = begin(client, route=WAY)
    response = client.get(f"/baustellen/abo/{made.secret}/feed.atom")
    body = response.getvalue().decode()
    assert "Hier" in body
    assert "Dort" not in body
    assert "no-store" in response["Cache-Control"]


def test_the_responsible_editor_is_reminded_once_of_each_missed_moment():
    editor = person(EDITOR)
    staff = StaffFacts(editor=editor)
    work = roadwork(staff=staff, start=timezone.now() - timedelta(hours=1))
    assert jobs.remind_editors(timestamp=0) == 1
    assert jobs.remind_editors(timestamp=0) == 0
    assert f"/arbeitsplatz/baustellen/{work.pk}/bestaetigen" in Notice.objects.get().text
    services.confirm_start(actor=ACTOR, roadwork=work)
    assert jobs.remind_editors(timestamp=0) == 0
