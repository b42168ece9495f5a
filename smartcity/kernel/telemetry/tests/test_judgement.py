"""What a rule says about readings, without a database."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from smartcity.kernel.telemetry.judgement import Criterion, RuleKind, Sample, distance, judge_samples, position

START = datetime(2026, 11, 27, 6, tzinfo=UTC)
ABOVE_30 = Criterion(RuleKind.THRESHOLD, upper=30, hysteresis=2)
# about 690 m by 1,110 m around the middle of Duisburg, with a hole
SQUARE = [[6.76, 51.43], [6.77, 51.43], [6.77, 51.44], [6.76, 51.44], [6.76, 51.43]]
HOLE = [[6.764, 51.434], [6.766, 51.434], [6.766, 51.436], [6.764, 51.436], [6.764, 51.434]]


def samples(*results, every=60.0, value=False):
    moments = [START + timedelta(seconds=every * place) for place in range(len(results))]
    if value:
        return [Sample(moment, moment, None, result) for moment, result in zip(moments, results, strict=True)]
    return [Sample(moment, moment, result) for moment, result in zip(moments, results, strict=True)]


def turns(criterion, given, state=None, *, is_raised=False):
    _state, found = judge_samples(criterion, state, is_raised, given)
    return [(turn.raised, turn.sample.number) for turn in found]


def test_a_value_that_trembles_around_the_bound_raises_one_alarm():
    assert turns(ABOVE_30, samples(29, 30, 30.1, 29.9, 30.2, 28.1, 28, 30)) == [(True, 30.1), (False, 28)]


def test_below_the_lower_bound_is_out_of_order_too():
    both = Criterion(RuleKind.THRESHOLD, lower=0, upper=30)
    assert turns(both, samples(5, -1, 0, 31)) == [(True, -1), (False, 0), (True, 31)]


def test_whatever_way_readings_are_cut_into_batches_the_turns_are_the_same():
    chance = random.Random(3)
    given = samples(*(chance.uniform(25, 35) for _ in range(500)))
    whole = turns(ABOVE_30, given)
    assert len(whole) > 20
    state, is_raised, found = None, False, []
    while given:
        size = chance.randrange(1, 40)
        state, some = judge_samples(ABOVE_30, state, is_raised, given[:size])
        found += [(turn.raised, turn.sample.number) for turn in some]
        is_raised, given = found[-1][0] if found else False, given[size:]
    assert found == whole


def test_a_late_reading_says_nothing_about_now():
    first, second = samples(20, 21)
    late = Sample(first.time - timedelta(minutes=5), second.received + timedelta(seconds=1), 50.0)
    assert turns(ABOVE_30, [first, second, late]) == []


def test_a_clock_that_runs_ahead_once_does_not_silence_its_stream():
    ahead = Sample(START + timedelta(minutes=5), START, 20.0)
    after = Sample(START + timedelta(seconds=1), START + timedelta(seconds=1), 40.0)
    assert turns(ABOVE_30, [ahead, after]) == [(True, 40.0)]


def test_a_rate_is_the_change_per_hour_between_readings_that_are_far_enough_apart():
    rise = Criterion(RuleKind.RATE, upper=20, span=600)
    # 2 within a minute is noise; 4 within ten minutes are 24 an hour
    assert turns(rise, samples(10, 12, 10, 10, 10, 10, 10, 10, 10, 10, 14)) == [(True, 14)]
    assert turns(Criterion(RuleKind.RATE, upper=20), samples(10, 12)) == [(True, 12)]


def test_a_clock_that_is_set_back_makes_no_rate():
    first = Sample(START, START, 10.0)
    back = Sample(START - timedelta(hours=1), START + timedelta(minutes=1), 99.0)
    assert turns(Criterion(RuleKind.RATE, lower=-5, upper=5), [first, back]) == []


def test_leaving_an_area_and_coming_back_well_inside():
    leaves = Criterion(RuleKind.GEOFENCE, upper=0, hysteresis=100, area=[[SQUARE]])
    inside, outside, edge = (6.765, 51.435), (6.78, 51.435), (6.7695, 51.435)
    given = samples(
        *({"type": "Point", "coordinates": list(place)} for place in (inside, outside, edge, inside)), value=True
    )
    _state, found = judge_samples(leaves, None, False, given)
    assert [(turn.raised, turn.sample) for turn in found] == [(True, given[1]), (False, given[3])]


def test_distances_are_metres_and_holes_are_outside():
    assert distance([[SQUARE]], (6.765, 51.435)) == pytest.approx(-346.9, abs=2)
    assert distance([[SQUARE]], (6.765, 51.445)) == pytest.approx(556.6, abs=2)
    assert distance([[SQUARE, HOLE]], (6.765, 51.435)) > 0
    assert distance([[SQUARE], [[[7, 51], [7.1, 51], [7.1, 51.1], [7, 51]]]], (6.765, 51.435)) < 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"type": "Point", "coordinates": [6.7, 51.4, 30]}, (6.7, 51.4)),
        ({"lon": 6.7, "lat": 51.4}, (6.7, 51.4)),
        ({"longitude": 6.7, "latitude": 51.4}, (6.7, 51.4)),
        ({"lon": 6.7}, None),
        ({"lon": True, "lat": 51.4}, None),
        ({"lon": 6.7, "lat": 151.4}, None),
        ({"type": "Point", "coordinates": "x"}, None),
        ([6.7, 51.4], None),
        ("here", None),
    ],
)
def test_positions(value, expected):
    assert position(value) == expected


def test_a_result_without_a_position_is_passed_over():
    leaves = Criterion(RuleKind.GEOFENCE, upper=0, area=[[SQUARE]])
    assert judge_samples(leaves, None, False, samples({"battery": 3}, value=True))[1] == []
