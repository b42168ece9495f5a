"""Writes about drafts: begin, save a step, add and remove files, delete."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity.kernel.accounts.models import Organisation, Person
from smartcity.kernel.accounts.trust import Trust
from smartcity.kernel.cases.domain import Applicant, Procedure
from smartcity.kernel.cases.forms.elements import Field
from smartcity.kernel.cases.models import CaseDocument, Draft
from smartcity.kernel.cases.purposes import UPLOAD
from smartcity.kernel.cases.sealing import seal, unseal
from smartcity.kernel.cases.storing import current_version, procedure_of
from smartcity.kernel.documents.services import delete_document, store_document
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

DRAFT_LASTS = timedelta(days=60)


def hashed(secret: str) -> str:
    """What is stored of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@service
def begin_draft(
    *, actor: Actor, procedure: Procedure, person: Person | None, organisation: Organisation | None = None
) -> tuple[Draft, str]:
    """Begin an application; returns the draft and, without an account, the secret of its link.

    Raises Refused where an account or a checked identity is needed, or the person does not belong to the organisation.
    """
    if person is None and procedure.applicant is not Applicant.ANYBODY:
        raise Refused([Refusal(_("Anmeldung"), _("Für diesen Antrag brauchen Sie ein Konto."))])
    if procedure.trust > (Trust(person.trust) if person else Trust.NONE):
        hint = _("Weisen Sie sich an einem Schalter der Stadt aus.")
        raise Refused([Refusal(_("Identität"), _("Für diesen Antrag muss sie geprüft sein."), hint=hint)])
    if organisation and not (person and organisation.memberships.filter(person=person).exists()):
        raise Refused([Refusal(_("Organisation"), _("Sie gehören nicht zu dieser Organisation."))])
    secret = "" if person else secrets.token_urlsafe(24)
    draft = Draft.objects.create(
        version=current_version(actor=actor, procedure=procedure),
        person=person,
        organisation=organisation,
        secret_hash=hashed(secret) if secret else None,
        answers=_known_of(procedure, person),
        expires_at=timezone.now() + DRAFT_LASTS,
    )
    return draft, secret


def _known_of(procedure: Procedure, person: Person | None) -> dict[str, Any]:
    """What the account knows already."""
    fields = procedure.form.fields if person else []
    return {part.key: getattr(person, part.prefill) for part in fields if part.prefill}


def answers_of(draft: Draft) -> dict[str, Any]:
    """The draft's answers in clear."""
    return unseal(procedure_of(draft.version).form, draft.answers)


@service
def save_answers(*, actor: Actor, draft: Draft, answers: Mapping[str, Any], revision: int) -> Draft:
    """Merge the answers of one step into the draft, sound or not: nothing typed is lost.

    revision: the one that the page was made from. Raises Refused when another tab has saved meanwhile, and
    Draft.DoesNotExist when the draft was sent or deleted.
    """
    kept = Draft.objects.select_for_update(of=("self",)).select_related("version").get(pk=draft.pk)
    if kept.revision != revision:
        raise Refused(
            [
                Refusal(
                    _("Entwurf"),
                    _("Er wurde inzwischen in einem anderen Fenster geändert."),
                    hint=_("Prüfen Sie Ihre Angaben und speichern Sie noch einmal."),
                )
            ]
        )
    kept.answers = {**kept.answers, **seal(procedure_of(kept.version).form, answers)}
    kept.revision += 1
    kept.expires_at = timezone.now() + DRAFT_LASTS
    kept.save(update_fields=["answers", "revision", "expires_at", "changed_at"])
    return kept


@service
def add_file(*, actor: Actor, draft: Draft, part: Field, upload: UploadedFile[Any]) -> CaseDocument:
    """Check and keep a file for a field. Raises Refused that names the file, or that there are too many."""
    kept = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if kept.documents.filter(field=part.key).count() >= part.at_most:
        raise Refused([Refusal(str(upload.name), _("Es sind schon %(most)d Dateien.") % {"most": part.at_most})])
    document = store_document(actor=actor, upload=upload, purpose=UPLOAD)
    made = CaseDocument.objects.create(draft=kept, document=document, field=part.key)
    _list_files(kept, part.key)
    return made


@service
def remove_file(*, actor: Actor, draft: Draft, document: UUID) -> None:
    """Take a file out of the draft and delete it; one that is not there is left alone."""
    kept = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    found = kept.documents.select_related("document").filter(document__uuid=document).first()
    if found:
        found.delete()
        delete_document(actor=actor, document=found.document)
        _list_files(kept, found.field)


def _list_files(draft: Draft, field: str) -> None:
    files = draft.documents.filter(field=field).values_list("document__uuid", flat=True)
    draft.answers = {**draft.answers, field: [str(uuid) for uuid in files]}
    draft.save(update_fields=["answers", "changed_at"])


@service
def delete_draft(*, actor: Actor, draft: Draft) -> None:
    """Delete a draft with its files."""
    for found in draft.documents.select_related("document"):
        found.delete()
        delete_document(actor=actor, document=found.document)
    draft.delete()
