"""Forms of the clerks' workplace."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity.kernel.accounts.models import Person, RoleGrant
from smartcity.kernel.cases.models import Case
from smartcity.kernel.cases.roles import CLERK
from smartcity.kernel.cases.selectors import matching
from smartcity.kernel.cases.storing import declared_procedures
from smartcity.kernel.cases.wording import said
from smartcity.kernel.refusal import Refusal, Refused


class WorkFilter(forms.Form):
    """Which cases to show; without a choice the open ones."""

    suche = forms.CharField(label=gettext_lazy("Nummer oder Worte"), max_length=100, required=False)
    verfahren = forms.ChoiceField(label=gettext_lazy("Verfahren"), required=False)
    wer = forms.ChoiceField(
        label=gettext_lazy("Bearbeitung"),
        required=False,
        choices=[
            ("", gettext_lazy("alle")),
            ("ich", gettext_lazy("meine")),
            ("niemand", gettext_lazy("noch niemand")),
        ],
    )
    stand = forms.ChoiceField(
        label=gettext_lazy("Stand"),
        required=False,
        choices=[
            ("", gettext_lazy("offen")),
            ("fertig", gettext_lazy("abgeschlossen")),
            ("alle", gettext_lazy("alle")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted((said(item.title), item.key) for item in declared_procedures().values())
        self.fields["verfahren"] = forms.ChoiceField(
            label=_("Verfahren"), required=False, choices=[("", _("alle")), *((key, title) for title, key in known)]
        )

    def among(self, cases: QuerySet[Case], person: Person) -> QuerySet[Case]:
        """The cases that fit; what is not sound is left out."""
        self.full_clean()
        wanted = self.cleaned_data
        found = matching(cases, wanted.get("suche", ""))
        if wanted.get("verfahren"):
            found = found.filter(version__key=wanted["verfahren"])
        if wanted.get("wer"):
            found = found.filter(assigned=person if wanted["wer"] == "ich" else None)
        if wanted.get("stand") != "alle":
            found = found.filter(is_final=wanted.get("stand") == "fertig")
        return found


class HandOverForm(forms.Form):
    """Who is to work on a case."""

    person = forms.ChoiceField(label=gettext_lazy("Bearbeitung"), required=False)

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data, initial={"person": case.assigned_id or ""})
        self.people = Person.objects.filter(
            pk__in=RoleGrant.objects.filter(role=CLERK, office__in=["", case.office]).values("person")
        ).order_by("family_name", "given_name", "pk")
        people = [(str(person.pk), person.get_full_name() or person.email) for person in self.people]
        self.fields["person"] = forms.ChoiceField(
            label=_("Bearbeitung"), required=False, choices=[("", _("noch niemand")), *people]
        )

    def chosen(self) -> Person | None:
        """The person chosen, or None for nobody. Raises Refused for somebody who does not work here."""
        if not self.is_valid():
            raise Refused([Refusal(_("Person"), _("Sie bearbeitet keine Vorgänge dieses Amts."))])
        wanted = self.cleaned_data["person"]
        return self.people.get(pk=wanted) if wanted else None


def wanted_day(text: str) -> date | None:
    """The day of a date field, or None. Raises Refused for what is no date."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused([Refusal(_("Frist"), _("Das ist kein Datum."), text[:40])]) from None
