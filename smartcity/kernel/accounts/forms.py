"""Forms of the account pages."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.models import TRUST_LEVELS, Membership, Organisation, Person
from smartcity.kernel.accounts.roles import declared_roles
from smartcity.kernel.city.models import Office


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


class RoleFilter(forms.Form):
    """Which grants to show."""

    suche = forms.CharField(label=_("Name oder E-Mail-Adresse"), max_length=100, required=False)
    rolle = forms.ChoiceField(label=_("Rolle"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rolle"] = forms.ChoiceField(
            label=_("Rolle"), required=False, choices=[("", _("alle")), *_role_choices()]
        )

    def wanted(self) -> dict[str, str]:
        """Words and role asked for; what is not sound is left out."""
        self.full_clean()
        return {"words": self.cleaned_data.get("suche", ""), "role": self.cleaned_data.get("rolle", "")}


class GrantForm(forms.Form):
    """A role for somebody who has an account, for one office or all."""

    email = forms.EmailField(label=_("E-Mail-Adresse des Kontos"), max_length=254)
    role = forms.ChoiceField(label=_("Rolle"))
    office = forms.ChoiceField(label=_("Gilt für"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.order_by("name").values_list("key", "name")
        self.fields["role"] = forms.ChoiceField(label=_("Rolle"), choices=_role_choices())
        self.fields["office"] = forms.ChoiceField(
            label=_("Gilt für"), required=False, choices=[("", _("alle Ämter")), *offices]
        )

    def clean_email(self) -> Person:
        """The account behind the address."""
        return _account(self.cleaned_data["email"])

    def granted(self) -> dict[str, Any]:
        """Person, key and office for services.grant_role."""
        found = self.cleaned_data
        return {"person": found["email"], "key": found["role"], "office": found["office"]}


class IdentityForm(forms.Form):
    """Whose identity was checked, and the level that follows; the highest comes from identity cards alone."""

    person = forms.EmailField(label=_("E-Mail-Adresse des Kontos"), max_length=254)
    level = forms.TypedChoiceField(
        label=_("Vertrauensniveau"), choices=TRUST_LEVELS[:2], coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, by: Person | None = None) -> None:
        super().__init__(data)
        self.by = by

    def clean_person(self) -> Person:
        """The account behind the address, which is not one's own."""
        found = _account(self.cleaned_data["person"])
        if found == self.by:
            raise forms.ValidationError(_("Die eigene Identität prüft man nicht selbst."))
        return found


def _account(address: str) -> Person:
    found = Person.objects.filter(email=address.strip().lower(), is_active=True).first()
    if found is None:
        raise forms.ValidationError(
            _("Mit dieser Adresse gibt es kein Konto. Die Person muss sich zuerst registrieren.")
        )
    return found


def _role_choices() -> list[tuple[str, str]]:
    return sorted(((role.key, role.name) for role in declared_roles().values()), key=lambda choice: choice[1])
