"""Writes about cases: steps, messages, notes, who works on it, and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.cases.domain import Need, Procedure, Step, StepForbidden, Who, delivered_on, end_of_objection
from smartcity.kernel.cases.models import Case, CaseDocument, CaseEvent, Decision
from smartcity.kernel.cases.notifying import tell_applicant
from smartcity.kernel.cases.purposes import UPLOAD
from smartcity.kernel.cases.roles import CLERK
from smartcity.kernel.cases.storing import procedure_of
from smartcity.kernel.cases.submitting import PAPER, owe
from smartcity.kernel.city.days import is_holiday
from smartcity.kernel.documents.services import store_document
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

MOST_FILES = 100
"""Files of evidence in one case."""


@service
def take_step(
    *, actor: Actor, case: Case, step: str, by: Who, revision: int, text: str = "", answer_by: date | None = None
) -> Case:
    """Take a step of the workflow that decides nothing.

    Raises Refused when somebody was faster, the step does not start here, or words that it needs are missing.
    """
    kept, procedure = _locked(case, revision)
    found = _step(procedure, kept, step, by)
    if Need.DECISION in found.needs:
        raise Refused([Refusal(_("Schritt"), _("Dafür braucht es eine Entscheidung."))])
    if Need.TEXT in found.needs and not text.strip():
        raise Refused([Refusal("text", _("Bitte schreiben Sie etwas dazu."))])
    return _moved(kept, procedure, found, actor, text=text, answer_by=answer_by)


@service
def write_message(*, actor: Actor, case: Case, text: str, by: Who) -> CaseEvent:
    """A message between applicant and office. Raises Refused for an empty one."""
    if not text.strip():
        raise Refused([Refusal("text", _("Die Nachricht ist leer."))])
    made = _event(case, actor, CaseEvent.Kind.MESSAGE, text=text.strip(), by_applicant=by is Who.APPLICANT)
    if by is Who.CLERK:
        tell_applicant(actor=actor, case=case, what=_("Sie haben eine neue Nachricht."), key=f"message-{made.pk}")
    return made


@service
def add_evidence(*, actor: Actor, case: Case, upload: UploadedFile[Any]) -> CaseDocument:
    """A file that the applicant hands in later. Raises Refused for an unsound one, for too many, or a closed case."""
    kept = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if kept.is_final:
        raise Refused([Refusal(str(upload.name), _("Der Vorgang ist abgeschlossen."))])
    if kept.documents.filter(kind=CaseDocument.Kind.EVIDENCE).count() >= MOST_FILES:
        raise Refused([Refusal(str(upload.name), _("Es sind schon %(most)d Dateien.") % {"most": MOST_FILES})])
    document = store_document(actor=actor, upload=upload, purpose=UPLOAD)
    made = CaseDocument.objects.create(case=kept, document=document)
    _event(kept, actor, CaseEvent.Kind.MESSAGE, text=_("Datei: %(name)s") % {"name": document.name}, by_applicant=True)
    return made


@service
def reply(
    *, actor: Actor, case: Case, step: str, revision: int, text: str, files: Sequence[UploadedFile[Any]] = ()
) -> None:
    """What an applicant sends at once: files, and a step (answer, withdrawal) or else a message; all of it or nothing.

    Raises Refused for whatever of it is refused, and for a message without words and files.
    """
    for upload in files:
        add_evidence(actor=actor, case=case, upload=upload)
    if step:
        take_step(actor=actor, case=case, step=step, by=Who.APPLICANT, revision=revision, text=text)
    elif text.strip() or not files:
        write_message(actor=actor, case=case, text=text, by=Who.APPLICANT)


@service
def write_note(*, actor: Actor, case: Case, text: str) -> CaseEvent:
    """An internal note. Raises Refused for an empty one."""
    if not text.strip():
        raise Refused([Refusal("text", _("Der Vermerk ist leer."))])
    return _event(case, actor, CaseEvent.Kind.NOTE, text=text.strip(), public=False)


@service
def assign(*, actor: Actor, case: Case, person: Person | None, revision: int) -> Case:
    """Give a case to somebody who works for its office, or back to all. Raises Refused otherwise."""
    kept, _procedure = _locked(case, revision)
    if person is not None and not person.holds(CLERK, office=kept.office):
        raise Refused([Refusal(_("Person"), _("Sie bearbeitet keine Vorgänge dieses Amts."))])
    kept.assigned, kept.revision = person, kept.revision + 1
    kept.save(update_fields=["assigned", "revision", "changed_at"])
    _event(kept, actor, CaseEvent.Kind.ASSIGNED, text=str(person or ""), public=False)
    return kept


@service
def decide(*, actor: Person, case: Case, step: str, text: str, revision: int) -> Case:
    """Write the decision; without four eyes it takes effect at once.

    Raises Refused for missing reasons or a wrong step.
    """
    kept, procedure = _locked(case, revision)
    found = _step(procedure, kept, step, Who.CLERK)
    if not found.outcome or not text.strip():
        raise Refused([Refusal("text", _("Eine Entscheidung braucht Worte, die sie begründen."))])
    values = {"step": found.key, "outcome": found.outcome, "text": text.strip(), "drafted_by": actor}
    decision, _made = Decision.objects.update_or_create(
        case=kept, defaults={**values, "four_eyes": procedure.four_eyes}
    )
    if procedure.four_eyes:
        kept.revision += 1
        kept.save(update_fields=["revision", "changed_at"])
        _event(kept, actor, CaseEvent.Kind.NOTE, text=_("Entscheidung entworfen."), public=False)
        return kept
    return _signed(kept, procedure, decision, actor)


@service
def sign(*, actor: Person, case: Case, revision: int) -> Case:
    """The second person agrees with a drafted decision. Raises Refused for the one who drafted it."""
    kept, procedure = _locked(case, revision)
    decision = Decision.objects.select_for_update().filter(case=kept, signed_at__isnull=True).first()
    if decision is None:
        raise Refused([Refusal(_("Entscheidung"), _("Es gibt keine, die auf eine Unterschrift wartet."))])
    if decision.drafted_by_id == actor.pk:
        raise Refused([Refusal(_("Entscheidung"), _("Vier Augen: Zeichnen muss eine andere Person."))])
    return _signed(kept, procedure, decision, actor)


def _signed(case: Case, procedure: Procedure, decision: Decision, actor: Person) -> Case:
    delivered = delivered_on(timezone.localdate())
    decision.signed_by, decision.signed_at, decision.delivered_on = actor, timezone.now(), delivered
    if procedure.objection_days:
        decision.objection_until = end_of_objection(delivered, procedure.objection_days, is_holiday)
    decision.save()
    moved = _moved(case, procedure, _step(procedure, case, decision.step, Who.CLERK), actor)
    owe(moved, PAPER)
    return moved


def _locked(case: Case, revision: int) -> tuple[Case, Procedure]:
    kept = Case.objects.select_for_update(of=("self",)).select_related("version").get(pk=case.pk)
    if kept.revision != revision:
        raise Refused(
            [Refusal(_("Vorgang"), _("Er wurde inzwischen geändert."), hint=_("Sehen Sie den neuen Stand an."))]
        )
    return kept, procedure_of(kept.version)


def _step(procedure: Procedure, case: Case, step: str, by: Who) -> Step:
    try:
        return procedure.workflow.take(step, case.state, by)
    except StepForbidden as forbidden:
        raise Refused([Refusal(_("Schritt"), _("Dieser Schritt ist jetzt nicht möglich."), forbidden.step)]) from None


def _moved(
    case: Case, procedure: Procedure, step: Step, actor: Actor, *, text: str = "", answer_by: date | None = None
) -> Case:
    state = procedure.workflow.state(step.target)
    case.state, case.waits_for, case.revision = state.key, state.waits_for, case.revision + 1
    if state.final:
        case.is_final, case.closed_at = True, timezone.now()
        case.delete_on = timezone.localdate() + timedelta(days=procedure.retention_days)
    case.save()
    by_applicant = step.by is Who.APPLICANT
    event = _event(
        case,
        actor,
        CaseEvent.Kind.STEP,
        step=step.key,
        state=state.key,
        text=text.strip(),
        answer_by=answer_by,
        by_applicant=by_applicant,
    )
    if not by_applicant:
        tell_applicant(actor=actor, case=case, what=state.plain.in_language(case.language), key=f"step-{event.pk}")
    return case


def _event(case: Case, actor: Actor, kind: CaseEvent.Kind, **values: object) -> CaseEvent:
    person = actor if isinstance(actor, Person) else None
    return CaseEvent.objects.create(case=case, kind=kind, person=person, **values)
