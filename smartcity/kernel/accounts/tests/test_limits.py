"""Limits on tries: atomic, past trusted proxies only, and on every door that takes a secret."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from smartcity.kernel.accounts import limits
from smartcity.kernel.accounts.guards import CODES, MAILS, PASSWORDS
from smartcity.kernel.accounts.limits import client_address, forget, hit
from smartcity.kernel.accounts.models import LimitCount
from smartcity.kernel.accounts.tests.factories import PASSWORD, give_totp, person


@pytest.mark.django_db
def test_tries_beyond_the_limit_are_refused_until_the_window_ends() -> None:
    assert [hit("a", 2, 60) for _ in range(3)] == [True, True, False]
    assert hit("b", 2, 60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_limitcount SET expires_at = clock_timestamp() - interval '1 second'")
    assert hit("a", 2, 60)
    forget("a")
    assert [hit("a", 1, 60), hit("a", 1, 60)] == [True, False]


@pytest.mark.django_db
def test_keys_are_stored_as_hashes_only() -> None:
    hit("email:ada@example.org", 1, 60)
    assert "ada" not in str(list(LimitCount.objects.values_list("key", flat=True)))


@pytest.mark.django_db
def test_expired_counts_are_tidied(monkeypatch) -> None:
    hit("old", 1, 0)
    monkeypatch.setattr(limits, "TIDY_EVERY", 1)
    hit("new", 1, 60)
    assert LimitCount.objects.count() == 1


def race(count_one, threads: int = 8, each: int = 5) -> int:
    """Number of tries allowed when several connections count the same key at once."""
    start = Barrier(threads)

    def run(_number: int) -> int:
        start.wait(10)
        try:
            return sum(count_one() for _ in range(each))
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(run, range(threads)))


@pytest.mark.django_db(transaction=True)
def test_concurrent_tries_are_counted_exactly() -> None:
    assert race(lambda: hit("race", 10, 60)) == 10


@pytest.mark.django_db(transaction=True)
def test_counting_by_reading_and_writing_would_let_more_through() -> None:
    """Negative control: the same race against a count that is not atomic."""
    key = limits._hashed("race")
    hit("race", 10, 60)

    def count_badly() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count, pg_sleep(0.01) FROM accounts_limitcount WHERE key = %s", [key])
            count: int = cursor.fetchone()[0] + 1
            cursor.execute("UPDATE accounts_limitcount SET count = %s WHERE key = %s", [count, key])
        return count <= 10

    assert race(count_badly) > 10


@pytest.mark.parametrize(
    ("remote", "forwarded", "expected"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:3::4", "198.51.100.1", "2001:db8:1:2::/64"),
        ("", "198.51.100.1", ""),
    ],
)
def test_only_trusted_proxies_are_believed(settings, remote: str, forwarded: str, expected: str) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


@pytest.mark.django_db
def test_a_forged_header_does_not_dodge_the_limit(client: Client) -> None:
    address = reverse("account_login")
    answers = [
        client.post(address, {"login": f"a{n}@example.org", "password": "x"}, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
        for n in range(PASSWORDS.per_address + 1)
    ]
    assert answers[-2].status_code == 200
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == str(PASSWORDS.window_s)


@pytest.mark.django_db
def test_one_account_is_limited_from_many_addresses_and_success_starts_anew() -> None:
    someone = person()

    def attempt(number: int, password: str) -> int:
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        data = {"login": someone.email.upper(), "password": password}
        return client.post(reverse("account_login"), data).status_code

    for number in range(PASSWORDS.per_account - 1):
        assert attempt(number, "falsch") == 200
    assert attempt(100, PASSWORD) == 302
    assert [attempt(number, "falsch") for number in range(PASSWORDS.per_account + 1)][-2:] == [200, 429]
    assert attempt(101, PASSWORD) == 429


@pytest.mark.django_db
def test_codes_of_the_second_factor_are_limited(client: Client) -> None:
    someone = person()
    give_totp(someone)
    client.post(reverse("account_login"), {"login": someone.email, "password": PASSWORD})
    address = reverse("mfa_authenticate")
    answers = [client.post(address, {"code": "000000"}).status_code for _ in range(CODES.per_account + 1)]
    assert answers[-2:] == [200, 429]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_request_login_code"])
def test_mails_to_one_address_are_limited(client: Client, name: str) -> None:
    data = {"email": "ada@example.org", "password1": PASSWORD}
    answers = [client.post(reverse(name), data).status_code for _ in range(MAILS.per_account + 1)]
    assert answers[-2] != 429
    assert answers[-1] == 429
