"""Keys of programs: issue, revoke, and who stands behind a request's ``Authorization``."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from smartcity.infrastructure.iot.domain import EUI, new_secret, secret_fits
from smartcity.infrastructure.iot.models import AccessKey, Credential
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

_NAME = re.compile(r"[A-Za-z0-9][\w. -]{0,59}")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: sees_all, may_write; own: number of the thing that is a device's own, 0 for none."""

    name: str = ""
    sees_all: bool = False
    may_write: bool = False
    own: int = 0

    @property
    def audit_label(self) -> str:
        """Name in the audit: ``system:iot-key:<name>`` or ``system:device:<eui>``."""
        return f"system:{self.name or 'stranger'}"


STRANGER = Caller()


@service
def issue_key(*, actor: Actor, name: str, may_write: bool = False, secret: str = "") -> str:
    """Make a program's key, of a secret that is given or new; returns it, it is kept nowhere. Raises Refused."""
    if not _NAME.fullmatch(name):
        raise Refused(
            [Refusal("name", "Erlaubt sind 1 bis 60 Buchstaben, Ziffern, Leerzeichen, . _ und -.", name[:60])]
        )
    secret = secret or new_secret()
    try:
        with transaction.atomic():
            AccessKey.objects.create(name=name, digest=_digest(secret), may_write=may_write)
    except IntegrityError:
        raise Refused([Refusal("name", "Einen Schlüssel mit diesem Namen gibt es schon.", name)]) from None
    return secret


@service
def revoke_key(*, actor: Actor, name: str) -> None:
    """End a key; raises Refused when there is none of that name."""
    if not AccessKey.objects.filter(name=name, revoked_at=None).update(revoked_at=timezone.now()):
        raise Refused([Refusal("name", "Diesen Schlüssel gibt es nicht.", name[:60])])


def caller_of(authorization: str) -> Caller | None:
    """Whoever an ``Authorization`` header names; None for one that does not hold.

    ``Bearer <key>``, or Basic with a key's name and the key, or with a device's EUI and its password at the broker.
    """
    scheme, _space, given = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return _by_key(given.strip())
    if scheme.lower() != "basic":
        return None
    try:
        user, colon, secret = base64.b64decode(given.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    if not colon or "\0" in user:
        return None
    return _by_device(user.lower(), secret) if EUI.fullmatch(user.lower()) else _by_key(secret, user)


def _by_key(secret: str, name: str | None = None) -> Caller | None:
    found = AccessKey.objects.filter(digest=_digest(secret), revoked_at=None).first()
    if found is None or name not in {None, found.name}:
        return None
    return Caller(f"iot-key:{found.name}", sees_all=True, may_write=found.may_write)


def _by_device(eui: str, secret: str) -> Caller | None:
    held = Credential.objects.filter(device__eui=eui, revoked_at=None).values_list("secret_hash", "device__thing")
    for stored, thing in held:
        if secret_fits(secret, stored):
            return Caller(f"device:{eui}", own=thing)
    return None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
