"""Reads: works of a time, of a place, and what to show of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Func, Max, Prefetch, Q, QuerySet, TextField
from django.utils import timezone

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.roadworks import domain, records
from smartcity.mobility.roadworks.models import Phase, Roadwork
from smartcity.mobility.roadworks.staleness import GRACE
from smartcity.mobility.roadworks.vocabulary import State

WAITING = (State.PLANNED, State.ORDERED, State.ACTIVE)
FOUR_WEEKS = timedelta(weeks=4)
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both included, in the city's time."""

    first: date
    last: date

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The moments that the days cover; the second one no longer belongs to it."""
        return _midnight(self.first), _midnight(self.last + timedelta(days=1))

    @property
    def has_today(self) -> bool:
        """Whether today is among the days."""
        return self.first <= timezone.localdate() <= self.last


@dataclass(frozen=True, slots=True)
class Wish:
    """What a visitor wants to see; empty values want everything. `district` is an official number of either level."""

    window: Window
    full_closure: bool = False
    cycling: bool = False
    district: str = ""
    line: str = ""
    text: str = ""


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def in_window(window: Window) -> Q:
    """Works going on in the window; today also those that nobody has confirmed as ended, however long ago.

    Stale entries stay to be seen (and are marked), because the barrier may still stand in the street.
    """
    inside = Q(period__overlap=window.span)
    return inside | Q(state__in=WAITING, ends__lt=timezone.now()) if window.has_today else inside


def public() -> QuerySet[Roadwork]:
    """Everything the public list shows: not what was cancelled."""
    return Roadwork.objects.exclude(state=State.CANCELLED)


def wished(wish: Wish) -> QuerySet[Roadwork]:
    """Roadworks that fit the wish, full closures first, then by begin; with their district."""
    found = public().filter(in_window(wish.window))
    if wish.full_closure:
        found = found.filter(full_closure=True)
    if wish.cycling:
        found = found.filter(cycling_affected=True)
    if wish.district:
        found = found.filter(in_district(wish.district))
    if wish.line:
        found = found.filter(lines__contains=[wish.line])
    for word in wish.text.split()[:6]:
        found = found.filter(mentions(word))
    return for_list(found).order_by("-full_closure", "begins", "pk")


def mentions(word: str) -> Q:
    """Works with the word in title, street or description."""
    return (
        Q(title_de__icontains=word)
        | Q(title_en__icontains=word)
        | Q(description_de__icontains=word)
        | Q(street_names__icontains=word)
    )


def wish_between(*, first: date | None, last: date | None, q: str, **filters: Any) -> Wish:
    """A wish with open days: without a first day today, without a last one that same day.

    Raises Refused when the last day comes before the first.
    """
    start = first or (min(last, timezone.localdate()) if last else timezone.localdate())
    if last is not None and last < start:
        raise Refused([Refusal("to", "Der letzte Tag liegt vor dem ersten.", f"{start} bis {last}")])
    return Wish(Window(start, last or start), text=q, **filters)


def in_district(number: str) -> Q:
    """Works in the quarter or borough with this official number."""
    return Q(district__number=number) | Q(district__parent__number=number)


def for_list(found: QuerySet[Roadwork]) -> QuerySet[Roadwork]:
    """Only what a list shows, and the district's name without its boundary."""
    return found.select_related("district").defer("foreign", "detour_geometry", "geometry", "district__boundary")


def with_geometry(found: QuerySet[Roadwork]) -> QuerySet[Roadwork]:
    """The same rows with their geometry at hand, which lists leave out."""
    return found.defer(None).defer("foreign", "detour_geometry", "district__boundary")


def stale(now: datetime | None = None) -> QuerySet[Roadwork]:
    """Works whose start or end has passed unconfirmed for longer than the grace."""
    before = (now or timezone.now()) - GRACE
    return Roadwork.objects.filter(
        Q(state__in=[State.PLANNED, State.ORDERED], start__lt=before) | Q(state=State.ACTIVE, end__lt=before)
    )


def affected_lines() -> list[str]:
    """Lines that current and coming works affect, in the order of their numbers."""
    current = public().filter(ends__gte=timezone.now()).exclude(lines=[]).order_by()
    each = Func(F("lines"), function="unnest", output_field=TextField())
    found = current.annotate(each=each).values_list("each", flat=True).distinct()
    return sorted(found, key=lambda line: (len(line), line))


def with_phases(found: QuerySet[Roadwork]) -> QuerySet[Roadwork]:
    """The phases at hand, in their order."""
    return found.prefetch_related(Prefetch("phases", Phase.objects.order_by("position")))


def exported(found: QuerySet[Roadwork]) -> Iterator[domain.Roadwork]:
    """Values of the register for the standard formats, oldest first, read in portions."""
    for row in with_phases(found).order_by("start", "pk").iterator(chunk_size=_CHUNK):
        yield records.roadwork(row)


def published() -> QuerySet[Roadwork]:
    """What feeds and exports hold: works not yet over, those that ended in the last two weeks, and cancellations."""
    return Roadwork.objects.filter(Q(ends__gte=timezone.now() - timedelta(weeks=2)) | Q(state__in=WAITING))


def last_change(found: QuerySet[Roadwork] | None = None) -> datetime | None:
    """When the register, or the given part of it, was changed last."""
    latest: datetime | None = (Roadwork.objects.all() if found is None else found).aggregate(at=Max("changed_at"))["at"]
    return latest
