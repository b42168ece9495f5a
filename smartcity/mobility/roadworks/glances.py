"""What a page shows of a roadwork at a glance: light, word, badges, what is stale, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity.mobility.roadworks.labels import CAUSE, IMPACT, STATE, Word
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.staleness import Overdue, stale
from smartcity.mobility.roadworks.vocabulary import Cause, State, VehicleImpact

_LIGHTS = {
    State.PLANNED: "none",
    State.ORDERED: "none",
    State.ACTIVE: "warn",
    State.FINISHED: "good",
    State.CANCELLED: "none",
}
_STALE: dict[Overdue, Word] = {
    Overdue.START: _("Der geplante Beginn ist verstrichen, aber noch nicht vor Ort bestätigt."),
    Overdue.END: _("Das geplante Ende ist verstrichen, aber noch nicht vor Ort bestätigt."),
}
_NEXT: dict[State, Word] = {
    State.PLANNED: _("Die Straßenverkehrsbehörde prüft die Planung und ordnet die Baustelle an."),
    State.ORDERED: _("Die Bauleitung bestätigt den Beginn vor Ort; dann steht die Baustelle hier als „im Gang“."),
    State.ACTIVE: _("Die Bauleitung bestätigt das Ende vor Ort; dann ist die Straße wieder frei."),
    State.FINISHED: _("Nichts mehr: Die Straße ist wieder frei."),
    State.CANCELLED: _("Nichts: Die Baustelle findet nicht statt."),
}


@dataclass(frozen=True, slots=True)
class Glance:
    """A roadwork as a list entry shows it."""

    work: Roadwork
    now: datetime

    @property
    def state_word(self) -> Word:
        """The state in words; a full closure under way says so."""
        return _("Vollsperrung") if self.closed_now else STATE[State(self.work.state)]

    @property
    def light(self) -> str:
        """Kind of the state light."""
        return "bad" if self.closed_now else _LIGHTS[State(self.work.state)]

    @property
    def closed_now(self) -> bool:
        """Whether the street is fully closed at this moment."""
        return self.work.full_closure and self.work.state == State.ACTIVE

    @property
    def stale(self) -> Word:
        """Why the entry may be out of date; empty when it is not."""
        found = stale(State(self.work.state), self.work.start, self.work.end, self.now)
        return _STALE[found] if found else ""

    @property
    def impact(self) -> Word:
        """What it means for vehicles; empty when nobody said."""
        return (
            "" if self.work.vehicle_impact == VehicleImpact.UNKNOWN else IMPACT[VehicleImpact(self.work.vehicle_impact)]
        )

    @property
    def cause(self) -> Word:
        """For whom or what the street is opened."""
        return CAUSE[Cause(self.work.cause)]

    @property
    def next_step(self) -> Word:
        """What happens next."""
        return _NEXT[State(self.work.state)]

    @property
    def layer(self) -> str:
        """Map layer that holds the entry: the works, or those nobody confirms."""
        return "baustellen-unbestaetigt" if self.stale else "baustellen"


def glance(work: Roadwork) -> Glance:
    """The roadwork as it looks now."""
    return Glance(work, timezone.now())
