"""Error pages: what happened, what to do. 500 and 503 need neither database nor session.

Machines get RFC 9457 problem documents: requests below an interface's address, and those that do not take HTML.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import Text
from smartcity.kernel.web.site import site

log = logging.getLogger(__name__)
INTERFACES = ("/api/", "/ogc", "/sta/", "/iot/", "/live/", "/oparl/", "/health", "/metrics", "/static/")


@dataclass(frozen=True, slots=True)
class Message:
    """An error page's words."""

    title: Text
    text: Text
    steps: Sequence[Text] = ()


MESSAGES: dict[int, Message] = {
    400: Message(
        _("Diese Anfrage konnte nicht gelesen werden"),
        _("Die Adresse oder das Formular enthält etwas, das die Plattform nicht versteht."),
        (_("Gehen Sie zurück und versuchen Sie es noch einmal."),),
    ),
    403: Message(
        _("Dafür fehlt die Berechtigung"),
        _("Diese Seite ist nur für bestimmte Personen oder Stellen gedacht."),
        (
            _("Melden Sie sich mit dem richtigen Konto an."),
            _("Laden Sie die Seite neu, wenn Sie ein Formular abgeschickt haben."),
        ),
    ),
    404: Message(
        _("Diese Seite gibt es nicht"),
        _("Unter dieser Adresse liegt nichts, oder es ist umgezogen."),
        (_("Prüfen Sie die Adresse."), _("Nutzen Sie die Suche oder die Übersicht der Dienste.")),
    ),
    429: Message(
        _("Zu viele Anfragen"),
        _("Von Ihrem Anschluss kamen in kurzer Zeit sehr viele Anfragen."),
        (_("Warten Sie einen Moment und versuchen Sie es dann erneut."),),
    ),
    500: Message(
        _("Da ist etwas schiefgegangen"),
        _("Der Fehler liegt bei der Plattform, nicht bei Ihnen. Er ist aufgezeichnet."),
        (_("Versuchen Sie es in einigen Minuten noch einmal."),),
    ),
    503: Message(
        _("Gerade nicht erreichbar"),
        _("Die Plattform wird gewartet oder startet gerade neu."),
        (_("Versuchen Sie es in einigen Minuten noch einmal."), _("Was Sie schon abgeschickt haben, ist gespeichert.")),
    ),
}


def wants_problem(request: HttpRequest) -> bool:
    """Whether the caller is a program."""
    return (request.path.startswith(INTERFACES) and request.path != "/api/v1/docs") or not request.accepts("text/html")


def _problem(request: HttpRequest, status: int) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": str(MESSAGES[status].text),
        "instance": request.path,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def error_page(request: HttpRequest, status: int, **headers: str) -> HttpResponse:
    """The page for 400, 403, 404 and 429 in the full shell, or a problem document."""
    if wants_problem(request):
        response = _problem(request, status)
    else:
        context = {"message": MESSAGES[status], "status": status}
        response = render(request, "web/pages/error.html", context, status=status)
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    if wants_problem(request):
        return _problem(request, status)
    reference = secrets.token_hex(4)
    log.error("error page %s shown with reference %s", status, reference)
    message = MESSAGES[status]
    context: dict[str, Any] = {
        "title": message.title,
        "text": message.text,
        "steps": message.steps,
        "city": site().city,
        "retry": request.get_full_path() if request.method == "GET" else "",
        "reference": reference if status == HTTPStatus.INTERNAL_SERVER_ERROR else "",
    }
    return HttpResponse(render_to_string("web/plain.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return error_page(request, 404)


def too_many_requests(request: HttpRequest, retry_after: int = 60) -> HttpResponse:
    """429; ``retry_after`` in seconds."""
    return error_page(request, 429, Retry_After=str(retry_after))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token."""
    return error_page(request, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without database; 503 when the database is away or has no connection left, which passes by itself."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return service_unavailable(request, retry_after=5)
    return _plain(request, 500)


def service_unavailable(request: HttpRequest, retry_after: int = 30) -> HttpResponse:
    """503, without database; ``retry_after`` in seconds."""
    response = _plain(request, 503)
    response["Retry-After"] = str(retry_after)
    return response
