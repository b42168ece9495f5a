"""Nobody can find out who has an account: same texts, same work, for known and unknown addresses."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from smartcity.kernel.accounts.hashers import DeliberateArgon2PasswordHasher
from smartcity.kernel.accounts.tests.factories import PASSWORD, person

pytestmark = pytest.mark.django_db
UNKNOWN = "unbekannt@example.org"


@pytest.fixture(autouse=True)
def deliberate(settings) -> None:
    settings.PASSWORD_HASHERS = ["smartcity.kernel.accounts.hashers.DeliberateArgon2PasswordHasher"]


@pytest.fixture
def work(monkeypatch) -> list[str]:
    """Every Argon2 run, as "encode"; a verification runs one encode of the same cost."""
    runs: list[str] = []
    for name in ("encode", "verify"):
        original = getattr(DeliberateArgon2PasswordHasher, name)

        def counting(self, *args, _original=original, **kwargs):
            runs.append("argon2")
            return _original(self, *args, **kwargs)

        monkeypatch.setattr(DeliberateArgon2PasswordHasher, name, counting)
    return runs


def answer_of(name: str, data: dict[str, str]) -> tuple[int, str, str]:
    """(status, target, text without what differs by request: the address itself and tokens)."""
    answer = Client().post(reverse(name), data)
    text = answer.content.decode()
    for secret in (data.get("login") or data["email"], data.get("password", "-"), data.get("password1", "-")):
        text = text.replace(secret, "X")
    text = re.sub(r'(name="csrfmiddlewaretoken" value=|nonce=)"[^"]+"', r"\1", text)
    return answer.status_code, answer.get("Location", ""), text


def post(name: str, email: str) -> dict[str, str]:
    if name == "account_login":
        return {"login": email, "password": "falsches Kennwort 1"}
    return {"email": email, "password1": PASSWORD}


NAMES = ["account_login", "account_signup", "account_reset_password", "account_request_login_code"]


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_the_same(name: str) -> None:
    known = person()
    assert answer_of(name, post(name, known.email)) == answer_of(name, post(name, UNKNOWN))


@pytest.mark.parametrize("name", NAMES)
def test_the_work_is_the_same(name: str, work: list[str]) -> None:
    known = person()
    work.clear()
    answer_of(name, post(name, known.email))
    for_known = len(work)
    work.clear()
    answer_of(name, post(name, UNKNOWN))
    assert for_known == len(work)
    if name in {"account_login", "account_signup"}:
        assert for_known == 1


@pytest.mark.parametrize("name", NAMES[1:])
def test_both_get_one_mail(name: str) -> None:
    known = person()
    for email in (known.email, UNKNOWN):
        mail.outbox.clear()
        answer_of(name, post(name, email))
        assert [message.to for message in mail.outbox] == [[email]]


def test_a_second_password_backend_would_be_caught(settings, work: list[str]) -> None:
    """Planted defect: Django's own backend beside allauth's hashes twice for a known address."""
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", *settings.AUTHENTICATION_BACKENDS]
    known = person()
    work.clear()
    answer_of("account_login", post("account_login", known.email))
    for_known = len(work)
    work.clear()
    answer_of("account_login", post("account_login", UNKNOWN))
    assert (for_known, len(work)) != (1, 1)
