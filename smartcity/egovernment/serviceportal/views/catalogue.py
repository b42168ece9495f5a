"""What the city does for people and firms."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from smartcity.egovernment.serviceportal import catalogue
from smartcity.kernel.cases.storing import declared_procedures
from smartcity.kernel.city.selectors import office
from smartcity.kernel.web.contributions import Situation
from smartcity.kernel.web.finding import clean


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """All services from A to Z, or those that fit words, a life situation, or firms."""
    query, situation = clean(request.GET.get("q", "")), request.GET.get("lage", "")
    found = catalogue.find(query) if query else list(catalogue.services())
    found = [item for item in found if situation in {"", item.situation.value}]
    if request.GET.get("firmen"):
        found = [item for item in found if item.firms]
    context = {
        "query": query,
        "situation": situation,
        "firms": bool(request.GET.get("firmen")),
        "situations": [item for item in Situation if any(entry.situation is item for entry in catalogue.services())],
        "found": found,
        "letters": [] if query else [(key, list(items)) for key, items in groupby(found, lambda item: item.letter)],
    }
    return render(request, "serviceportal/services.html", context)


@require_safe
def service(request: HttpRequest, key: str) -> HttpResponse:
    """One service: what it is, what it costs, what one needs, who does it, and the form."""
    found = catalogue.service(key)
    if found is None:
        raise Http404
    procedure = declared_procedures().get(found.procedure)
    context = {"service": found, "procedure": procedure, "office": office(found.office)}
    return render(request, "serviceportal/service.html", context)
