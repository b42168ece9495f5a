"""Forms about applications that use the city account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc.models import Client
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity.kernel.accounts.open_id import SCOPES

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_LONGEST, _MOST = 500, 20


class AddressesField(forms.CharField):
    """Addresses of an application, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "none"})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """The lines that are not blank."""
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def validate(self, value: Any) -> None:
        """Refuse addresses that would send people or codes over an open line, or to a place not fully named."""
        super().validate(value)
        if len(value) > _MOST:
            raise forms.ValidationError(_("Höchstens %(most)d Adressen.") % {"most": _MOST})
        for number, address in enumerate(value, 1):
            if problem := _problem(address):
                raise forms.ValidationError(
                    _("Zeile %(number)d (%(address)s): %(problem)s")
                    % {"number": number, "address": address[:80], "problem": problem}
                )

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value


def _problem(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return _("Das ist keine Adresse.")
    if len(address) > _LONGEST:
        return _("Die Adresse ist zu lang.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _HERE):
        return _("Die Adresse beginnt mit https:// (http:// nur auf dem eigenen Rechner).")
    if not host or parts.username or parts.password:
        return _("Der Name des Rechners fehlt, oder vor ihm steht etwas, das nicht dorthin gehört.")
    if parts.fragment or "#" in address:
        return _("Eine Rücksprungadresse hat kein „#“.")
    return _("Platzhalter (*) sind nicht erlaubt.") if "*" in address else ""


class ApplicationForm(forms.Form):
    """What an application is called, where it may send people, what it may learn."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("Unter diesem Namen kennt man die Anwendung."),
    )
    redirect_uris = AddressesField(
        label=gettext_lazy("Rücksprungadressen"),
        help_text=gettext_lazy("Eine je Zeile, Zeichen für Zeichen wie die Anwendung sie nennt."),
    )
    logout_uris = AddressesField(label=gettext_lazy("Adressen nach dem Abmelden"), required=False)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Darf außer der Kennung erfahren"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(scope, words) for scope, words in SCOPES.items() if scope != "openid"],
    )

    @classmethod
    def of(cls, client: Client, data: Any) -> ApplicationForm:
        """The form of an application that is there."""
        initial = {
            "name": client.name,
            "redirect_uris": client.get_redirect_uris(),
            "logout_uris": client.get_post_logout_redirect_uris(),
            "scopes": client.get_scopes(),
        }
        return cls(data, initial=initial)


class NewApplicationForm(ApplicationForm):
    """A new application; whether it can keep a secret is settled for good."""

    confidential = forms.TypedChoiceField(
        label=gettext_lazy("Kann die Anwendung ein Geheimnis bewahren?"),
        choices=[
            ("yes", gettext_lazy("ja, sie läuft auf einem Server")),
            ("no", gettext_lazy("nein, sie läuft im Browser oder auf dem Telefon")),
        ],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
