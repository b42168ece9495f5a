"""A person's account, and the roles it holds."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


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
    """An account. ``uuid`` names it outside the database; ``is_demo`` marks accounts that come with the demo."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("E-Mail-Adresse", max_length=254, unique=True)
    given_name = models.CharField("Vorname", max_length=120, blank=True)
    family_name = models.CharField("Nachname", max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("gehört zur Verwaltung", default=False)
    is_demo = models.BooleanField("Demo-Konto", default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_in_lower_case")
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
