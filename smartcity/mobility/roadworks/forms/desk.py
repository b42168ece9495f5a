"""Forms of the desk: what to list, and the next step in the works' life."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor
from smartcity.mobility.roadworks import lifecycle, services
from smartcity.mobility.roadworks.labels import STATE, Word, pairs
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.vocabulary import State

_VERBS: dict[str, Word] = {
    "order": _("Anordnen"),
    "withdraw_order": _("Anordnung zurückziehen"),
    "reopen": _("Wieder öffnen"),
    "cancel": _("Absagen"),
    "cancel_ordered": _("Absagen"),
    "reinstate": _("Wieder aufnehmen"),
}


class DeskForm(forms.Form):
    """Filters of the desk's table."""

    suche = forms.CharField(label=_("Straße, Stichwort, Anordnung oder Firma"), required=False, max_length=100)
    stand = forms.ChoiceField(label=_("Stand"), choices=[("", _("alle")), *pairs(STATE)], required=False)
    offen = forms.BooleanField(label=_("nur unbestätigte"), required=False)


class StepForm(forms.Form):
    """The office's next step; an order needs its number."""

    target = forms.ChoiceField(label=_("Schritt"))
    order_number = forms.CharField(label=_("Nummer der Anordnung (§ 45 StVO)"), max_length=60, required=False)

    def __init__(self, roadwork: Roadwork, data: Any = None) -> None:
        super().__init__(data)
        self.roadwork = roadwork
        steps = [step for step in lifecycle.TRANSITIONS if step.source == roadwork.state and step.name in _VERBS]
        target = self.fields["target"]
        assert isinstance(target, forms.ChoiceField)  # noqa: S101  (declared above)
        target.choices = [(step.target.value, _VERBS[step.name]) for step in steps]
        self.possible = bool(steps)
        self.needs_number = any(step.target is State.ORDERED for step in steps)

    def take(self, actor: Actor) -> None:
        """Take the step; raises Refused when it is none of those possible."""
        if not self.is_valid():
            raise Refused([Refusal("target", "Dieser Schritt ist jetzt nicht möglich.")])
        target = State(self.cleaned_data["target"])
        if target is State.ORDERED:
            services.order(actor=actor, roadwork=self.roadwork, order_number=self.cleaned_data["order_number"])
        else:
            services.change_state(actor=actor, roadwork=self.roadwork, target=target)
