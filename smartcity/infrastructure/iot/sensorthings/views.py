"""The addresses below ``/sta/v1.1/``."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from smartcity.infrastructure.iot.keys import STRANGER, Caller, caller_of
from smartcity.infrastructure.iot.sensorthings.batching import run_batch
from smartcity.infrastructure.iot.sensorthings.faults import Fault
from smartcity.infrastructure.iot.sensorthings.reading import read, service_root
from smartcity.infrastructure.iot.sensorthings.writing import write

METHODS = "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"
ROOT = "sta/v1.1/"


def refused(fault: Fault) -> HttpResponse:
    """A fault as SensorThings answers it: JSON with code, type and message, and where it lies."""
    body = {
        "code": fault.status,
        "type": "error",
        "message": f"{fault.place}: {fault.rule}",
        "place": fault.place,
        "rule": fault.rule,
        "value": fault.value,
    }
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), status=fault.status, content_type="application/json")
    if fault.status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="sensorthings", Basic realm="sensorthings"'
    return answer


def _answered(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    @csrf_exempt  # who writes shows a key: a session alone writes nothing
    @wraps(view)
    def run(request: HttpRequest, path: str = "") -> HttpResponse:
        try:
            answer = view(request, path)
        except Fault as fault:
            answer = refused(fault)
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Vary"] = "Authorization, Cookie"
        return answer

    return run


def caller(request: HttpRequest) -> Caller:
    """Who asks, by key or password; a signed-in operator reads everything. Raises Fault for a wrong key."""
    given = request.headers.get("Authorization", "")
    if given:
        found = caller_of(given)
        if found is None:
            raise Fault(401, "Authorization", "Dieser Schlüssel gilt nicht.")
        return found
    if request.user.is_authenticated and request.user.has_perm("iot.operate"):
        return Caller(sees_all=True)
    return STRANGER


@_answered
def sensorthings(request: HttpRequest, path: str) -> HttpResponse:
    """One address of the service."""
    base = request.build_absolute_uri(reverse("iot:sta"))
    if request.method in {"GET", "HEAD"}:
        if not path.strip("/"):
            return HttpResponse(service_root(base), content_type="application/json")
        text, kind = read(path, request.META.get("QUERY_STRING", ""), caller(request), base)
        return HttpResponse(text, content_type=kind)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    if request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
        return HttpResponse(status=405, headers={"Allow": METHODS})
    who = caller(request)
    if not (who.may_write or who.own):
        raise Fault(
            401 if not who.name else 403, "Authorization", "Zum Schreiben braucht es einen Schlüssel, der es darf."
        )
    if path.strip("/") == "$batch":
        return run_batch(request, who, base)
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    status, location, text = write(request.method, path, request.body, kind, who, base)
    answer = HttpResponse(text, status=status, content_type="application/json")
    if location:
        answer["Location"] = location
    return answer
