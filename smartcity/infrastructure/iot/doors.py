"""Single observations over SensorThings, thousands a second: see ``kernel.telemetry.gathering``.

The answers are those of the view (``sensorthings.writing``); whatever is more than a plain observation goes there.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from smartcity.infrastructure.iot.keys import caller_of
from smartcity.infrastructure.iot.sensorthings import observing
from smartcity.infrastructure.iot.sensorthings.bodies import read_body
from smartcity.infrastructure.iot.sensorthings.faults import Fault, bad
from smartcity.infrastructure.iot.sensorthings.views import refused
from smartcity.kernel.telemetry.gathering import Full, Gatherer
from smartcity.kernel.telemetry.models import Datastream
from smartcity.kernel.web.errors import service_unavailable
from smartcity.kernel.web.quick_doors import Door, dressed

REMEMBERED_S = 2.0
MOST_REMEMBERED = 10_000


@dataclass(slots=True)
class _Loop:
    """What one event loop knows: its gatherer, and for two seconds who a key is and which streams it may write to."""

    gatherer: Gatherer = field(default_factory=lambda: Gatherer(observing.SOURCE))
    streams: dict[tuple[str, int], float] = field(default_factory=dict)


_loops: dict[int, _Loop] = {}


def _here() -> _Loop:
    return _loops.setdefault(id(asyncio.get_running_loop()), _Loop())


async def observation(request: HttpRequest, match: re.Match[str]) -> HttpResponse | None:
    """Store one observation; None for what the view must do."""
    given = request.headers.get("Authorization", "")
    if not given:
        return None
    base = request.build_absolute_uri(reverse("iot:sta"))
    try:
        body = read_body(request.body)
        if not isinstance(body, dict) or body.get("FeatureOfInterest") is not None:
            return None
        stream = int(match[1]) if match[1] else observing.reference(body.get("Datastream"), "Datastream")
        here = _here()
        if not await _may_write(here, given, stream):
            return None
        stored = await here.gatherer.put(observing.reading(body, stream))
        if stored.refused is not None:
            raise bad(stored.refused.place, stored.refused.rule, stored.refused.value)
    except Fault as fault:
        return dressed(refused(fault))
    except (Full, DatabaseError):
        return service_unavailable(request, retry_after=2)
    answer = HttpResponse(status=201 if stored.is_new else 200, content_type="application/json")
    answer["Location"] = f"{base}Observations({stored.number})"
    answer["Access-Control-Allow-Origin"] = "*"
    return dressed(answer)


async def _may_write(here: _Loop, given: str, stream: int) -> bool:
    """Whether the view would store it too; whoever was asked about is remembered for two seconds."""
    now = time.monotonic()
    if here.streams.get((given, stream), 0.0) > now:
        return True
    may = await asyncio.get_running_loop().run_in_executor(None, _look, given, stream)
    if may:
        if len(here.streams) >= MOST_REMEMBERED:
            here.streams.clear()
        here.streams[given, stream] = now + REMEMBERED_S
    return may


def _look(given: str, stream: int) -> bool:
    try:
        caller = caller_of(given)
        if caller is None or not Datastream.objects.filter(pk=stream).exists():
            return False
        observing.check_streams({stream}, caller)
        observing.ensure_features({stream})
    except Fault:
        return False
    else:
        return caller.may_write or bool(caller.own)
    finally:
        connections.close_all()


DOORS = [Door("POST", re.compile(r"/sta/v1\.1/(?:Observations|Datastreams\((\d{1,18})\)/Observations)"), observation)]
