"""What an applicant hears of a case: in the mailbox and by mail, never with the content itself."""

from __future__ import annotations

from smartcity.kernel.cases.models import Case
from smartcity.kernel.cases.storing import procedure_of
from smartcity.kernel.notices.services import send_notice
from smartcity.kernel.service import Actor


def tell_applicant(*, actor: Actor, case: Case, what: str, key: str) -> None:
    """Tell the applicant once (``key``) that something happened; whoever left no address hears nothing."""
    recipient = case.applicant or case.email
    if recipient:
        context = {"case": case, "what": what, "title": procedure_of(case.version).title.in_language(case.language)}
        send_notice(
            actor=actor, recipient=recipient, template="cases/mail/news", context=context, dedup_key=f"case-{key}"
        )
