"""How a room says who may enter which of its routes. See README.md in this folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from smartcity.kernel.accounts.models import Person

ANONYMOUS, CITIZEN = "anonymous", "citizen"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
Arguments = dict[str, Any]
ArgumentFactory = Callable[[Person], Arguments]


@dataclass(frozen=True, slots=True)
class Who:
    """Visitors who may enter.

    everybody: strangers too. signed_in: anybody with an account. own: whoever the object belongs to.
    roles: holders of these role keys.
    """

    everybody: bool = False
    signed_in: bool = False
    own: bool = False
    roles: frozenset[str] = frozenset()

    def __or__(self, other: Who) -> Who:
        return Who(
            self.everybody or other.everybody,
            self.signed_in or other.signed_in,
            self.own or other.own,
            self.roles | other.roles,
        )

    def admits(self, visitor: str, *, owns: bool) -> bool:
        """Whether a visitor (``anonymous``, ``citizen`` or a role key) may enter, owning the object or not."""
        if self.everybody:
            return True
        if visitor == ANONYMOUS:
            return False
        return self.signed_in or (self.own and owns) or visitor in self.roles

    def admits_any_role(self) -> bool:
        """Whether some role may enter."""
        return bool(self.roles)


ANYONE = Who(everybody=True)
SIGNED_IN = Who(signed_in=True)
OWNER = Who(own=True)
NOBODY = Who()


def roles(*keys: str) -> Who:
    """Holders of one of the roles."""
    return Who(roles=frozenset(keys))


@dataclass(frozen=True, slots=True)
class Row:
    """Who may enter one route, by method; a method that is not named must be refused to everybody.

    name: the URL name with its namespace ("roadworks:detail"), or the whole path pattern ("/api/v1/…/<slug>").
    arguments: makes the object behind the address for a given person (its owner, where it has one) and returns the
    URL's arguments; None for an address without arguments.
    answers: status codes that count as entered beside the usual ones, where an empty request cannot do better
    (404 for a step of a sign-in that nobody began); needs: the sentence that says why.
    """

    name: str
    GET: Who = NOBODY
    POST: Who = NOBODY
    PUT: Who = NOBODY
    PATCH: Who = NOBODY
    DELETE: Who = NOBODY
    arguments: ArgumentFactory | None = None
    needs: str = ""
    answers: frozenset[int] = field(default=frozenset())

    def who(self, method: str) -> Who:
        """The visitors for a method."""
        found: Who = getattr(self, method)
        return found
