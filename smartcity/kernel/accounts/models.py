"""A person's account, organisations with their members, and the roles that people hold."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.trust import Trust

INVITATION_LASTS = timedelta(days=14)


TRUST_LEVELS = [
    (Trust.NORMAL, _("normal (Adresse bestätigt)")),
    (Trust.SUBSTANTIAL, _("substanziell (Identität geprüft)")),
    (Trust.HIGH, _("hoch (Online-Ausweis)")),
]


class PersonManager(BaseUserManager["Person"]):
    """Creates people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Create a person; without a password the account can only be entered by passkey or code."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Create an administrator of the technical kind (Django admin)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """An account. ``uuid`` names it outside the database; ``is_demo`` marks accounts that come with the demo.

    ``is_staff`` follows the roles: services.grant_role and services.revoke_role keep it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"), max_length=254, unique=True)
    given_name = models.CharField(_("Vorname"), max_length=120, blank=True)
    family_name = models.CharField(_("Nachname"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("gehört zur Verwaltung"), default=False)
    is_demo = models.BooleanField(_("Demo-Konto"), default=False)
    trust = models.PositiveSmallIntegerField(_("Vertrauensniveau"), choices=TRUST_LEVELS, default=Trust.NORMAL)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_in_lower_case"),
            models.CheckConstraint(
                condition=models.Q(trust__range=(Trust.NORMAL, Trust.HIGH)), name="person_trust_level_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or f"Person {self.pk}"

    @property
    def audit_label(self) -> str:
        """Name in the audit, free of personal data."""
        return f"person:{self.pk}"

    def get_full_name(self) -> str:
        """Given and family name, as far as known."""
        return f"{self.given_name} {self.family_name}".strip()

    @cached_property
    def granted(self) -> frozenset[tuple[str, str]]:
        """(role key, office key or "") for every role held; read once per instance, that is once per request."""
        return frozenset(self.role_grants.values_list("role", "office"))

    def holds(self, *roles: str, office: str | None = None) -> bool:
        """Whether the account is active and holds one of the roles.

        office: only grants for that office, or for all offices (blank), count. None: a grant for any office does.
        """
        return self.is_active and any(
            role in roles and (office is None or held_for in {"", office}) for role, held_for in self.granted
        )


class Organisation(models.Model):
    """A firm, club, authority or other body on whose behalf its members act."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        COMPANY = "company", _("Unternehmen")
        ASSOCIATION = "association", _("Verein")
        AUTHORITY = "authority", _("Behörde")
        OTHER = "other", _("Andere")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    kind = models.CharField(_("Art"), max_length=20, choices=Kind.choices, default=Kind.COMPANY)
    is_demo = models.BooleanField(_("Demo-Organisation"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(Person, through="Membership", related_name="organisations")

    class Meta:
        verbose_name = _("Organisation")
        verbose_name_plural = _("Organisationen")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["company", "association", "authority", "other"]),
                name="organisation_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in an organisation: a manager settles who else belongs to it, a member acts for it."""

    class Role(models.TextChoices):
        """What the person may do for the organisation."""

        MANAGER = "manager", _("Verwaltung der Organisation")
        MEMBER = "member", _("Mitglied")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("Rolle"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_membership_per_person"),
            models.CheckConstraint(
                condition=models.Q(role__in=["manager", "member"]), name="membership_with_a_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"Mitgliedschaft {self.pk}"


def _expiry() -> Any:
    return timezone.now() + INVITATION_LASTS


class Invitation(models.Model):
    """An organisation's offer of membership to an e-mail address, good for 14 days and one acceptance."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-Mail-Adresse"), max_length=254)
    role = models.CharField(_("Rolle"), max_length=20, choices=Membership.Role.choices, default=Membership.Role.MEMBER)
    expires_at = models.DateTimeField(default=_expiry)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="invitation_email_in_lower_case"),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at__isnull=True),
                name="one_open_invitation_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"Einladung {self.pk}"


class RoleGrant(models.Model):
    """A role that a person holds: ``role`` is a key declared in a room's roles.py, ``office`` a key or blank."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("Rolle"), max_length=60)
    office = models.CharField(_("Amt"), max_length=60, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Rolle einer Person")
        verbose_name_plural = _("Rollen von Personen")
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "office"], name="role_granted_once"),
            models.CheckConstraint(
                condition=models.Q(role__regex=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_-]*)?$"), name="role_key_well_formed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.office or 'alle Ämter'})"


class LimitCount(models.Model):
    """How often something was tried in a window of time; written by limits.hit alone.

    ``key`` is a hash: neither addresses nor e-mails can be read from the table.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("Zähler")
        verbose_name_plural = _("Zähler")

    def __str__(self) -> str:
        return f"{self.count} bis {self.expires_at:%H:%M:%S}"


class ErasureProtocol(models.Model):
    """What was erased with an account and what had to be kept, free of personal data; its ``uuid`` is the receipt."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    done_at = models.DateTimeField(auto_now_add=True)
    lines = models.JSONField(default=list)

    class Meta:
        verbose_name = _("Löschprotokoll")
        verbose_name_plural = _("Löschprotokolle")

    def __str__(self) -> str:
        return f"Löschprotokoll {self.uuid}"
