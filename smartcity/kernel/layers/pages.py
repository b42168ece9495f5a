"""The interfaces as pages for people, in the platform's shell."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format, localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from smartcity.kernel.layers import words
from smartcity.kernel.layers.declaration import Layer, Property, PropertyType
from smartcity.kernel.layers.descriptions import detail_address
from smartcity.kernel.layers.exchange import Exchange
from smartcity.kernel.layers.facts import facts_of
from smartcity.kernel.layers.moments import parse_day, parse_instant
from smartcity.kernel.layers.query import city_zone


def collection_page(exchange: Exchange, layer: Layer, document: dict[str, Any]) -> HttpResponse:
    """A collection: what it holds, its properties, its addresses."""
    facts = facts_of(layer)
    rows = [
        (_("Objekte"), _number(facts.number.value, estimated=facts.number.estimated)),
        (
            _("Letzte Änderung"),
            date_format(localtime(facts.changed_at), "SHORT_DATETIME_FORMAT") if facts.changed_at else "",
        ),
        (_("Lizenz"), layer.licence.label),
        (_("Quellenvermerk"), words.attribution(layer)),
        (_("Umgebendes Rechteck"), ", ".join(str(value) for value in facts.bbox or ())),
    ]
    context = {"layer": layer, "title": words.title(layer), "text": words.description(layer), "rows": rows}
    properties = [(item, words.title(item), words.description(item)) for item in layer.properties]
    return exchange.page("layers/collection.html", {**context, "properties": properties, "document": document})


def schema_page(exchange: Exchange, layer: Layer, document: dict[str, Any]) -> HttpResponse:
    """Properties of a collection as a table."""
    rows = [
        (name, found.get("title", ""), found.get("format") or found.get("type", ""), found.get("x-ogc-unit", ""))
        for name, found in document["properties"].items()
    ]
    filterable = document["$id"].endswith("queryables")
    context = {"layer": layer, "title": words.title(layer), "rows": rows, "filterable": filterable}
    return exchange.page("layers/schema.html", context)


def items_page(exchange: Exchange, layer: Layer, collection: dict[str, Any]) -> HttpResponse:
    """A page of features as a table."""
    shown = [item for item in layer.properties if any(item.name in f["properties"] for f in collection["features"])]
    context = {
        "layer": layer,
        "title": words.title(layer),
        "heads": [words.title(item) for item in shown],
        "rows": [_row(layer, feature, shown) for feature in collection["features"]],
        "number": _number(collection["numberMatched"], estimated=collection["numberMatchedEstimated"]),
        "links": {entry["rel"]: entry["href"] for entry in collection["links"]},
    }
    return exchange.page("layers/items.html", context)


def feature_page(exchange: Exchange, layer: Layer, feature: dict[str, Any]) -> HttpResponse:
    """One feature with its facts."""
    properties = feature["properties"]
    rows = [
        (words.title(item), shown(item, properties[item.name])) for item in layer.properties if item.name in properties
    ]
    detail = detail_address(
        layer, feature["id"], {item.name: properties.get(item.name, "") for item in layer.properties}
    )
    context = {"layer": layer, "title": words.title(layer), "feature": feature, "rows": rows, "detail": detail}
    return exchange.page("layers/feature.html", context)


def shown(item: Property, value: Any) -> str:
    """A value as people read it: code lists by their words, numbers with units, times in the city's zone."""
    if value is None or value == "":
        return ""
    for choice in item.values:
        if choice.value == value:
            return words.title(choice)
    if item.type is PropertyType.BOOLEAN:
        return _("ja") if value else _("nein")
    if item.type is PropertyType.DATE:
        return date_format(parse_day(value), "SHORT_DATE_FORMAT")
    if item.type is PropertyType.DATETIME:
        return date_format(parse_instant(value, city_zone()).astimezone(city_zone()), "SHORT_DATETIME_FORMAT")
    if item.type is PropertyType.STRINGS:
        return ", ".join(str(part) for part in value)
    text = str(localize(value)) if isinstance(value, int | float) else str(value)
    return f"{text} {item.unit}" if item.unit and item.unit != "1" else text


def _row(layer: Layer, feature: dict[str, Any], items: list[Property]) -> dict[str, Any]:
    values = [shown(item, feature["properties"].get(item.name)) for item in items]
    return {"id": feature["id"], "values": values, "key": f"{layer.slug}/{feature['id']}"}


def _number(value: int, *, estimated: bool) -> str:
    text = str(localize(value))
    return _("etwa {number}").format(number=text) if estimated else text
