"""Sending a draft: it becomes one case, whatever is pressed twice or killed in between."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.cases.domain import Procedure, working_days_after
from smartcity.kernel.cases.drafting import answers_of
from smartcity.kernel.cases.forms.checking import check
from smartcity.kernel.cases.forms.elements import Kind
from smartcity.kernel.cases.models import Case, CaseEvent, Draft, FollowUp
from smartcity.kernel.cases.sealing import seal
from smartcity.kernel.cases.storing import procedure_of
from smartcity.kernel.cases.wording import in_sections, refusals
from smartcity.kernel.city.days import is_holiday
from smartcity.kernel.jobs.app import app
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

RECEIPT, PAPER = "receipt", "paper"
FOLLOW_UP = "cases.follow_up"


@service
def submit(*, actor: Actor, draft: Draft) -> Case:
    """Make the case of a draft; a second time the same case comes back.

    Case, documents, history and the owed follow-up are one transaction. Raises Refused with every unsound answer.
    """
    kept = Draft.objects.select_for_update(of=("self",)).select_related("version", "person").filter(pk=draft.pk).first()
    if kept is None:
        found = Case.objects.filter(draft=draft.uuid).first()
        if found is None:
            raise Refused([Refusal(_("Entwurf"), _("Er wurde gelöscht."))])
        return found
    procedure = procedure_of(kept.version)
    checked = check(procedure.form, answers_of(kept), timezone.localdate())
    if checked.problems:
        raise Refused(refusals(procedure.form, checked.problems))
    case = _case_of(kept, procedure, checked.answers)
    case.save()
    kept.documents.update(draft=None, case=case)
    CaseEvent.objects.create(
        case=case, kind=CaseEvent.Kind.STEP, state=case.state, by_applicant=True, person=kept.person
    )
    kept.delete()
    owe(case, RECEIPT)
    return case


def owe(case: Case, kind: str) -> None:
    """Note a follow-up in the current transaction and ask a worker to do it."""
    made, fresh = FollowUp.objects.get_or_create(case=case, kind=kind)
    if fresh:
        app.configure_task(FOLLOW_UP).defer(follow_up=made.pk)


def _case_of(draft: Draft, procedure: Procedure, answers: dict[str, Any]) -> Case:
    now, initial = timezone.now(), procedure.workflow.initial
    point = answers.get(procedure.place)
    email = next((answers[part.key] for part in procedure.form.fields if _is_email(part, answers)), "")
    return Case(
        number=_next_number(now.year),
        version=draft.version,
        draft=draft.uuid,
        state=initial.key,
        waits_for=initial.waits_for,
        office=procedure.office,
        applicant=draft.person,
        organisation=draft.organisation,
        email=draft.person.email if isinstance(draft.person, Person) else email,
        secret_hash=draft.secret_hash,
        language=(get_language() or "de")[:2],
        answers=seal(procedure.form, answers),
        topic=answers.get(procedure.topic, ""),
        place=Point(point["coordinates"], srid=4326) if point else None,
        fee=procedure.fee.due(answers) if procedure.fee else 0,
        received_at=now,
        due_on=due_day(timezone.localdate(now), procedure.processing_days),
        search_text=_searchable(procedure, answers),
    )


def _is_email(part: Any, answers: dict[str, Any]) -> bool:
    return part.kind is Kind.EMAIL and bool(answers.get(part.key))


def due_day(start: date, days: int) -> date:
    """The day that many working days of this city later."""
    return working_days_after(start, days, is_holiday)


def _searchable(procedure: Procedure, answers: dict[str, Any]) -> str:
    """Words by which clerks find the case; account numbers are not among them."""
    secret = {part.key for part in procedure.form.fields if part.kind is Kind.IBAN}
    kept = {key: value for key, value in answers.items() if key not in secret}
    rows = [value for _key, _title, found in in_sections(procedure.form, kept) for _name, value in found]
    return f"{procedure.title.de} {' '.join(rows)}"[:20_000]


def _next_number(year: int) -> str:
    """A number like "2026-000123" from a sequence of the database, so that two at once never wait or share one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        return f"{year}-{cursor.fetchone()[0]:06d}"
