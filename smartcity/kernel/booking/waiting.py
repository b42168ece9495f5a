"""The waiting list: a time that becomes free is offered to one person at a time, in the order of asking.

An offer is a hold of fifteen minutes: nobody else can take the time meanwhile, and when it lapses it gives way like any
other hold. If the job that passes it on is late, the time is simply open to everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models.functions import Now

from smartcity.kernel.booking import services
from smartcity.kernel.booking.models import Booking, Resource, Waiting
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

OFFER = timedelta(minutes=15)


@service
def join(
    *, actor: Actor, lengths: Mapping[str, timedelta], earliest: datetime, until: datetime, booking: Booking | None
) -> Waiting:
    """Wait for a time in [earliest, until) at one of the resources (by key); ``booking`` is what it would replace."""
    if earliest >= until:
        raise Refused([Refusal("zeit", "Vor diesem Termin bleibt keine Zeit, auf die Sie warten könnten.")])
    minutes = {key: int(length.total_seconds() // 60) for key, length in lengths.items()}
    return Waiting.objects.create(lengths=minutes, earliest=earliest, until=until, booking=booking)


@service
def offer_time(*, actor: Actor, resource: Resource, starts: datetime) -> Waiting | None:
    """Offer a time that is free to the first who waits for it and was not offered it before; None when nobody does."""
    mark = f"{resource.key} {starts.isoformat()}"
    waiting = Waiting.objects.select_for_update(skip_locked=True).filter(
        offer=None, lengths__has_key=resource.key, earliest__lte=starts, until__gt=starts
    )
    for entry in waiting.exclude(passed__contains=[mark]).order_by("created_at", "pk"):
        length = timedelta(minutes=entry.lengths[resource.key])
        try:
            entry.offer = services.hold(
                actor=actor, resource=resource, starts=starts, length=length, lasting=OFFER, everything=True
            )
        except services.Taken:
            continue  # what became free is too short for this one
        entry.passed = [*entry.passed, mark]
        entry.save(update_fields=["offer", "passed"])
        return entry
    return None


@service
def accept(*, actor: Actor, entry: Waiting) -> Booking:
    """Take the offer, and give up the booking it replaces, together. Raises Taken when the offer has lapsed."""
    services.queue()  # two times change together, as in a move
    entry.refresh_from_db()
    if entry.offer is None:
        raise Refused([Refusal("angebot", "Es gibt kein Angebot mehr.")])
    made: Booking = services.confirm(actor=actor, booking=entry.offer)
    if entry.booking is not None:
        Booking.objects.filter(pk=made.pk).update(moved_from=entry.booking)
        Booking.objects.filter(pk=entry.booking.pk, state=Booking.State.BOOKED).update(state=Booking.State.MOVED)
    Waiting.objects.filter(pk=entry.pk).delete()
    return made


@service
def decline(*, actor: Actor, entry: Waiting) -> Waiting | None:
    """Let the offer go to the next one; the entry keeps its place for other times. Returns who has the offer now."""
    services.queue()
    entry.refresh_from_db()
    offer, entry.offer = entry.offer, None
    entry.save(update_fields=["offer"])
    if offer is None:
        return None
    Booking.objects.filter(pk=offer.pk, state=Booking.State.HELD).update(state=Booking.State.EXPIRED)
    found: Waiting | None = offer_time(actor=actor, resource=offer.resource, starts=offer.starts)
    return found


@service
def pass_on(*, actor: Actor) -> int:
    """Offers that have lapsed go to the next ones; entries whose time is over go. Returns how many offers were made."""
    services.queue()  # before the rows: decline() takes it, too, and would otherwise wait while it keeps others waiting
    Waiting.objects.filter(until__lte=Now()).delete()
    lapsed = Waiting.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        offer__isnull=False, offer__expires_at__lte=Now()
    )
    made = 0
    for entry in lapsed.select_related("offer__resource"):
        made += decline(actor=actor, entry=entry) is not None
    return made
