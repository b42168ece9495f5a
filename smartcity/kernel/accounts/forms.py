"""Forms of the account pages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.models import Membership, Organisation, Person


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth is not typed
    """Sign-up whose work does not tell whether the address has an account already."""

    def try_save(self, request: HttpRequest) -> Any:
        """Create the account; for a known address only spend the same work on the password."""
        if self.account_already_exists and "password1" in self.cleaned_data:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ProfileForm(forms.ModelForm[Person]):
    """A person's names."""

    class Meta:
        model = Person
        fields = ["given_name", "family_name"]
        widgets = {
            "given_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "family_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }


class OrganisationForm(forms.ModelForm[Organisation]):
    """A new organisation."""

    class Meta:
        model = Organisation
        fields = ["name", "kind"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "organization"})}


class InvitationForm(forms.Form):
    """Whom to invite into an organisation."""

    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254)
    role = forms.ChoiceField(label=_("Rolle"), choices=Membership.Role.choices, initial=Membership.Role.MEMBER)


class ErasureForm(forms.Form):
    """Consent to erase the account."""

    sure = forms.BooleanField(label=_("Ja, mein Konto und meine Daten sollen gelöscht werden."))
