"""When a step or field is shown: a small language over the answers, stored as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Test(StrEnum):
    """How an answer is compared."""

    IS = "is"  # equals the value; for several choices: the value is among them
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    GIVEN = "given"  # there is an answer at all


@dataclass(frozen=True, slots=True)
class When:
    """A condition: one comparison (``field``, ``test``, ``value``), or several joined by ``all``, ``any``, ``none``.

    field: path of keys with dots ("dog.size"). Inside a repetition a name is looked up in the row first.
    """

    field: str = ""
    test: Test = Test.IS
    value: str | float | bool | None = None
    all: tuple[When, ...] = ()
    any: tuple[When, ...] = ()
    none: tuple[When, ...] = ()

    def __post_init__(self) -> None:
        if sum(map(bool, (self.field, self.all, self.any, self.none))) != 1:
            raise ValueError("a condition is either one comparison or one of all, any, none")

    @property
    def names(self) -> set[str]:
        """Fields that the condition asks for."""
        if self.field:
            return {self.field}
        return {name for part in (*self.all, *self.any, *self.none) for name in part.names}

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether it holds for these answers; a missing answer equals nothing."""
        if self.all:
            return all(part.holds(answers) for part in self.all)
        if self.any:
            return any(part.holds(answers) for part in self.any)
        if self.none:
            return not any(part.holds(answers) for part in self.none)
        return _compare(_answer(answers, self.field), self.test, self.value)


def _answer(answers: Mapping[str, Any], name: str) -> Any:
    found: Any = answers
    for key in name.split("."):
        if not isinstance(found, Mapping) or key not in found:
            return None
        found = found[key]
    return found


def _compare(answer: Any, test: Test, value: Any) -> bool:
    if test is Test.GIVEN:
        return answer not in (None, "", [], {})
    if answer is None:
        return False
    if test is Test.IS:
        if isinstance(answer, list):
            return value in answer
        return bool(answer == value) and isinstance(answer, bool) == isinstance(value, bool)
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not isinstance(value, int | float):
        return isinstance(answer, str) and isinstance(value, str) and _ordered(answer, test, value)
    return answer >= value if test is Test.AT_LEAST else answer <= value


def _ordered(answer: str, test: Test, value: str) -> bool:
    """ISO dates and times compare as texts."""
    return answer >= value if test is Test.AT_LEAST else answer <= value
