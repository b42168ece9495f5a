"""The public list of open data."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from smartcity.kernel.catalogue import selectors
from smartcity.kernel.catalogue.declaration import Dataset
from smartcity.kernel.catalogue.registry import dataset_named


@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """``/offene-daten``: words and a theme narrow the list; ``format=csv`` downloads it."""
    words, theme = request.GET.get("q", "")[:200], request.GET.get("thema", "")[:8]
    found = selectors.matching(words, theme)
    if request.GET.get("format") == "csv":
        return _csv(found)
    rows = [(item, selectors.title(item), selectors.description(item)) for item in found]
    context = {"rows": rows, "themes": selectors.themes(), "words": words, "theme": theme}
    return render(request, "catalogue/datasets.html", context)


@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """``/offene-daten/<slug>``."""
    found = dataset_named(slug)
    if found is None:
        raise Http404
    context = {
        "dataset": found,
        "title": selectors.title(found),
        "text": selectors.description(found),
        "facts": _facts(found),
        "distributions": [(item, selectors.title(item)) for item in found.distributions],
        "columns": [(item, selectors.title(item), selectors.description(item)) for item in found.columns],
    }
    return render(request, "catalogue/dataset.html", context)


def _facts(found: Dataset) -> list[tuple[str, object]]:
    return [
        (_("Herausgeber"), selectors.publisher(found)),
        (_("Thema"), selectors.theme_title(found.theme)),
        (_("Lizenz"), found.licence.label),
        (_("Quellenvermerk"), selectors.attribution(found) if found.licence.needs_attribution else ""),
        (_("Ändert sich"), selectors.frequency_title(found.frequency)),
        (_("Schlagworte"), ", ".join((found.keywords_en if selectors.in_english() else "") or found.keywords)),
    ]


def _csv(found: list[Dataset]) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="offene-daten.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["slug", "title", "description", "theme", "licence", "frequency", "formats", "url"])
    for item in found:
        writer.writerow(
            [
                *(item.slug, selectors.title(item), selectors.description(item), item.theme.value),
                *(item.licence.value, item.frequency.value),
                " ".join(distribution.format for distribution in item.distributions),
                selectors.full(f"/offene-daten/{item.slug}"),
            ]
        )
    return response
