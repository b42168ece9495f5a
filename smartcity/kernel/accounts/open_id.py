"""The city account as an OpenID provider: what other applications learn about a person, and the signing key.

The protocol itself (OpenID Connect Core 1.0, Discovery, RP-Initiated Logout; RFC 7636, 7009) is allauth's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.models import Person

SCOPES = {
    "openid": _("eine Kennung, an der die Anwendung Sie wiedererkennt"),
    "profile": _("Ihren Vor- und Nachnamen"),
    "email": _("Ihre E-Mail-Adresse"),
}
"""Scopes that applications may be allowed, in the words of the consent page."""

GRANTS = [Client.GrantType.AUTHORIZATION_CODE.value, Client.GrantType.REFRESH_TOKEN.value]
"""How applications get at tokens."""


class OpenIdAdapter(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth is not typed
    """The subject is the person's public identity, the issuer the platform's public address."""

    scope_display = SCOPES

    def get_issuer(self) -> str:
        """The platform's address, whatever name the request came by."""
        return str(settings.PUBLIC_URL)

    def get_user_sub(self, client: Client, user: Person) -> str:
        """The person's public identity; it never changes and tells nothing."""
        return str(user.uuid)

    def get_user_by_sub(self, client: Client, sub: str) -> Person | None:
        """The active person behind a subject."""
        try:
            return Person.objects.filter(uuid=UUID(sub), is_active=True).first()
        except ValueError:
            return None

    def get_claims(
        self, purpose: str, user: Person, client: Client, scopes: Iterable[str], email: str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """What the granted scopes allow: subject, names, confirmed address."""
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        if "profile" in scopes:
            names = {"name": user.get_full_name(), "given_name": user.given_name, "family_name": user.family_name}
            claims |= {claim: value for claim, value in names.items() if value}
        if "email" in scopes:
            addresses = EmailAddress.objects.filter(user=user).order_by("-primary", "pk")
            address = addresses.filter(email=email).first() if email else addresses.first()
            if address is not None:
                claims |= {"email": address.email, "email_verified": address.verified}
        return claims

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Name only what applications registered here can use."""
        data["grant_types_supported"] = GRANTS
        data["response_types_supported"] = [Client.ResponseType.CODE.value]
        data["claims_supported"] = ["sub", "name", "given_name", "family_name", "email", "email_verified"]
        data["ui_locales_supported"] = ["de", "en"]
        del data["device_authorization_endpoint"]
