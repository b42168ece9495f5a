"""The OpenAPI 3.0 document of ``/ogc``: the same limits and names that the parameters are checked against."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from smartcity.kernel.layers import words
from smartcity.kernel.layers.crs import SUPPORTED
from smartcity.kernel.layers.declaration import Layer
from smartcity.kernel.layers.descriptions import MVT, SCHEMA, SCHEMA_OF
from smartcity.kernel.layers.exchange import GEOJSON, HTML, JSON, PROBLEM
from smartcity.kernel.layers.parameters import DEFAULT_LIMIT, LANGUAGES, MOST_ITEMS, MOST_OFFSET
from smartcity.kernel.layers.registry import all_layers

SHARED = ("f", "limit", "offset", "after", "bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs")
ORDERING = ("crs", "sortby", "properties", "skipGeometry")


def document(base: str) -> dict[str, Any]:
    """The whole document; one path per collection, so that its own properties stand in it."""
    paths: dict[str, Any] = {
        "/": _get(_("Einstieg"), JSON, HTML),
        "/conformance": _get(_("Erfüllte Normen"), JSON, HTML),
        "/api": _get(_("Diese Beschreibung"), "application/vnd.oai.openapi+json;version=3.0", HTML),
        "/collections": _get(_("Sammlungen"), JSON, HTML),
        "/tileMatrixSets": _get(_("Kachelraster"), JSON),
        "/tileMatrixSets/WebMercatorQuad": _get(_("Das Kachelraster WebMercatorQuad"), JSON),
    }
    for layer in all_layers().values():
        paths |= _paths(layer)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": _("Geodaten der Stadt"),
            "version": "1.0.0",
            "description": _(
                "OGC API Features (Teile 1 bis 3) und OGC API Tiles. numberMatched ist bei großen Sammlungen "
                "geschätzt; dann steht numberMatchedEstimated auf true und die Kopfzeile OGC-NumberMatched "
                "auf estimated."
            ),
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"parameters": _parameters(), "responses": _responses()},
    }


def _paths(layer: Layer) -> dict[str, Any]:
    here, title = f"/collections/{layer.slug}", words.title(layer)
    refs = [{"$ref": f"#/components/parameters/{name}"} for name in (*SHARED, *ORDERING)]
    own = [
        _own_parameter(item.name, SCHEMA_OF[item.type], words.title(item))
        for item in layer.properties
        if item.can_filter
    ]
    selecting = [{"$ref": f"#/components/parameters/{name}"} for name in SHARED[4:]]
    place = [{"$ref": f"#/components/parameters/{name}"} for name in ("z", "y", "x")]
    return {
        here: _get(title, JSON, HTML),
        f"{here}/schema": _get(f"{title}: {_('Aufbau')}", SCHEMA, HTML),
        f"{here}/queryables": _get(f"{title}: {_('Filterbares')}", SCHEMA, HTML),
        f"{here}/items": _get(f"{title}: {_('Objekte')}", GEOJSON, HTML, parameters=[*refs, *own]),
        f"{here}/items/{{featureId}}": _get(
            f"{title}: {_('ein Objekt')}",
            GEOJSON,
            HTML,
            parameters=[
                {"$ref": f"#/components/parameters/{name}"} for name in ("featureId", "f", "crs", "properties")
            ],
        ),
        f"{here}/tiles": _get(f"{title}: {_('Kachelsätze')}", JSON),
        f"{here}/tiles/WebMercatorQuad": _get(f"{title}: {_('Kachelsatz')}", JSON),
        f"{here}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}": _get(
            f"{title}: {_('Kachel')}", MVT, parameters=[*place, *selecting]
        ),
        f"{here}/download.csv": _get(
            f"{title}: CSV", "text/csv", parameters=[_own_parameter("bom", {"type": "boolean"}, "BOM")]
        ),
        f"{here}/download.geojson": _get(f"{title}: GeoJSON", GEOJSON, parameters=[]),
        f"{here}/download.gpkg": _get(f"{title}: GeoPackage", "application/geopackage+sqlite3", parameters=[]),
    }


def _get(summary: str, *media_types: str, parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    ok = {"description": summary, "content": {name: {"schema": _content(name)} for name in media_types}}
    known = [{"$ref": "#/components/parameters/f"}] if parameters is None else parameters
    answers: dict[str, Any] = {"200": ok, "400": {"$ref": "#/components/responses/Refused"}}
    if any("featureId" in str(item) for item in known):
        answers["404"] = {"$ref": "#/components/responses/Missing"}
    return {"get": {"summary": summary, "parameters": known, "responses": answers}}


def _content(media_type: str) -> dict[str, Any]:
    if media_type == MVT or media_type.endswith("sqlite3"):
        return {"type": "string", "format": "binary"}
    return {"type": "string"} if media_type.startswith("text/") else {"type": "object"}


def _own_parameter(name: str, schema: dict[str, Any], title: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": title, "schema": schema}


def _query(name: str, description: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema, **more}


def _parameters() -> dict[str, Any]:
    crs = {"type": "string", "format": "uri", "enum": [item.uri for item in SUPPORTED], "default": SUPPORTED[0].uri}
    numbers = {"oneOf": [{"type": "array", "items": {"type": "number"}, "minItems": n, "maxItems": n} for n in (4, 6)]}
    listed = {"style": "form", "explode": False}
    names = {"type": "array", "items": {"type": "string"}}
    whole = {"type": "integer", "minimum": 0}
    return {
        "f": _query("f", _("Form der Antwort"), {"type": "string", "enum": ["json", "html"]}),
        "limit": _query(
            "limit",
            _("Objekte je Seite"),
            {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": DEFAULT_LIMIT},
        ),
        "offset": _query("offset", _("Übersprungene Objekte"), {**whole, "maximum": MOST_OFFSET, "default": 0}),
        "after": _query("after", _("Kennzeichen, nach dem die Seite beginnt; aus rel=next"), {"type": "string"}),
        "bbox": _query("bbox", _("Umgebendes Rechteck"), numbers, **listed),
        "bbox-crs": _query("bbox-crs", _("Koordinatensystem von bbox"), crs),
        "datetime": _query("datetime", _("Zeitpunkt oder Zeitraum"), {"type": "string"}),
        "filter": _query("filter", _("Filter in CQL2"), {"type": "string"}),
        "filter-lang": _query("filter-lang", _("Filtersprache"), {"type": "string", "enum": list(LANGUAGES)}),
        "filter-crs": _query("filter-crs", _("Koordinatensystem im Filter"), crs),
        "crs": _query("crs", _("Koordinatensystem der Antwort"), crs),
        "sortby": _query("sortby", _("Reihenfolge; - davor für absteigend"), names, **listed),
        "properties": _query("properties", _("Nur diese Eigenschaften"), names, **listed),
        "skipGeometry": _query("skipGeometry", _("Ohne Geometrie"), {"type": "boolean", "default": False}),
        "featureId": {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}},
        **{name: {"name": name, "in": "path", "required": True, "schema": whole} for name in ("z", "y", "x")},
    }


def _responses() -> dict[str, Any]:
    body = {"content": {PROBLEM: {"schema": {"type": "object"}}}}
    return {
        "Refused": {"description": _("Die Anfrage wurde nicht angenommen; errors nennt Parameter und Regel."), **body},
        "Missing": {"description": _("Das gibt es nicht."), **body},
    }
