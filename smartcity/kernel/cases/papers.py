"""Papers of a case as PDF/UA: the receipt and the decision."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartcity.kernel.accounts.pdf import record_pdf
from smartcity.kernel.cases.forms.elements import Words
from smartcity.kernel.cases.models import Case
from smartcity.kernel.cases.sealing import unseal
from smartcity.kernel.cases.storing import procedure_of
from smartcity.kernel.cases.wording import euro, in_sections, said
from smartcity.kernel.city.selectors import office


def receipt(case: Case) -> bytes:
    """What came in and when, with all answers, in the applicant's language."""
    with translation.override(case.language):
        procedure = procedure_of(case.version)
        facts = [[_("Nummer"), case.number], *_office(case), [_("Entscheidung bis"), date_format(case.due_on)]]
        if case.fee:
            facts.append([_("Gebühr"), euro(case.fee)])
        answers = in_sections(procedure.form, unseal(procedure.form, case.answers))
        sections = [{"title": title, "rows": [[*row] for row in rows]} for _key, title, rows in answers if rows]
        intro = _("Eingegangen am %(when)s.") % {
            "when": date_format(timezone.localtime(case.received_at), "DATETIME_FORMAT")
        }
        title = f"{_('Eingangsbestätigung')}: {said(procedure.title)}"
        return record_pdf(title, intro, [{"title": _("Vorgang"), "rows": facts}, *sections])


def decision_paper(case: Case) -> bytes:
    """The signed decision with its reasons and how to object."""
    with translation.override(case.language):
        procedure, decision = procedure_of(case.version), case.decision
        rows = [[_("Nummer"), case.number], *_office(case), [_("Entscheidung"), said(_state_title(case))]]
        if case.fee:
            rows.append([_("Gebühr"), euro(case.fee)])
        reasons = [[_("Begründung"), decision.text]]
        if decision.objection_until:
            reasons.append(
                [
                    _("Rechtsbehelf"),
                    _("Gegen diesen Bescheid können Sie bis zum %(day)s Klage oder Widerspruch erheben.")
                    % {"day": date_format(decision.objection_until)},
                ]
            )
        if procedure.legal_basis:
            reasons.append([_("Rechtsgrundlage"), ", ".join(procedure.legal_basis)])
        intro = date_format(timezone.localtime(decision.signed_at), "DATE_FORMAT")
        sections = [{"title": _("Vorgang"), "rows": rows}, {"title": _("Gründe"), "rows": reasons}]
        return record_pdf(f"{_('Bescheid')}: {said(procedure.title)}", intro, sections)


def _state_title(case: Case) -> Words:
    return procedure_of(case.version).workflow.state(case.state).title


def _office(case: Case) -> list[list[str]]:
    found = office(case.office)
    return [[_("Amt"), found.title if found else case.office]]
