"""The public viewer: map and list, a roadwork's page, and the map for other websites."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from smartcity.mobility.roadworks import selectors
from smartcity.mobility.roadworks.detail import detail_context
from smartcity.mobility.roadworks.forms.finding import find_form
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.tables import list_context, public_table


@require_safe
def works_list(request: HttpRequest) -> HttpResponse:
    """Map and list of the works that fit the filters; as CSV with ``format=csv``."""
    form = find_form(request)
    wish = form.wish()
    table = public_table(request, selectors.wished(wish))
    if table.wants_csv:
        return table.csv("baustellen")
    return render(request, "roadworks/list.html", {"form": form, **list_context(wish, table)})


@require_safe
def works_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the public may know of one roadwork."""
    work = get_object_or_404(selectors.with_phases(Roadwork.objects.select_related("district__parent")), slug=slug)
    return render(request, "roadworks/detail.html", detail_context(work))


@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """The lines of HTML that put the map onto another website."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    address = f"{settings.PUBLIC_URL}{reverse('roadworks:embedded')}{query}"
    return render(request, "roadworks/embed.html", {"address": address, "form": find_form(request)})


@require_safe
@xframe_options_exempt
def embedded(request: HttpRequest) -> HttpResponse:
    """Map and short list without the shell, for a frame on another website."""
    wish = find_form(request).wish()
    table = public_table(request, selectors.wished(wish), per_page=25)
    return render(request, "roadworks/embedded.html", list_context(wish, table))
