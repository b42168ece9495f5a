"""A step of a form as a page.

Names of page fields are paths with dots: ``dogs.0.name``, ``address.street``. A field whose condition hangs on another
of the same step appears once that one is answered: the page is shown again with what is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from smartcity.egovernment.serviceportal.forms.fields import ADDRESS_PARTS, page_fields, read_as, shown_as
from smartcity.egovernment.serviceportal.forms.numbers import whole
from smartcity.kernel.cases.forms.checking import Problem, applies
from smartcity.kernel.cases.forms.elements import Field, Kind, Step
from smartcity.kernel.cases.wording import said, worded


@dataclass(slots=True)
class Block:
    """What stands together on the page: one field, an address, a group, a row of a repetition, files.

    title: heading of a block with several fields. key: of the field of the engine. row: number in a repetition from 0.
    """

    key: str
    kind: Kind
    title: str = ""
    hint: str = ""
    fields: list[BoundField] = field(default_factory=list)
    files: Field | None = None
    row: int | None = None
    may_add: bool = False
    may_remove: bool = False


class StepForm(forms.Form):
    """The fields of one step, filled with answers or with what was sent.

    answers: the draft's so far. rows of a repetition: as many as there are answers or were sent, at least one where
    one is needed.
    """

    use_required_attribute = False

    def __init__(self, step: Step, answers: Mapping[str, Any], data: Any = None) -> None:
        self.step, self.answers = step, answers
        super().__init__(data)
        for part, name, value in self._parts():
            if part.kind is not Kind.UPLOAD:
                self.fields.update(page_fields(part, name))
                self._fill(part, name, value)

    def _fill(self, part: Field, name: str, value: Any) -> None:
        if part.kind is Kind.ADDRESS:
            given = value if isinstance(value, Mapping) else {}
            self.initial.update({f"{name}.{key}": given.get(key, "") for key in ADDRESS_PARTS})
        else:
            self.initial[name] = shown_as(part, value)

    def rows_of(self, part: Field) -> int:
        """How many rows of a repetition the page has."""
        given = self.answers.get(part.key)
        rows = len(given) if isinstance(given, list) else 0
        if self.is_bound:
            rows = min(whole(self.data.get(f"{part.key}.rows", ""), rows), part.at_most)
        return max(rows, part.at_least)

    @property
    def row_counts(self) -> list[tuple[str, int]]:
        """Repetitions on the page with their number of rows, sent back with it."""
        shown = [part for part in self.step.fields if part.kind is Kind.REPEAT and applies(part, self.answers)]
        return [(part.key, self.rows_of(part)) for part in shown]

    def _parts(self) -> Iterator[tuple[Field, str, Any]]:
        """Each field that is asked, without those that only hold others: with its name and value."""
        for part in self.step.fields:
            if not applies(part, self.answers):
                continue
            value = self.answers.get(part.key)
            if part.kind is Kind.REPEAT:
                rows = value if isinstance(value, list) else []
                for number in range(self.rows_of(part)):
                    row = rows[number] if number < len(rows) and isinstance(rows[number], Mapping) else {}
                    yield from self._inner(part, f"{part.key}.{number}", row)
            elif part.kind is Kind.GROUP:
                yield from self._inner(part, part.key, value if isinstance(value, Mapping) else {})
            else:
                yield part, part.key, value

    def _inner(self, part: Field, prefix: str, row: Mapping[str, Any]) -> Iterator[tuple[Field, str, Any]]:
        for inner in part.fields:
            if applies(inner, self.answers, row):
                yield inner, f"{prefix}.{inner.key}", row.get(inner.key)

    def typed(self) -> dict[str, Any]:
        """What was sent, as the engine's answers to this step; files are kept elsewhere."""
        self.full_clean()
        found: dict[str, Any] = {}
        for part in self.step.fields:
            if part.kind is Kind.UPLOAD or not applies(part, self.answers):
                continue
            if part.kind is Kind.REPEAT:
                found[part.key] = [self._row(part, f"{part.key}.{number}") for number in range(self.rows_of(part))]
            elif part.kind is Kind.GROUP:
                found[part.key] = self._row(part, part.key)
            else:
                found[part.key] = self._value(part, part.key)
        return found

    def _row(self, part: Field, prefix: str) -> dict[str, Any]:
        shown = [inner for inner in part.fields if any(n.startswith(f"{prefix}.{inner.key}") for n in self.fields)]
        return {inner.key: self._value(inner, f"{prefix}.{inner.key}") for inner in shown}

    def _value(self, part: Field, name: str) -> Any:
        if part.kind is Kind.ADDRESS:
            given = {key: (self.cleaned_data.get(f"{name}.{key}") or "").strip() for key in ADDRESS_PARTS}
            return given if any(given.values()) else None
        typed = self.cleaned_data.get(name)
        return None if typed in ("", None, []) else read_as(part, typed)

    def full_clean(self) -> None:
        """Read what was sent. What is required is marked on the page, but only the engine refuses."""
        needed = [asked for asked in self.fields.values() if asked.required]
        for asked in needed:
            asked.required = False
        super().full_clean()
        for asked in needed:
            asked.required = True

    def show(self, problems: list[Problem]) -> None:
        """Put the engine's problems at the fields they are about."""
        for problem in problems:
            path = [str(part) for part in problem.path]
            name = next(
                (".".join(path[:end]) for end in range(len(path), 0, -1) if ".".join(path[:end]) in self.fields), None
            )
            if name is None:
                first = f"{'.'.join(path)}."
                name = next((known for known in self.fields if known.startswith(first)), None)
            self.add_error(name, worded(problem) if name else f"{self._title(path[0])}: {worded(problem)}")

    def _title(self, key: str) -> str:
        part = next((part for part in self.step.fields if part.key == key), None)
        return said(part.title) if part else key

    def blocks(self) -> list[Block]:
        """The page from top to bottom."""
        found: list[Block] = []
        for part in self.step.fields:
            if not applies(part, self.answers):
                continue
            if part.kind is Kind.REPEAT:
                found += self._row_blocks(part)
            elif part.kind is Kind.UPLOAD:
                label = said(part.title) if part.required else f"{said(part.title)} {_('(freiwillig)')}"
                found.append(Block(part.key, part.kind, label, said(part.help), files=part))
            else:
                several = part.kind in {Kind.ADDRESS, Kind.GROUP}
                title = said(part.title) if several else ""
                found.append(
                    Block(part.key, part.kind, title, said(part.help) if several else "", self._drawn(part.key))
                )
        return found

    def _row_blocks(self, part: Field) -> list[Block]:
        count = self.rows_of(part)
        blocks = [
            Block(
                part.key,
                part.kind,
                f"{said(part.title)} {number + 1}" if part.at_most > 1 else said(part.title),
                fields=self._drawn(f"{part.key}.{number}"),
                row=number,
                may_remove=count > part.at_least,
                may_add=number == count - 1 and count < part.at_most,
            )
            for number in range(count)
        ]
        return blocks or [Block(part.key, part.kind, said(part.title), row=-1, may_add=True)]

    def _drawn(self, prefix: str) -> list[BoundField]:
        return [self[name] for name in self.fields if name == prefix or name.startswith(f"{prefix}.")]
