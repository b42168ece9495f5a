"""The portal's pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from smartcity.economy.opendata import pages, selectors


@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """``/offene-daten``: words and facets narrow the list; ``format=csv`` downloads it."""
    listing = pages.listing(request)
    if request.GET.get("format") == "csv":
        return listing.table.csv("offene-daten")
    return render(request, "opendata/datasets.html", {"listing": listing, "links": pages.links()})


@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """``/offene-daten/<slug>``; 410 with what is known of a withdrawn dataset."""
    entry = selectors.entry_named(slug)
    if entry is None:
        raise Http404
    if entry.withdrawn_at is not None:
        return render(request, "opendata/withdrawn.html", {"entry": entry}, status=410)
    return render(request, "opendata/dataset.html", pages.dataset(entry))
