"""Sign-up, sign-in and the account's own pages, through HTTP."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from smartcity.kernel.accounts.models import Invitation, Membership, Organisation, Person
from smartcity.kernel.accounts.roles import ADMINISTRATOR, AUDITOR
from smartcity.kernel.accounts.tests.factories import PASSWORD, organisation, person
from smartcity.kernel.city.services import load_city
from smartcity.kernel.service import SystemActor

pytestmark = pytest.mark.django_db
CITY = Path(__file__).resolve().parents[4] / "data/duisburg"


def test_somebody_signs_up_with_address_password_and_code(client: Client) -> None:
    answer = client.post(reverse("account_signup"), {"email": "Neu@Example.org", "password1": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("account_email_verification_sent")
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", str(mail.outbox[0].body), re.MULTILINE)
    assert code is not None
    answer = client.post(reverse("account_email_verification_sent"), {"code": code.group(1)}, follow=True)
    assert answer.status_code == 200
    assert answer.context["user"].email == "neu@example.org"


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_pages_of_signing_in_name_the_city(client: Client, name: str) -> None:
    load_city(actor=SystemActor("test"), directory=CITY)
    assert '<span class="wordmark__city">Duisburg</span>' in client.get(reverse(name)).content.decode()


def test_signing_in_leads_to_the_account_and_signing_out_away_from_it(client: Client) -> None:
    someone = person(given_name="Ada", family_name="Beispiel")
    answer = client.post(reverse("account_login"), {"login": someone.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/konto/", 302)]
    assert "Ada Beispiel" in answer.content.decode()
    client.post(reverse("account_logout"))
    assert client.get("/konto/").status_code == 302


def test_staff_need_their_code_after_the_password(client: Client) -> None:
    auditor = person(AUDITOR)
    answer = client.post(reverse("account_login"), {"login": auditor.email, "password": PASSWORD})
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/konto/").status_code == 302


def test_staff_without_second_factor_are_sent_to_set_one_up(client: Client) -> None:
    client.force_login(person((AUDITOR, ADMINISTRATOR), second_factor=False))
    for path in ("/arbeitsplatz/", "/admin/", "/arbeitsplatz/protokoll/"):
        assert client.get(path)["Location"] == reverse("accounts:second-factor")
    assert client.get(reverse("accounts:second-factor")).status_code == 200


def test_the_admin_is_for_administrators_only(client: Client) -> None:
    assert client.get("/admin/")["Location"].startswith("/admin/login")
    assert client.get("/admin/login/")["Location"].startswith(reverse("account_login"))
    client.force_login(person(AUDITOR))
    assert client.get("/admin/login/").status_code == 403
    client.force_login(person(ADMINISTRATOR))
    assert client.get("/admin/").status_code == 200
    assert client.get(reverse("admin:accounts_rolegrant_add")).status_code == 200


def test_an_administrator_grants_and_revokes_in_the_admin(client: Client) -> None:
    client.force_login(person(ADMINISTRATOR))
    someone = person()
    client.post(reverse("admin:accounts_rolegrant_add"), {"person": someone.pk, "role": AUDITOR, "office": ""})
    assert Person.objects.get(pk=someone.pk).is_staff
    grant = someone.role_grants.get()
    client.post(reverse("admin:accounts_rolegrant_delete", args=[grant.pk]), {"post": "yes"})
    assert not Person.objects.get(pk=someone.pk).is_staff


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_of_the_account_renders(client: Client, language: str) -> None:
    someone = person()
    mine = organisation(someone)
    client.cookies["language"] = language
    entrance = ["account_login", "account_signup", "account_signup_by_passkey", "account_reset_password"]
    entrance += ["account_request_login_code", "accounts:demo"]
    for name in entrance:
        assert client.get(reverse(name)).status_code == 200, name
    client.post(reverse("account_login"), {"login": someone.email, "password": PASSWORD})
    pages = ["accounts:overview", "accounts:profile", "accounts:second-factor", "accounts:my-data", "accounts:erase"]
    pages += ["accounts:new-organisation", "account_email", "account_change_password", "mfa_index"]
    pages += ["mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list"]
    assert client.get(reverse("account_reauthenticate")).status_code == 200
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for name in pages:
        answer = client.get(reverse(name))
        assert answer.status_code == 200, name
        text = answer.content.decode()
        assert text.count("<h1") == 1, name
        assert "style=" not in text, name
    assert client.get(reverse("accounts:organisation", args=[mine.uuid])).status_code == 200


def test_the_profile_is_changed(client: Client) -> None:
    someone = person()
    client.force_login(someone)
    client.post(reverse("accounts:profile"), {"given_name": " Grace ", "family_name": "Beispiel"})
    assert Person.objects.get(pk=someone.pk).get_full_name() == "Grace Beispiel"


def test_an_invitation_is_sent_accepted_once_and_only_by_its_address(client: Client) -> None:
    manager, invited, other = person(), person(), person()
    firm = organisation(manager)
    client.force_login(manager)
    client.post(reverse("accounts:organisation", args=[firm.uuid]), {"email": invited.email, "role": "member"})
    offer = Invitation.objects.get()
    address = reverse("accounts:invitation", args=[offer.uuid])
    assert address in str(mail.outbox[-1].body)
    client.force_login(other)
    assert client.post(address).status_code == 404
    client.force_login(invited)
    assert client.get(address).status_code == 200
    client.post(address)
    client.post(address)
    assert Membership.objects.filter(organisation=firm, person=invited).count() == 1


def test_an_organisation_keeps_a_manager(client: Client) -> None:
    manager, other = person(), person()
    firm = organisation(manager)
    Membership.objects.create(organisation=firm, person=other)
    client.force_login(manager)
    own = firm.memberships.get(person=manager)
    answer = client.post(reverse("accounts:remove-member", args=[firm.uuid, own.pk]), follow=True)
    assert "mindestens eine Person" in answer.content.decode()
    assert firm.memberships.count() == 2


def test_founding_an_organisation_makes_its_founder_the_manager(client: Client) -> None:
    founder = person()
    client.force_login(founder)
    client.post(reverse("accounts:new-organisation"), {"name": "Ruderverein", "kind": "association"})
    assert Organisation.objects.get(name="Ruderverein").memberships.get().role == "manager"
