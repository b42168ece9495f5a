"""The platform's own API under /api/v1: every room's router, errors as RFC 9457 problems."""

from __future__ import annotations

from http import HTTPStatus
from importlib import import_module
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from smartcity.kernel.manifest import discover
from smartcity.kernel.refusal import Refused

PROBLEM = "application/problem+json"


def problem(request: HttpRequest, status: int, detail: str, errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    """An RFC 9457 problem document; ``errors`` lists places and rules of refused input."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.path,
    }
    if errors is not None:
        body["errors"] = errors
    return JsonResponse(body, status=status, content_type=PROBLEM)


api = NinjaAPI(title="Stadtplattform", version="1", urls_namespace="api", docs_url=None)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    errors = [
        {"place": item.place, "rule": item.rule, "value": item.value, "hint": item.hint} for item in error.refusals
    ]
    return problem(request, 422, "Die Eingabe wurde nicht angenommen.", errors)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"place": ".".join(str(part) for part in item["loc"]), "rule": item["msg"], "value": "", "hint": ""}
        for item in error.errors
    ]
    return problem(request, 422, "Die Eingabe wurde nicht angenommen.", errors)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, "Unter dieser Adresse gibt es nichts.")


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(request, 403, "Dafür fehlt die Berechtigung.")


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(request, 401, "Bitte melden Sie sich an.")


@api.exception_handler(Throttled)
def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    return problem(request, 429, "Zu viele Anfragen.")


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error))


for _config, _router in discover("api", "router"):
    _prefix = import_module(f"{_config.name}.api").PREFIX
    api.add_router(f"/{_prefix}/", _router, tags=[_config.label])
