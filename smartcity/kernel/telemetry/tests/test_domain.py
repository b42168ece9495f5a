"""Rules for readings, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.kernel.telemetry.domain import AHEAD, Reading, ResultType, Stream, Unsound, dedup_number, judge

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TEMPERATURE = Stream(1, None, ResultType.NUMBER, lowest=-60, highest=60)
STATE = Stream(2, None, ResultType.CATEGORY, frozenset({"free", "taken"}))


def reading(result: object = 20.5, **changes: object) -> Reading:
    return Reading(**{"datastream": 1, "phenomenon_time": NOW, "result": result, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stream", "result", "stored"),
    [
        (TEMPERATURE, 20, (20.0, None)),
        (Stream(1, None, ResultType.BOOLEAN), True, (1.0, None)),
        (STATE, "free", (None, "free")),
        (Stream(1, None, ResultType.CATEGORY), "anything", (None, "anything")),
        (Stream(1, None, ResultType.JSON), {"a": [1]}, (None, {"a": [1]})),
    ],
)
def test_sound_results_are_taken_in_their_form(stream: Stream, result: object, stored: tuple[object, object]) -> None:
    assert judge(reading(result), stream, NOW) == stored


@pytest.mark.parametrize(
    ("stream", "wrong", "place"),
    [
        (None, {}, "datastream"),
        (TEMPERATURE, {"result": "20"}, "result"),
        (TEMPERATURE, {"result": True}, "result"),
        (TEMPERATURE, {"result": float("nan")}, "result"),
        (TEMPERATURE, {"result": 10**400}, "result"),
        (TEMPERATURE, {"result": -61}, "result"),
        (TEMPERATURE, {"result": 60.5}, "result"),
        (Stream(1, None, ResultType.BOOLEAN), {"result": 1}, "result"),
        (STATE, {"result": "broken"}, "result"),
        (STATE, {"result": ""}, "result"),
        (Stream(1, None, ResultType.JSON), {"result": None}, "result"),
        (TEMPERATURE, {"phenomenon_time": NOW + AHEAD + timedelta(seconds=1)}, "phenomenonTime"),
        (TEMPERATURE, {"phenomenon_time": datetime(1969, 12, 31, tzinfo=UTC)}, "phenomenonTime"),
        (TEMPERATURE, {"phenomenon_time": datetime(2026, 1, 1)}, "phenomenonTime"),  # noqa: DTZ001
        (TEMPERATURE, {"phenomenon_end": NOW - timedelta(seconds=1)}, "phenomenonTime"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_place(
    stream: Stream | None, wrong: dict[str, object], place: str
) -> None:
    with pytest.raises(Unsound) as refused:
        judge(reading(**wrong), stream, NOW)
    assert refused.value.place == place
    assert refused.value.rule.endswith((".", ")."))


def test_a_clock_a_little_ahead_is_no_mistake() -> None:
    assert judge(reading(phenomenon_time=NOW + AHEAD), TEMPERATURE, NOW) == (20.5, None)


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers())))
def test_no_result_crashes_the_rules(result: object) -> None:
    for stream in (TEMPERATURE, STATE, Stream(1, None, ResultType.BOOLEAN), Stream(1, None, ResultType.JSON)):
        try:
            number, value = judge(reading(result), stream, NOW)
        except Unsound:
            continue
        assert (number is None) != (value is None)


@given(st.one_of(st.integers(), st.text()))
def test_dedup_keys_fit_into_the_column(key: int | str) -> None:
    assert -(2**31) <= dedup_number(key) < 2**31


def test_no_dedup_key_is_zero() -> None:
    assert dedup_number("") == dedup_number(0) == 0
    assert dedup_number("a") != dedup_number("b")
