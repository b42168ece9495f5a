"""What a system adds to the shell: menu entries, the front page, search. Found by module name, never by a list.

=================  ============  =====================================================
module of a room   attribute     value
=================  ============  =====================================================
``navigation.py``  NAVIGATION    list of :class:`NavigationEntry`
``home.py``        HOME          one :class:`HomeContribution`
``search.py``      SEARCH        a :class:`SearchProvider`
=================  ============  =====================================================

Texts are ``gettext_lazy`` strings in German. Addresses are callables or paths: a callable is asked per request,
so that ``reverse`` may be used (``lambda: reverse("roadworks:list")``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = "str | Promise"
Address: TypeAlias = "str | Callable[[], str]"


class Situation(StrEnum):
    """Life situations: how citizens look for a service. Order is the order in menus."""

    TRAVEL = "unterwegs"
    HOME = "wohnen"
    FAMILY = "familie"
    WORK = "arbeit"
    OFFICE = "amt"
    ENVIRONMENT = "umwelt"
    PARTICIPATION = "mitmachen"
    OPEN_DATA = "daten"

    @property
    def heading(self) -> Text:
        """The situation's name on screens."""
        return _SITUATION_TITLES[self]


_SITUATION_TITLES: dict[Situation, Text] = {
    Situation.TRAVEL: _("Unterwegs in der Stadt"),
    Situation.HOME: _("Wohnen und Bauen"),
    Situation.FAMILY: _("Familie und Bildung"),
    Situation.WORK: _("Arbeiten und Gründen"),
    Situation.OFFICE: _("Amt und Anträge"),
    Situation.ENVIRONMENT: _("Umwelt und Klima"),
    Situation.PARTICIPATION: _("Mitreden und Mitmachen"),
    Situation.OPEN_DATA: _("Daten und Technik"),
}


def address_of(address: Address) -> str:
    """The path behind an address."""
    return address() if callable(address) else address


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One way into a system.

    title: what it is called; for a workplace entry the task ("Baustellen pflegen").
    situation: lists it among the services and in the citizens' menu.
    plan: lists it in the menu of the plan (projects, fields of action, boards).
    personal: lists it in the menu of whoever is signed in.
    workplace: lists it in the staff's workplace; then ``permission`` should say who sees it.
    permission: a permission (django-rules or Django) that the visitor must hold; empty: everybody.
    icon: name of an icon in frontend/icons/icons.json.
    order: smaller comes first; entries of equal order by title.
    """

    title: Text
    address: Address
    summary: Text = ""
    icon: str = "arrow_forward"
    situation: Situation | None = None
    plan: bool = False
    workplace: bool = False
    personal: bool = False
    permission: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A much-used service on the front page. ``verb`` is the one thing to do there ("Termin buchen")."""

    title: Text
    verb: Text
    address: Address
    icon: str
    text: Text = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class LiveFigure:
    """A figure under "<city> jetzt": a measured or counted value, never an estimate without saying so.

    value: the number (or a short word); unit: its unit as shown; digits: decimals shown.
    observed_at: when it was true; simulated: whether a simulator made it.
    history: earlier values at even spacing, oldest first, for the sparkline; history_text says what it spans.
    delayed_after, stale_after: seconds.
    """

    title: Text
    value: float | str
    unit: Text = ""
    observed_at: datetime | None = None
    address: Address = ""
    history: Sequence[float] = ()
    history_text: Text = ""
    digits: int = 0
    simulated: bool = False
    delayed_after: int = 300
    stale_after: int = 3600
    order: int = 100


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A dated piece of news: something that changed in the city or in the plan."""

    title: Text
    when: date
    address: Address
    text: Text = ""


@dataclass(frozen=True, slots=True)
class FieldProgress:
    """How far one field of action is: ``done`` of ``total`` projects in the named state."""

    title: Text
    done: int
    total: int
    address: Address
    text: Text = ""


def _nothing() -> Sequence[Any]:
    return ()


@dataclass(frozen=True, slots=True)
class HomeContribution:
    """What a system puts on the front page. Callables are asked at most every few seconds, not per request.

    layers: slugs of map layers shown on the front page's map.
    """

    cards: Sequence[HomeCard] = ()
    layers: Sequence[str] = ()
    figures: Callable[[], Sequence[LiveFigure]] = field(default=_nothing)
    news: Callable[[], Sequence[NewsItem]] = field(default=_nothing)
    progress: Callable[[], Sequence[FieldProgress]] = field(default=_nothing)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found. ``kind`` groups ("Projekt", "Baustelle", "Dienst"); greater ``rank`` comes first."""

    title: Text
    address: str
    kind: Text
    text: Text = ""
    rank: float = 0.0
    icon: str = "search"


class SearchProvider(Protocol):
    """Finds things of one system. Must respect what the visitor may see, and cap itself at ``limit``."""

    def __call__(self, query: str, *, request: HttpRequest, limit: int) -> Sequence[SearchHit]:
        """Hits for ``query`` (trimmed, 2 to 200 characters)."""
