"""The page of a stream: course, comparison, completeness, download; closed streams stay closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from smartcity.infrastructure.iot.tests.factories import device
from smartcity.kernel.telemetry.analysing import daily_profile, quality
from smartcity.kernel.telemetry.domain import Reading
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import Datastream
from smartcity.kernel.telemetry.rollups import roll_up

pytestmark = pytest.mark.django_db


def measured(*, is_open: bool = True) -> Datastream:
    """A temperature of the last ten hours: 0, 1, 2 ... every half hour, with a hole of three hours."""
    stream = device(is_open=is_open).thing.datastreams.get(result_type="number")
    Datastream.objects.filter(pk=stream.pk).update(expected_interval=1800)
    stream.refresh_from_db()
    now = timezone.now()
    times = [now - timedelta(minutes=30 * step + 5) for step in range(20) if not 6 <= step < 12]
    taken = ingest([Reading(stream.pk, time, float(place)) for place, time in enumerate(times)], source="test")
    assert taken.accepted == 14
    while roll_up():
        pass
    return stream


def test_the_page_shows_course_and_holes(client: Client) -> None:
    stream = measured()
    page = client.get(f"/sensoren/{stream.pk}").content.decode()
    assert "city-chart" in page
    assert "29 %" in page  # 14 of 48
    assert "Temperatur" in page


def test_the_time_before_is_laid_over_when_asked_for(client: Client) -> None:
    stream = measured()
    ingest([Reading(stream.pk, timezone.now() - timedelta(hours=24, minutes=35), 9.0)], source="test")
    assert '"Zeitraum davor"' not in client.get(f"/sensoren/{stream.pk}").content.decode()
    compared = client.get(f"/sensoren/{stream.pk}?vergleich=1").content.decode()
    assert '"Zeitraum davor"' in compared


def test_readings_come_as_csv_newest_first(client: Client) -> None:
    stream = measured()
    answer = client.get(f"/sensoren/{stream.pk}?format=csv")
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == "phenomenonTime;result;unitOfMeasurement"
    assert [line.split(";")[1] for line in lines[1:4]] == ["0.0", "1.0", "2.0"]
    assert len(lines) == 15


def test_a_closed_stream_is_not_there_for_strangers(client: Client) -> None:
    stream = measured(is_open=False)
    assert client.get(f"/sensoren/{stream.pk}").status_code == 404
    assert client.get("/sensoren/999999999").status_code == 404


@pytest.mark.parametrize("query", ["zeit=quatsch", "zeit=365t", "vergleich=x", "format=pdf"])
def test_an_odd_query_falls_back(client: Client, query: str) -> None:
    stream = measured()
    assert client.get(f"/sensoren/{stream.pk}?{query}").status_code == 200


def test_a_yes_or_no_stream_is_a_table(client: Client) -> None:
    door = device(is_open=True).thing.datastreams.get(result_type="boolean")
    ingest([Reading(door.pk, timezone.now() - timedelta(minutes=1), True)], source="test")
    page = client.get(f"/sensoren/{door.pk}").content.decode()
    assert "city-chart" not in page
    assert "<td>ja</td>" in page


def test_completeness_and_usual_day_are_those_of_the_readings() -> None:
    stream = measured()
    now = timezone.now()
    known = quality(stream, now - timedelta(hours=24), now)
    assert (known.n, known.expected) == (14, 48)
    assert known.longest_gap > timedelta(hours=14)
    within = quality(stream, now - timedelta(minutes=30 * 19 + 6), now)
    assert timedelta(hours=3) < within.longest_gap < timedelta(hours=4)
    hours = daily_profile(stream, now - timedelta(hours=24), now)
    assert sum(hour.n for hour in hours) >= 12
    long = quality(stream, now - timedelta(days=60), now)
    assert long.exact_to == timedelta(hours=1)
    assert long.n == 14
    assert long.longest_gap > timedelta(days=59)
    with pytest.raises(ValueError, match="after it begins"):
        quality(stream, now, now)
