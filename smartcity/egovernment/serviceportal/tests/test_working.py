"""The clerk's and the applicant's sides of one case."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from smartcity.egovernment.serviceportal.procedures import DOG_TAX
from smartcity.egovernment.serviceportal.tests.factories import a_case, a_draft, picture
from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.cases.models import Case
from smartcity.kernel.cases.submitting import submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

DOG = {
    "given_name": "Erika",
    "family_name": "Beispiel",
    "address": {"street": "Königstraße", "house_number": "1", "postcode": "47051", "place": "Duisburg"},
    "email": "erika@example.org",
    "dogs": [{"name": "Bello", "breed": "Mix", "kept_since": "2026-01-02"}],
    "assistance": False,
    "by_debit": False,
    "true": True,
}


def signed_in(who: Any) -> Client:
    visitor = Client()
    visitor.force_login(who)
    return visitor


def work(clerk: Client, case: Case, do: str, **data: Any) -> Any:
    case.refresh_from_db()
    return clerk.post(f"/arbeitsplatz/vorgaenge/{case.number}/tun", {"tun": do, "revision": case.revision, **data})


def test_the_whole_way_from_application_to_decision() -> None:
    erika = person(given_name="Erika")
    case = submit(actor=erika, draft=a_draft(erika, DOG_TAX, DOG))
    clerk, applicant = signed_in(person("cases.clerk", office="amt-21")), signed_in(erika)
    assert case.number in clerk.get("/arbeitsplatz/vorgaenge").content.decode()
    work(clerk, case, "zuteilen", nehmen="ja")
    work(clerk, case, "schritt", schritt="take_up")
    work(clerk, case, "schritt", schritt="request_documents", text="Bitte die Chipnummer.", bis="2026-12-24")
    page = applicant.get(f"/vorgaenge/{case.number}").content.decode()
    assert "Bitte die Chipnummer." in page
    assert "24. Dezember 2026" in page
    assert case.number in applicant.get("/vorgaenge").content.decode()
    case.refresh_from_db()
    applicant.post(
        f"/vorgaenge/{case.number}/tun",
        {"schritt": "answer", "revision": case.revision, "text": "276098100123456", "dateien": [picture("pass.jpg")]},
    )
    work(clerk, case, "vermerk", text="Chip geprüft.")
    work(clerk, case, "entscheiden", schritt="approve", text="Die Angaben sind vollständig.")
    case.refresh_from_db()
    assert (case.state, case.is_final) == ("approved", True)
    page = applicant.get(f"/vorgaenge/{case.number}").content.decode()
    assert "Ihr Antrag ist bewilligt." in page
    assert "pass.jpg" in page
    assert "Chip geprüft." not in page
    assert "Chip geprüft." in clerk.get(f"/arbeitsplatz/vorgaenge/{case.number}").content.decode()


def test_a_clerk_of_another_office_has_no_part_in_it() -> None:
    case = a_case(person())
    other = signed_in(person("cases.clerk", office="amt-32"))
    assert other.get(f"/arbeitsplatz/vorgaenge/{case.number}").status_code == 403
    assert work(other, case, "vermerk", text="x").status_code == 403
    assert case.number not in other.get("/arbeitsplatz/vorgaenge").content.decode()


def test_who_comes_second_is_told_and_keeps_the_words() -> None:
    case = a_case(person())
    clerk = signed_in(person("cases.clerk"))
    work(clerk, case, "schritt", schritt="take_up")
    page = clerk.post(
        f"/arbeitsplatz/vorgaenge/{case.number}/tun",
        {"tun": "schritt", "schritt": "fix", "revision": 0, "text": "Gefüllt."},
    )
    content = page.content.decode()
    assert page.status_code == 422
    assert "inzwischen geändert" in content
    assert "Gefüllt." in content


def test_a_step_without_its_words_is_refused() -> None:
    erika = person()
    case = submit(actor=erika, draft=a_draft(erika, DOG_TAX, DOG))
    clerk = signed_in(person("cases.clerk"))
    work(clerk, case, "schritt", schritt="take_up")
    assert (
        "Bitte schreiben Sie etwas dazu." in work(clerk, case, "schritt", schritt="request_documents").content.decode()
    )
    assert (
        "kein Datum"
        in work(clerk, case, "schritt", schritt="request_documents", text="x", bis="morgen").content.decode()
    )
    case.refresh_from_db()
    assert case.state == "in_review"


def test_an_applicant_withdraws_and_an_empty_message_is_refused() -> None:
    erika = person()
    case = a_case(erika)
    applicant = signed_in(erika)
    assert applicant.post(f"/vorgaenge/{case.number}/tun", {"text": " "}).status_code == 422
    applicant.post(f"/vorgaenge/{case.number}/tun", {"schritt": "withdraw", "revision": case.revision})
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_a_reply_that_is_refused_keeps_none_of_its_files() -> None:
    erika = person()
    case = a_case(erika)
    page = signed_in(erika).post(
        f"/vorgaenge/{case.number}/tun", {"schritt": "withdraw", "revision": "99", "dateien": [picture("neu.jpg")]}
    )
    assert page.status_code == 422
    assert not case.documents.exists()


def test_durations_are_measured_from_the_cases() -> None:
    case = a_case(person())
    clerk = signed_in(person("cases.clerk"))
    work(clerk, case, "schritt", schritt="take_up")
    work(clerk, case, "schritt", schritt="fix", text="Behoben.")
    page = clerk.get("/arbeitsplatz/vorgaenge/statistik").content.decode()
    assert "Schaden melden" in page
    assert "0,0 Tagen" in page


def test_a_persons_desk_with_many_cases_asks_few_queries(django_assert_max_num_queries: Any) -> None:
    erika = person()
    for _ in range(12):
        a_case(erika)
    applicant = signed_in(erika)
    applicant.get("/vorgaenge")
    with django_assert_max_num_queries(12):
        assert applicant.get("/vorgaenge").content.decode().count("Schaden melden") >= 12


def test_ones_own_cases_stand_in_the_account_menu() -> None:
    assert 'href="/vorgaenge"' in signed_in(person()).get("/leistungen").content.decode()
    assert 'href="/vorgaenge"' not in Client().get("/leistungen").content.decode()
