"""Query parameters of the OGC interfaces: from text to typed values, every mistake named with parameter and rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any, TypeAlias

from django.contrib.gis.geos import GEOSGeometry

from smartcity.kernel.layers.cql.evaluate import parse_json
from smartcity.kernel.layers.cql.scope import KIND_OF, CqlMeaningError, Kind
from smartcity.kernel.layers.cql.text import CqlSyntaxError, parse_text
from smartcity.kernel.layers.crs import CRS84, SUPPORTED, Crs, box, crs_named
from smartcity.kernel.layers.declaration import Layer, Property
from smartcity.kernel.layers.moments import Span, parse_day, parse_instant, parse_span
from smartcity.kernel.refusal import Refusal, Refused

DEFAULT_LIMIT, MOST_ITEMS, MOST_OFFSET = 100, 10_000, 1_000_000
WHOLE = re.compile(r"^\d{1,18}$", re.ASCII)
NUMBER = re.compile(r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$", re.ASCII)
FORMATS = {"json", "html"}
SELECTING = ("bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs")
PAGING = ("limit", "offset", "after", "sortby", "properties", "skipGeometry", "crs")
# GDAL up to 3.12 knows the text form only by the name it had in the draft
LANGUAGES = ("cql2-text", "cql2-json", "cql-text")
Fields: TypeAlias = Mapping[str, str]
BOX_RULES = {
    "finite": "bbox braucht endliche Zahlen.",
    "range": "Die Werte liegen außerhalb des Koordinatensystems.",
    "order": "Erst die kleineren, dann die größeren Werte.",
}
BOX_HINT = "minx,miny,maxx,maxy in der Achsenfolge des Koordinatensystems, z. B. 6.6,51.3,6.9,51.6"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which features: boxes in storage coordinates (alternatives), time, property equals value, CQL2 tree."""

    boxes: tuple[GEOSGeometry, ...] = ()
    span: Span | None = None
    equals: tuple[tuple[Property, Any], ...] = ()
    tree: Any = None
    tree_crs: Crs = CRS84


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the selection, in which order and form."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0
    after: str = ""
    order: tuple[tuple[Property, bool], ...] = ()
    properties: tuple[Property, ...] | None = None
    geometry: bool = True
    crs: Crs = CRS84


def refused(place: str, rule: str, value: str = "", hint: str = "") -> Refused:
    """One refusal of a parameter."""
    return Refused([Refusal(place, rule, value[:80], hint)])


def refuse_unknown(given: Fields, known: set[str]) -> None:
    """Raises Refused for parameters that the address does not know."""
    unknown = [name for name in given if name not in known]
    if unknown:
        hint = f"Bekannt sind: {', '.join(sorted(known))}."
        raise Refused([Refusal(name[:80], "Diesen Parameter gibt es hier nicht.", hint=hint) for name in unknown])


def item_parameters(layer: Layer) -> set[str]:
    """Every parameter that the items of a layer take."""
    return {"f", *SELECTING, *PAGING, *(item.name for item in layer.properties if item.can_filter)}


def selection(given: Fields, layer: Layer, srid: int, zone: tzinfo) -> Selection:
    """The part of the parameters that says which features; raises Refused."""
    tree, tree_crs = _filter(given)
    return Selection(
        boxes=_boxes(given, srid),
        span=_span(given.get("datetime"), zone),
        equals=_equals(given, layer, zone),
        tree=tree,
        tree_crs=tree_crs,
    )


def page(given: Fields, layer: Layer) -> Page:
    """The part of the parameters that says how much of it, in which order and form; raises Refused."""
    found = Page(
        limit=_limit(given.get("limit")),
        offset=_offset(given.get("offset")),
        after=given.get("after", ""),
        order=_order(given.get("sortby"), layer),
        properties=_chosen(given.get("properties"), layer),
        geometry=_flag(given.get("skipGeometry"), "skipGeometry") is not True,
        crs=named_crs(given.get("crs"), "crs"),
    )
    if found.after and (found.offset or found.order):
        raise refused("after", "after verträgt sich nicht mit offset und sortby.", found.after)
    return found if found.geometry or found.crs is CRS84 else replace(found, crs=CRS84)


def named_crs(name: str | None, place: str) -> Crs:
    """The coordinate system of a parameter; CRS84 when it is missing."""
    if name is None:
        return CRS84
    crs = crs_named(name)
    if crs is None:
        raise refused(place, "Dieses Koordinatensystem gibt es hier nicht.", name, ", ".join(c.uri for c in SUPPORTED))
    return crs


