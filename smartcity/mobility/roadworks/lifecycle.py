"""The life of a roadwork as a table: which step leads from where to where, and who may take it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.vocabulary import State


class Actor(StrEnum):
    """Who takes a step: the editing office, somebody on site, or an import from the source that owns the entry."""

    OFFICE = "office"
    FIELD = "field"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Transition:
    """One step in the life; `name` is the service's verb."""

    name: str
    source: State
    target: State
    by: frozenset[Actor]


_OFFICE = frozenset({Actor.OFFICE, Actor.SOURCE})
_ON_SITE = frozenset({Actor.OFFICE, Actor.FIELD, Actor.SOURCE})

TRANSITIONS: tuple[Transition, ...] = (
    Transition("order", State.PLANNED, State.ORDERED, _OFFICE),
    Transition("withdraw_order", State.ORDERED, State.PLANNED, _OFFICE),
    Transition("start", State.ORDERED, State.ACTIVE, _ON_SITE),
    # an emergency repair starts before its order is written (§ 45 Abs. 3 StVO is obtained afterwards)
    Transition("start_urgently", State.PLANNED, State.ACTIVE, _ON_SITE),
    Transition("finish", State.ACTIVE, State.FINISHED, _ON_SITE),
    Transition("reopen", State.FINISHED, State.ACTIVE, _OFFICE),
    Transition("cancel", State.PLANNED, State.CANCELLED, _OFFICE),
    Transition("cancel_ordered", State.ORDERED, State.CANCELLED, _OFFICE),
    Transition("reinstate", State.CANCELLED, State.PLANNED, _OFFICE),
)


def transition(source: State, target: State) -> Transition | None:
    """Return the step from `source` to `target`, or None where there is none."""
    return next((step for step in TRANSITIONS if (step.source, step.target) == (source, target)), None)


def next_states(source: State, actor: Actor) -> tuple[State, ...]:
    """Return the states that `actor` may reach from `source` in one step, in the table's order."""
    return tuple(step.target for step in TRANSITIONS if step.source is source and actor in step.by)


def check_transition(source: State, target: State, actor: Actor) -> list[Refusal]:
    """Refuse a step that the table does not have or that `actor` may not take."""
    step = transition(source, target)
    value = f"{source} → {target}"
    if step is None:
        return [Refusal("state", "Dieser Schritt ist im Lebenslauf einer Baustelle nicht vorgesehen.", value)]
    if actor not in step.by:
        return [Refusal("state", "Diesen Schritt darf nur die Straßenverkehrsbehörde gehen.", value)]
    return []
