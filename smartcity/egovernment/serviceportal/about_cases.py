"""What pages say about cases: state in plain words, what comes next and until when, history, documents, answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from smartcity.kernel.cases.domain import Need, Waiting, Who
from smartcity.kernel.cases.models import Case, CaseEvent
from smartcity.kernel.cases.sealing import unseal
from smartcity.kernel.cases.storing import procedure_of
from smartcity.kernel.cases.wording import euro, in_sections, said
from smartcity.kernel.city.selectors import office


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    case: Case
    title: str
    state: str
    plain: str
    next: str
    waits_for_me: bool
    late: bool


def line_of(case: Case) -> CaseLine:
    """What a list says about a case."""
    procedure = procedure_of(case.version)
    state = procedure.workflow.state(case.state)
    return CaseLine(
        case,
        said(procedure.title),
        said(state.title),
        said(state.plain),
        said(state.next),
        case.waits_for == Waiting.APPLICANT,
        not case.is_final and case.due_on < timezone.localdate(),
    )


def lines_of(cases: Iterable[Case]) -> list[CaseLine]:
    """Lines of a list."""
    return [line_of(case) for case in cases]


def case_context(case: Case, who: Who) -> dict[str, Any]:
    """Everything a page shows of one case; the applicant sees public events only."""
    procedure = procedure_of(case.version)
    events = case.events.select_related("person")
    events = events if who is Who.CLERK else events.filter(public=True)
    decision = getattr(case, "decision", None)
    steps = procedure.workflow.steps_from(case.state, who)
    return {
        "case": case,
        "line": line_of(case),
        "procedure": procedure,
        "office": office(case.office),
        "fee": euro(case.fee) if case.fee else "",
        "sections": list(in_sections(procedure.form, unseal(procedure.form, case.answers))),
        "events": [_told(case, event) for event in events],
        "documents": case.documents.select_related("document"),
        "decision": decision,
        "plain_steps": [(step.key, said(step.title), Need.TEXT in step.needs) for step in steps if not step.outcome],
        "deciding_steps": [(step.key, said(step.title)) for step in steps if step.outcome],
    }


def _told(case: Case, event: CaseEvent) -> dict[str, Any]:
    state = procedure_of(case.version).workflow.state(event.state) if event.state else None
    return {"event": event, "state": said(state.title) if state else "", "plain": said(state.plain) if state else ""}
