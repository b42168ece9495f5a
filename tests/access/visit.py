"""Visitors who try every door, and what they find wrong."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.roles import declared_roles
from smartcity.kernel.accounts.tests.factories import person
from tests.access.matrix import ANONYMOUS, ANYONE, CITIZEN, METHODS, NOBODY, SIGNED_IN, Row, Who
from tests.access.routes import Route

ALL_ROLES = "every role"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REFUSED = {401, 403, 404, 405}
# where nothing is: not found, or not even a well-formed question
MISSING = {400, 404, 422}
# who tries a method that is open to all, or to nobody: the weakest, an ordinary and the strongest visitor
OUTLINE = {ANONYMOUS, CITIZEN, ALL_ROLES}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody at the door: ``kind`` is anonymous, citizen, a role key, or every role at once."""

    kind: str
    client: Client
    person: Person | None
    session: str = ""

    def ask(self, method: str, address: str) -> HttpResponseBase:
        """Try a door with an empty request; whatever happened behind others, the visitor is signed in again."""
        self.client.cookies.clear()
        if self.session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        if address.startswith("/api/"):
            return self.client.generic(method, address, data="{}", content_type="application/json")
        return self.client.generic(method, address, data="", content_type="application/x-www-form-urlencoded")


@dataclass(frozen=True, slots=True)
class Cast:
    """The visitors, a stranger who owns what is foreign to all of them, and the objects made so far."""

    visitors: list[Visitor]
    stranger: Person
    objects: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)


def make_cast() -> Cast:
    """One visitor of each kind."""
    keys = sorted(declared_roles())
    people: dict[str, Person] = {CITIZEN: person()} | {key: person(key) for key in keys}
    people[ALL_ROLES] = person(tuple(keys))
    visitors = [Visitor(ANONYMOUS, Client(raise_request_exception=False), None)]
    for kind, someone in people.items():
        client = Client(raise_request_exception=False)
        client.force_login(someone, backend=BACKEND)
        _reauthenticate(client, someone)
        visitors.append(Visitor(kind, client, someone, client.cookies[settings.SESSION_COOKIE_NAME].value))
    return Cast(visitors, person())


def _reauthenticate(client: Client, someone: Person) -> None:
    """As if the password had been asked for again just now: pages about second factors want that."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(someone.pk)
    session.save()


def offences(route: Route, row: Row, cast: Cast) -> list[str]:
    """Every answer of the route that is not what its row says."""
    cast.objects.clear()  # those of the route before were rolled back with its test
    return [offence for visitor in cast.visitors for offence in _tried(route, row, visitor, cast)]


def _tried(route: Route, row: Row, visitor: Visitor, cast: Cast) -> Iterator[str]:
    addresses = _addresses(route, row, visitor, cast)
    for method in METHODS:
        if not _is_worth_a_try(row.who(method), visitor):
            continue
        for case, address in addresses.items():
            with transaction.atomic():
                answer = visitor.ask(method, address)
                wrong = _judge(row, visitor, method, case, answer)
                transaction.set_rollback(True)
            if wrong:
                yield f"{method} {route.pattern} as {visitor.kind} ({case}): {wrong}"


def _is_worth_a_try(who: Who, visitor: Visitor) -> bool:
    """Every kind of visitor tries what is open to some; for what is open to all or nobody the outline will do."""
    if who in {NOBODY, ANYONE, SIGNED_IN}:
        return visitor.kind in OUTLINE
    return True


def _addresses(route: Route, row: Row, visitor: Visitor, cast: Cast) -> dict[str, str]:
    """The route's address for an object of the visitor's own, for a stranger's, and for one that does not exist."""
    if row.arguments is None:
        return {"own": route.address({})}
    foreign = _object_of(cast, row, cast.stranger)
    found = {"foreign": route.address(foreign)}
    if visitor.person and any(row.who(method).own for method in METHODS):
        found["own"] = route.address(_object_of(cast, row, visitor.person))
    if foreign:
        last = list(foreign)[-1]
        found["none"] = route.address({**foreign, last: route.missing(last, foreign[last])})
    return found


def _object_of(cast: Cast, row: Row, owner: Person) -> dict[str, Any]:
    key = (row.name, owner.pk)
    if key not in cast.objects and row.arguments:
        cast.objects[key] = row.arguments(owner)
    return cast.objects[key]


def _judge(row: Row, visitor: Visitor, method: str, case: str, answer: HttpResponseBase) -> str:
    """What is wrong with an answer; empty when nothing is."""
    who, status = row.who(method), answer.status_code
    if status >= 500:
        return f"fails with {status}"
    answers = frozenset() if who == NOBODY else row.answers
    entered = status in answers or (status not in REFUSED and not _is_sent_away(answer))
    owns = case == "own"
    may = who.admits(visitor.kind, owns=owns) or (visitor.kind == ALL_ROLES and who.admits_any_role())
    if case == "none":
        if may and status not in MISSING | answers:
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
