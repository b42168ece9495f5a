"""Works for tests, written for this project."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from smartcity.kernel.service import SystemActor
from smartcity.mobility.roadworks import bulk, domain
from smartcity.mobility.roadworks.domain import Lane, Text, line_string
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.services import StaffFacts, create_roadwork
from smartcity.mobility.roadworks.vocabulary import Cause, LaneStatus, LaneType, State, VehicleImpact

ACTOR = SystemActor("test")
# a stretch of a street in the middle of Duisburg
HERE = ((6.7600, 51.4340), (6.7640, 51.4350))
_numbers = count(1)


def work(**changes: Any) -> domain.Roadwork:
    """Works of the coming week on a street in the city, with three lanes."""
    number = next(_numbers)
    start = datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0) + timedelta(days=7)
    given: dict[str, Any] = {
        "source_system": "test",
        "source_id": f"works-{number}",
        "geometry": line_string(*HERE),
        "start": start,
        "end": start + timedelta(days=14),
        "street_names": ("Königstraße",),
        "title": Text("Kanalbau Königstraße", "Sewer works Königstraße"),
        "cause": Cause.SEWER,
        "vehicle_impact": VehicleImpact.SOME_LANES_CLOSED,
        "lanes": (
            Lane(1, LaneType.GENERAL, LaneStatus.OPEN),
            Lane(2, LaneType.BIKE_LANE, LaneStatus.CLOSED),
            Lane(3, LaneType.SIDEWALK, LaneStatus.NARROWED),
        ),
    }
    return domain.Roadwork(**{**given, **changes})


def roadwork(staff: StaffFacts | None = None, **changes: Any) -> Roadwork:
    """Works in the register; needs the loaded city."""
    return create_roadwork(actor=ACTOR, work=work(**changes), staff=staff)


def running(**changes: Any) -> Roadwork:
    """Works that began yesterday and end in a week."""
    now = timezone.now()
    times = {"start": now - timedelta(days=1), "end": now + timedelta(days=7), "state": State.ACTIVE}
    return roadwork(**{**times, **changes})


def stored(**changes: Any) -> Roadwork:
    """Works in the register as an import leaves them; needs no loaded city."""
    given = work(**changes)
    bulk.store([given])
    return Roadwork.objects.get(source_id=given.source_id)
