"""Overlaps in space and time, and free weeks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from smartcity.mobility.roadworks import conflicts, services
from smartcity.mobility.roadworks.domain import Detour, Text, line_string
from smartcity.mobility.roadworks.free_weeks import free_starts
from smartcity.mobility.roadworks.tests.factories import ACTOR, HERE, roadwork
from smartcity.mobility.roadworks.vocabulary import State

ELSEWHERE = line_string((6.70, 51.47), (6.705, 51.47))
BESIDE = line_string((6.7602, 51.4342), (6.7642, 51.4352))
START = datetime(2027, 3, 1, 7, tzinfo=UTC)


def span(week: int, weeks: int = 1) -> tuple[datetime, datetime]:
    return START + timedelta(weeks=week), START + timedelta(weeks=week + weeks)


def test_free_starts_keep_weekday_and_length():
    found = list(free_starts([span(0, 2), span(3)], span(0), weeks=4))
    assert found == [span(2), span(4)]


def test_nothing_is_free_when_everything_is_taken():
    assert list(free_starts([span(0, 100)], span(0), weeks=10)) == []


@pytest.mark.usefixtures("city")
class TestJudge:
    def test_works_beside_one_another_at_the_same_time_conflict(self):
        other, own = roadwork(geometry=BESIDE), roadwork()
        verdict = conflicts.judge(conflicts.plan_of(own))
        assert [(item.kind, item.other) for item in verdict.conflicts] == [(conflicts.Kind.WORKS, other)]
        assert verdict.conflicts[0].distance_m < conflicts.NEAR_M
        assert verdict.free[0][0] >= other.ends

    def test_elsewhere_or_later_is_no_conflict(self):
        own = roadwork()
        roadwork(geometry=ELSEWHERE)
        roadwork(start=own.end + timedelta(days=1), end=own.end + timedelta(days=9))
        assert conflicts.judge(conflicts.plan_of(own)).conflicts == []

    def test_works_on_the_detour_of_others_conflict(self):
        other = roadwork(geometry=ELSEWHERE, detour=Detour(Text("Umleitung"), line_string(*HERE)))
        verdict = conflicts.judge(conflicts.plan_of(roadwork()))
        assert [(item.kind, item.other) for item in verdict.conflicts] == [(conflicts.Kind.THEIR_DETOUR, other)]

    def test_a_detour_through_works_of_others_conflicts(self):
        other = roadwork(geometry=ELSEWHERE)
        own = roadwork(detour=Detour(Text("Umleitung"), ELSEWHERE))
        verdict = conflicts.judge(conflicts.plan_of(own))
        assert [(item.kind, item.other) for item in verdict.conflicts] == [(conflicts.Kind.OWN_DETOUR, other)]

    def test_cancelled_works_are_in_nobodys_way(self):
        other, own = roadwork(geometry=BESIDE), roadwork()
        services.change_state(actor=ACTOR, roadwork=other, target=State.CANCELLED)
        assert conflicts.judge(conflicts.plan_of(own)).conflicts == []

    def test_suggested_weeks_are_free_of_works_that_come_later(self):
        own = roadwork()
        roadwork(geometry=BESIDE)
        later = roadwork(geometry=BESIDE, start=own.end + timedelta(days=1), end=own.end + timedelta(days=60))
        for start, _ in conflicts.judge(conflicts.plan_of(own)).free:
            assert start >= later.ends
