"""The public viewer: what is listed when, how it is filtered, and what one roadwork's page says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from smartcity.mobility.roadworks import services
from smartcity.mobility.roadworks.domain import Detour, Lane, Text, line_string
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.services import StaffFacts
from smartcity.mobility.roadworks.tests.factories import ACTOR, roadwork, running
from smartcity.mobility.roadworks.vocabulary import LaneStatus, LaneType, State

pytestmark = pytest.mark.usefixtures("city")
WALSUM = line_string((6.735, 51.532), (6.737, 51.533))


def titles(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/baustellen{query}")
    assert response.status_code == 200
    return [seen.work.title for seen in response.context["glances"]]


def test_today_lists_what_goes_on_today(client: Client):
    running(title=Text("Heute"))
    roadwork(title=Text("Nächste Woche"))
    assert titles(client) == ["Heute"]


def test_four_weeks_list_what_comes(client: Client):
    running(title=Text("Heute"))
    roadwork(title=Text("Nächste Woche"))
    assert titles(client, "?zeit=4-wochen") == ["Heute", "Nächste Woche"]


def test_a_day_lists_that_day(client: Client):
    work = roadwork(title=Text("Nächste Woche"))
    running(title=Text("Heute"))
    day = timezone.localdate(work.end)
    assert titles(client, f"?zeit=tag&datum={day:%Y-%m-%d}") == ["Nächste Woche"]


def test_an_impossible_day_is_said_and_today_is_shown(client: Client):
    running(title=Text("Heute"))
    response = client.get("/baustellen?zeit=tag&datum=2026-02-30")
    assert response.context["form"].errors["datum"]
    assert len(response.context["glances"]) == 1


def test_cancelled_works_are_not_listed(client: Client):
    work = running(state=State.ORDERED)
    services.change_state(actor=ACTOR, roadwork=work, target=State.CANCELLED)
    assert titles(client) == []


def test_works_nobody_confirmed_stay_listed_and_are_marked(client: Client):
    now = timezone.now()
    running(title=Text("Vergessen"), start=now - timedelta(days=40), end=now - timedelta(days=10))
    page = client.get("/baustellen")
    assert [seen.work.title for seen in page.context["glances"]] == ["Vergessen"]
    assert "noch nicht vor Ort bestätigt" in page.content.decode()


def test_filters_by_closure_cycling_district_line_and_text(client: Client):
    running(title=Text("Zu"), full_closure=True)
    running(title=Text("Nord"), geometry=WALSUM, lanes=(), lines=("905",), street_names=("Kometenplatz",))
    assert titles(client, "?vollsperrung=on") == ["Zu"]
    assert titles(client, "?radweg=on") == ["Zu"]
    assert titles(client, "?bezirk=100") == ["Nord"]
    assert titles(client, "?linie=905") == ["Nord"]
    assert titles(client, "?suche=kometen") == ["Nord"]


def test_every_entry_is_tied_to_the_map(client: Client):
    work = running()
    assert f'data-feature="baustellen/{work.slug}"' in client.get("/baustellen").content.decode()


def test_the_list_comes_as_csv(client: Client):
    running(title=Text("Zu"), full_closure=True)
    response = client.get("/baustellen?format=csv")
    assert response["Content-Type"].startswith("text/csv")
    assert "Zu;" in response.content.decode("utf-8-sig")


def test_pages_cost_the_same_number_of_queries_for_few_and_many(client: Client, django_assert_max_num_queries):
    running()
    client.get("/baustellen")
    with django_assert_max_num_queries(40) as few:
        client.get("/baustellen")
    for _ in range(12):
        running()
    with django_assert_max_num_queries(len(few)):
        client.get("/baustellen")


def test_a_page_shows_phases_lanes_and_what_comes_next(client: Client):
    lanes = (Lane(1, LaneType.GENERAL, LaneStatus.CLOSED), Lane(2, LaneType.BUS_LANE, LaneStatus.NARROWED))
    work = running(lanes=lanes, detour=Detour(Text("Über die Mülheimer Straße")), lines=("901",))
    page = client.get(work.get_absolute_url()).content.decode()
    for text in ("Busspur", "verengt", "Über die Mülheimer Straße", "901", "Wie es weitergeht", "<svg"):
        assert text in page


def test_the_builder_and_the_contact_are_never_public(client: Client):
    staff = StaffFacts(builder="Tiefbau Geheim", contact_name="Vera Vertraulich", contact_phone="0203 12345")
    work = running(staff=staff)
    for address in (
        "/baustellen",
        work.get_absolute_url(),
        f"/api/v1/roadworks/{work.slug}",
        "/baustellen/wzdx.geojson",
    ):
        response = client.get(address)
        body = response.getvalue()
        assert b"Geheim" not in body
        assert b"Vertraulich" not in body


def test_the_page_speaks_english(client: Client):
    work = running()
    page = client.get(work.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert "Sewer works Königstraße" in page


def test_an_unknown_work_is_not_found(client: Client):
    assert client.get("/baustellen/gibt-es-nicht").status_code == 404


def test_only_the_embedded_map_may_stand_in_a_frame(client: Client):
    running()
    assert "frame-ancestors *" in client.get("/baustellen/karte-eingebettet")["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in client.get("/baustellen")["Content-Security-Policy"]


def test_the_embed_page_gives_the_frame_with_its_filters(client: Client):
    page = client.get("/baustellen/einbetten?vollsperrung=on").content.decode()
    assert "&lt;iframe" in page
    assert "/baustellen/karte-eingebettet?vollsperrung=on" in page


def test_a_wzdx_feed_is_not_sent_twice(client: Client):
    running()
    first = client.get("/baustellen/wzdx.geojson")
    assert first.status_code == 200
    first.getvalue()
    again = client.get("/baustellen/wzdx.geojson", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    services.confirm_end(actor=ACTOR, roadwork=Roadwork.objects.get())
    assert client.get("/baustellen/wzdx.geojson", headers={"if-none-match": first["ETag"]}).status_code == 200
