"""A small procedure, and drafts and cases of it, for every room's tests."""

from __future__ import annotations

from typing import Any

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.cases.domain import Applicant, Fee, Procedure
from smartcity.kernel.cases.drafting import begin_draft, save_answers
from smartcity.kernel.cases.forms.conditions import Test, When
from smartcity.kernel.cases.forms.elements import Field, Form, Kind, Step, Words
from smartcity.kernel.cases.models import Case, Draft
from smartcity.kernel.cases.submitting import submit
from smartcity.kernel.cases.workflows import APPLICATION
from smartcity.kernel.service import VISITOR

FORM = Form(
    (
        Step(
            key="you",
            title=Words("Zu Ihnen", "About you"),
            fields=(
                Field(key="name", kind=Kind.TEXT, title=Words("Name", "Name")),
                Field(key="pays_by_debit", kind=Kind.YES_NO, title=Words("Lastschrift?"), required=False),
                Field(
                    key="iban",
                    kind=Kind.IBAN,
                    title=Words("IBAN"),
                    when=When("pays_by_debit", Test.IS, value=True),
                ),
            ),
        ),
        Step(
            key="dogs",
            title=Words("Ihre Hunde", "Your dogs"),
            fields=(
                Field(
                    key="dogs",
                    kind=Kind.REPEAT,
                    title=Words("Hund", "Dog"),
                    highest=3,
                    fields=(Field(key="name", kind=Kind.TEXT, title=Words("Rufname", "Name")),),
                ),
                Field(key="proof", kind=Kind.UPLOAD, title=Words("Nachweis"), required=False, highest=2),
            ),
        ),
    )
)
ANSWERS: dict[str, Any] = {
    "name": "Erika Beispiel",
    "pays_by_debit": True,
    "iban": "DE89 3704 0044 0532 0130 00",
    "dogs": [{"name": "Bello"}, {"name": "Rex"}],
}


def procedure(**values: Any) -> Procedure:
    """A procedure with two steps and a fee for each dog."""
    made: dict[str, Any] = {
        "key": "sample",
        "title": Words("Hund anmelden", "Register a dog"),
        "summary": Words("Probe"),
        "form": FORM,
        "workflow": APPLICATION,
        "office": "amt-61",
        "applicant": Applicant.ANYBODY,
        "fee": Fee(Words("Steuer"), 1_000, counted="dogs"),
    }
    return Procedure(**{**made, **values})


def draft(person: Person | None = None, answers: dict[str, Any] | None = None, **values: Any) -> Draft:
    """A draft with answers."""
    actor = person or VISITOR
    made, _secret = begin_draft(actor=actor, procedure=procedure(**values), person=person)
    return save_answers(actor=actor, draft=made, answers=ANSWERS if answers is None else answers, revision=0)


def case(person: Person | None = None, **values: Any) -> Case:
    """A case that came in."""
    return submit(actor=person or VISITOR, draft=draft(person, **values))
