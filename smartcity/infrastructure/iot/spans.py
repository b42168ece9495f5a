"""Spans of time that a page of readings offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from smartcity.kernel.web.components import Tab

SPANS = {
    "24h": (timedelta(hours=24), gettext_noop("24 Stunden")),
    "7t": (timedelta(days=7), gettext_noop("7 Tage")),
    "30t": (timedelta(days=30), gettext_noop("30 Tage")),
    "365t": (timedelta(days=365), gettext_noop("1 Jahr")),
}


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, by the key in the address; ``before``: where the equally long time before begins."""

    key: str
    start: datetime
    end: datetime

    @property
    def before(self) -> datetime:
        """Beginning of the time to compare with."""
        return self.start - (self.end - self.start)

    @property
    def title(self) -> str:
        """As the page says it."""
        return _(SPANS[self.key][1])


def chosen_span(key: str) -> Span:
    """The span of a key, until now; the shortest for an unknown one."""
    key = key if key in SPANS else next(iter(SPANS))
    now = timezone.now()
    return Span(key, now - SPANS[key][0], now)


def span_tabs(request: HttpRequest, chosen: Span) -> list[Tab]:
    """A tab for each span; the rest of the address stays."""
    kept = "&vergleich=1" if request.GET.get("vergleich") == "1" else ""
    return [Tab(_(title), f"?zeit={key}{kept}", current=key == chosen.key) for key, (_span, title) in SPANS.items()]
