"""The demo's accounts and the first administrator."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from smartcity.kernel.accounts.commands import group as create_admin
from smartcity.kernel.accounts.demo import announcement, load
from smartcity.kernel.accounts.demo_accounts import ACCOUNTS, demo_password, listed
from smartcity.kernel.accounts.models import Organisation, Person
from smartcity.kernel.accounts.roles import ADMINISTRATOR
from smartcity.kernel.accounts.tests.factories import PASSWORD, person
from smartcity.kernel.refusal import Refused
from smartcity.kernel.service import SystemActor

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> None:
    load(SystemActor("load-demo"))


def test_loading_twice_makes_each_account_once_and_marks_it(demo) -> None:
    load(SystemActor("load-demo"))
    assert Person.objects.filter(is_demo=True).count() == len(ACCOUNTS)
    assert Organisation.objects.get().is_demo
    assert demo_password() in announcement()[0]
    assert len(demo_password()) == 16


def test_the_administrator_signs_in_with_what_the_page_shows(demo, client: Client) -> None:
    page = client.get(reverse("accounts:demo")).content.decode()
    assert page.count("(Demo)") == len(ACCOUNTS)
    account = next(account for account in listed() if account.email.startswith("administration"))
    assert account.code in page
    client.post(reverse("account_login"), {"login": account.email, "password": account.password})
    client.post(reverse("mfa_authenticate"), {"code": account.code})
    assert client.get("/admin/").status_code == 200
    assert client.get(reverse("audit:record")).status_code == 200


def test_there_is_no_such_page_without_the_demo(demo, client: Client, settings) -> None:
    settings.DEMO = False
    assert client.get(reverse("accounts:demo")).status_code == 404


@pytest.mark.parametrize("name", ["account_change_password", "account_email", "mfa_deactivate_totp", "accounts:erase"])
def test_demo_accounts_stay_as_they_are(demo, client: Client, name: str) -> None:
    someone = Person.objects.get(email="administration@demo.invalid")
    client.force_login(someone)
    answer = client.post(reverse(name), {"sure": "on", "email": "x@example.org"}, follow=True)
    assert "Demo-Konten bleiben" in answer.content.decode()
    assert Person.objects.get(pk=someone.pk).password == someone.password


def test_the_first_administrator_gets_a_link_that_works_once(client: Client) -> None:
    result = CliRunner().invoke(create_admin, ["Chefin@Example.org"], catch_exceptions=False)
    made = Person.objects.get(email="chefin@example.org")
    assert made.holds(ADMINISTRATOR)
    assert made.is_staff
    link = re.search(r"(/konto/passwort/neu/\S+)", result.output)
    assert link is not None
    form = client.get(link.group(1), follow=True)
    target = form.redirect_chain[-1][0]
    client.post(target, {"password1": PASSWORD, "password2": PASSWORD})
    assert Person.objects.get(pk=made.pk).check_password(PASSWORD)
    again = Client().get(link.group(1), follow=True)
    assert "form" not in again.context or again.context.get("token_fail")


def test_an_existing_account_is_promoted_and_keeps_its_password() -> None:
    someone = person()
    result = CliRunner().invoke(create_admin, [someone.email], catch_exceptions=False)
    assert "Kennwort setzen" not in result.output
    assert Person.objects.get(pk=someone.pk).check_password(PASSWORD)
    assert Person.objects.get(pk=someone.pk).holds(ADMINISTRATOR)


@pytest.mark.parametrize(
    ("words", "stdin", "complaint"),
    [(["kein-at"], "", "EMAIL"), (["a@example.org", "--password-stdin"], "kurz\n", "Kennwort")],
)
def test_bad_input_is_refused(words: list[str], stdin: str, complaint: str) -> None:
    with pytest.raises(Refused, match=complaint):
        CliRunner().invoke(create_admin, words, input=stdin, catch_exceptions=False)
    assert not Person.objects.exists()
