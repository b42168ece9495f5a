"""Forms of the citizen's way."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from smartcity.egovernment.appointments.services import Details


class DetailsForm(forms.Form):
    """Who comes."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-Mail"),
        required=False,
        help_text=_("Wir schicken Ihnen den Termin mit dem Link zum Verlegen und Absagen."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        max_length=30,
        required=False,
        help_text=_("Damit wir Sie erreichen, wenn der Termin ausfallen muss."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def details(self) -> Details:
        """What was entered."""
        found = self.cleaned_data
        return Details(found["name"], found["email"], found["phone"])
