"""What a procedure is, how a case moves through it, and what it costs and when it is due. Free of Django."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from smartcity.kernel.accounts.trust import Trust
from smartcity.kernel.cases.forms.conditions import When
from smartcity.kernel.cases.forms.elements import Form, Words

NO_WORDS = Words()


class Applicant(StrEnum):
    """Who may apply."""

    ANYBODY = "anybody"  # without an account, too
    ACCOUNT = "account"  # a person, for themselves or for their organisation


class Who(StrEnum):
    """Who takes a step."""

    APPLICANT = "applicant"
    CLERK = "clerk"
    SYSTEM = "system"


class Waiting(StrEnum):
    """On whom a case waits in a state."""

    OFFICE = "office"
    APPLICANT = "applicant"
    NOBODY = "nobody"


class Need(StrEnum):
    """What must be there before a step."""

    TEXT = "text"  # words to the applicant
    DECISION = "decision"  # a written decision with its reasons (by two people, where the procedure says so)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state of cases: its name in the office, and in plain words for the applicant: what it is, what comes next."""

    key: str
    title: Words
    plain: Words
    next: Words = NO_WORDS
    waits_for: Waiting = Waiting.OFFICE
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change of state: from one of ``sources`` to ``target``, taken by ``by``.

    outcome: "approved" or "rejected" for a step that decides.
    """

    key: str
    title: Words
    sources: tuple[str, ...]
    target: str
    by: Who = Who.CLERK
    needs: tuple[Need, ...] = ()
    outcome: str = ""


class StepForbidden(ValueError):
    """The step does not exist, does not start here, or is somebody else's. ``code`` says which."""

    def __init__(self, code: str, step: str, state: str) -> None:
        super().__init__(f"{step} from {state}: {code}")
        self.code, self.step, self.state = code, step, state


@dataclass(frozen=True, slots=True)
class Workflow:
    """States and steps. The first state is where a case begins. Raises ValueError for a contradiction."""

    states: tuple[State, ...]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        keys = [state.key for state in self.states]
        if len(set(keys)) != len(keys) or len({step.key for step in self.steps}) != len(self.steps):
            raise ValueError("a workflow names a state or step twice")
        for step in self.steps:
            strange = {*step.sources, step.target} - set(keys)
            if strange:
                raise ValueError(f"step {step.key!r} speaks of unknown states: {', '.join(sorted(strange))}")
            if any(self.state(source).final for source in step.sources):
                raise ValueError(f"step {step.key!r} leaves a final state")
        if not any(state.final for state in self.states):
            raise ValueError("a workflow has at least one final state")

    @property
    def initial(self) -> State:
        """Where a case begins."""
        return self.states[0]

    def state(self, key: str) -> State:
        """The state with that key; raises KeyError."""
        for state in self.states:
            if state.key == key:
                return state
        raise KeyError(key)

    def steps_from(self, state: str, by: Who) -> list[Step]:
        """Steps that somebody may take from a state."""
        return [step for step in self.steps if state in step.sources and step.by is by]

    def take(self, step: str, state: str, by: Who) -> Step:
        """The step, if it may be taken; raises StepForbidden."""
        found = next((item for item in self.steps if item.key == step), None)
        if found is None:
            raise StepForbidden("unknown", step, state)
        if state not in found.sources:
            raise StepForbidden("elsewhere", step, state)
        if found.by is not by:
            raise StepForbidden("not_yours", step, state)
        return found


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in cents: ``amount`` unless one of the ``cases`` (condition, amount) holds, the first that does.

    counted: path of an integer or list in the answers that multiplies it ("dogs"); empty: once.
    """

    title: Words
    amount: int
    cases: tuple[tuple[When, int], ...] = ()
    counted: str = ""
    legal_basis: str = ""

    def due(self, answers: Mapping[str, Any]) -> int:
        """Cents due for these answers."""
        once = next((amount for when, amount in self.cases if when.holds(answers)), self.amount)
        if not self.counted:
            return once
        found: Any = answers
        for key in self.counted.split("."):
            found = found.get(key) if isinstance(found, Mapping) else None
        return once * (len(found) if isinstance(found, list) else int(found or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """All that is fixed of a procedure; a case stays with the version under which it came in.

    key: stable name ("dog-tax"), as in addresses. office: key of the responsible office.
    processing_days: working days until the decision; objection_days: days to object after delivery (0: none).
    four_eyes: a decision needs a second person. retention_days: after the end of the case, then it is deleted.
    place: key of the field of a point whose place the case has. topic: key of the choice by which cases are sorted.
    trust: how sure it must be who applies; above NONE an account is needed.
    duties: sentences that the applicant confirms by sending.
    """

    key: str
    title: Words
    summary: Words
    form: Form
    workflow: Workflow
    office: str
    legal_basis: tuple[str, ...] = ()
    applicant: Applicant = Applicant.ACCOUNT
    fee: Fee | None = None
    processing_days: int = 20
    objection_days: int = 30
    four_eyes: bool = False
    retention_days: int = 3_650
    place: str = ""
    topic: str = ""
    duties: Words = NO_WORDS
    trust: Trust = Trust.NONE


def working_days_after(start: date, days: int, is_day_off: Callable[[date], bool]) -> date:
    """The day that many working days after ``start``: Monday to Friday without days off."""
    found = start
    while days > 0:
        found += timedelta(days=1)
        if found.weekday() < 5 and not is_day_off(found):
            days -= 1
    return found


def end_of_objection(delivered: date, days: int, is_day_off: Callable[[date], bool]) -> date:
    """Last day to object: ``days`` after delivery (30: a month); on a weekend or holiday the next working day counts.

    Source: §§ 70 VwGO, 31 Abs. 3 VwVfG.
    """
    found = _a_month_later(delivered) if days == 30 else delivered + timedelta(days=days)
    while found.weekday() >= 5 or is_day_off(found):
        found += timedelta(days=1)
    return found


def _a_month_later(day: date) -> date:
    """The same day of the next month, or its last one (§ 188 Abs. 2, 3 BGB)."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def delivered_on(sent: date) -> date:
    """When a decision put into the mailbox counts as delivered: the fourth day after (§ 41 Abs. 2 VwVfG)."""
    return sent + timedelta(days=4)
