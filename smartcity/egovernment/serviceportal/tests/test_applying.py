"""Filling in and sending: nothing typed is lost, nothing is sent twice, nobody sees another's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from smartcity.egovernment.serviceportal.procedures import BUSINESS_REGISTRATION, DOG_TAX
from smartcity.egovernment.serviceportal.tests.factories import a_case, a_draft, picture
from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.cases.drafting import answers_of
from smartcity.kernel.cases.models import Case, Draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def begin(client: Client, key: str) -> Draft:
    sent = client.post(f"/leistungen/antrag/{key}/beginnen")
    assert sent.status_code == 302, sent.content
    return Draft.objects.get(uuid=sent["Location"].split("/")[3])


def send(client: Client, draft: Draft, key: str, data: dict[str, Any], do: str = "weiter") -> Any:
    draft.refresh_from_db()
    return client.post(f"/leistungen/entwurf/{draft.uuid}/{key}", {**data, "revision": draft.revision, "tun": do})


def test_a_visitor_reports_a_damage_without_an_account(client: Client) -> None:
    draft = begin(client, "damage-report")
    first = send(client, draft, "what", {"topic": "pothole", "description": "Tief."})
    assert first["Location"].endswith("/where")
    second = send(client, draft, "where", {"place": "51.4344, 6.7623", "photos": [picture()]})
    assert second["Location"].endswith("/contact")
    assert send(client, draft, "contact", {"email": ""})["Location"].endswith("/pruefen")
    page = client.get(f"/leistungen/entwurf/{draft.uuid}/pruefen").content.decode()
    assert "Schlagloch" in page
    sent = client.post(f"/leistungen/entwurf/{draft.uuid}/pruefen")
    case = Case.objects.get()
    assert sent["Location"] == f"/vorgaenge/{case.number}/gesendet"
    assert case.place is not None
    assert case.place.coords == (6.7623, 51.4344)
    assert case.documents.count() == 1
    done = client.get(sent["Location"]).content.decode()
    link = re.search(r"http://testserver(/leistungen/link/[\w-]+)", done)
    assert link
    fresh = Client()
    assert fresh.get(f"/vorgaenge/{case.number}").status_code == 404
    assert fresh.get(link[1])["Location"] == f"/vorgaenge/{case.number}"
    assert fresh.get(f"/vorgaenge/{case.number}").status_code == 200


def test_sending_twice_makes_one_case(client: Client) -> None:
    draft = begin(client, "damage-report")
    send(client, draft, "what", {"topic": "litter", "description": "Sperrmüll."})
    send(client, draft, "where", {"place": "51.43, 6.76"})
    first = client.post(f"/leistungen/entwurf/{draft.uuid}/pruefen")
    again = client.post(f"/leistungen/entwurf/{draft.uuid}/pruefen")
    assert first["Location"] == again["Location"]
    assert Case.objects.count() == 1


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(client: Client) -> None:
    draft = begin(client, "dog-tax")
    page = send(client, draft, "you", {"given_name": "Erika", "address.street": "Königstraße", "email": "kaputt"})
    content = page.content.decode()
    assert page.status_code == 422
    assert "Das ist keine E-Mail-Adresse" in content
    assert 'value="kaputt"' in content
    assert "Bitte füllen Sie dieses Feld aus." in content
    assert answers_of(Draft.objects.get())["given_name"] == "Erika"


def test_a_field_that_hangs_on_another_appears_after_it_was_answered(client: Client) -> None:
    draft = a_draft(None, DOG_TAX, {"dogs": [{"name": "Bello", "breed": "Mix", "kept_since": "2026-01-02"}]})
    visitor = person()
    draft.person = visitor
    draft.save()
    client.force_login(visitor)
    page = send(client, draft, "payment", {"by_debit": "yes", "true": "on"})
    content = page.content.decode()
    assert page.status_code == 200
    assert 'name="iban"' in content
    assert "Bitte füllen Sie dieses Feld aus." not in content
    refused = send(client, draft, "payment", {"by_debit": "yes", "true": "on", "iban": "DE00"}).content.decode()
    assert "Die IBAN stimmt nicht" in refused
    good = send(client, draft, "payment", {"by_debit": "yes", "true": "on", "iban": "DE89 3704 0044 0532 0130 00"})
    assert good["Location"].endswith("/pruefen")


def test_a_voluntary_field_that_hangs_on_another_is_offered_once(client: Client) -> None:
    draft = begin(client, "damage-report")
    data = {"topic": "light", "description": "Dunkel."}
    page = send(client, draft, "what", data)
    assert page.status_code == 200
    assert 'name="lamp_number"' in page.content.decode()
    assert send(client, draft, "what", data)["Location"].endswith("/where")


def test_rows_are_added_and_removed_without_losing_the_others(client: Client) -> None:
    draft = begin(client, "dog-tax")
    rows = {"dogs.rows": "1", "dogs.0.name": "Bello"}
    assert send(client, draft, "dogs", rows, "mehr.dogs").status_code == 302
    rows = {"dogs.rows": "2", "dogs.0.name": "Bello", "dogs.1.name": "Rex", "dogs.1.kept_since": "3.2.2026"}
    send(client, draft, "dogs", rows, "mehr.dogs")
    draft.refresh_from_db()
    assert [row.get("name") for row in answers_of(draft)["dogs"]] == ["Bello", "Rex", None]
    assert answers_of(draft)["dogs"][1]["kept_since"] == "2026-02-03"
    send(client, draft, "dogs", {**rows, "dogs.rows": "3"}, "weniger.dogs.0")
    draft.refresh_from_db()
    assert [row.get("name") for row in answers_of(draft)["dogs"]] == ["Rex", None]


def test_a_second_tab_is_told_and_loses_nothing(client: Client) -> None:
    draft = begin(client, "damage-report")
    old = draft.revision
    send(client, draft, "what", {"topic": "litter", "description": "Erster."})
    page = client.post(
        f"/leistungen/entwurf/{draft.uuid}/what",
        {"topic": "litter", "description": "Zweiter.", "revision": old, "tun": "weiter"},
    )
    content = page.content.decode()
    assert page.status_code == 422
    assert "in einem anderen Fenster" in content
    assert "Zweiter." in content


def test_a_disguised_file_is_refused_by_name_and_the_rest_is_kept(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    draft = begin(client, "damage-report")
    bad = SimpleUploadedFile("foto.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    page = send(client, draft, "where", {"place": "51.43, 6.76", "hint": "Hausnummer 12", "photos": [bad]})
    assert page.status_code == 422
    assert "foto.jpg" in page.content.decode()
    assert answers_of(Draft.objects.get()).get("hint") == "Hausnummer 12"


def test_after_a_refused_file_the_page_sent_again_is_not_taken_for_another_window(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    draft = begin(client, "damage-report")
    bad = SimpleUploadedFile("foto.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    refused = send(client, draft, "where", {"place": "51.43, 6.76", "photos": [bad]}).content.decode()
    shown = re.search(r'name="revision" value="(\d+)"', refused)
    assert shown
    again = client.post(
        f"/leistungen/entwurf/{draft.uuid}/where", {"place": "51.43, 6.76", "revision": shown[1], "tun": "weiter"}
    )
    assert again.status_code == 302


@pytest.mark.parametrize("wrong", ["\u00b2", "9" * 5000, "-1", "x"])
def test_a_revision_or_count_that_is_no_number_is_refused_or_passed_over(client: Client, wrong: str) -> None:
    draft = begin(client, "dog-tax")
    address = f"/leistungen/entwurf/{draft.uuid}/dogs"
    data = {"dogs.rows": wrong, "revision": draft.revision, "tun": f"weniger.dogs.{wrong}"}
    assert client.post(address, data).status_code in {302, 422}
    assert client.post(address, {"revision": wrong, "tun": "weiter"}).status_code == 422


def test_what_is_missing_is_said_on_the_summary_and_nothing_is_sent(client: Client) -> None:
    draft = begin(client, "damage-report")
    page = client.post(f"/leistungen/entwurf/{draft.uuid}/pruefen")
    assert page.status_code == 422
    assert "Worum geht es?: Bitte füllen Sie dieses Feld aus." in page.content.decode()
    assert not Case.objects.exists()


def test_a_business_registration_asks_to_sign_in_and_knows_the_name(client: Client) -> None:
    sent = client.post("/leistungen/antrag/business-registration/beginnen")
    assert sent["Location"].startswith("/konto/anmelden/")
    client.force_login(person(given_name="Erika", family_name="Beispiel"))
    draft = begin(client, "business-registration")
    assert 'value="Erika"' in client.get(f"/leistungen/entwurf/{draft.uuid}/you").content.decode()
    assert draft.version.key == BUSINESS_REGISTRATION.key


@pytest.mark.parametrize("address", ["/vorgaenge/{n}", "/vorgaenge/{n}/gesendet"])
def test_another_persons_case_is_not_there(client: Client, address: str) -> None:
    case = a_case(person())
    client.force_login(person())
    assert client.get(address.format(n=case.number)).status_code == 404


def test_a_step_that_does_not_exist_and_a_foreign_draft_are_not_there(client: Client) -> None:
    draft = begin(client, "damage-report")
    assert client.get(f"/leistungen/entwurf/{draft.uuid}/nichts").status_code == 404
    assert Client().get(f"/leistungen/entwurf/{draft.uuid}/what").status_code == 404


def test_a_discarded_draft_is_gone(client: Client) -> None:
    draft = begin(client, "damage-report")
    client.post(f"/leistungen/entwurf/{draft.uuid}/loeschen")
    assert not Draft.objects.exists()
