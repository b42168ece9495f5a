"""The city's simulated sensors: weather, air, traffic, rivers, parking, noise. Deterministic for a seed and a time.

Now and then something is wrong, as in life: a device is silent for an hour, a value is impossible, a battery runs low.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from smartcity.simulator.clock import Clock
from smartcity.simulator.platform import Platform

STA = "/sta/v1.1/"
THINGS = (
    "$filter=properties/simulated eq true&$select=id,properties&$top=1000"
    "&$expand=Datastreams($select=id;$expand=ObservedProperty($select=definition))"
)
ASK_AGAIN = timedelta(minutes=10)
USUAL_S, SLOW_S = 60, 300
SLOW = frozenset({"no2", "pm25", "pm10", "occupied", "battery", "level"})
SILENT, SPIKE = 0.01, 0.0005


@dataclass(frozen=True, slots=True)
class Around:
    """What a value depends on.

    day: days since 1970. year, warm: from -1 (winter, night) to 1. busy: streets, from 0.1. place: 0 to 1, the
    device's own. shake: -0.5 to 0.5, of the moment.
    """

    day: float
    year: float
    warm: float
    busy: float
    place: float
    shake: float


IMPOSSIBLE = 99_999.0
COURSES: dict[str, Callable[[Around], float]] = {
    "temperature": lambda a: 10.5 + 8 * a.year + 4 * a.warm + 2 * a.place + a.shake,
    "humidity": lambda a: 72 - 12 * a.warm - 6 * a.year + 6 * a.shake,
    "pressure": lambda a: 1013 + 9 * math.sin(a.day / 2.3) + a.shake,
    "wind": lambda a: max(0.0, 3 + 2 * a.warm + 3 * a.place + 3 * a.shake),
    "no2": lambda a: max(1.0, 12 + 28 * a.busy + 8 * a.shake),
    "pm25": lambda a: max(1.0, 7 + 7 * a.busy - 2 * a.year + 3 * a.shake),
    "pm10": lambda a: max(2.0, 13 + 13 * a.busy + 5 * a.shake),
    "vehicles": lambda a: float(max(0, round(2 + 28 * a.busy + 8 * a.shake))),
    "speed": lambda a: max(5.0, 48 - 16 * a.busy + 8 * a.shake),
    "level": lambda a: float(round(310 + 90 * math.sin(a.day / 4.6 + a.place) + 2 * a.shake)),
    "battery": lambda a: 100 - 80 * ((a.place + a.day / 900) % 1),
    "noise": lambda a: 46 + 16 * min(1.0, a.busy) + 6 * a.place + 4 * a.shake,
}


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of a simulated device: its number, what it measures, its device."""

    number: int
    name: str
    device: str

    @property
    def every(self) -> int:
        """Seconds between readings."""
        return SLOW_S if self.name in SLOW else USUAL_S


@dataclass(slots=True)
class Sensors:
    """One step sends what is due. Readings carry the real time; at another speed the simulated day runs faster."""

    platform: Platform
    clock: Clock
    seed: int = 1
    streams: list[Stream] = field(default_factory=list)
    asked: datetime | None = None
    sent: dict[int, int] = field(default_factory=dict)

    def step(self, now: datetime | None = None) -> None:
        """Send one reading of each stream that is due. Raises platform.Away when the platform does not answer."""
        now = now or datetime.now(UTC)
        if self.asked is None or now - self.asked > ASK_AGAIN:
            self.streams, self.asked = self._known(), now
        blocks = [block for stream in self.streams if (block := self._block(stream, now)) is not None]
        if blocks:
            self.platform.post(f"{STA}CreateObservations", blocks)

    def _known(self) -> list[Stream]:
        query = dict(part.split("=", 1) for part in THINGS.split("&"))
        found = self.platform.get(f"{STA}Things", **query)["value"]
        return [
            Stream(
                stream["@iot.id"],
                stream["ObservedProperty"]["definition"].rpartition(":")[2],
                str(thing["properties"].get("eui", "")),
            )
            for thing in found
            for stream in thing["Datastreams"]
        ]

    def _block(self, stream: Stream, now: datetime) -> dict[str, Any] | None:
        slot = int(now.timestamp()) // stream.every
        if self.sent.get(stream.number) == slot:
            return None
        self.sent[stream.number] = slot
        if self._chance(stream.device, "silent", slot * stream.every // 3600) < SILENT:
            return None
        moment = datetime.fromtimestamp(slot * stream.every, UTC)
        rows = [[moment.isoformat().replace("+00:00", "Z"), self.value(stream, moment)]]
        components = ["phenomenonTime", "result"]
        return {"Datastream": {"@iot.id": stream.number}, "components": components, "dataArray": rows}

    def value(self, stream: Stream, moment: datetime) -> float | bool:
        """What a stream measures at a time."""
        if stream.name != "occupied" and self._chance(stream.device, stream.name, moment.timestamp()) < SPIKE:
            return IMPOSSIBLE
        day = self.clock.now() if self.clock.speed != 1 else moment
        hour = (day.hour + day.minute / 60 + 1) % 24
        rush = math.exp(-((hour - 8) ** 2) / 3) + math.exp(-((hour - 17) ** 2) / 5)
        place = self._chance(stream.device, "place", 0)
        around = Around(
            day=day.timestamp() / 86_400,
            year=math.cos((day.timetuple().tm_yday - 200) / 365 * 2 * math.pi),
            warm=math.cos((hour - 15) / 24 * 2 * math.pi),
            busy=0.1 + rush * (0.3 + 0.7 * place),
            place=place,
            shake=self._chance(stream.device, stream.name, int(moment.timestamp())) - 0.5,
        )
        if stream.name == "occupied":
            return self._chance(stream.device, "bay", moment.timestamp() // 1800) < 0.2 + 0.6 * min(1.0, around.busy)
        return round(COURSES.get(stream.name, COURSES["noise"])(around), 1)

    def _chance(self, *of: object) -> float:
        """A number from 0 to 1 that is always the same for the same things."""
        digest = hashlib.blake2b(repr((self.seed, *of)).encode(), digest_size=8).digest()
        return int.from_bytes(digest) / 2**64
