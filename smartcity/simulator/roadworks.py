"""Site managers: new works appear, starts and ends are confirmed, each at its simulated time."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from smartcity.simulator.clock import Clock
from smartcity.simulator.platform import Declined, Platform

LOG = logging.getLogger(__name__)
Line = list[list[float]]
WORKS = "/api/v1/roadworks/"
NEW_EVERY = timedelta(minutes=12)
MOST_AT_ONCE = 25
AHEAD = timedelta(days=60)
KINDS: tuple[dict[str, Any], ...] = (
    {"title": "Notfallreparatur", "title_en": "Emergency repair", "cause": "emergency-repair", "minutes": (40, 180)},
    {"title": "Wasserrohrbruch", "title_en": "Burst water main", "cause": "water", "minutes": (120, 600)},
    {"title": "Gasgeruch, Leitungssuche", "title_en": "Gas leak search", "cause": "gas", "minutes": (60, 240)},
    {"title": "Baum auf der Fahrbahn", "title_en": "Fallen tree", "cause": "trees", "minutes": (30, 90)},
    {"title": "Defekte Ampel", "title_en": "Broken traffic lights", "cause": "traffic-signals", "minutes": (45, 200)},
)
IMPACTS = ("some-lanes-closed", "alternating-one-way", "temporary-traffic-signal", "all-lanes-closed")


@dataclass(slots=True)
class SiteManagers:
    """One step looks at the register and does what is due; deterministic for one seed and the same answers."""

    platform: Platform
    clock: Clock
    seed: int = 1
    chance: random.Random = field(init=False)
    next_new: datetime | None = None

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  (a game, no secret)

    def step(self) -> None:
        """Confirm what is due, and let new works appear. Raises platform.Away when the platform does not answer."""
        now = self.clock.now()
        mine = self._mine(now)
        for work in mine:
            self._confirm(work, now)
        if self.next_new is None:
            self.next_new = now + NEW_EVERY * self.chance.random()
        if now >= self.next_new:
            self.next_new = now + NEW_EVERY * self.chance.uniform(0.5, 1.5)
            if sum(work["simulated"] and work["state"] != "finished" for work in mine) < MOST_AT_ONCE:
                self._report(now, _lines(mine))

    def _mine(self, now: datetime) -> list[dict[str, Any]]:
        """Works of the demo and of the simulator, in a fixed order; nobody else's are touched."""
        last = (now + AHEAD).date().isoformat()
        found = self.platform.get(WORKS, to=last, limit=1000)["items"]
        return sorted((work for work in found if work["simulated"] or work["demo"]), key=lambda work: str(work["id"]))

    def _confirm(self, work: dict[str, Any], now: datetime) -> None:
        due = {"planned": "start", "ordered": "start", "active": "end"}.get(work["state"])
        if due is None or _moment(work[due]) > now or work["stale"]:
            return  # a stale entry stays one: the city shows how it looks when somebody forgets
        try:
            self.platform.post(f"{WORKS}{work['id']}/confirmations", {"what": due, "simulated": True})
            LOG.info("%s: %s bestätigt", work["title"]["de"], due)
        except Declined as refusal:
            LOG.warning("%s", refusal)

    def _report(self, now: datetime, streets: list[tuple[str, Line]]) -> None:
        if not streets:
            return
        (name, line), kind = self.chance.choice(streets), self.chance.choice(KINDS)
        impact = self.chance.choice(IMPACTS)
        start = now + timedelta(minutes=self.chance.randint(1, 5))
        body = {
            "reference": f"simulator-{self.seed}-{start.isoformat()}",
            "title": f"{kind['title']} {name}",
            "title_en": f"{kind['title_en']} {name}",
            "description": "Simulierte Baustelle.",
            "description_en": "Simulated roadworks.",
            "street_names": [name],
            "geometry": {"type": "LineString", "coordinates": self._piece(line)},
            "start": start.isoformat(),
            "end": (start + timedelta(minutes=self.chance.randint(*kind["minutes"]))).isoformat(),
            "cause": kind["cause"],
            "vehicle_impact": impact,
            "full_closure": impact == "all-lanes-closed",
            "simulated": True,
        }
        try:
            made = self.platform.post(WORKS, body)
            LOG.info("neu: %s", made["title"]["de"])
        except Declined as refusal:
            LOG.warning("%s", refusal)

    def _piece(self, line: Line) -> Line:
        """A short straight piece of one of the street's segments, in either direction."""
        index = self.chance.randrange(len(line) - 1)
        (x1, y1), (x2, y2) = line[index][:2], line[index + 1][:2]
        first = self.chance.uniform(0, 0.7)
        ends = [first, first + self.chance.uniform(0.1, 0.3)]
        if self.chance.random() < 0.5:
            ends.reverse()
        return [[round(x1 + (x2 - x1) * at, 6), round(y1 + (y2 - y1) * at, 6)] for at in ends]


def _lines(works: list[dict[str, Any]]) -> list[tuple[str, Line]]:
    """Streets that the register knows: name and course of the demo's works."""
    return [
        (work["street_names"][0], work["geometry"]["coordinates"])
        for work in works
        if work["demo"] and work["street_names"] and work["geometry"]["type"] == "LineString"
    ]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
