"""How fresh a value is, said honestly: live, delayed, stale or simulated, with its age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "live": _("aktuell"),
    "delayed": _("verzögert"),
    "stale": _("veraltet"),
    "simulated": _("simuliert"),
    "unknown": _("noch kein Wert"),
}
ICONS = {
    "live": "sensors",
    "delayed": "schedule",
    "stale": "sensors_off",
    "simulated": "smart_toy",
    "unknown": "pending",
}


@dataclass(frozen=True, slots=True)
class Freshness:
    """State and moment of a value; limits in seconds."""

    state: str
    observed_at: datetime | None
    delayed_after: int
    stale_after: int

    @property
    def word(self) -> str | Promise:
        """The state as a word."""
        return WORDS[self.state]

    @property
    def icon(self) -> str:
        """The state's icon."""
        return ICONS[self.state]


def freshness(
    observed_at: datetime | None, *, simulated: bool = False, delayed_after: int = 300, stale_after: int = 3600
) -> Freshness:
    """Judge a value by the moment it was observed. Simulated wins: it is never shown as live."""
    if observed_at is None:
        state = "unknown"
    elif simulated:
        state = "simulated"
    else:
        seconds = (timezone.now() - observed_at).total_seconds()
        state = "stale" if seconds > stale_after else "delayed" if seconds > delayed_after else "live"
    return Freshness(state, observed_at, delayed_after, stale_after)
