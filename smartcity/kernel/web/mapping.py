"""The map component's configuration, and the map page's list of what the layers show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import get_language

from smartcity.kernel.layers.declaration import Layer, Property
from smartcity.kernel.layers.registry import all_layers
from smartcity.kernel.web.site import site

LISTED = 100


def declared_layers() -> list[Layer]:
    """All map layers, those shown first at the top."""
    return sorted(all_layers().values(), key=lambda layer: not layer.shown_first)


def map_config(
    layers: Sequence[str],
    *,
    feature: dict[str, Any] | None = None,
    filter_text: str = "",
    fit: str = "city",
    time: bool = False,
    panel: bool = True,
    share: bool = False,
    list_id: str = "",
    draw: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """What the script needs; ``layers`` are slugs, those of unknown layers are left out by the script."""
    city = site()
    return {
        "layersUrl": reverse("api:layers"),
        "groundUrl": reverse("web:ground"),
        "basemapUrl": settings.BASEMAP_STYLE_URL,
        "layers": list(layers),
        "feature": feature,
        "filter": filter_text,
        "fit": fit,
        "centre": city.centre,
        "zoom": city.zoom,
        "bounds": city.bounds,
        "time": time,
        "panel": panel,
        "share": share,
        "list": list_id,
        "draw": draw,
        "searchUrl": reverse("web:search"),
        "liveUrl": "/live/",
    }


def chosen_layers(request: HttpRequest, known: Sequence[str], first: Sequence[str]) -> list[str]:
    """Slugs asked for by ``?ebenen=a,b``; without it those shown first."""
    if "ebenen" not in request.GET and "ebene" not in request.GET:
        return list(first)
    asked = ",".join(request.GET.getlist("ebenen") + request.GET.getlist("ebene")).split(",")
    return [slug for slug in known if slug in asked]


def _rows(layer: Layer) -> tuple[list[dict[str, str]], bool]:
    """Up to ``LISTED`` features of a layer with title, second fact and address; and whether there are more."""
    shown = list(layer.properties[:2])
    sources = {f"shown_{index}": item.source for index, item in enumerate(shown)}
    rows = layer.queryset().annotate(
        **{key: F(source) if isinstance(source, str) else source for key, source in sources.items()}
    )
    found = list(rows.values(layer.id_field, *sources)[: LISTED + 1])
    listed = [_listed(layer, shown, row) for row in found[:LISTED]]
    return listed, len(found) > LISTED


def _listed(layer: Layer, shown: list[Property], row: dict[str, Any]) -> dict[str, str]:
    identifier = str(row[layer.id_field])
    words = [_word(item, row[f"shown_{index}"]) for index, item in enumerate(shown)]
    only_id = "{" not in layer.detail_path.replace("{id}", "")
    return {
        "feature": f"{layer.slug}/{identifier}",
        "title": (words[0] if words else "") or identifier,
        "fact": words[1] if len(words) > 1 else "",
        "address": layer.detail_path.replace("{id}", identifier) if layer.detail_path and only_id else "",
    }


def _word(item: Property, value: Any) -> str:
    english = (get_language() or "").startswith("en")
    for choice in item.values:
        if choice.value == value:
            return choice.title_en if english else choice.title
    return "" if value is None else str(localize(value))


def map_page_context(request: HttpRequest) -> dict[str, Any]:
    """Layers to choose from, and for the chosen ones what they show."""
    english = (get_language() or "").startswith("en")
    layers = declared_layers()
    chosen = chosen_layers(request, [x.slug for x in layers], [x.slug for x in layers if x.shown_first])
    lists = []
    for layer in layers:
        if layer.slug in chosen:
            rows, more = _rows(layer)
            title = layer.title_en if english else layer.title
            lists.append({"slug": layer.slug, "title": title, "rows": rows, "more": more, "page": layer.page})
    choices = [
        {"slug": x.slug, "title": x.title_en if english else x.title, "chosen": x.slug in chosen} for x in layers
    ]
    return {"choices": choices, "chosen": ",".join(chosen), "lists": lists}
