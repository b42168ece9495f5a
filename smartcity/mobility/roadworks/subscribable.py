"""The register for feed readers and calendars: Atom (RFC 4287) and iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from smartcity.mobility.roadworks.glances import glance
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.vocabulary import State

PRODUCT = "-//Stadtplattform//Baustellen//DE"


def atom(works: Iterable[Roadwork], *, title: str, address: str, changed: datetime | None) -> Iterator[bytes]:
    """An Atom feed of works, latest change first; `address` is the feed's own path."""
    feed = Atom1Feed(
        title=title,
        link=f"{settings.PUBLIC_URL}/baustellen",
        description="",
        feed_url=f"{settings.PUBLIC_URL}{address}",
        feed_guid=f"{settings.PUBLIC_URL}{address}",
        language=get_language() or "de",
        feed_copyright="dl-de/zero-2-0",
    )
    for work in works:
        feed.add_item(
            title=work.title,
            link=f"{settings.PUBLIC_URL}{work.get_absolute_url()}",
            description=summary(work),
            unique_id=f"urn:uuid:{work.uuid}",
            pubdate=work.created or work.changed_at,
            updateddate=work.changed_at,
            categories=[str(glance(work).state_word), str(glance(work).cause)],
        )
    # a feed without entries says when it was made, so that readers do not take it for changed at each call
    if changed is not None and not feed.items:
        feed.feed["feed_updated"] = changed
    yield feed.writeString("utf-8").encode()


def calendar(works: Iterable[Roadwork], *, title: str) -> Iterator[bytes]:
    """An iCalendar file: an event per work, cancelled works as cancelled events."""
    head = Calendar()
    head.add("prodid", PRODUCT)
    head.add("version", "2.0")
    head.add("x-wr-calname", title)
    opening, _sep, closing = head.to_ical().rpartition(b"END:VCALENDAR")
    yield opening
    for work in works:
        yield _event(work).to_ical()
    yield b"END:VCALENDAR" + closing


def _event(work: Roadwork) -> Event:
    event = Event()
    event.add("uid", f"{work.uuid}@{settings.PUBLIC_URL.split('://')[-1].split(':')[0]}")
    event.add("dtstamp", work.changed_at)
    event.add("last-modified", work.changed_at)
    event.add("dtstart", timezone.localtime(work.begins))
    event.add("dtend", timezone.localtime(work.ends))
    event.add("summary", work.title)
    event.add("description", summary(work))
    event.add("url", f"{settings.PUBLIC_URL}{work.get_absolute_url()}")
    if work.street_names:
        event.add("location", ", ".join(work.street_names))
    # works hold up a street, not the reader's day
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if work.state == State.CANCELLED else "CONFIRMED")
    return event


def summary(work: Roadwork) -> str:
    """State, time, impact and detour in a few plain sentences."""
    seen = glance(work)
    times = f"{_day(work.begins)} – {_day(work.ends)}"
    if not work.end_verified:
        times += f" ({_('geschätzt')})"
    lines = [f"{seen.state_word}: {times}", str(seen.impact), work.description, str(seen.stale)]
    if work.detour:
        lines.append(f"{_('Umleitung')}: {work.detour}")
    if work.lines:
        lines.append(f"{_('Betroffene Linien')}: {', '.join(work.lines)}")
    return "\n".join(line for line in lines if line)


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
