"""Writes: one atomic service with an actor, which the database's audit triggers can see.

``@service`` opens a transaction and tells the database session who acts and under which service name; the
audit triggers (smartcity.kernel.audit) read both. Whatever a service changes is therefore recorded
in the same transaction, also when it is changed by SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar, runtime_checkable

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


@runtime_checkable
class Actor(Protocol):
    """Whoever may change something: a person's account or the platform itself."""

    @property
    def audit_label(self) -> str:
        """Stable name in the audit without personal data, e.g. ``person:17`` or ``system:load-city``."""


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The platform acting by itself: a loader, a job, the simulator's operator."""

    name: str

    @property
    def audit_label(self) -> str:
        """``system:<name>``."""
        return f"system:{self.name}"


VISITOR = SystemActor("visitor")  # somebody who is not signed in


def declare_actor(actor: Actor, action: str) -> None:
    """Tell the current transaction who acts and by which service; must run inside ``atomic``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('smartcity.actor', %s, true), set_config('smartcity.action', %s, true)",
            [actor.audit_label, action],
        )


def service(function: Callable[P, R]) -> Callable[P, R]:
    """Make a keyword-only function with ``actor=`` one atomic, audited write.

    A service called inside another keeps its own action name for its own changes; the outer name returns after it.
    Raises TypeError when it is called without an actor.
    """
    module = function.__module__.split(".")
    action = f"{module[-2]}.{function.__name__}"

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = kwargs.get("actor")
        if args or not isinstance(actor, Actor):
            raise TypeError(f"{action} takes keyword arguments only and needs actor=")
        with transaction.atomic():
            outer = _declared()
            declare_actor(actor, action)
            result = function(*args, **kwargs)
            _restore(outer)
        return result

    return run


def _declared() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('smartcity.actor', true), ''),"
            " coalesce(current_setting('smartcity.action', true), '')"
        )
        actor, action = cursor.fetchone()
    return actor, action


def _restore(outer: tuple[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('smartcity.actor', %s, true), set_config('smartcity.action', %s, true)", list(outer)
        )
