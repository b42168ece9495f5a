"""Reads about a person's own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from smartcity.kernel.accounts.applications import connected
from smartcity.kernel.accounts.models import Invitation, Membership, Organisation, Person, RoleGrant
from smartcity.kernel.accounts.roles import declared_roles
from smartcity.kernel.city.models import Office


@dataclass(frozen=True, slots=True)
class SignInMethods:
    """How somebody signs in."""

    password: bool
    passkeys: int
    totp: bool
    recovery_codes: bool
    devices: int
    applications: int


def sign_in_methods(person: Person) -> SignInMethods:
    """The person's ways to sign in, and the number of devices signed in."""
    types = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return SignInMethods(
        password=person.has_usable_password(),
        passkeys=types.count(Authenticator.Type.WEBAUTHN),
        totp=Authenticator.Type.TOTP in types,
        recovery_codes=Authenticator.Type.RECOVERY_CODES in types,
        devices=UserSession.objects.filter(user=person).count(),
        applications=connected(person).count(),
    )


def role_names(person: Person) -> list[str]:
    """Names of the roles held, each with its office where it holds for one only."""
    roles = declared_roles()
    return [
        f"{roles[key].name} ({office})" if office else roles[key].name
        for key, office in sorted(person.granted)
        if key in roles
    ]


@dataclass(frozen=True, slots=True)
class Granted:
    """A grant as a page shows it."""

    pk: int
    person: Person
    role: str
    office: str
    since: datetime


def grants(words: str = "", role: str = "") -> list[Granted]:
    """Roles held by active accounts, those that match name or address (``words``) and role (key)."""
    found = RoleGrant.objects.filter(person__is_active=True).select_related("person")
    for word in words.split()[:5]:
        place = Q(person__email__icontains=word) | Q(person__family_name__icontains=word)
        found = found.filter(place | Q(person__given_name__icontains=word))
    found = found.filter(role=role) if role else found
    names, offices = declared_roles(), dict(Office.objects.values_list("key", "name"))
    return [
        Granted(
            pk=grant.pk,
            person=grant.person,
            role=names[grant.role].name if grant.role in names else grant.role,
            office=offices.get(grant.office, grant.office),
            since=grant.since,
        )
        for grant in found.order_by("person__family_name", "person__email", "role", "office")
    ]


def memberships_of(person: Person) -> QuerySet[Membership]:
    """The person's organisations."""
    return Membership.objects.filter(person=person).select_related("organisation").order_by("organisation__name")


def invitations_for(person: Person) -> QuerySet[Invitation]:
    """Open invitations to the person's address."""
    return Invitation.objects.filter(email=person.email, accepted_at=None).select_related("organisation")


def own_organisation(person: Person, uuid: UUID) -> tuple[Organisation, bool]:
    """An organisation the person belongs to, and whether they manage it; Http404 for all others."""
    membership = get_object_or_404(
        Membership.objects.select_related("organisation"), organisation__uuid=uuid, person=person
    )
    return membership.organisation, membership.role == Membership.Role.MANAGER


def removable_membership(person: Person, uuid: UUID, pk: int) -> Membership:
    """A membership that the person may end: their own, or any in an organisation they manage; Http404 otherwise."""
    organisation, manages = own_organisation(person, uuid)
    allowed = organisation.memberships.all() if manages else organisation.memberships.filter(person=person)
    return get_object_or_404(allowed.select_related("organisation", "person"), pk=pk)
