"""Roles: declared by each room's ``roles.py`` as ``ROLES``, granted to people by services.grant_role.

A role says what a person may do for the city; ``Person.holds`` and ``predicates.has_role`` ask for it. No role
contains another one: a room that lets the administrator do something names that role beside its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from smartcity.kernel.manifest import discover
from smartcity.kernel.refusal import Refusal, Refused

ADMINISTRATOR, AUDITOR, STAFF, IDENTITY = "administrator", "auditor", "staff", "identity"


@dataclass(frozen=True, slots=True)
class Role:
    """A role.

    key: ``<app label>.<name>`` for a system's role ("roadworks.editor"), a single word for the kernel's own.
    title, title_en: its name on screens. staff: whether its holders work for the city and need a second factor.
    """

    key: str
    title: str
    title_en: str
    staff: bool = True

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return self.title_en if (get_language() or "").startswith("en") else self.title


ROLES = [
    Role(ADMINISTRATOR, "Administration", "Administration"),
    Role(AUDITOR, "Revision", "Audit"),
    Role(STAFF, "Mitarbeit in der Verwaltung", "City staff"),
    Role(IDENTITY, "Identitätsprüfung am Schalter", "Identity checks at the counter"),
]


@lru_cache(maxsize=1)
def declared_roles() -> dict[str, Role]:
    """Every declared role by key. Raises ValueError when a key is declared twice."""
    found: dict[str, Role] = {}
    for config, roles in discover("roles", "ROLES"):
        for role in roles:
            if role.key in found:
                raise ValueError(f"role {role.key!r} is declared twice, the second time by {config.label}")
            found[role.key] = role
    return found


def role(key: str) -> Role:
    """The declared role with that key; raises Refused for an unknown one."""
    try:
        return declared_roles()[key]
    except KeyError:
        known = ", ".join(sorted(declared_roles()))
        raise Refused([Refusal("Rolle", "ist nicht bekannt", key, f"Bekannt sind: {known}.")]) from None
