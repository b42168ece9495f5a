"""Keys for programs that act for a site manager: issue, recognise."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.service import Actor, service
from smartcity.mobility.roadworks.models import ApiToken
from smartcity.mobility.roadworks.roles import SITE_MANAGER


@service
def issue_token(
    *, actor: Actor, person: Person, name: str, secret: str = "", expires_at: datetime | None = None
) -> str:
    """Make a key, or renew the one of that name; returns the secret, which is kept nowhere."""
    made = secret or secrets.token_urlsafe(32)
    values = {"digest": digest(made), "expires_at": expires_at}
    ApiToken.objects.update_or_create(person=person, name=name, defaults=values)
    return made


def person_of(secret: str) -> Person | None:
    """The site manager in whose name a key acts; None for an unknown or expired key, or without the role."""
    valid = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    token = ApiToken.objects.select_related("person").filter(valid, digest=digest(secret)).first()
    return token.person if token is not None and token.person.holds(SITE_MANAGER) else None


def digest(secret: str) -> str:
    """What is stored of a key; its 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
