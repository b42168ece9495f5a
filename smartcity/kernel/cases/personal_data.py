"""How an account's drafts and cases go: drafts at once, cases by their procedure's retention."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.cases.drafting import delete_draft
from smartcity.kernel.cases.models import Case, CaseEvent, Draft
from smartcity.kernel.service import Actor


def about(person: Person) -> dict[str, Any]:
    """What was said in the person's cases: tables that point to the case, not to the person."""
    events = CaseEvent.objects.filter(case__applicant=person).exclude(text="").select_related("case")
    return {
        _("Verlauf der Vorgänge"): [
            {_("Vorgang"): item.case.number, _("Art"): item.get_kind_display(), _("Text"): item.text} for item in events
        ]
    }


def erase(person: Person, actor: Actor) -> list[str]:
    """Delete drafts; cases stay as the law on records wants, without the account."""
    lines, drafts = [], list(Draft.objects.filter(person=person))
    for draft in drafts:
        delete_draft(actor=actor, draft=draft)
    if drafts:
        lines.append(_("%(count)d Entwürfe gelöscht.") % {"count": len(drafts)})
    kept = Case.objects.filter(applicant=person).count()
    if kept:
        lines.append(_("%(count)d Vorgänge bleiben bis zum Ende ihrer Aufbewahrungsfrist als Akten.") % {"count": kept})
    return lines
