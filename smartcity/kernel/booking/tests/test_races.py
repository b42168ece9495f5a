"""Double bookings do not happen, whatever comes together; without the constraint they do (and the check sees it)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection

from smartcity.kernel.booking import services
from smartcity.kernel.booking.models import Booking
from smartcity.kernel.booking.tests.factories import ACTOR, HALF_HOUR, at, resource, soon, town
from smartcity.kernel.booking.tests.races import DROP, RESTORE, double_bookings, mixed, run, rush

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


@pytest.fixture
def without_constraint(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(DROP)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM booking_booking")
        cursor.execute(RESTORE)


def times(number: int = 12):
    return [at(soon(), 8) + HALF_HOUR * index for index in range(number)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_as_many_win_as_there_are_places(seed: int):
    town()
    outcomes = rush(resource(places=2), times(5), 60, seed, THREADS)
    assert outcomes == {"won": 10, "lost": 50}
    assert double_bookings() == 0
    assert Booking.objects.filter(state=Booking.State.BOOKED).count() == 10


@pytest.mark.parametrize("seed", range(4))
def test_expiry_moves_cancellations_and_offers_together_double_nothing_and_break_nothing(seed: int):
    town()
    outcomes = mixed(resource(), times(), seed, THREADS)
    assert [answer for answer in outcomes if answer.startswith("error")] == []
    assert double_bookings() == 0


def test_of_many_who_want_an_expired_hold_one_gets_it_and_its_owner_does_not():
    town()
    counter, moment = resource(), times()[0]
    old = services.hold(actor=ACTOR, resource=counter, starts=moment, length=HALF_HOUR, lasting=timedelta(seconds=-1))

    def owner() -> str:
        services.confirm(actor=ACTOR, booking=old)
        return "owner"

    def other() -> str:
        services.book(actor=ACTOR, resource=counter, starts=moment, length=HALF_HOUR)
        return "won"

    assert run([owner, *[other] * 20], THREADS) == {"won": 1, "lost": 20}
    assert double_bookings() == 0


@pytest.mark.usefixtures("without_constraint")
def test_with_the_constraint_dropped_the_race_is_seen_to_double():
    town()
    counter = resource()
    for seed in range(30):
        rush(counter, [at(soon(), 8) + HALF_HOUR * (seed % 10)], 24, seed, THREADS)
        if double_bookings():
            return
    pytest.fail("the control found no double booking: the race is none")
