"""Form of an event or truck route."""

from __future__ import annotations

import json

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.forms import DateTimeField, GeometryField
from smartcity.mobility.roadworks.models import RoadUse
from smartcity.mobility.roadworks.road_uses import Facts


class RoadUseForm(forms.Form):
    """An event has times; a truck route may go without, then it holds always."""

    kind = forms.ChoiceField(label=_("Art"), choices=RoadUse.Kind.choices)
    title = forms.CharField(label=_("Bezeichnung"), max_length=200)
    geometry = GeometryField(label=_("Ort"), help_text=_("Welche Straßen oder Plätze gebraucht werden."))
    begins = DateTimeField(
        label=_("Beginn"), required=False, help_text=_("Bei Lkw-Routen nur, wenn sie befristet sind.")
    )
    ends = DateTimeField(label=_("Ende"), required=False)
    note = forms.CharField(label=_("Bemerkung"), max_length=500, required=False)

    def facts(self) -> Facts:
        """What was entered."""
        return Facts(**{**self.cleaned_data, "geometry": json.dumps(self.cleaned_data["geometry"])})

    @staticmethod
    def initial_of(use: RoadUse) -> dict[str, object]:
        """Form values of a stored one."""
        found = {name: getattr(use, name) for name in ("kind", "title", "geometry", "note")}
        times = {name: getattr(use, name) and timezone.localtime(getattr(use, name)) for name in ("begins", "ends")}
        return {**found, **times}
