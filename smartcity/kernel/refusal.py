"""How every door of the platform refuses bad input: the place, the rule, the value, what would be right.

Pages turn refusals into form errors, APIs into RFC 9457 problems, commands into one line each on stderr.
Free of Django, so that rules and engines can use it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that was refused.

    place: where it stands, as a path a person can follow ("features[3].properties.lanes[1].order", "Zeile 12").
    rule: the rule that it breaks, as a full German sentence.
    value: the offending value in short form, never a whole document.
    hint: what would be right.
    """

    place: str
    rule: str
    value: str = ""
    hint: str = ""

    def __str__(self) -> str:
        parts = [f"{self.place}: {self.rule}"]
        if self.value:
            parts.append(f"(Wert: {self.value})")
        if self.hint:
            parts.append(self.hint)
        return " ".join(parts)


class Refused(Exception):
    """Raised by a service or reader that takes nothing because of one or more refusals."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals: tuple[Refusal, ...] = tuple(refusals)
        super().__init__("; ".join(str(refusal) for refusal in self.refusals))

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Refusal, ...]]]:
        """Survive the way between processes."""
        return (type(self), (self.refusals,))
