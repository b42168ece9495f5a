"""What a visit needs, and the days of a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from smartcity.egovernment.appointments.domain import Offered, visit, weeks
from smartcity.kernel.refusal import Refused

OFFERED = {
    "ausweis": Offered("ausweis", 10, 4, frozenset({"mitte", "sued"})),
    "anmeldung": Offered("anmeldung", 15, 2, frozenset({"mitte"})),
    "zulassung": Offered("zulassung", 20, 2, frozenset({"verkehr"})),
}


def test_durations_add_up_and_only_offices_that_do_all_remain():
    found = visit(OFFERED, {"ausweis": 2, "anmeldung": 1, "zulassung": 0})
    assert found.length == timedelta(minutes=35)
    assert found.offices == {"mitte"}


@pytest.mark.parametrize(
    ("counts", "place"),
    [
        ({}, "leistung"),
        ({"tanz": 1}, "leistung"),
        ({"anmeldung": 3}, "anmeldung"),
        ({"anmeldung": -1}, "anmeldung"),
        ({"ausweis": 1, "zulassung": 1}, "leistung"),
        ({"ausweis": 4, "anmeldung": 2, "zulassung": 2}, "leistung"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(counts, place):
    with pytest.raises(Refused) as refused:
        visit(OFFERED, counts)
    assert place in {refusal.place for refusal in refused.value.refusals}


def test_a_calendar_is_whole_weeks_and_marks_what_lies_outside():
    first = date(2028, 2, 24)  # a Thursday before a leap day
    found = weeks(first, 14, {date(2028, 2, 29): 3})
    days = [cell for week in found for cell in week]
    assert [len(week) for week in found] == [7] * len(found)
    assert days[0].day.isoweekday() == 1
    assert sum(not cell.past for cell in days) == 14
    assert [cell.day for cell in days if cell.free] == [date(2028, 2, 29)]
