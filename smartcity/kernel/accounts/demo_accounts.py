"""The demo's accounts: invented people, marked as such, with one password per installation.

Staff among them sign in with a one-time code, too; the page /demo shows the current one.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from smartcity.kernel.accounts.models import Membership, Organisation, Person
from smartcity.kernel.accounts.roles import declared_roles
from smartcity.kernel.accounts.services import grant_role
from smartcity.kernel.service import Actor, service

PASSWORD_LENGTH = 16


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One invented person."""

    email: str
    given_name: str
    family_name: str
    task: str
    roles: tuple[str, ...] = ()


ACCOUNTS = (
    DemoAccount("buergerin@demo.invalid", "Erika", "Beispiel", "Bürgerin"),
    DemoAccount("baustellen@demo.invalid", "Bruno", "Beispiel", "Baustellen-Redaktion", ("roadworks.editor", "staff")),
    DemoAccount("verkehr@demo.invalid", "Vera", "Beispiel", "Verkehrstechnik", ("traffic.engineer", "staff")),
    DemoAccount("sensoren@demo.invalid", "Ingo", "Beispiel", "IoT-Betrieb", ("iot.operator", "staff")),
    DemoAccount("pmo@demo.invalid", "Petra", "Beispiel", "Projektbüro (PMO)", ("portfolio.pmo", "staff")),
    DemoAccount(
        "sachbearbeitung@demo.invalid", "Sina", "Beispiel", "Sachbearbeitung", ("cases.clerk", "identity", "staff")
    ),
    DemoAccount(
        "administration@demo.invalid",
        "Adam",
        "Beispiel",
        "Administration und Revision",
        ("administrator", "auditor", "staff"),
    ),
)


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """A demo account as the page shows it; ``code`` is empty for people without second factor."""

    email: str
    name: str
    task: str
    password: str
    code: str


def demo_password() -> str:
    """Password of all demo accounts, derived from the installation's secret key."""
    return _derived("password")[:PASSWORD_LENGTH].lower()


@service
def make_demo_accounts(*, actor: Actor) -> int:
    """Create the demo's accounts, or put them back as they were; returns how many. Undeclared roles are left out."""
    declared = declared_roles()
    for account in ACCOUNTS:
        names = {"given_name": account.given_name, "family_name": account.family_name, "is_demo": True}
        person, _created = Person.objects.get_or_create(email=account.email, defaults=names)
        if not person.check_password(demo_password()):
            person.set_password(demo_password())
            person.save(update_fields=["password"])
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        for key in account.roles:
            if key in declared:
                grant_role(actor=actor, person=person, key=key)
        if person.is_staff and not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
            TOTP.activate(person, _secret(account.email))
    _organisation()
    return len(ACCOUNTS)


def listed() -> list[ListedAccount]:
    """The demo accounts that exist, with password and current code."""
    people = {person.email: person for person in Person.objects.filter(is_demo=True)}
    secrets = {
        factor.user_id: decrypt(factor.data["secret"])
        for factor in Authenticator.objects.filter(user__is_demo=True, type=Authenticator.Type.TOTP)
    }
    return [
        ListedAccount(
            account.email,
            people[account.email].get_full_name(),
            _(account.task),
            demo_password(),
            _code(secrets.get(people[account.email].pk, "")),
        )
        for account in ACCOUNTS
        if account.email in people
    ]


def _derived(purpose: str) -> str:
    digest = salted_hmac("smartcity.demo", purpose, algorithm="sha256").digest()
    return base64.b32encode(digest[:20]).decode()


def _secret(email: str) -> str:
    return _derived(f"totp:{email}")


def _code(secret: str) -> str:
    if not secret:
        return ""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))


def _organisation() -> None:
    citizen = Person.objects.get(email=ACCOUNTS[0].email)
    made, _created = Organisation.objects.get_or_create(
        name="Beispiel Gartenbau GmbH (Demo)", is_demo=True, defaults={"kind": Organisation.Kind.COMPANY}
    )
    Membership.objects.get_or_create(organisation=made, person=citizen, defaults={"role": Membership.Role.MANAGER})
