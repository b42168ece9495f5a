"""Visitors who try every door, and what they find wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.roles import declared_roles
from smartcity.kernel.accounts.tests.factories import person
from tests.access.matrix import ANONYMOUS, CITIZEN, METHODS, NOBODY, Row
from tests.access.routes import Route

REFUSED = {401, 403, 404, 405}
ALL_ROLES = "every role"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the door: ``kind`` is anonymous, citizen, a role key, or every role at once."""

    kind: str
    client: Client
    person: Person | None


@dataclass(frozen=True, slots=True)
class Cast:
    """The visitors, and a stranger who owns what is foreign to all of them."""

    visitors: list[Visitor]
    stranger: Person


def make_cast() -> Cast:
    """One visitor of each kind."""
    keys = sorted(declared_roles())
    people: dict[str, Person] = {CITIZEN: person()} | {key: person(key) for key in keys}
    people[ALL_ROLES] = person(tuple(keys))
    visitors = [Visitor(ANONYMOUS, Client(raise_request_exception=False), None)]
    for kind, someone in people.items():
        client = Client(raise_request_exception=False)
        client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
        visitors.append(Visitor(kind, client, someone))
    return Cast(visitors, person())


def offences(route: Route, row: Row, cast: Cast) -> list[str]:
    """Every answer of the route that is not what its row says."""
    return [offence for visitor in cast.visitors for offence in _tried(route, row, visitor, cast.stranger)]


def _tried(route: Route, row: Row, visitor: Visitor, stranger: Person) -> Iterator[str]:
    for method in METHODS:
        # a method that the row does not name is refused to everybody: the weakest and the strongest visitor show it
        if row.who(method) == NOBODY and visitor.kind not in {ANONYMOUS, ALL_ROLES}:
            continue
        for case in _cases(row, visitor):
            with transaction.atomic():
                arguments = _arguments(route, row, visitor, stranger, case)
                answer = _ask(visitor.client, method, route.address(arguments))
                wrong = _judge(row, visitor, method, case, answer)
                transaction.set_rollback(True)
            if wrong:
                yield f"{method} {route.pattern} as {visitor.kind} ({case}): {wrong}"


def _cases(row: Row, visitor: Visitor) -> list[str]:
    if row.arguments is None:
        return ["own"]
    return ["foreign", "none"] if visitor.person is None else ["own", "foreign", "none"]


def _arguments(route: Route, row: Row, visitor: Visitor, stranger: Person, case: str) -> dict[str, Any]:
    if row.arguments is None:
        return {}
    owner = visitor.person if case == "own" and visitor.person else stranger
    made = row.arguments(owner)
    if case == "none":
        last = list(made)[-1]
        made[last] = route.missing(last, made[last])
    return made


def _ask(client: Client, method: str, address: str) -> HttpResponseBase:
    if address.startswith("/api/"):
        return client.generic(method, address, data="{}", content_type="application/json")
    content_type = "application/x-www-form-urlencoded"
    return client.generic(method, address, data="", content_type=content_type)


def _judge(row: Row, visitor: Visitor, method: str, case: str, answer: HttpResponseBase) -> str:
    """What is wrong with an answer; empty when nothing is."""
    who, status = row.who(method), answer.status_code
    if status >= 500:
        return f"fails with {status}"
    entered = status in row.answers or (status not in REFUSED and not _is_sent_away(answer))
    owns = case == "own"
    may = who.admits(visitor.kind, owns=owns) or (visitor.kind == ALL_ROLES and who.admits_any_role())
    if case == "none":
        if may and status != 404 and status not in row.answers:
            return f"answers {status} where nothing is, 404 expected"
        return "" if may or not entered else f"enters with {status} where nothing is"
    if may and not entered:
        return f"is refused with {status}"
    return f"enters with {status}" if entered and not may else ""


def _is_sent_away(answer: HttpResponseBase) -> bool:
    """Whether the answer leads to the sign-in or to the second factor's page."""
    if not 300 <= answer.status_code < 400:
        return False
    away = (reverse("account_login"), reverse("accounts:second-factor"), reverse("admin:login"))
    return urlsplit(answer.get("Location", "")).path in away
