"""Granting and withdrawing roles in the workplace."""

from __future__ import annotations

import pytest
from django.test import Client

from smartcity.kernel.accounts.models import Person, RoleGrant
from smartcity.kernel.accounts.roles import ADMINISTRATOR, AUDITOR
from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.city.models import Office

pytestmark = pytest.mark.usefixtures("city")
PAGE = "/arbeitsplatz/rollen/"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(person(ADMINISTRATOR))
    return client


def test_a_role_is_granted_for_one_office_and_makes_its_holder_staff(administrator: Client) -> None:
    colleague, office = person(), Office.objects.order_by("name")[0]
    answer = administrator.post(PAGE, {"email": colleague.email.upper(), "role": AUDITOR, "office": office.key})
    assert answer.status_code == 302
    fresh = Person.objects.get(pk=colleague.pk)
    assert fresh.granted == {(AUDITOR, office.key)}
    assert fresh.is_staff
    page = administrator.get(PAGE).content.decode()
    assert colleague.email in page
    assert office.name in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "niemand@example.org"}, "gibt es kein Konto"),
        ({"role": "emperor"}, "gültige Auswahl"),
        ({"office": "amt-0"}, "gültige Auswahl"),
    ],
)
def test_a_grant_that_cannot_be_is_refused_at_its_field(
    administrator: Client, wrong: dict[str, str], words: str
) -> None:
    before = RoleGrant.objects.count()
    answer = administrator.post(PAGE, {"email": person().email, "role": AUDITOR, "office": "", **wrong})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert RoleGrant.objects.count() == before


def test_a_role_is_withdrawn(administrator: Client) -> None:
    colleague = person(AUDITOR)
    grant = RoleGrant.objects.get(person=colleague)
    administrator.post(f"{PAGE}{grant.pk}/entziehen/")
    assert not Person.objects.get(pk=colleague.pk).is_staff


def test_the_last_administrator_stays(administrator: Client) -> None:
    grant = RoleGrant.objects.get(role=ADMINISTRATOR)
    page = administrator.post(f"{PAGE}{grant.pk}/entziehen/", follow=True).content.decode()
    assert "Die letzte Administration kann nicht entfernt werden." in page
    assert RoleGrant.objects.filter(role=ADMINISTRATOR).count() == 1


def test_the_list_is_filtered_by_words_and_role(administrator: Client) -> None:
    colleague = person(AUDITOR, family_name="Sonderbar")
    assert colleague.email in administrator.get(f"{PAGE}?suche=sonder&rolle={AUDITOR}").content.decode()
    assert colleague.email not in administrator.get(f"{PAGE}?rolle={ADMINISTRATOR}").content.decode()
    assert "Keine Rolle passt dazu" in administrator.get(f"{PAGE}?suche=gibtesnicht").content.decode()