def value_of(text: str, item: Property, zone: tzinfo) -> Any:
    """A parameter's text as a value of the property's type; raises Refused."""
    kind = KIND_OF[item.type]
    try:
        if kind is Kind.NUMBER:
            if not NUMBER.match(text) or abs(float(text)) > 1e300:
                raise ValueError(text)
            return float(text)
        if kind is Kind.BOOLEAN:
            return {"true": True, "false": False, "1": True, "0": False}[text.lower()]
        if kind is Kind.DATE:
            return parse_day(text)
        if kind is Kind.INSTANT:
            return parse_instant(text, zone)
    except (ValueError, KeyError) as error:
        words = {
            Kind.NUMBER: "eine Zahl",
            Kind.BOOLEAN: "true oder false",
            Kind.DATE: "ein Tag wie 2026-01-31",
            Kind.INSTANT: "ein Zeitpunkt wie 2026-01-31T12:00:00Z",
        }
        raise refused(item.name, f"Hier steht {words[kind]}.", text) from error
    if "\x00" in text:
        raise refused(item.name, "Texte enthalten kein Nullzeichen.")
    return text


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if not WHOLE.match(text) or int(text) < 1:
        raise refused("limit", f"limit ist eine ganze Zahl von 1 bis {MOST_ITEMS}.", text)
    # OGC 17-069r4, /req/core/fc-limit-response-1: more than the maximum is no error
    return min(int(text), MOST_ITEMS)


def _offset(text: str | None) -> int:
    if text is None:
        return 0
    if not WHOLE.match(text) or int(text) > MOST_OFFSET:
        hint = "Weiter hinten führen die Verweise rel=next."
        raise refused("offset", f"offset ist eine ganze Zahl von 0 bis {MOST_OFFSET}.", text, hint)
    return int(text)


def _boxes(given: Fields, srid: int) -> tuple[GEOSGeometry, ...]:
    crs = named_crs(given.get("bbox-crs"), "bbox-crs")
    text = given.get("bbox")
    if text is None:
        return ()
    parts = text.split(",")
    if len(parts) not in {4, 6} or not all(NUMBER.match(part) for part in parts):
        raise refused("bbox", "bbox sind vier (oder mit Höhen sechs) Zahlen, durch Kommas getrennt.", text, BOX_HINT)
    numbers = [float(part) for part in parts]
    corners = numbers if len(numbers) == 4 else [*numbers[:2], *numbers[3:5]]
    try:
        return tuple(box(corners, crs, srid))
    except ValueError as error:
        raise refused("bbox", BOX_RULES.get(str(error), str(error)), text, BOX_HINT) from error


def _span(text: str | None, zone: tzinfo) -> Span | None:
    if text is None:
        return None
    try:
        return parse_span(text, zone)
    except ValueError as error:
        hint = "2026-01-31, 2026-01-31T12:00:00Z, 2026-01-01/2026-01-31, 2026-01-01/.. oder ../2026-01-31"
        raise refused("datetime", "datetime ist ein Zeitpunkt oder ein Zeitraum Anfang/Ende.", text, hint) from error


def _equals(given: Fields, layer: Layer, zone: tzinfo) -> tuple[tuple[Property, Any], ...]:
    chosen = [(item, given[item.name]) for item in layer.properties if item.can_filter and item.name in given]
    return tuple((item, value_of(text, item, zone)) for item, text in chosen)


def _filter(given: Fields) -> tuple[Any, Crs]:
    crs = named_crs(given.get("filter-crs"), "filter-crs")
    text = given.get("filter")
    language = given.get("filter-lang") or ("cql2-json" if text and text.lstrip().startswith("{") else "cql2-text")
    if language not in LANGUAGES:
        raise refused("filter-lang", "Filtersprachen sind cql2-text und cql2-json.", language)
    if text is None:
        return None, crs
    try:
        return (parse_json(text) if language == "cql2-json" else parse_text(text)), crs
    except CqlSyntaxError as error:
        found = f"„{error.found}“ passt hier nicht." if error.found else "Der Filter endet zu früh."
        raise refused(f"filter, Zeichen {error.position}", f"Kein CQL2: {found}", error.found) from error
    except CqlMeaningError as error:
        raise refused(error.place, error.rule, error.value) from error


def _order(text: str | None, layer: Layer) -> tuple[tuple[Property, bool], ...]:
    if text is None:
        return ()
    return tuple(_order_by(part.strip(), layer) for part in text.split(","))


def _order_by(text: str, layer: Layer) -> tuple[Property, bool]:
    name = text.lstrip("+ ").removeprefix("-")
    item = layer.property(name)
    if item is None or not item.can_filter:
        known = ", ".join(item.name for item in layer.properties if item.can_filter)
        raise refused("sortby", "Nach dieser Eigenschaft lässt sich nicht sortieren.", text, f"Möglich: {known}.")
    return item, text.startswith("-")


def _chosen(text: str | None, layer: Layer) -> tuple[Property, ...] | None:
    if text is None:
        return None
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if layer.property(name) is None:
            known = ", ".join(item.name for item in layer.properties)
            raise refused("properties", "Diese Eigenschaft gibt es hier nicht.", name, f"Bekannt: {known}.")
    return tuple(item for item in layer.properties if item.name in names)


def _flag(text: str | None, place: str) -> bool | None:
    if text is None:
        return None
    if text.lower() not in {"true", "false"}:
        raise refused(place, "Hier steht true oder false.", text)
    return text.lower() == "true"
