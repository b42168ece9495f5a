"""Writes: hold, confirm, extend, move, cancel, series.

A claim waits for at most one other transaction at a time and holds nothing another one could wait for: claims cannot
deadlock. Whoever touches two times in one transaction (a move, a series, giving up a hold for another) queues behind
the others that do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import DateTimeField, Func, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from smartcity.kernel.booking import selectors
from smartcity.kernel.booking.models import Booking, Resource
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

HOLD = timedelta(minutes=10)
LONGEST_HOLD = timedelta(minutes=30)
LOCK_MOVES = 0x600C1
_FREE = """
SELECT place FROM unnest(%(places)s::int[]) AS place
WHERE NOT EXISTS (
    SELECT FROM booking_booking b
    WHERE b.resource_id = %(resource)s AND b.place = place.place AND b.state IN ('held', 'booked')
      AND (b.state = 'booked' OR b.expires_at > clock_timestamp())
      AND b.period && tstzrange(%(starts)s, %(blocked_until)s))
ORDER BY place
"""
_CLAIM = """
INSERT INTO booking_booking (uuid, resource_id, place, starts, ends, blocked_until, state, expires_at, holder, series,
    moved_from_id, created_at)
VALUES (%(uuid)s, %(resource)s, %(place)s, %(starts)s, %(ends)s, %(blocked_until)s, %(state)s,
    clock_timestamp() + %(hold)s, %(holder)s, %(series)s, %(moved_from)s, clock_timestamp())
