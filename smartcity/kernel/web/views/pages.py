"""The front page, services, search, map, workplace and the pages the law asks for."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from smartcity.kernel.manifest import systems
from smartcity.kernel.web import basemap, finding, interface
from smartcity.kernel.web.components import about_project
from smartcity.kernel.web.frontpage import front_page
from smartcity.kernel.web.mapping import map_page_context
from smartcity.kernel.web.menus import menu_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "web/pages/home.html", {"page": front_page(), "has_own_search": True})


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """All services by life situation, and the systems of the plan behind them."""
    planned = [(about_project(system), system.address) for system in systems()]
    return render(request, "web/pages/services.html", {"groups": menu_for(request).services, "systems": planned})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search over services, places, projects and data."""
    query = finding.clean(request.GET.get("q", ""))
    found = finding.find(query, request)
    context = {"query": query, "found": found, "count": sum(len(group.hits) for group in found)}
    return render(request, "web/pages/search.html", context)


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The map of everything, with the list of what it shows."""
    return render(request, "web/pages/map.html", map_page_context(request))


@require_safe
def programming_interface(request: HttpRequest) -> HttpResponse:
    """The programming interface, for people."""
    return render(request, "web/pages/interface.html", {"sections": interface.sections(request)})


def ground_tag(request: HttpRequest) -> str:
    """ETag of the map's ground."""
    return f'"{basemap.revision()}"'


@require_safe
@cache_control(max_age=300, public=True)
@condition(etag_func=ground_tag)
def ground(request: HttpRequest) -> JsonResponse:
    """The map's own ground as GeoJSON."""
    return JsonResponse(basemap.ground(), content_type="application/geo+json")


@login_required
@require_safe
def workplace(request: HttpRequest) -> HttpResponse:
    """The staff's entry: the tasks they may do."""
    return render(request, "web/pages/workplace.html", {"title": _("Arbeitsplatz")})


def legal(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view for one of the pages the law asks for."""

    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, f"web/pages/{name}.html")

    return page


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows without a connection; the same for everybody."""
    context = {
        "title": _("Keine Verbindung"),
        "text": _("Ihr Gerät hat gerade keine Verbindung zur Stadtplattform."),
        "steps": [_("Prüfen Sie WLAN oder mobile Daten."), _("Laden Sie die Seite neu, sobald die Verbindung steht.")],
    }
    return render(request, "web/plain.html", context)
