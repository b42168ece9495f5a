"""The viewer's filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.audit.selectors import Filter, models_recorded


class FilterForm(forms.Form):
    """Which entries to see; an invalid part is shown as such, and left out of the filter."""

    model = forms.ChoiceField(label=_("Tabelle"), required=False)
    object_pk = forms.CharField(label=_("Objekt"), required=False, max_length=100)
    actor = forms.CharField(
        label=_("Handelnde"),
        required=False,
        max_length=100,
        help_text=_("zum Beispiel person:17, system:load-city"),
    )
    action = forms.CharField(
        label=_("Vorgang"), required=False, max_length=100, help_text=_("Anfang genügt, zum Beispiel roadworks.")
    )
    first = forms.DateField(label=_("von"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("bis"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["model"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("alle")), *((label, label) for label in models_recorded())]

    def chosen(self) -> Filter:
        """The filter as far as it is valid."""
        self.is_valid()
        known = {name: value for name, value in self.cleaned_data.items() if value}
        return Filter(**known)
