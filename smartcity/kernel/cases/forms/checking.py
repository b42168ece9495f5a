"""Whether answers are sound: every problem with its place, and the answers without what was not asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from smartcity.kernel.cases.forms.elements import Field, Form, Kind, Path, Step
from smartcity.kernel.cases.forms.iban import read_iban

LONGEST_LINE, LONGEST_TEXT = 250, 5_000
_EMAIL = re.compile(
    r"^[^@\s<>()\[\],;:\"\\]+@(?:[A-Za-z0-9äöüÄÖÜß](?:[A-Za-z0-9äöüÄÖÜß-]*[A-Za-z0-9äöüÄÖÜß])?\.)+[A-Za-z]{2,}$"
)
_PHONE = re.compile(r"^\+?[0-9][0-9 /()\-]{3,30}$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer that is not sound.

    path: where it stands. code: the rule that it breaks (``cases.wording`` has the words). values: for the words.
    """

    path: Path
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Checked:
    """The sound answers (without steps and fields that do not apply) and the problems of the others."""

    answers: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def steps_that_apply(form: Form, answers: Mapping[str, Any]) -> list[Step]:
    """The steps to go through, given the answers so far."""
    return [step for step in form.steps if step.when is None or step.when.holds(answers)]


def applies(part: Field, answers: Mapping[str, Any], row: Mapping[str, Any] | None = None) -> bool:
    """Whether a field is asked; in a repetition its row's answers come before the form's."""
    return part.when is None or part.when.holds({**answers, **(row or {})})


def check(form: Form, answers: Mapping[str, Any], today: date) -> Checked:
    """Check a whole form; unknown keys are problems, answers to what was not asked are dropped."""
    checked = Checked()
    known = {part.key for part in form.fields}
    checked.problems += [Problem((str(key)[:60],), "unknown") for key in answers if key not in known]
    for step in steps_that_apply(form, answers):
        found = check_step(step, answers, today)
        checked.answers |= found.answers
        checked.problems += found.problems
    return checked


def check_step(step: Step, answers: Mapping[str, Any], today: date) -> Checked:
    """Check the answers of one step."""
    checked = Checked()
    for part in step.fields:
        if applies(part, answers):
            value = _check(part, answers.get(part.key), (part.key,), answers, checked.problems, today)
            if value not in (None, "", [], {}):
                checked.answers[part.key] = value
    return checked


def _check(
    part: Field, value: Any, path: Path, answers: Mapping[str, Any], problems: list[Problem], today: date
) -> Any:
    """The sound value, or None with a problem noted."""
    if value in (None, "", [], {}) and part.kind not in {Kind.GROUP, Kind.REPEAT}:
        if part.required:
            problems.append(Problem(path, "confirm" if part.kind is Kind.CONFIRM else "required"))
        return None
    if part.kind is Kind.GROUP:
        return _check_group(part, value, path, answers, problems, today)
    if part.kind is Kind.REPEAT:
        return _check_rows(part, value, path, answers, problems, today)
    try:
        return _READERS[part.kind](part, value, today)
    except _Wrong as wrong:
        problems.append(Problem((*path, *wrong.inside), wrong.code, wrong.values))
        return None


def _check_group(
    part: Field, value: Any, path: Path, answers: Mapping[str, Any], problems: list[Problem], today: date
) -> dict[str, Any] | None:
    if value is None:
        value = {}
    if not isinstance(value, Mapping):
        problems.append(Problem(path, "object"))
        return None
    if not part.required and not _filled(value):
        return None
    known = {inner.key for inner in part.fields}
    problems += [Problem((*path, str(key)[:60]), "unknown") for key in value if key not in known]
    found = {}
    for inner in part.fields:
        if applies(inner, answers, value):
            answer = _check(inner, value.get(inner.key), (*path, inner.key), answers, problems, today)
            if answer not in (None, "", [], {}):
                found[inner.key] = answer
    return found


def _check_rows(
    part: Field, value: Any, path: Path, answers: Mapping[str, Any], problems: list[Problem], today: date
) -> list[Any] | None:
    rows = value or []
    if not isinstance(rows, list):
        problems.append(Problem(path, "list"))
        return None
    if len(rows) < part.at_least:
        problems.append(Problem(path, "too_few", {"least": part.at_least}))
    if len(rows) > part.at_most:
        problems.append(Problem(path, "too_many", {"most": part.at_most}))
        return None
    found = [_check_group(part, row, (*path, index), answers, problems, today) for index, row in enumerate(rows)]
    return [row for row in found if row]


def _filled(value: Mapping[str, Any]) -> bool:
    return any(
        _filled(part) if isinstance(part, Mapping) else part not in (None, "", [], False) for part in value.values()
    )


class _Wrong(Exception):
    """A value breaks the rule ``code``; ``inside`` leads to the part of it."""

    def __init__(self, code: str, inside: Path = (), **values: Any) -> None:
        super().__init__(code)
        self.code, self.inside, self.values = code, inside, values


def _text(part: Field, value: Any, today: date) -> str:
    if not isinstance(value, str):
        raise _Wrong("text")
    lines = part.kind is Kind.MULTILINE
    found = value.replace("\r\n", "\n").strip() if lines else " ".join(value.split())
    most = part.longest or (LONGEST_TEXT if lines else LONGEST_LINE)
    if len(found) > most:
        raise _Wrong("too_long", most=most, given=len(found))
    if _CONTROL.search(found):
        raise _Wrong("control")
    if part.pattern and not re.fullmatch(part.pattern, found):
        raise _Wrong("pattern")
    return found


