"""People and organisations for every room's tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from smartcity.kernel.accounts.models import Membership, Organisation, Person
from smartcity.kernel.accounts.services import grant_role
from smartcity.kernel.service import SystemActor

PASSWORD = "ein langes Kennwort 47"
_numbers = count(1)


def person(
    role: str | tuple[str, ...] = (),
    *,
    email: str = "",
    office: str = "",
    second_factor: bool = True,
    password: str | None = PASSWORD,
    **fields: Any,
) -> Person:
    """A person with a verified address; with ``role`` (one key or several) staff, and then with TOTP set up."""
    made = Person.objects.create_user(email or f"person{next(_numbers)}@example.invalid", password, **fields)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    for key in (role,) if isinstance(role, str) else role:
        grant_role(actor=SystemActor("test"), person=made, key=key, office=office)
    if made.is_staff and second_factor:
        give_totp(made)
    return made


def give_totp(made: Person) -> Authenticator:
    """Set up TOTP for the person."""
    return TOTP.activate(made, generate_totp_secret()).instance


def organisation(manager: Person | None = None, name: str = "Musterverein", **fields: Any) -> Organisation:
    """An organisation with its manager."""
    made = Organisation.objects.create(name=name, **fields)
    Membership.objects.create(organisation=made, person=manager or person(), role=Membership.Role.MANAGER)
    return made
