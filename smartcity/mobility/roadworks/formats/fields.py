"""Reading the members of one JSON object: each taken by name and type, the rest kept, every misfit refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.formats.item import parse_time, short

Word = TypeVar("Word", bound=StrEnum)

_TIME_HINT = "Erwartet wird eine Zeit nach RFC 3339 mit Zone, z. B. 2026-03-02T06:00:00Z."


@cache
def words(vocabulary: type[Word]) -> dict[str, Word]:
    """Return a vocabulary by its words."""
    return {word.value: word for word in vocabulary}


class Fields:
    """The members of a JSON object at `path`; `left` is what nobody took (or was empty), `refusals` is shared
    by a whole item.
    """

    __slots__ = ("left", "path", "refusals")

    def __init__(self, data: object, path: str, refusals: list[Refusal]) -> None:
        self.path = path
        self.refusals = refusals
        self.left: dict[str, Any] = {}
        if isinstance(data, dict):
            self.left = dict(data)
        else:
            rule = "Das Objekt fehlt." if data is None else "Erwartet wird ein Objekt."
            refusals.append(Refusal(path, rule, "" if data is None else short(data)))

    def refuse(self, name: str, rule: str, value: object = "", hint: str = "") -> None:
        """Note a refusal for a member."""
        self.refusals.append(Refusal(f"{self.path}.{name}" if self.path else name, rule, short(value), hint))

    def take(self, name: str, kind: type | tuple[type, ...], rule: str, *, required: bool = False) -> Any:
        """Take a member of a Python type; None where it is missing or misfits (then refused)."""
        value = self.left.pop(name, None)
        if value is None:
            if required:
                self.refuse(name, "Das Pflichtfeld fehlt.")
            return None
        if isinstance(value, kind):
            return value
        self.refuse(name, rule, value)
        return None

    def text(self, name: str, *, required: bool = False) -> str:
        """Take a text, empty where there is none; line ends become line feeds."""
        value = self.left.pop(name, None)
        if value is None and not required:
            return ""
        if not isinstance(value, str):
            self.refuse(
                name,
                "Das Pflichtfeld fehlt." if value is None else "Erwartet wird ein Text.",
                "" if value is None else value,
            )
            return ""
        if not value:
            self.left[name] = value
        return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value

    def flag(self, name: str, *, required: bool = False) -> bool | None:
        """Take true or false."""
        value: bool | None = self.take(name, bool, "Erwartet wird true oder false.", required=required)
        return value

    def number(self, name: str) -> float | None:
        """Take a finite number."""
        if name not in self.left:
            return None
        value = self.take(name, (int, float), "Erwartet wird eine Zahl.")
        if value is None:
            return None
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if isinstance(value, bool) or not math.isfinite(number):
            self.refuse(name, "Erwartet wird eine Zahl.", value)
            return None
        return number

    def whole(self, name: str, *, required: bool = False) -> int | None:
        """Take a whole number of reasonable size."""
        value = self.take(name, int, "Erwartet wird eine ganze Zahl.", required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not -1_000_000 <= value <= 1_000_000:
            self.refuse(name, "Erwartet wird eine ganze Zahl.", "zu groß" if not isinstance(value, bool) else value)
            return None
        return int(value)

    def time(self, name: str, *, required: bool = False) -> datetime | None:
        """Take a time (RFC 3339) in UTC."""
        if not required and name not in self.left:
            return None
        value = self.take(name, str, "Erwartet wird eine Zeitangabe.", required=required)
        if value is None:
            return None
        if (time := parse_time(value)) is None:
            self.refuse(name, "Die Zeitangabe ist nicht lesbar.", value, _TIME_HINT)
        return time

    def word(self, name: str, vocabulary: type[Word], *, required: bool = False) -> Word | None:
        """Take a word of a closed vocabulary."""
        if not required and name not in self.left:
            return None
        value = self.take(name, str, "Erwartet wird ein Text.", required=required)
        if value is None:
            return None
        if (word := words(vocabulary).get(value)) is None:
            self.refuse(name, "Dieses Wort kennt der Standard hier nicht.", value, f"Erlaubt: {', '.join(vocabulary)}.")
        return word

    def list(self, name: str, *, required: bool = False) -> list[Any]:
        """Take a list, empty where there is none."""
        if not required and name not in self.left:
            return []
        value: list[Any] | None = self.take(name, list, "Erwartet wird eine Liste.", required=required)
        if not value:
            if value is not None:
                self.left[name] = value
            return []
        return value

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """Take a list of texts."""
        values = self.list(name, required=required)
        for number, value in enumerate(values):
            if not isinstance(value, str):
                self.refuse(f"{name}[{number}]", "Erwartet wird ein Text.", value)
                return ()
        return tuple(values)


def fill(target: Any, patch: Any) -> None:
    """Add what `patch` has and `target` lacks: members of objects, and lists element by element if equally long."""
    if isinstance(target, dict) and isinstance(patch, Mapping):
        for name, value in patch.items():
            if name in target:
                fill(target[name], value)
            else:
                target[name] = value
    elif isinstance(target, list) and isinstance(patch, list) and len(target) == len(patch):
        for own, other in zip(target, patch, strict=True):
            fill(own, other)
