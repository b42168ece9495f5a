"""Many clients who want few times at once, each with its own connection."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import connection, connections
from django.utils import timezone

from smartcity.kernel.booking import services, waiting
from smartcity.kernel.booking.models import Booking, Resource, Waiting
from smartcity.kernel.booking.tests.factories import ACTOR, HALF_HOUR
from smartcity.kernel.refusal import Refused

DROP = "ALTER TABLE booking_booking DROP CONSTRAINT booking_no_overlap"
RESTORE = """
ALTER TABLE booking_booking ADD CONSTRAINT booking_no_overlap
    EXCLUDE USING gist (resource_id WITH =, place WITH =, period WITH &&) WHERE (state IN ('held', 'booked'))
"""
# counted without the constraint's help: pairs of rows that occupy the same place at the same time
_DOUBLE = """
SELECT count(*) FROM booking_booking a JOIN booking_booking b
    ON a.id < b.id AND a.resource_id = b.resource_id AND a.place = b.place
    AND a.starts < b.blocked_until AND b.starts < a.blocked_until
WHERE (a.state = 'booked' OR a.state = 'held' AND a.expires_at > clock_timestamp())
  AND (b.state = 'booked' OR b.state = 'held' AND b.expires_at > clock_timestamp())
"""
Client = Callable[[], str]


def double_bookings() -> int:
    """Pairs of bookings or live holds that overlap."""
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLE)
        number: int = cursor.fetchone()[0]
    return number


def run(clients: Sequence[Client], threads: int) -> Counter[str]:
    """Let the clients start together in ``threads`` threads; counts their answers ("won", "lost", "error: …")."""
    outcomes: Counter[str] = Counter()
    waiting_clients, lock, start = list(clients), threading.Lock(), threading.Barrier(threads)

    def work() -> None:
        try:
            start.wait()
            while True:
                with lock:
                    if not waiting_clients:
                        return
                    client = waiting_clients.pop()
                answer = _answer(client)
                with lock:
                    outcomes[answer] += 1
        finally:
            connections.close_all()

    running = [threading.Thread(target=work) for _number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return outcomes


def _answer(client: Client) -> str:
    try:
        return client()
    except Refused:
        return "lost"
    except Exception as error:  # whatever else happens is the server error that must not happen
        return f"error: {type(error).__name__} {error}"


def rush(resource: Resource, times: Sequence[datetime], clients: int, seed: int, threads: int) -> Counter[str]:
    """Each client tries the times in an order of its own, holds the first it can get, and confirms it."""
    chance = random.Random(seed)

    def client(number: int, order: list[datetime]) -> Client:
        def act() -> str:
            for moment in order:
                try:
                    held = services.hold(
                        actor=ACTOR, resource=resource, starts=moment, length=HALF_HOUR, holder=f"{seed}-{number}"
                    )
                except services.Taken:
                    continue
                services.confirm(actor=ACTOR, booking=held)
                return "won"
            return "lost"

        return act

    return run([client(n, chance.sample(list(times), len(times))) for n in range(clients)], threads)


def mixed(resource: Resource, times: Sequence[datetime], seed: int, threads: int) -> Counter[str]:
    """Expiring holds, their confirmations, moves, cancellations and offers of the waiting list, all at once.

    ``times`` is at least 12 long; the resource has one place.
    """
    chance = random.Random(seed)
    booked = [services.book(actor=ACTOR, resource=resource, starts=t, length=HALF_HOUR) for t in times[:4]]
    brief = [
        services.hold(
            actor=ACTOR,
            resource=resource,
            starts=moment,
            length=HALF_HOUR,
            lasting=timedelta(milliseconds=chance.choice([-50, 5, 15, 30, 60])),
        )
        for moment in times[4:8]
    ]
    entry = waiting.join(
        actor=ACTOR, lengths={resource.key: HALF_HOUR}, earliest=timezone.now(), until=times[-1], booking=booked[3]
    )
    clients: list[Client] = [_confirming(row) for row in brief]
    clients += [_moving(booked[i % 4], resource, chance.choice(times)) for i in range(8)]
    clients += [_cancelling(booked[chance.randrange(4)], resource) for _number in range(2)]
    clients += [_accepting(entry) for _number in range(2)]
    clients += [_wanting(resource, chance.choice(times[:10])) for _number in range(24)]
    chance.shuffle(clients)
    return run(clients, threads)


def _confirming(row: Booking) -> Client:
    def act() -> str:
        services.confirm(actor=ACTOR, booking=row)
        return "won"

    return act


def _moving(row: Booking, resource: Resource, moment: datetime) -> Client:
    def act() -> str:
        services.move(actor=ACTOR, booking=row, resource=resource, starts=moment, length=HALF_HOUR)
        return "moved"

    return act


def _cancelling(row: Booking, resource: Resource) -> Client:
    def act() -> str:
        services.cancel(actor=ACTOR, booking=row)
        waiting.offer_time(actor=ACTOR, resource=resource, starts=row.starts)
        return "cancelled"

    return act


def _accepting(entry: Waiting) -> Client:
    def act() -> str:
        found = Waiting.objects.select_related("offer__resource", "booking").filter(pk=entry.pk).first()
        if found is None:
            return "lost"
        waiting.accept(actor=ACTOR, entry=found)
        return "accepted"

    return act


def _wanting(resource: Resource, moment: datetime) -> Client:
    def act() -> str:
        services.book(actor=ACTOR, resource=resource, starts=moment, length=HALF_HOUR)
        return "won"

    return act
