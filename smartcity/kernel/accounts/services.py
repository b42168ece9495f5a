"""Writes about people, organisations and roles."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity.kernel.accounts.models import Invitation, Membership, Organisation, Person, RoleGrant
from smartcity.kernel.accounts.roles import ADMINISTRATOR, declared_roles, role
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service


@service
def grant_role(*, actor: Actor, person: Person, key: str, office: str = "") -> RoleGrant:
    """Give a person a role, for one office or (blank) for all; safe to repeat. Raises Refused for an unknown role."""
    declared = role(key)
    grant, _created = RoleGrant.objects.get_or_create(person=person, role=declared.key, office=office)
    _follow_roles(person)
    return grant


@service
def create_administrator(*, actor: Actor, email: str, password: str | None = None) -> Person:
    """Make somebody administrator, with an account and a confirmed address if need be.

    Without a password a new account gets none, and an existing one keeps its own. Raises ValidationError.
    """
    address = email.strip().lower()
    validate_email(address)
    person = Person.objects.filter(email=address).first() or Person.objects.create_user(address)
    if password is not None:
        validate_password(password, person)
        person.set_password(password)
        person.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(user=person, email=address, defaults={"verified": True, "primary": True})
    grant_role(actor=actor, person=person, key=ADMINISTRATOR)
    return person


@service
def revoke_role(*, actor: Actor, person: Person, key: str, office: str = "") -> None:
    """Take a role away; nothing happens when it is not held. Raises Refused when nobody else would administer."""
    if key == ADMINISTRATOR:
        keep_an_administrator(without=person)
    RoleGrant.objects.filter(person=person, role=key, office=office).delete()
    _follow_roles(person)


def keep_an_administrator(*, without: Person) -> None:
    """Raise Refused when nobody but this person administers; inside a transaction."""
    # the lock makes two administrators who remove each other at the same moment wait for one another
    holders = set(
        RoleGrant.objects.select_for_update()
        .filter(role=ADMINISTRATOR, person__is_active=True)
        .values_list("person_id", flat=True)
    )
    if holders == {without.pk}:
        raise Refused(
            [
                Refusal(
                    _("Rolle"),
                    _("Die letzte Administration kann nicht entfernt werden."),
                    hint=_("Benennen Sie zuerst eine andere Person."),
                )
            ]
        )


def _follow_roles(person: Person) -> None:
    """Keep ``is_staff`` in step with the roles held."""
    person.__dict__.pop("granted", None)
    roles = declared_roles()
    person.is_staff = any(key in roles and roles[key].staff for key, _office in person.granted)
    person.save(update_fields=["is_staff"])


@service
def confirm_identity(*, actor: Actor, person: Person, level: int) -> Person:
    """Note how sure it is who the person is (or that it no longer is); the audit keeps who said so."""
    person.trust = level
    person.full_clean(exclude=["password"])
    person.save(update_fields=["trust"])
    return person


@service
def update_profile(*, actor: Actor, person: Person, given_name: str, family_name: str) -> Person:
    """Change a person's names."""
    person.given_name, person.family_name = given_name.strip(), family_name.strip()
    person.full_clean(exclude=["password"])
    person.save(update_fields=["given_name", "family_name"])
    return person


@service
def found_organisation(*, actor: Actor, founder: Person, name: str, kind: str, is_demo: bool = False) -> Organisation:
    """Create an organisation; its founder becomes its first manager. Raises ValidationError for a bad name or kind."""
    organisation = Organisation(name=name.strip(), kind=kind, is_demo=is_demo)
    organisation.full_clean()
    organisation.save()
    Membership.objects.create(organisation=organisation, person=founder, role=Membership.Role.MANAGER)
    return organisation


@service
def invite_member(*, actor: Actor, organisation: Organisation, email: str, role: str = "member") -> Invitation:
    """Offer membership to an e-mail address by mail, renewing an open offer to it.

    The answer is the same whether the address has an account or not.
    """
    invitation, _created = Invitation.objects.update_or_create(
        organisation=organisation,
        email=email.strip().lower(),
        accepted_at=None,
        defaults={"role": role, "expires_at": Invitation().expires_at},
    )
    invitation.full_clean()
    address = settings.PUBLIC_URL + reverse("accounts:invitation", kwargs={"uuid": invitation.uuid})
    text = render_to_string("accounts/mail/invitation.txt", {"invitation": invitation, "address": address})
    send_mail(_("Einladung in eine Organisation"), text, None, [invitation.email])
    return invitation


@service
def accept_invitation(*, actor: Actor, invitation: Invitation, person: Person) -> Membership:
    """Become a member. Raises Refused when the offer is over, or was made to another address."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.expires_at < timezone.now():
        raise Refused([Refusal(_("Einladung"), _("Sie gilt nicht mehr."), hint=_("Bitten Sie um eine neue."))])
    if invitation.email != person.email:
        raise Refused([Refusal(_("Einladung"), _("Sie gilt für eine andere E-Mail-Adresse."))])
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    try:
        with transaction.atomic():
            return Membership.objects.create(organisation=invitation.organisation, person=person, role=invitation.role)
    except IntegrityError:
        return Membership.objects.get(organisation=invitation.organisation, person=person)


@service
def end_membership(*, actor: Actor, membership: Membership) -> None:
    """Remove a person from an organisation. Raises Refused when the organisation would be left without a manager."""
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    others = organisation.memberships.exclude(pk=membership.pk)
    if membership.role == Membership.Role.MANAGER and not others.filter(role=Membership.Role.MANAGER).exists():
        raise Refused(
            [
                Refusal(
                    _("Mitgliedschaft"),
                    _("Eine Organisation braucht mindestens eine Person, die sie verwaltet."),
                    hint=_("Übergeben Sie die Verwaltung zuerst einem anderen Mitglied."),
                )
            ]
        )
    membership.delete()
