"""Hold, confirm, move, cancel, series, waiting list."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from smartcity.kernel.booking import selectors, services, waiting
from smartcity.kernel.booking.models import Booking
from smartcity.kernel.booking.tests.factories import ACTOR, HALF_HOUR, at, resource, soon, town
from smartcity.kernel.refusal import Refused

pytestmark = pytest.mark.django_db
DAY = soon()
GONE = timedelta(seconds=-1)


@pytest.fixture(autouse=True)
def _town():
    town()


def hold(counter, hour=8, **more):
    return services.hold(actor=ACTOR, resource=counter, starts=at(DAY, hour), length=HALF_HOUR, **more)


def book(counter, hour=8):
    return services.book(actor=ACTOR, resource=counter, starts=at(DAY, hour), length=HALF_HOUR)


def free(counter, **more):
    return selectors.free_starts({counter.key: HALF_HOUR}, DAY, 1, **more)[counter.key]


def test_what_is_held_is_not_free_until_the_hold_expires():
    counter = resource()
    held = hold(counter)
    assert at(DAY, 8) not in free(counter)
    Booking.objects.filter(pk=held.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert at(DAY, 8) in free(counter)


def test_an_expired_hold_gives_way_without_any_clean_up():
    counter = resource()
    old = hold(counter, lasting=GONE)
    assert book(counter).state == Booking.State.BOOKED
    old.refresh_from_db()
    assert old.state == Booking.State.EXPIRED


def test_an_expired_hold_can_be_neither_confirmed_nor_extended():
    old = hold(resource(), lasting=GONE)
    with pytest.raises(services.Taken):
        services.confirm(actor=ACTOR, booking=old)
    with pytest.raises(services.Taken):
        services.extend(actor=ACTOR, booking=old)


def test_a_live_hold_is_extended_up_to_half_an_hour_in_all():
    held = services.extend(actor=ACTOR, booking=hold(resource()), lasting=timedelta(hours=5))
    assert held.expires_at == held.created_at + services.LONGEST_HOLD


def test_confirming_twice_is_one_booking():
    held = hold(resource())
    first, second = (services.confirm(actor=ACTOR, booking=held) for _time in range(2))
    assert first.state == second.state == Booking.State.BOOKED


def test_a_visitor_has_one_hold_and_the_newest_counts():
    counter = resource()
    first = hold(counter, 8, holder="visitor")
    hold(counter, 9, holder="visitor")
    first.refresh_from_db()
    assert first.state == Booking.State.EXPIRED
    assert at(DAY, 8) in free(counter)


def test_a_move_takes_the_new_time_and_frees_the_old_or_changes_nothing():
    counter = resource()
    mine, other = book(counter, 8), book(counter, 9)
    with pytest.raises(services.Taken):
        services.move(actor=ACTOR, booking=mine, resource=counter, starts=other.starts, length=HALF_HOUR)
    mine.refresh_from_db()
    assert mine.state == Booking.State.BOOKED
    moved = services.move(actor=ACTOR, booking=mine, resource=counter, starts=at(DAY, 10), length=HALF_HOUR)
    assert moved.moved_from == mine
    assert at(DAY, 8) in free(counter)
    with pytest.raises(Refused):
        services.move(actor=ACTOR, booking=mine, resource=counter, starts=at(DAY, 11), length=HALF_HOUR)


def test_after_the_deadline_only_staff_can_cancel():
    booked = book(resource(cancel_hours=24 * 365))
    with pytest.raises(Refused):
        services.cancel(actor=ACTOR, booking=booked)
    assert services.cancel(actor=ACTOR, booking=booked, in_time=False).state == Booking.State.CANCELLED


def test_a_series_is_booked_whole_or_not_at_all():
    counter = resource()
    book(counter, 9)
    wanted = [at(DAY, hour) for hour in (8, 9, 10)]
    with pytest.raises(services.Taken):
        services.book_series(actor=ACTOR, resource=counter, starts=wanted, length=HALF_HOUR)
    assert Booking.objects.count() == 1
    made = services.book_series(actor=ACTOR, resource=counter, starts=wanted[::2], length=HALF_HOUR)
    assert len({row.series for row in made}) == 1


def test_the_buffer_keeps_the_place_after_the_end():
    counter = resource(buffer_minutes=10)
    book(counter, 8)
    assert at(DAY, 8, 30) not in free(counter)


def test_a_place_that_does_not_exist_is_refused_by_the_database():
    counter = resource()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO booking_booking (uuid, resource_id, place, starts, ends, blocked_until, state, holder,"
            " created_at) VALUES (gen_random_uuid(), %s, 2, now(), now() + '1h', now() + '1h', 'booked', '', now())",
            [counter.pk],
        )


def joined(counter, **more):
    return waiting.join(
        actor=ACTOR, lengths={counter.key: HALF_HOUR}, earliest=timezone.now(), until=at(DAY, 12), booking=None, **more
    )


def test_a_freed_time_is_offered_to_one_after_the_other_in_order():
    counter = resource()
    first, second = joined(counter), joined(counter)
    assert waiting.offer_time(actor=ACTOR, resource=counter, starts=at(DAY, 8)) == first
    assert waiting.offer_time(actor=ACTOR, resource=counter, starts=at(DAY, 8)) is None
    assert at(DAY, 8) not in free(counter)
    first.refresh_from_db()
    assert waiting.decline(actor=ACTOR, entry=first) == second
    second.refresh_from_db()
    assert waiting.accept(actor=ACTOR, entry=second).state == Booking.State.BOOKED


def test_a_lapsed_offer_passes_on_once_and_cannot_be_accepted():
    counter = resource()
    first, second = joined(counter), joined(counter)
    waiting.offer_time(actor=ACTOR, resource=counter, starts=at(DAY, 8))
    first.refresh_from_db()
    Booking.objects.filter(pk=first.offer_id).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(services.Taken):
        waiting.accept(actor=ACTOR, entry=first)
    assert waiting.pass_on(actor=ACTOR) == 1
    assert waiting.pass_on(actor=ACTOR) == 0
    second.refresh_from_db()
    assert second.offer is not None


def test_accepting_gives_up_the_later_booking_at_the_same_time():
    counter = resource()
    later = book(counter, 11)
    entry = waiting.join(
        actor=ACTOR, lengths={counter.key: HALF_HOUR}, earliest=timezone.now(), until=later.starts, booking=later
    )
    waiting.offer_time(actor=ACTOR, resource=counter, starts=at(DAY, 8))
    entry.refresh_from_db()
    made = waiting.accept(actor=ACTOR, entry=entry)
    later.refresh_from_db()
    assert (made.starts, later.state) == (at(DAY, 8), Booking.State.MOVED)


def test_free_times_cost_the_same_queries_for_any_number_of_resources(django_assert_num_queries):
    keys = {resource(f"schalter-{number}").key: HALF_HOUR for number in range(8)}
    with django_assert_num_queries(9):
        selectors.free_starts(keys, DAY, 90)


def test_opening_times_that_overlap_are_refused_by_the_database():
    counter = resource()
    with pytest.raises(IntegrityError), transaction.atomic():
        counter.weekly.create(weekday=1, opens=time(17), closes=time(20), places=1)
    counter.special.create(day=DAY, opens=time(8), closes=time(10), places=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        counter.special.create(day=DAY, opens=time(9), closes=time(12), places=1)


def test_opening_times_that_meet_or_hold_in_other_seasons_stand_together():
    counter = resource()
    counter.weekly.create(weekday=1, opens=time(18), closes=time(20), places=1, season="term")
    counter.weekly.create(weekday=1, opens=time(18), closes=time(20), places=2, season="school_holidays")
    assert counter.weekly.filter(weekday=1).count() == 3


@pytest.mark.parametrize("act", ["accept", "decline"])
def test_an_answer_to_an_offer_queues_behind_moves(act, monkeypatch):
    counter, order = resource(), []
    entry = joined(counter)
    waiting.offer_time(actor=ACTOR, resource=counter, starts=at(DAY, 8))
    monkeypatch.setattr(services, "queue", lambda: order.append("queue"))
    getattr(waiting, act)(actor=ACTOR, entry=entry)
    assert order