def _email(part: Field, value: Any, today: date) -> str:
    found = _text(part, value, today)
    if not _EMAIL.match(found) or len(found) > 254:
        raise _Wrong("email")
    return found


def _phone(part: Field, value: Any, today: date) -> str:
    found = _text(part, value, today)
    if not _PHONE.match(found):
        raise _Wrong("phone")
    return found


def _iban(part: Field, value: Any, today: date) -> str:
    found = read_iban(_text(part, value, today))
    if found is None:
        raise _Wrong("iban")
    return found


def _date(part: Field, value: Any, today: date) -> str:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise _Wrong("date")
    if part.lowest is not None and found < (earliest := today + timedelta(days=int(part.lowest))):
        raise _Wrong("too_early", earliest=earliest)
    if part.highest is not None and found > (latest := today + timedelta(days=int(part.highest))):
        raise _Wrong("too_late", latest=latest)
    return found.isoformat()


def _time(part: Field, value: Any, today: date) -> str:
    try:
        return time.fromisoformat(value).strftime("%H:%M")
    except (TypeError, ValueError):
        raise _Wrong("time") from None


def _number(part: Field, value: Any, today: date) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) == float("inf"):
        raise _Wrong("integer" if part.kind is Kind.INTEGER else "number")
    if part.kind is Kind.INTEGER and value != int(value):
        raise _Wrong("integer")
    if part.kind is Kind.DECIMAL and round(value, part.places) != value:
        raise _Wrong("places", places=part.places)
    if part.lowest is not None and value < part.lowest:
        raise _Wrong("too_small", least=part.lowest)
    if part.highest is not None and value > part.highest:
        raise _Wrong("too_large", most=part.highest)
    return int(value) if part.kind is Kind.INTEGER else value


def _yes_no(part: Field, value: Any, today: date) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("yes_no")
    if part.kind is Kind.CONFIRM and part.required and not value:
        raise _Wrong("confirm")
    return value


def _choice(part: Field, value: Any, today: date) -> str:
    if not isinstance(value, str) or value not in {option.value for option in part.options}:
        raise _Wrong("choice")
    return value


def _choices(part: Field, value: Any, today: date) -> list[str]:
    if not isinstance(value, list):
        raise _Wrong("list")
    _count(part, len(value))
    return [_choice(part, item, today) for item in dict.fromkeys(map(_hashable, value))]


def _hashable(item: Any) -> Any:
    return item if isinstance(item, str) else repr(item)


def _count(part: Field, given: int) -> None:
    if given < part.at_least:
        raise _Wrong("too_few", least=part.at_least)
    if given > part.at_most:
        raise _Wrong("too_many", most=part.at_most)


def _uploads(part: Field, value: Any, today: date) -> list[str]:
    if not isinstance(value, list):
        raise _Wrong("list")
    _count(part, len(value))
    try:
        return [str(UUID(item)) for item in value]
    except (ValueError, AttributeError, TypeError):
        raise _Wrong("document") from None


def _address(part: Field, value: Any, today: date) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise _Wrong("object")
    found = {}
    for name in ("street", "house_number", "postcode", "place"):
        text = " ".join(value[name].split()) if isinstance(value.get(name), str) else ""
        if not text:
            raise _Wrong("required", (name,))
        if len(text) > 120:
            raise _Wrong("too_long", (name,), most=120, given=len(text))
        found[name] = text
    if not re.fullmatch(r"\d{5}", found["postcode"]):
        raise _Wrong("postcode", ("postcode",))
    return found


def _geometry(part: Field, value: Any, today: date) -> dict[str, Any]:
    wanted = "Point" if part.kind is Kind.POINT else "Polygon"
    if not isinstance(value, Mapping) or value.get("type") != wanted:
        raise _Wrong(part.kind.value)
    rings = [[value.get("coordinates")]] if wanted == "Point" else value.get("coordinates")
    if not isinstance(rings, list) or not rings or not all(_ring(ring, wanted) for ring in rings):
        raise _Wrong(part.kind.value)
    return {"type": wanted, "coordinates": value["coordinates"]}


def _ring(ring: Any, wanted: str) -> bool:
    if not isinstance(ring, list) or not all(_position(item) for item in ring):
        return False
    return wanted == "Point" or (4 <= len(ring) <= 2_000 and ring[0] == ring[-1])


def _position(item: Any) -> bool:
    if not isinstance(item, list | tuple) or len(item) != 2:
        return False
    return (
        all(isinstance(n, int | float) and not isinstance(n, bool) for n in item)
        and abs(item[0]) <= 180
        and abs(item[1]) <= 90
    )


_READERS: dict[Kind, Callable[[Field, Any, date], Any]] = {
    Kind.TEXT: _text,
    Kind.MULTILINE: _text,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.IBAN: _iban,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.YES_NO: _yes_no,
    Kind.CONFIRM: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.ADDRESS: _address,
    Kind.POINT: _geometry,
    Kind.AREA: _geometry,
    Kind.UPLOAD: _uploads,
}