ON CONFLICT DO NOTHING RETURNING id
"""


class Taken(Refused):
    """Somebody else has the time, or it is none that can be booked."""

    def __init__(self, starts: datetime) -> None:
        at = timezone.localtime(starts)
        super().__init__(
            [Refusal("zeit", "Diese Zeit ist nicht mehr frei.", f"{at:%d.%m.%Y %H:%M}", "Wählen Sie eine andere.")]
        )

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Refusal, ...]]]:
        """As the plain refusal it is."""
        return (Refused, (self.refusals,))


@service
def hold(
    *,
    actor: Actor,
    resource: Resource,
    starts: datetime,
    length: timedelta,
    holder: str = "",
    lasting: timedelta = HOLD,
    everything: bool = False,
) -> Booking:
    """Keep a time for a while; the holder's former hold is given up. Raises Taken.

    everything: also places that are kept for staff or not yet released.
    """
    release_holds(actor=actor, holder=holder)
    places = selectors.places_for(resource, starts, length, everything=everything)
    return _claim(resource, places, starts, length, state=Booking.State.HELD, lasting=lasting, holder=holder)


@service
def release_holds(*, actor: Actor, holder: str) -> None:
    """Give up what a holder keeps."""
    kept = Booking.objects.filter(holder=holder, state=Booking.State.HELD)
    if holder and kept.exists():
        queue()
        kept.update(state=Booking.State.EXPIRED)


@service
def extend(*, actor: Actor, booking: Booking, lasting: timedelta = HOLD) -> Booking:
    """Let a hold that has not expired last from now on, up to half an hour in all. Raises Taken when it is too late."""
    latest = booking.created_at + LONGEST_HOLD
    alive = _alive(booking)
    if not alive.update(expires_at=min(timezone.now() + lasting, latest)):
        raise Taken(booking.starts)
    booking.refresh_from_db()
    return booking


@service
def confirm(*, actor: Actor, booking: Booking) -> Booking:
    """Turn a hold into a booking; raises Taken when it has expired. Safe to repeat.

    One statement decides: a claim that supersedes the hold at the same moment waits for this row, or this one for it.
    """
    if not _alive(booking).update(state=Booking.State.BOOKED, expires_at=None):
        booking.refresh_from_db()
        if booking.state != Booking.State.BOOKED:
            raise Taken(booking.starts)
    booking.refresh_from_db()
    return booking


@service
def book(*, actor: Actor, resource: Resource, starts: datetime, length: timedelta, everything: bool = False) -> Booking:
    """Book a time at once. Raises Taken."""
    places = selectors.places_for(resource, starts, length, everything=everything)
    return _claim(resource, places, starts, length, state=Booking.State.BOOKED)


@service
def book_series(
    *, actor: Actor, resource: Resource, starts: Sequence[datetime], length: timedelta, everything: bool = False
) -> list[Booking]:
    """Book several times together, or none of them; raises Taken with the first that is not free."""
    queue()
    series = uuid4()
    return [
        _claim(
            resource,
            selectors.places_for(resource, moment, length, everything=everything),
            moment,
            length,
            state=Booking.State.BOOKED,
            series=series,
        )
        for moment in sorted(starts)
    ]


@service
def move(
    *,
    actor: Actor,
    booking: Booking,
    resource: Resource,
    starts: datetime,
    length: timedelta,
    everything: bool = False,
) -> Booking:
    """Replace a booking by one at another time, or leave it as it is; there is no moment with both or neither.

    Raises Taken when the other time is not free, Refused when the booking does not stand any more.
    """
    queue()
    left = Booking.objects.filter(pk=booking.pk, state=Booking.State.BOOKED).update(state=Booking.State.MOVED)
    if not left:
        raise Refused([Refusal("termin", "Dieser Termin besteht nicht mehr.")])
    places = selectors.places_for(resource, starts, length, everything=everything)
    return _claim(resource, places, starts, length, state=Booking.State.BOOKED, moved_from=booking.pk)


@service
def cancel(*, actor: Actor, booking: Booking, in_time: bool = True) -> Booking:
    """Free the time. Raises Refused after the deadline of the resource (``in_time``), or when it is over.

    Safe to repeat.
    """
    deadline = booking.starts - timedelta(hours=booking.resource.cancel_hours)
    if in_time and timezone.now() > deadline:
        at = timezone.localtime(deadline)
        raise Refused(
            [Refusal("termin", "Die Frist für die Absage ist vorbei.", f"{at:%d.%m.%Y %H:%M}", "Rufen Sie bitte an.")]
        )
    Booking.objects.filter(pk=booking.pk, state__in=Booking.ACTIVE).update(state=Booking.State.CANCELLED)
    booking.refresh_from_db()
    return booking


def active(booking: Booking) -> bool:
    """Whether the booking stands now: booked, or held and not expired."""
    return Booking.objects.filter(
        Q(state=Booking.State.BOOKED) | Q(state=Booking.State.HELD, expires_at__gt=Now()), pk=booking.pk
    ).exists()


def _alive(booking: Booking) -> QuerySet[Booking]:
    """The row while it is a hold that has not expired, by the clock of the statement and not of the transaction."""
    clock = Func(function="clock_timestamp", output_field=DateTimeField())
    return Booking.objects.filter(pk=booking.pk, state=Booking.State.HELD, expires_at__gt=clock)


def _claim(
    resource: Resource,
    places: Sequence[int],
    starts: datetime,
    length: timedelta,
    *,
    state: Booking.State,
    lasting: timedelta | None = None,
    holder: str = "",
    series: UUID | None = None,
    moved_from: int | None = None,
) -> Booking:
    """Try the places that look free, one after the other; the database says which one is."""
    ends = starts + length
    values: dict[str, Any] = {
        "resource": resource.pk,
        "places": list(places),
        "starts": starts,
        "ends": ends,
        "blocked_until": ends + timedelta(minutes=resource.buffer_minutes),
        "state": state.value,
        "hold": lasting,
        "holder": holder,
        "series": series,
        "moved_from": moved_from,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FREE, values)
        for (place,) in cursor.fetchall():
            cursor.execute(_CLAIM, {**values, "place": place, "uuid": uuid4()})
            row = cursor.fetchone()
            if row is not None:
                return Booking.objects.select_related("resource").get(pk=row[0])
    raise Taken(starts)


def queue() -> None:
    """Wait for the others that touch two times in one transaction; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_MOVES])
