"""The office's workplace: list, enter, change, steps, confirmation, import."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from smartcity.kernel.accounts.tests.factories import organisation, person
from smartcity.kernel.city.models import Street
from smartcity.mobility.roadworks import feeds, services
from smartcity.mobility.roadworks.models import RoadUse, Roadwork
from smartcity.mobility.roadworks.road_uses import Facts, enter_use
from smartcity.mobility.roadworks.roles import EDITOR, SITE_MANAGER
from smartcity.mobility.roadworks.services import StaffFacts
from smartcity.mobility.roadworks.tests.factories import ACTOR, roadwork, running, work
from smartcity.mobility.roadworks.vocabulary import State

pytestmark = pytest.mark.usefixtures("city")
LINE = '{"type": "LineString", "coordinates": [[6.76, 51.434], [6.764, 51.435]]}'
FORMSETS = {
    f"{prefix}-{name}": value
    for prefix in ("lanes", "opposite", "phases")
    for name, value in (("TOTAL_FORMS", "3"), ("INITIAL_FORMS", "0"))
}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(person(EDITOR))
    return client


def entered(**changes: Any) -> dict[str, Any]:
    start = timezone.localtime() + timedelta(days=30)
    return {
        **FORMSETS,
        "title_de": "Kanalbau",
        "street_names": "Königstraße, Kuhstraße",
        "geometry": LINE,
        "start": f"{start:%Y-%m-%dT%H:%M}",
        "end": f"{start + timedelta(days=9):%Y-%m-%dT%H:%M}",
        "cause": "sewer",
        "kind": "construction",
        "vehicle_impact": "some-lanes-closed",
        "direction": "eastbound",
        "residents_access": "open",
        "emergency_access": "open",
        "width_m": "2.75",
        "rules": ["no-trucks"],
        "lanes-0-type": "general",
        "lanes-0-status": "closed",
        "lanes-1-type": "bike-lane",
        "lanes-1-status": "open",
        "phases-0-title_de": "Bauabschnitt 1",
        "phases-0-start": f"{start:%Y-%m-%dT%H:%M}",
        "phases-0-end": f"{start + timedelta(days=3):%Y-%m-%dT%H:%M}",
        **changes,
    }


def test_a_work_is_entered_with_lanes_phases_and_restrictions(editor: Client):
    response = editor.post("/arbeitsplatz/baustellen/neu", entered())
    row = Roadwork.objects.get()
    assert response["Location"] == f"/arbeitsplatz/baustellen/{row.pk}"
    assert row.street_names == ["Königstraße", "Kuhstraße"]
    assert [lane["status"] for lane in row.lanes] == ["closed", "open"]
    assert {"type": "reduced-width", "value": 275, "unit": "centimeters"} in row.restrictions
    assert row.phases.get().title_de == "Bauabschnitt 1"
    assert row.editor is not None


def test_a_work_is_entered_by_street_and_house_numbers(editor: Client):
    street = Street.objects.filter(name="Königstraße").first() or Street.objects.filter(kind="main").first()
    assert street is not None
    data = entered(geometry="", street=street.pk, first_number="1", last_number="9", street_names=street.name)
    response = editor.post("/arbeitsplatz/baustellen/neu", data)
    assert response.status_code == 302, response.context["form"].errors
    assert street.course.buffer(0.0005).contains(Roadwork.objects.get().geometry)


def test_what_was_refused_stays_in_the_form(editor: Client):
    far = '{"type": "LineString", "coordinates": [[13.4, 52.5], [13.41, 52.5]]}'
    response = editor.post("/arbeitsplatz/baustellen/neu", entered(geometry=far))
    assert response.status_code == 422
    assert "außerhalb der Stadt" in response.context["form"].errors["geometry"][0]
    assert "Kanalbau" in response.content.decode()
    assert not Roadwork.objects.exists()


def test_without_a_place_nothing_is_entered(editor: Client):
    response = editor.post("/arbeitsplatz/baustellen/neu", entered(geometry=""))
    assert response.context["form"].errors["geometry"]


def test_the_form_shows_what_is_stored_and_saving_it_changes_nothing(editor: Client):
    editor.post("/arbeitsplatz/baustellen/neu", entered())
    row = Roadwork.objects.get()
    before = (row.lanes, row.restrictions, row.start, row.end, row.geometry.wkt, row.street_names)
    page = editor.get(f"/arbeitsplatz/baustellen/{row.pk}/bearbeiten")
    assert page.status_code == 200
    data = _as_posted(page.context["entry"])
    response = editor.post(f"/arbeitsplatz/baustellen/{row.pk}/bearbeiten", data)
    assert response.status_code == 302, _errors(response.context["entry"])
    row.refresh_from_db()
    assert (row.lanes, row.restrictions, row.start, row.end, row.geometry.wkt, row.street_names) == before
    assert row.phases.count() == 1


def _errors(entry: Any) -> list[Any]:
    return [entry.form.errors, entry.lanes.errors, entry.opposite.errors, entry.phases.errors]


def _as_posted(entry: Any) -> dict[str, Any]:
    forms = [entry.form]
    for rows in (entry.lanes, entry.opposite, entry.phases):
        forms += [rows.management_form, *rows.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value != "" and value is not False:
                shown = field.field.widget.format_value(value)
                data[field.html_name] = value if isinstance(value, list) else shown
    return {name: value for name, value in data.items() if value is not None}


def test_an_order_and_a_cancellation_are_steps(editor: Client):
    row = roadwork()
    editor.post(f"/arbeitsplatz/baustellen/{row.pk}/schritt", {"target": "ordered", "order_number": "61-1"})
    row.refresh_from_db()
    assert (row.state, row.order_number) == (State.ORDERED, "61-1")
    editor.post(f"/arbeitsplatz/baustellen/{row.pk}/schritt", {"target": "cancelled"})
    row.refresh_from_db()
    assert row.state == State.CANCELLED


def test_a_step_that_is_not_possible_is_said(editor: Client):
    row = running()
    page = editor.post(f"/arbeitsplatz/baustellen/{row.pk}/schritt", {"target": "planned"}, follow=True)
    assert "nicht möglich" in page.content.decode()


def test_conflicts_are_listed_with_free_weeks(editor: Client):
    row, other = roadwork(), roadwork()
    page = editor.get(f"/arbeitsplatz/baustellen/{row.pk}").content.decode()
    assert f"/arbeitsplatz/baustellen/{other.pk}" in page
    assert "Frei wäre es" in page


def test_one_click_confirms_in_the_field(editor: Client):
    row = roadwork()
    response = editor.post(f"/arbeitsplatz/baustellen/{row.pk}/bestaetigen", {})
    assert response["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert row.state == State.ACTIVE


def test_a_position_far_away_is_refused_and_nothing_confirmed(editor: Client):
    row = roadwork()
    far = {"latitude": "52.5", "longitude": "13.4"}
    assert editor.post(f"/arbeitsplatz/baustellen/{row.pk}/bestaetigen", far).status_code == 422
    row.refresh_from_db()
    assert row.state == State.PLANNED


def test_a_disguised_photo_is_refused_and_nothing_confirmed(editor: Client):
    row = roadwork()
    photo = SimpleUploadedFile("foto.jpg", b"<html>", "image/jpeg")
    response = editor.post(f"/arbeitsplatz/baustellen/{row.pk}/bestaetigen", {"photo": photo})
    assert response.status_code == 422
    row.refresh_from_db()
    assert row.state == State.PLANNED


def test_a_site_manager_confirms_own_works_only(client: Client):
    manager = person(SITE_MANAGER)
    firm = organisation(manager)
    own, other = roadwork(staff=StaffFacts(organisation=firm)), roadwork()
    client.force_login(manager)
    assert client.post(f"/arbeitsplatz/baustellen/{own.pk}/bestaetigen", {}).status_code == 302
    assert client.post(f"/arbeitsplatz/baustellen/{other.pk}/bestaetigen", {}).status_code == 403


def test_citizens_do_not_enter_the_desk(client: Client):
    client.force_login(person())
    assert client.get("/arbeitsplatz/baustellen").status_code == 403


def test_the_desk_lists_filters_and_exports(editor: Client):
    running()
    now = timezone.now()
    running(start=now - timedelta(days=40), end=now - timedelta(days=10), street_names=("Vergessene Straße",))
    table = editor.get("/arbeitsplatz/baustellen?offen=on").context["table"]
    assert [row.street_names for row in table.page.object_list] == [["Vergessene Straße"]]
    csv = editor.get("/arbeitsplatz/baustellen?format=csv&stand=active").content.decode("utf-8-sig")
    assert csv.count("\n") == 3


def test_a_file_is_tried_out_then_taken_in(editor: Client):
    services.create_roadwork(actor=ACTOR, work=work())
    document = b"".join(feeds.wzdx_chunks())
    Roadwork.objects.all().delete()

    def send(**options: str) -> Any:
        upload = SimpleUploadedFile("feed.geojson", document, "application/geo+json")
        return editor.post("/arbeitsplatz/baustellen/einlesen", {"upload": upload, **options}).context["report"]

    tried = send(dry_run="on")
    assert (tried.created, Roadwork.objects.count()) == (1, 0)
    assert (send().created, Roadwork.objects.count()) == (1, 1)


def test_an_unreadable_file_is_refused_with_place(editor: Client):
    upload = SimpleUploadedFile("feed.geojson", b'{"type": ', "application/geo+json")
    response = editor.post("/arbeitsplatz/baustellen/einlesen", {"upload": upload})
    assert response.status_code == 422
    assert "Zeile 1" in response.content.decode()


@pytest.mark.parametrize("part", ["lanes", "opposite", "phases"])
def test_another_row_comes_without_losing_or_judging_what_was_typed(editor: Client, part: str) -> None:
    answer = editor.post("/arbeitsplatz/baustellen/neu", {**entered(title_de="", lines="903"), "zeile": part})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f'name="{part}-TOTAL_FORMS" value="4"' in page
    assert f'name="{part}-3-' in page
    assert 'value="903"' in page
    assert "error-summary" not in page, "an empty title is no mistake yet"
    assert not Roadwork.objects.exists()


def test_rows_do_not_grow_beyond_their_number(editor: Client) -> None:
    answer = editor.post("/arbeitsplatz/baustellen/neu", {**entered(), "lanes-TOTAL_FORMS": "12", "zeile": "lanes"})
    assert 'name="lanes-TOTAL_FORMS" value="12"' in answer.content.decode()


def test_an_event_is_entered_changed_and_removed(editor: Client) -> None:
    start = timezone.localtime() + timedelta(days=3)
    sent = {"kind": "event", "title": "Stadtlauf", "geometry": LINE, "begins": f"{start:%Y-%m-%dT%H:%M}"}
    sent["ends"] = f"{start + timedelta(hours=5):%Y-%m-%dT%H:%M}"
    assert editor.post("/arbeitsplatz/baustellen/nutzungen/neu", {**sent, "ends": ""}).status_code == 422
    assert editor.post("/arbeitsplatz/baustellen/nutzungen/neu", sent).status_code == 302
    stored = RoadUse.objects.get()
    page = editor.get(f"/arbeitsplatz/baustellen/nutzungen/{stored.pk}").content.decode()
    assert "Stadtlauf" in page
    editor.post(f"/arbeitsplatz/baustellen/nutzungen/{stored.pk}", {**sent, "title": "Marathon"})
    assert RoadUse.objects.get().title == "Marathon"
    assert "Marathon" in editor.get("/arbeitsplatz/baustellen/nutzungen?format=csv").content.decode()
    editor.post(f"/arbeitsplatz/baustellen/nutzungen/{stored.pk}/entfernen")
    assert not RoadUse.objects.exists()


def test_the_conflict_list_names_events_and_routes(editor: Client) -> None:
    own = roadwork()
    facts = Facts("truck-route", "Route zum Hafen", own.geometry)
    enter_use(actor=ACTOR, facts=facts)
    page = editor.get(f"/arbeitsplatz/baustellen/{own.pk}").content.decode()
    assert "Route zum Hafen" in page
    assert "Liegt auf einer Lkw-Route" in page
    assert "GeometryCollection" in page, "the map draws the part that overlaps"
