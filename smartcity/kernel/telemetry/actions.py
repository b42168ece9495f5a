"""What rooms let a rule do: jobs and commands, declared in ``rule_actions.py`` as ``ACTIONS``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from smartcity.kernel.manifest import discover
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.telemetry.models import Alarm

Run = Callable[[Alarm, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Action:
    """Something a room does when an alarm is raised.

    key: ``<app label>.<name>``. act: "job" or "command". run: takes the alarm and the rule's argument; it is called
    after the commit, at least once for each alarm, and may raise to be called again. title, title_en: its name.
    """

    key: str
    act: str
    title: str
    title_en: str
    run: Run

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return self.title_en if (get_language() or "").startswith("en") else self.title


@lru_cache(maxsize=1)
def declared_actions() -> dict[str, Action]:
    """Every declared action by key. Raises ValueError when a key is declared twice."""
    found: dict[str, Action] = {}
    for config, actions in discover("rule_actions", "ACTIONS"):
        for item in actions:
            if item.key in found:
                raise ValueError(f"action {item.key!r} is declared twice, the second time by {config.label}")
            found[item.key] = item
    return found


def action(key: str, act: str) -> Action:
    """The declared action; raises Refused for an unknown one."""
    found = declared_actions().get(key)
    if found is None or found.act != act:
        raise Refused([Refusal("action", "Diese Aktion ist nicht bekannt.", key)])
    return found
