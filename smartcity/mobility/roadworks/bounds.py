"""The area in which the register keeps works: the loaded city and two kilometres around it."""

from __future__ import annotations

import json
from functools import lru_cache
from uuid import UUID

from smartcity.kernel.city.selectors import current_city, outline
from smartcity.mobility.roadworks.city_bounds import CityBounds


def city_bounds() -> CityBounds:
    """The bounds of the city as it is loaded now; raises CityMissing before the first load."""
    return _bounds(current_city().revision)


@lru_cache(maxsize=2)
def _bounds(revision: UUID) -> CityBounds:
    return CityBounds(json.loads(outline().geojson))
