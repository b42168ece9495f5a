"""The owed work itself: its effect and the note that it is done are one transaction."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from smartcity.kernel.cases.models import CaseDocument, FollowUp
from smartcity.kernel.cases.notifying import tell_applicant
from smartcity.kernel.cases.papers import decision_paper, receipt
from smartcity.kernel.cases.purposes import PAPER as PAPER_PURPOSE
from smartcity.kernel.cases.submitting import RECEIPT
from smartcity.kernel.documents.services import store_document
from smartcity.kernel.service import Actor, service


@service
def do_follow_up(*, actor: Actor, pk: int) -> bool:
    """Do one piece of owed work; whether this call did it. Another worker's, done and unknown ones are left alone."""
    owed = FollowUp.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, done_at__isnull=True)
    found = owed.select_related("case__version", "case__applicant").first()
    if found is None:
        return False
    case, is_receipt = found.case, found.kind == RECEIPT
    kind = CaseDocument.Kind.RECEIPT if is_receipt else CaseDocument.Kind.DECISION
    content = receipt(case) if is_receipt else decision_paper(case)
    file = SimpleUploadedFile(f"{kind.label} {case.number}.pdf", content)
    document = store_document(actor=actor, upload=file, purpose=PAPER_PURPOSE)
    CaseDocument.objects.create(case=case, document=document, kind=kind)
    if is_receipt:
        with translation.override(case.language):
            what = _("Wir haben Ihren Antrag erhalten. Die Eingangsbestätigung liegt beim Vorgang.")
        tell_applicant(actor=actor, case=case, what=what, key=f"receipt-{case.pk}")
    found.done_at = timezone.now()
    found.save(update_fields=["done_at"])
    return True
