"""Every route answers with the security headers and a content policy without exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory

from smartcity.cli.schema import fill_city
from smartcity.config.env import environment
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.roles import declared_roles
from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.web.csp import ContentSecurityPolicyMiddleware
from tests.access.matrix import ANYONE, Row
from tests.access.routes import Route, all_routes, declared_rows, match
from tests.access.visit import BACKEND

pytestmark = pytest.mark.django_db
ROUTES = all_routes()
ROWS, _unlisted, _left_over = match(ROUTES, declared_rows())
HEADERS = {
    "X-Content-Type-Options": r"nosniff",
    "Referrer-Policy": r"strict-origin-when-cross-origin|same-origin|no-referrer",
    "Cross-Origin-Opener-Policy": r"same-origin",
    "Permissions-Policy": r".*camera=\(\).*",
    "Content-Security-Policy": r".+",
}
# where nothing may be loaded or run without being named
STRICT = ("default-src", "script-src", "style-src", "object-src", "base-uri", "frame-ancestors")


def complaints(answer: HttpResponseBase) -> list[str]:
    """What an answer's headers lack."""
    found = [
        f"{name}: {answer.get(name)}" for name, rule in HEADERS.items() if not re.fullmatch(rule, answer.get(name, ""))
    ]
    policy = answer.get("Content-Security-Policy", "")
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    found += [f"policy with {word}" for word in ("unsafe-", "strict-dynamic") if word in policy]
    if directives.get("default-src") != ["'none'"] and "sandbox" not in directives:
        found.append(f"default-src is {directives.get('default-src')}")
    for name in STRICT:
        wild = {"*", "https:", "http:", "data:"} & set(directives.get(name, []))
        if wild and not (name == "frame-ancestors" and getattr(answer, "xframe_options_exempt", False)):
            found.append(f"{name} allows {sorted(wild)}")
    if not getattr(answer, "xframe_options_exempt", False) and answer.get("X-Frame-Options") != "DENY":
        found.append(f"X-Frame-Options: {answer.get('X-Frame-Options')}")
    for cookie in getattr(answer, "cookies", {}).values():
        # an empty one only takes a cookie away
        if cookie.value and not (cookie["httponly"] and cookie["samesite"]):
            found.append(f"cookie {cookie.key} without HttpOnly or SameSite")
    return found


@pytest.fixture(scope="module")
def someone(django_db_setup, django_db_blocker) -> Iterator[Person]:
    """Somebody who may enter every door, in the city itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill_city(environment().SMARTCITY_CITY)
        yield person(tuple(sorted(declared_roles())))
        transaction.set_rollback(True)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.pattern)
def test_the_route_answers_with_the_security_headers(route: Route, someone: Person) -> None:
    row = ROWS.get(route.pattern, Row(route.pattern, GET=ANYONE))
    names = re.findall(r"<([^>]+)>", route.pattern)
    arguments = row.arguments(someone) if row.arguments else {name: route.missing(name, "") for name in names}
    client = Client(raise_request_exception=False)
    client.force_login(someone, backend=BACKEND)
    for visitor, methods in ((Client(raise_request_exception=False), ("GET",)), (client, ("GET", "POST"))):
        for method in methods:
            answer = visitor.generic(method, route.address(arguments))
            assert complaints(answer) == [], (method, answer.status_code)


def test_an_unknown_address_answers_with_them_too(client: Client) -> None:
    assert complaints(client.get("/gibt-es-nicht")) == []


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'"),
        ("Content-Security-Policy", "default-src *"),
        ("Content-Security-Policy", "default-src 'none'; script-src https:"),
        ("Referrer-Policy", "unsafe-url"),
        ("X-Frame-Options", "SAMEORIGIN"),
    ],
)
def test_a_loosened_header_is_caught(header: str, value: str) -> None:
    def loosened(_request: object) -> HttpResponse:
        return HttpResponse(headers={"X-Frame-Options": "DENY", header: value})

    answer = ContentSecurityPolicyMiddleware(loosened)(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    assert complaints(answer) != []


def test_a_script_readable_cookie_is_caught() -> None:
    answer = HttpResponse()
    answer.set_cookie("spion", "1")
    assert "cookie spion without HttpOnly or SameSite" in complaints(answer)
