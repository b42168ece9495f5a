"""Demo events and truck routes on the city's real streets: invented, around today, marked as demo."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from smartcity.kernel.city.models import Street
from smartcity.kernel.city.selectors import in_city
from smartcity.kernel.service import Actor, service
from smartcity.mobility.roadworks.models import RoadUse
from smartcity.mobility.roadworks.road_uses import BEYOND_M, Facts, enter_use

# title, kind, street, in how many days, for how many days (0: always)
USES = (
    ("Lkw-Route zum Hafen (Demo)", RoadUse.Kind.TRUCK_ROUTE, "Ruhrorter Straße", 0, 0),
    ("Lkw-Route Logistikzentrum (Demo)", RoadUse.Kind.TRUCK_ROUTE, "Moerser Straße", 0, 0),
    ("Stadtlauf (Demo)", RoadUse.Kind.EVENT, "Düsseldorfer Straße", 18, 1),
    ("Lichtermarkt (Demo)", RoadUse.Kind.EVENT, "Königstraße", -3, 24),
    ("Stadtteilfest (Demo)", RoadUse.Kind.EVENT, "Weseler Straße", 40, 2),
)


@service
def load_uses(*, actor: Actor) -> int:
    """Enter them anew, so that their times lie around today; returns how many there are."""
    RoadUse.objects.filter(is_demo=True).delete()
    now = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    entered = 0
    for title, kind, name, in_days, days in USES:
        street = Street.objects.filter(name=name).order_by("key").first()
        if street is None or not in_city(street.course, BEYOND_M):
            continue
        begins = now + timedelta(days=in_days) if days else None
        ends = begins + timedelta(days=days) if begins else None
        enter_use(actor=actor, facts=Facts(kind, title, street.course, begins, ends), is_demo=True)
        entered += 1
    return entered
