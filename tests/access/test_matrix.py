"""Every route × method × visitor × {own, foreign, none} answers as its room's tests/access.py says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from smartcity.cli.schema import fill_city
from smartcity.config.env import environment
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.roles import ADMINISTRATOR, AUDITOR, declared_roles
from tests.access.matrix import ANYONE, OWNER, SIGNED_IN, Row, roles
from tests.access.routes import Route, all_routes, declared_rows, match
from tests.access.visit import ALL_ROLES, Cast, make_cast, offences

ADMIN = "/admin/"
ROUTES = [route for route in all_routes() if not route.pattern.startswith(ADMIN)]
ADMIN_ROUTES = [route for route in all_routes() if route.pattern.startswith(ADMIN)]
ROWS, UNLISTED, LEFT_OVER = match(ROUTES, declared_rows())
# the admin's own sign-out and its sign-in, which leads to the platform's
OPEN_IN_ADMIN = {"/admin/login/", "/admin/logout/"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def cast(django_db_setup, django_db_blocker) -> Iterator[Cast]:
    """One cast for all routes, in the city itself: each try is rolled back, the cast and the city at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill_city(environment().SMARTCITY_CITY)
        yield make_cast()
        transaction.set_rollback(True)


def route_named(name: str) -> Route:
    return next(route for route in ROUTES if name in route.names)


def test_every_route_has_a_row() -> None:
    assert UNLISTED == []


def test_every_row_has_a_route_of_its_own() -> None:
    assert LEFT_OVER == []


def test_rows_name_declared_roles() -> None:
    named = {
        key
        for row in ROWS.values()
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        for key in row.who(method).roles
    }
    assert named <= set(declared_roles())


@pytest.mark.parametrize("route", [route for route in ROUTES if route.pattern in ROWS], ids=lambda route: route.pattern)
def test_the_route_admits_whom_its_row_says(route: Route, cast: Cast) -> None:
    assert offences(route, ROWS[route.pattern], cast) == []


@pytest.mark.parametrize("route", ADMIN_ROUTES, ids=lambda route: route.pattern)
def test_the_admin_admits_administrators_only(route: Route, cast: Cast) -> None:
    address = route.address(dict.fromkeys(["object_id", "app_label", "content_type_id", "url"], "1"))
    for visitor in cast.visitors:
        for method in ("GET", "POST"):
            with transaction.atomic():
                answer = visitor.ask(method, address)
                transaction.set_rollback(True)
            assert answer.status_code < 500, (visitor.kind, method)
            if visitor.kind not in {ADMINISTRATOR, ALL_ROLES} and route.pattern not in OPEN_IN_ADMIN:
                refused = answer.status_code in {403, 404, 405} or "/login/" in answer.get("Location", "")
                assert refused, (visitor.kind, method, answer.status_code)


# --- planted defects: the gate must see each of them ---


def test_a_route_without_a_row_is_caught() -> None:
    planted = URLResolver(RegexPattern(r"^/"), [path("geheim/<int:pk>/", HttpResponse, name="x")])
    routes = all_routes(planted)
    assert "/geheim/<pk>/" in {route.pattern for route in routes}
    assert match(routes, [])[1] == ["/geheim/<pk>/"]


def test_a_row_without_a_route_and_a_second_row_are_caught() -> None:
    rows = [Row("nirgends:weg", GET=ANYONE), Row("accounts:demo", GET=ANYONE), Row("/demo/", GET=ANYONE)]
    left_over = match([route_named("accounts:demo")], rows)[2]
    assert len(left_over) == 2
    assert "nirgends:weg" in left_over


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (Row("accounts:demo", GET=roles(ADMINISTRATOR)), "as anonymous (own): enters with 200"),
        (Row("accounts:demo", GET=SIGNED_IN), "as anonymous (own): enters with 200"),
        (Row("accounts:overview", GET=ANYONE), "as anonymous (own): is refused with 302"),
        (Row("accounts:profile", GET=SIGNED_IN), "POST /konto/profil/ as every role (own): enters with 200"),
        (Row("audit:record", GET=SIGNED_IN), "as citizen (own): is refused with 403"),
        (Row("audit:record", GET=roles(ADMINISTRATOR, AUDITOR)), "as administrator (own): is refused with 403"),
    ],
)
def test_a_wrong_row_is_caught(row: Row, complaint: str, cast: Cast) -> None:
    found = offences(route_named(row.name), row, cast)
    assert any(complaint in offence for offence in found), found


def test_a_door_that_does_not_ask_whose_it_is_is_caught(cast: Cast) -> None:
    def protocol(owner: Person) -> dict[str, object]:
        from smartcity.kernel.accounts.models import ErasureProtocol

        return {"uuid": ErasureProtocol.objects.create(lines=[]).uuid}

    row = Row("accounts:erased", GET=OWNER, arguments=protocol)
    found = offences(route_named("accounts:erased"), row, cast)
    assert any("as citizen (foreign): enters with 200" in offence for offence in found), found
