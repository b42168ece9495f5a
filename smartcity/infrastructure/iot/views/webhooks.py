"""Doors for programs that post readings: they show a key or a device's password with every request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from smartcity.infrastructure.iot.formats import senml as senml_format
from smartcity.infrastructure.iot.keys import Caller, caller_of
from smartcity.kernel.telemetry.domain import Reading, Unsound
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import Datastream

LARGEST = 8 * 1024 * 1024


@csrf_exempt  # no session opens this door
@require_POST
def senml(request: HttpRequest) -> HttpResponse:
    """Take a SenML pack: what is sound is committed, what is not is listed with its place and rule."""
    caller = caller_of(request.headers.get("Authorization", ""))
    if caller is None or not (caller.may_write or caller.own):
        answer = JsonResponse({"place": "Authorization", "rule": "Dafür braucht es einen Schlüssel."}, status=401)
        answer["WWW-Authenticate"] = 'Bearer realm="iot", Basic realm="iot"'
        return answer
    if len(request.body) > LARGEST:
        return JsonResponse({"place": "body", "rule": f"Höchstens {LARGEST // 1024**2} MiB."}, status=413)
    try:
        found = senml_format.read(orjson.loads(request.body), timezone.now())
    except Unsound as unsound:
        return JsonResponse({"place": unsound.place, "rule": unsound.rule, "value": unsound.value}, status=400)
    except ValueError as error:
        return JsonResponse({"place": "body", "rule": "Erwartet wird JSON.", "value": str(error)[:100]}, status=400)
    return _stored(found, caller, f"senml:{caller.name}")


def _stored(found: Sequence[Reading | Unsound], caller: Caller, source: str) -> HttpResponse:
    readings = [item for item in found if isinstance(item, Reading)]
    refused: list[dict[str, Any]] = [_as_json(item) for item in found if isinstance(item, Unsound)]
    if not caller.may_write:
        own = set(Datastream.objects.filter(thing_id=caller.own).values_list("key", flat=True))
        foreign = [item for item in readings if item.datastream not in own]
        rule = "Ein Gerät schreibt nur in seine eigenen Datenströme."
        refused += [_as_json(Unsound("datastream", rule, item.datastream)) for item in foreign]
        readings = [item for item in readings if item.datastream in own]
    taken = ingest(readings, source=source)
    for item in taken.refused:
        rest = {"place": item.place, "rule": item.rule, "value": item.value}
        refused.append({"datastream": readings[item.index].datastream, **rest})
    body = {"accepted": taken.accepted, "repeated": taken.repeated, "refused": refused}
    return JsonResponse(body, status=200 if taken.accepted or taken.repeated or not refused else 422)


def _as_json(unsound: Unsound) -> dict[str, Any]:
    return {"place": unsound.place, "rule": unsound.rule, "value": unsound.value}
