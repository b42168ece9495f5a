"""Who may enter which route of the city: everybody reads, nobody writes."""

from __future__ import annotations

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.city.services import load_city
from smartcity.kernel.city.tests.conftest import ACTOR, INVENTED
from tests.access.matrix import ANYONE, Row


def city(owner: Person) -> dict[str, object]:
    """The invented town."""
    load_city(actor=ACTOR, directory=INVENTED)
    return {}


def office(owner: Person) -> dict[str, object]:
    """An office of the invented town."""
    return {**city(owner), "key": "rathaus"}


ROWS = [
    Row("api:city", GET=ANYONE, arguments=city),
    Row("api:city_districts", GET=ANYONE),
    Row("api:city_district_at", GET=ANYONE),
    Row("api:city_offices", GET=ANYONE),
    Row("api:city_office", GET=ANYONE, arguments=office),
    Row("api:city_office_openings", GET=ANYONE, arguments=office),
    Row("api:city_places", GET=ANYONE),
    Row("api:city_streets", GET=ANYONE),
    Row("api:city_holidays", GET=ANYONE),
    Row("api:city_search", GET=ANYONE),
]
