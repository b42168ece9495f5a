"""The life of a roadwork: every pair of states, for everybody who may ask."""

from __future__ import annotations

from itertools import product

import pytest

from smartcity.mobility.roadworks.lifecycle import TRANSITIONS, Actor, check_transition, next_states, transition
from smartcity.mobility.roadworks.vocabulary import State

P, O, A, F, C = State.PLANNED, State.ORDERED, State.ACTIVE, State.FINISHED, State.CANCELLED  # noqa: E741
OFFICE_ONLY = {(P, O), (O, P), (F, A), (P, C), (O, C), (C, P)}
ON_SITE = {(O, A), (P, A), (A, F)}


@pytest.mark.parametrize(("source", "target", "actor"), list(product(State, State, Actor)))
def test_each_step_is_allowed_exactly_where_the_rules_say(source: State, target: State, actor: Actor) -> None:
    step = (source, target)
    allowed = step in ON_SITE or (step in OFFICE_ONLY and actor is not Actor.FIELD)
    refusals = check_transition(source, target, actor)
    assert (refusals == []) is allowed
    assert (target in next_states(source, actor)) is allowed
    assert (transition(source, target) is not None) is (step in ON_SITE | OFFICE_ONLY)
    if refusals:
        assert refusals[0].place == "state"
        assert refusals[0].value == f"{source} → {target}"
        missing = "nicht vorgesehen" in refusals[0].rule
        assert missing is (step not in OFFICE_ONLY)


def test_no_state_is_a_dead_end_and_each_step_has_its_own_name() -> None:
    assert {step.source for step in TRANSITIONS} == set(State)
    assert {step.target for step in TRANSITIONS} == set(State)
    names = [step.name for step in TRANSITIONS]
    assert len(set(names)) == len(names)
    assert len({(step.source, step.target) for step in TRANSITIONS}) == len(TRANSITIONS)
