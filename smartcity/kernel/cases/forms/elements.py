"""What a form is made of: fields in steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from smartcity.kernel.cases.forms.conditions import When

KEY = re.compile(r"^[a-z][a-z0-9_]{0,59}$")
Path = tuple["str | int", ...]


class Kind(StrEnum):
    """What a field takes; in brackets the JSON value."""

    TEXT = "text"  # one line (string)
    MULTILINE = "multiline"  # several lines (string)
    EMAIL = "email"  # mail address (string)
    PHONE = "phone"  # telephone number (string)
    IBAN = "iban"  # account number, stored without spaces (string)
    DATE = "date"  # day (ISO 8601 string)
    TIME = "time"  # time of day to the minute (ISO 8601 string)
    INTEGER = "integer"
    DECIMAL = "decimal"  # number
    YES_NO = "yes_no"  # a question (boolean)
    CONFIRM = "confirm"  # a box that must be ticked (true)
    CHOICE = "choice"  # one of the choices (string)
    CHOICES = "choices"  # some of the choices (array of strings)
    ADDRESS = "address"  # {"street", "house_number", "postcode", "place"}
    POINT = "point"  # GeoJSON Point, WGS 84
    AREA = "area"  # GeoJSON Polygon, WGS 84
    UPLOAD = "upload"  # stored documents (array of uuids)
    GROUP = "group"  # fields that belong together (object)
    REPEAT = "repeat"  # a group given several times (array of objects)


HOLDS_FIELDS = frozenset({Kind.GROUP, Kind.REPEAT})
HAS_CHOICES = frozenset({Kind.CHOICE, Kind.CHOICES})
NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})


@dataclass(frozen=True, slots=True)
class Words:
    """A text in German and English; without English the German one stands for both."""

    de: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in "de" or "en"."""
        return self.en if language.startswith("en") and self.en else self.de

    def __bool__(self) -> bool:
        return bool(self.de)


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a choice: the value that is stored and its words."""

    value: str
    title: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a form asks.

    key: name in the answers. help: stands beside the field. required: an answer is needed (where the field is shown).
    when: shown and asked only if this holds for the answers of the whole form.
    lowest, highest: bounds of numbers (inclusive), of dates in days from today (0 is today), of numbers of choices,
    uploads and repetitions. longest: characters. pattern: regular expression for the whole text, explained by help.
    places: decimal places. unit: shown behind a number ("€", "cm"). options: of a choice. fields: of a group.
    prefill: what the account knows of it ("given_name", "email", "address" …).
    purpose: key of the documents' purpose an upload is stored under.
    """

    key: str
    kind: Kind
    title: Words
    help: Words = Words()
    required: bool = True
    when: When | None = None
    lowest: float | None = None
    highest: float | None = None
    longest: int | None = None
    pattern: str = ""
    places: int = 2
    unit: str = ""
    options: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    prefill: str = ""
    purpose: str = "cases.upload"

    def __post_init__(self) -> None:
        if not KEY.match(self.key):
            raise ValueError(
                f"field {self.key!r}: a key is snake_case, begins with a letter and has at most 60 characters"
            )
        if bool(self.options) != (self.kind in HAS_CHOICES):
            raise ValueError(f"field {self.key!r}: {self.kind} {'needs' if not self.options else 'takes no'} options")
        if bool(self.fields) != (self.kind in HOLDS_FIELDS):
            raise ValueError(f"field {self.key!r}: {self.kind} {'needs' if not self.fields else 'takes no'} fields")
        if any(part.kind is Kind.REPEAT for part in self.fields) and self.kind is Kind.REPEAT:
            raise ValueError(f"field {self.key!r}: a repetition holds no other repetition")
        _refuse_twice(self.key, [part.key for part in self.fields])
        _refuse_twice(self.key, [option.value for option in self.options])
        if self.pattern:
            re.compile(self.pattern)

    @property
    def at_least(self) -> int:
        """Fewest choices, uploads or repetitions."""
        return int(self.lowest) if self.lowest is not None else int(self.required)

    @property
    def at_most(self) -> int:
        """Most choices, uploads or repetitions."""
        return int(self.highest) if self.highest is not None else 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of a form: one topic. when: left out unless it holds."""

    key: str
    title: Words
    fields: tuple[Field, ...]
    intro: Words = Words()
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. Keys of fields are unique over all steps. Raises ValueError for a contradiction."""

    steps: tuple[Step, ...] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("a form has at least one step")
        _refuse_twice("steps", [step.key for step in self.steps])
        _refuse_twice("form", [part.key for part in self.fields])
        known = {path for path, _field in self.all_fields()}
        for where, when in self._conditions():
            for name in when.names:
                if tuple(name.split(".")) not in known:
                    raise ValueError(f"{where}: its condition asks for {name!r}, which is not a field")

    @property
    def fields(self) -> list[Field]:
        """The fields of all steps, without those inside groups."""
        return [part for step in self.steps for part in step.fields]

    def field(self, key: str) -> Field | None:
        """The outer field with that key."""
        return next((part for part in self.fields if part.key == key), None)

    def step(self, key: str) -> Step | None:
        """The step with that key."""
        return next((step for step in self.steps if step.key == key), None)

    def all_fields(self) -> Iterator[tuple[tuple[str, ...], Field]]:
        """Every field with its path of keys, those inside groups and repetitions included."""
        pending: list[tuple[tuple[str, ...], Field]] = [((part.key,), part) for part in self.fields]
        while pending:
            path, part = pending.pop(0)
            yield path, part
            pending += [((*path, inner.key), inner) for inner in part.fields]

    def _conditions(self) -> Iterator[tuple[str, When]]:
        for step in self.steps:
            if step.when:
                yield f"step {step.key!r}", step.when
        for path, part in self.all_fields():
            if part.when:
                yield f"field {'.'.join(path)!r}", part.when


def _refuse_twice(where: str, keys: list[str]) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"{where}: {', '.join(twice)} stands twice")
