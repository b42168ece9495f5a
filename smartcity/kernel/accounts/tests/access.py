"""Who may enter which route of the accounts."""

from __future__ import annotations

from typing import Any

from allauth.idp.oidc.models import Client, Token
from allauth.mfa.models import Authenticator

from smartcity.kernel.accounts.models import ErasureProtocol, Invitation, Person, RoleGrant
from smartcity.kernel.accounts.tests.factories import organisation, person
from tests.access.matrix import ANYONE, OWNER, SIGNED_IN, Row, roles


def an_organisation(owner: Person) -> dict[str, Any]:
    return {"uuid": organisation(owner).uuid}


def a_membership(owner: Person) -> dict[str, Any]:
    made = organisation(owner)
    return {"uuid": made.uuid, "pk": made.memberships.get().pk}


def an_invitation(owner: Person) -> dict[str, Any]:
    return {"uuid": Invitation.objects.create(organisation=organisation(), email=owner.email).uuid}


def a_grant(owner: Person) -> dict[str, Any]:
    return {"pk": RoleGrant.objects.create(person=person(), role="auditor").pk}


def a_protocol(owner: Person) -> dict[str, Any]:
    return {"uuid": ErasureProtocol.objects.create(lines=["Konto: 1 gelöscht."]).uuid}


def an_application(owner: Person) -> dict[str, Any]:
    return {"pk": Client.objects.create(name="Stadtbibliothek").pk}


def a_connection(owner: Person) -> dict[str, Any]:
    client = Client.objects.create(name="Stadtbibliothek")
    Token.objects.create(type=Token.Type.REFRESH_TOKEN, hash=f"{owner.pk}", client=client, user=owner)
    return {"pk": client.pk}


def a_passkey(owner: Person) -> dict[str, Any]:
    data = {"name": "Schlüssel", "credential": {}}
    return {"pk": Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data=data).pk}


def a_reset_key(owner: Person) -> dict[str, Any]:
    return {"uidb36": "1", "key": "abgelaufen"}


ENTRANCE = [
    *("account_login", "account_request_login_code", "account_signup"),
    *("account_signup_by_passkey", "account_reset_password"),
]
# without a sign-in that was begun these lead to its page
STEPS = [
    *("mfa_login_webauthn", "account_confirm_login_code", "mfa_authenticate", "mfa_signup_webauthn"),
    "account_email_verification_sent",
]
# without TOTP or recovery codes there is nothing to see
OF_SECOND_FACTOR = ["mfa_view_recovery_codes", "mfa_download_recovery_codes"]
FOUND = frozenset({302})
NOTHING = frozenset({404})
REFUSED_CLIENT = frozenset({400, 401})
SELF_SERVICE = [
    *("account_reauthenticate", "account_email", "account_change_password", "usersessions_list"),
    *("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"),
]
ROWS = [
    *(Row(name, GET=ANYONE, POST=ANYONE) for name in ENTRANCE),
    *(Row(name, GET=SIGNED_IN, POST=SIGNED_IN) for name in SELF_SERVICE),
    *(Row(name, GET=ANYONE, POST=ANYONE, answers=FOUND, needs="a sign-in that was begun") for name in STEPS),
    *(Row(name, GET=SIGNED_IN, answers=NOTHING, needs="a second factor") for name in OF_SECOND_FACTOR),
    Row("mfa_deactivate_totp", GET=SIGNED_IN, POST=SIGNED_IN, answers=NOTHING, needs="TOTP that is set up"),
    Row("account_set_password", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("mfa_reauthenticate", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("mfa_reauthenticate_webauthn", GET=SIGNED_IN, POST=SIGNED_IN),
    Row(
        "account_reset_password_from_key",
        GET=ANYONE,
        POST=ANYONE,
        arguments=a_reset_key,
        answers=frozenset({200}),
        needs="a key that is valid: for another one the page says so",
    ),
    Row("account_logout", GET=ANYONE, POST=ANYONE),
    Row("account_inactive", GET=ANYONE),
    Row("account_reset_password_done", GET=ANYONE),
    Row("account_reset_password_from_key_done", GET=ANYONE),
    Row("accounts:overview", GET=SIGNED_IN),
    Row("accounts:profile", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("accounts:second-factor", GET=SIGNED_IN),
    Row("accounts:my-data", GET=SIGNED_IN),
    Row("accounts:my-data-json", GET=SIGNED_IN),
    Row("accounts:my-data-pdf", GET=SIGNED_IN),
    Row("accounts:erase", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("accounts:erased", GET=ANYONE, arguments=a_protocol),
    Row("accounts:erased-pdf", GET=ANYONE, arguments=a_protocol),
    Row("accounts:new-organisation", GET=SIGNED_IN, POST=SIGNED_IN),
    Row("accounts:organisation", GET=OWNER, POST=OWNER, arguments=an_organisation),
    Row("accounts:remove-member", GET=OWNER, POST=OWNER, arguments=a_membership),
    Row("accounts:invitation", GET=OWNER, POST=OWNER, arguments=an_invitation),
    Row("accounts:roles", GET=roles("administrator"), POST=roles("administrator")),
    Row("accounts:withdraw-role", POST=roles("administrator"), arguments=a_grant),
    Row("accounts:identity", GET=roles("identity"), POST=roles("identity")),
    Row("accounts:connected", GET=SIGNED_IN),
    Row("accounts:disconnect", POST=OWNER, arguments=a_connection),
    Row("accounts:applications", GET=roles("administrator"), POST=roles("administrator")),
    Row("accounts:application", GET=roles("administrator"), POST=roles("administrator"), arguments=an_application),
    Row("accounts:new-secret", POST=roles("administrator"), arguments=an_application),
    Row("accounts:remove-application", POST=roles("administrator"), arguments=an_application),
    Row("idp:oidc:configuration", GET=ANYONE),
    Row("idp:oidc:jwks", GET=ANYONE),
    # a request without an application's is answered with the reason, after sign-in
    Row("idp:oidc:authorization", GET=SIGNED_IN, POST=ANYONE),
    Row("idp:oidc:logout", GET=ANYONE, POST=ANYONE),
    Row("idp:oidc:token", POST=ANYONE, answers=REFUSED_CLIENT, needs="an application's secret and code"),
    Row("idp:oidc:revoke", POST=ANYONE, answers=REFUSED_CLIENT, needs="an application's secret and token"),
    Row("idp:oidc:userinfo", GET=ANYONE, POST=ANYONE, answers=REFUSED_CLIENT, needs="a token"),
    Row("idp:oidc:device_code", GET=ANYONE, POST=ANYONE, answers=NOTHING, needs="a way that is not offered"),
    Row("accounts:demo", GET=ANYONE),
    Row("mfa_index", GET=SIGNED_IN),
    Row("mfa_list_webauthn", GET=SIGNED_IN),
    Row("mfa_edit_webauthn", GET=OWNER, POST=OWNER, arguments=a_passkey),
    Row("mfa_remove_webauthn", GET=OWNER, POST=OWNER, arguments=a_passkey),
]
