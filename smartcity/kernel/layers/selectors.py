"""Layers as the map component and other programs read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from smartcity.kernel.layers import words
from smartcity.kernel.layers.declaration import Layer, Property, Style, StyleClass
from smartcity.kernel.layers.facts import facts_of
from smartcity.kernel.layers.registry import all_layers, layer_named


def layer_descriptors() -> list[dict[str, Any]]:
    """Every layer's descriptor, in the order of the registry."""
    return [descriptor(layer) for layer in all_layers().values()]


def layer_descriptor(slug: str) -> dict[str, Any] | None:
    """The descriptor of one layer; None when there is none of that name."""
    layer = layer_named(slug)
    return None if layer is None else descriptor(layer)


def descriptor(layer: Layer) -> dict[str, Any]:
    """What a map needs to draw a layer, its legend and its list; words in the reader's language."""
    facts, here = facts_of(layer), f"/ogc/collections/{layer.slug}"
    times = {"start": _text(facts.since), "end": _text(facts.until)} if layer.time else None
    return {
        "slug": layer.slug,
        "title": words.title(layer),
        "titles": {"de": layer.title, "en": layer.title_en},
        "description": words.description(layer),
        "group": {"key": layer.group.value, "title": words.group_title(layer.group)},
        "geometry_type": layer.geometry_type.value,
        "properties": [_property(item) for item in layer.properties],
        "style": _style(layer.style),
        "shown_first": layer.shown_first,
        "count": {"value": facts.number.value, "estimated": facts.number.estimated},
        "freshness": {"changed_at": _text(facts.changed_at), "refresh_s": layer.refresh_s},
        "refresh_s": layer.refresh_s,
        "live_channel": layer.live_channel or None,
        "bbox": list(facts.bbox) if facts.bbox else None,
        "time_extent": times,
        "items_url": f"{here}/items",
        "feature_url": f"{here}/items/{{id}}",
        "tiles_url": f"{here}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}",
        "downloads": {name: f"{here}/download.{name}" for name in ("csv", "geojson", "gpkg")},
        "page_url": here,
        "detail_template": layer.detail_path or None,
        "page": layer.page or None,
        "attribution": words.attribution(layer),
        "licence": {"key": layer.licence.value, "title": layer.licence.label, "url": layer.licence.url},
        "open_data": layer.open_data,
    }


def _property(item: Property) -> dict[str, Any]:
    return {
        "name": item.name,
        "type": item.type.value,
        "title": words.title(item),
        "unit": item.unit,
        "in_tiles": item.in_tiles,
        "values": words.choices(item),
    }


def _style(style: Style) -> dict[str, Any]:
    return {
        "color": style.color,
        "color_dark": style.color_dark or None,
        "color_by": style.color_by or None,
        "classes": [_class(item) for item in style.classes],
        "icon": style.icon or None,
        "width": style.width,
        "radius": style.radius,
        "opacity": style.opacity,
        "dash": list(style.dash) or None,
        "label_by": style.label_by or None,
        "min_label_zoom": style.min_label_zoom,
        "min_zoom": style.min_zoom,
    }


def _class(item: StyleClass) -> dict[str, Any]:
    return {
        "label": words.label(item),
        "value": item.value,
        "at_least": item.at_least,
        "color": item.color,
        "color_dark": item.color_dark or None,
        "icon": item.icon or None,
        "dash": list(item.dash) or None,
    }


def _text(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
