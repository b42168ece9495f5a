"""Resources that are open and times that lie ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from smartcity.kernel.booking.models import Resource
from smartcity.kernel.city.models import City
from smartcity.kernel.service import SystemActor

ACTOR = SystemActor("test")
HALF_HOUR = timedelta(minutes=30)


def resource(key: str = "schalter", places: int = 1, **changes: object) -> Resource:
    """Open from 8 to 18 on every day of the week, a holiday or not being another matter."""
    made = Resource.objects.create(key=key, title=key, places=places, step_minutes=30, **changes)
    for weekday in range(1, 8):
        made.weekly.create(weekday=weekday, opens=time(8), closes=time(18), places=places)
    return made


def town() -> City:
    """A town without anything in it: for tests that commit, which cannot load a whole one each time."""
    box = Polygon.from_bbox((6.0, 51.0, 7.0, 52.0))
    box.srid = 4326
    facts = {
        "slug": "musterstadt",
        "name": "Musterstadt",
        "official_name": "Stadt Musterstadt",
        "ags": "05999999",
        "country": "DE",
        "state": "NW",
        "timezone": "Europe/Berlin",
        "languages": ["de"],
        "website": "https://stadt.invalid/",
        "centre": Point(6.5, 51.5, srid=4326),
        "bounding_box": box,
        "outline": MultiPolygon(box, srid=4326),
        "outline_schematic": True,
        "area_km2": 1.0,
        "inhabitants": 1,
        "inhabitants_on": date(2026, 1, 1),
        "inhabitants_approximate": True,
        "map_zoom": 10.0,
        "map_min_zoom": 9.0,
        "map_max_zoom": 18.0,
    }
    made, _created = City.objects.get_or_create(pk=1, defaults=facts)
    return made


def soon(days: int = 7) -> date:
    """A day ahead that is no public holiday: a Wednesday in the middle of a month without one."""
    day = datetime.now(UTC).date() + timedelta(days=days)
    while day.isoweekday() != 3 or day.month in (1, 5, 6, 10, 11, 12) or day.day < 4:
        day += timedelta(days=1)
    return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment in UTC of that day's clock in UTC."""
    return datetime.combine(day, time(hour, minute), UTC)
