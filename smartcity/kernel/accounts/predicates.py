"""Predicates (django-rules) on people, for the rooms' ``permissions.py``.

Example::

    add_perm("roadworks.edit", has_role("roadworks.editor") | has_role("administrator"))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules import permissions as rules_permissions
from rules import predicates as rules_predicates

from smartcity.kernel.accounts.models import Organisation, Person

# typed here once, because the library is not
predicate: Callable[..., Any] = rules_predicates.predicate
add_perm: Callable[[str, Any], None] = rules_permissions.add_perm


def has_role(*roles: str) -> Any:
    """Predicate: the person holds one of the roles, for whichever office."""

    def held(person: Any) -> bool:
        return isinstance(person, Person) and person.holds(*roles)

    return predicate(held, name=f"has_role:{','.join(roles)}")


def has_role_for_office(*roles: str) -> Any:
    """Predicate: the person holds one of the roles for the object's ``office`` (a key), or for all offices."""

    def held(person: Any, thing: Any = None) -> bool:
        office = getattr(thing, "office", None)
        return isinstance(person, Person) and person.holds(*roles, office=office)

    return predicate(held, name=f"has_role_for_office:{','.join(roles)}")


@predicate
def is_signed_in(person: Any) -> bool:
    """Somebody with an active account."""
    return isinstance(person, Person) and person.is_active


@predicate
def is_member(person: Any, organisation: Organisation | None = None) -> bool:
    """The person belongs to the organisation."""
    return (
        isinstance(person, Person)
        and organisation is not None
        and organisation.memberships.filter(person=person).exists()
    )


@predicate
def is_manager(person: Any, organisation: Organisation | None = None) -> bool:
    """The person settles who belongs to the organisation."""
    return (
        isinstance(person, Person)
        and organisation is not None
        and organisation.memberships.filter(person=person, role="manager").exists()
    )
