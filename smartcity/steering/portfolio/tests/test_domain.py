"""The life cycle as data, and the plan's numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.steering.portfolio.domain import CYCLE, PHASES, UNDER_WAY, Phase, Stage, next_phase, plan_position


def test_every_phase_has_names_in_both_languages() -> None:
    assert set(PHASES) == set(Phase)
    assert all(facts.de and facts.en and facts.meaning_de and facts.meaning_en for facts in PHASES.values())


def test_the_cycle_runs_from_idea_to_operation() -> None:
    walked = [CYCLE[0]]
    while (following := next_phase(walked[-1])) is not None:
        walked.append(following)
    assert tuple(walked) == CYCLE
    assert walked[-1] is Phase.OPERATION


@pytest.mark.parametrize("phase", [Phase.PAUSED, Phase.ENDED_EARLY])
def test_nothing_follows_outside_of_the_cycle(phase: Phase) -> None:
    assert next_phase(phase) is None
    assert PHASES[phase].stage is Stage.STOPPED
    assert phase not in UNDER_WAY


def test_numbers_sort_as_the_plan_counts() -> None:
    numbers = ["7.1", "6.10", "6.9", "6.22", "6.1"]
    assert sorted(numbers, key=plan_position) == ["6.1", "6.9", "6.10", "6.22", "7.1"]


@pytest.mark.parametrize("number", ["", "6", "6.", ".1", "6.0", "6.1.1", "a.b", "6.1000", "６.1", "6.²", " 6.1"])
def test_other_numbers_are_refused(number: str) -> None:
    with pytest.raises(ValueError, match="not a number of the plan"):
        plan_position(number)


@given(st.integers(1, 999), st.integers(1, 999), st.integers(1, 999), st.integers(1, 999))
def test_positions_order_by_chapter_then_running_number(a: int, b: int, c: int, d: int) -> None:
    assert (plan_position(f"{a}.{b}") < plan_position(f"{c}.{d}")) == ((a, b) < (c, d))
