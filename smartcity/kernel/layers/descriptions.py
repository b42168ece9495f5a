"""What the OGC interfaces say about themselves and each collection: landing page, conformance, collections, schemas."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from smartcity.kernel.layers import words
from smartcity.kernel.layers.crs import SUPPORTED, storage_crs
from smartcity.kernel.layers.declaration import GeometryType, Layer, Property, PropertyType
from smartcity.kernel.layers.exchange import GEOJSON, HTML, JSON
from smartcity.kernel.layers.facts import Facts, facts_of
from smartcity.kernel.layers.query import storage_srid
from smartcity.kernel.layers.registry import all_layers

OGC_REL = "http://www.opengis.net/def/rel/ogc/1.0"
SCHEMA, OPENAPI, MVT = (
    "application/schema+json",
    "application/vnd.oai.openapi+json;version=3.0",
    "application/vnd.mapbox-vector-tile",
)
FEATURES, FEATURES_2 = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf",
)
FEATURES_3, CQL2 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf", "http://www.opengis.net/spec/cql2/1.0/conf"
COMMON, TILES = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf",
)
CONFORMANCE = [
    *(f"{COMMON}/{name}" for name in ("core", "landing-page", "json", "html", "oas30")),
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    *(f"{FEATURES}/{name}" for name in ("core", "geojson", "html", "oas30")),
    f"{FEATURES_2}/crs",
    *(f"{FEATURES_3}/{name}" for name in ("filter", "features-filter", "queryables", "queryables-query-parameters")),
    *(
        f"{CQL2}/{name}"
        for name in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "temporal-functions",
            "property-property",
            "arithmetic",
        )
    ),
    *(f"{TILES}/{name}" for name in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt", "oas30")),
]
GEOMETRY_FORMAT = {
    GeometryType.POINT: "geometry-point-or-multipoint",
    GeometryType.LINE: "geometry-linestring-or-multilinestring",
    GeometryType.POLYGON: "geometry-polygon-or-multipolygon",
    GeometryType.ANY: "geometry-any",
}
SCHEMA_OF: dict[PropertyType, dict[str, Any]] = {
    PropertyType.STRING: {"type": "string"},
    PropertyType.INTEGER: {"type": "integer"},
    PropertyType.NUMBER: {"type": "number"},
    PropertyType.BOOLEAN: {"type": "boolean"},
    PropertyType.DATE: {"type": "string", "format": "date"},
    PropertyType.DATETIME: {"type": "string", "format": "date-time"},
    PropertyType.URI: {"type": "string", "format": "uri-reference"},
    PropertyType.STRINGS: {"type": "array", "items": {"type": "string"}},
    PropertyType.JSON: {},
}


def link(href: str, rel: str, media_type: str, title: str = "") -> dict[str, str]:
    """A link object."""
    found = {"href": href, "rel": rel, "type": media_type}
    return {**found, "title": title} if title else found


def landing(base: str) -> dict[str, Any]:
    """The landing page of ``/ogc/``."""
    source = words.city_source()
    return {
        "title": _("Geodaten der Stadt") if not source else f"{source}: {_('Geodaten')}",
        "description": _("Alle öffentlichen Kartenebenen als Objekte (OGC API Features) und Kacheln (OGC API Tiles)."),
        "attribution": source,
        "links": [
            link(f"{base}/?f=json", "self", JSON, _("Dieses Dokument")),
            link(f"{base}/?f=html", "alternate", HTML, _("Als Seite")),
            link(f"{base}/api?f=json", "service-desc", OPENAPI, _("Beschreibung der Schnittstelle (OpenAPI 3.0)")),
            link(f"{base}/api?f=html", "service-doc", HTML, _("Beschreibung der Schnittstelle")),
            link(f"{base}/conformance?f=json", "conformance", JSON, _("Erfüllte Normen")),
            link(f"{base}/collections?f=json", "data", JSON, _("Sammlungen")),
            link(f"{base}/tileMatrixSets?f=json", f"{OGC_REL}/tiling-schemes", JSON, _("Kachelraster")),
        ],
    }


def collections(base: str) -> dict[str, Any]:
    """All collections."""
    return {
        "links": [
            link(f"{base}/collections?f=json", "self", JSON, _("Dieses Dokument")),
            link(f"{base}/collections?f=html", "alternate", HTML, _("Als Seite")),
        ],
        "collections": [collection(layer, base) for layer in all_layers().values()],
        "crs": [crs.uri for crs in SUPPORTED],
    }


def collection(layer: Layer, base: str) -> dict[str, Any]:
    """One collection with its extent and links."""
    return {
        "id": layer.slug,
        "title": words.title(layer),
        "description": words.description(layer),
        "keywords": words.keywords(layer),
        "attribution": words.attribution(layer),
        "license": layer.licence.url,
        "itemType": "feature",
        "extent": _extent(facts_of(layer)),
        "crs": [crs.uri for crs in SUPPORTED],
        "storageCrs": storage_crs(storage_srid(layer)).uri,
        "links": _collection_links(layer, f"{base}/collections/{layer.slug}"),
    }


def _extent(facts: Facts) -> dict[str, Any]:
    extent: dict[str, Any] = {}
    if facts.bbox:
        extent["spatial"] = {"bbox": [list(facts.bbox)], "crs": SUPPORTED[0].uri}
    if facts.since or facts.until:
        ends = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None for moment in (facts.since, facts.until)]
        extent["temporal"] = {
            "interval": [ends],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        }
    return extent


def _collection_links(layer: Layer, here: str) -> list[dict[str, str]]:
    return [
        link(f"{here}?f=json", "self", JSON, _("Dieses Dokument")),
        link(f"{here}?f=html", "alternate", HTML, _("Als Seite")),
        link(f"{here}/items?f=json", "items", GEOJSON, _("Objekte als GeoJSON")),
        link(f"{here}/items?f=html", "items", HTML, _("Objekte als Seite")),
        link(f"{here}/queryables?f=json", f"{OGC_REL}/queryables", SCHEMA, _("Filterbare Eigenschaften")),
        link(f"{here}/schema?f=json", f"{OGC_REL}/schema", SCHEMA, _("Aufbau der Objekte")),
        link(f"{here}/schema?f=json", "describedby", SCHEMA, _("Aufbau der Objekte")),
        link(f"{here}/tiles?f=json", f"{OGC_REL}/tilesets-vector", JSON, _("Vektorkacheln")),
        link(f"{here}/download.csv", "enclosure", "text/csv", "CSV"),
        link(f"{here}/download.geojson", "enclosure", GEOJSON, "GeoJSON"),
        link(f"{here}/download.gpkg", "enclosure", "application/geopackage+sqlite3", "GeoPackage"),
        link(layer.licence.url, "license", HTML, layer.licence.label),
    ]


def schema(layer: Layer, base: str, *, queryables: bool) -> dict[str, Any]:
    """JSON Schema of the features, or of what filters may use (without additional properties)."""
    name = "queryables" if queryables else "schema"
    properties: dict[str, Any] = {}
    if not queryables:
        properties["id"] = {"title": _("Kennzeichen"), "x-ogc-role": "id"}
    properties["geometry"] = {
        "title": _("Geometrie"),
        "x-ogc-role": "primary-geometry",
        "format": GEOMETRY_FORMAT[layer.geometry_type],
    }
    for item in layer.properties:
        if item.can_filter or not queryables:
            properties[item.name] = _property_schema(item, layer)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base}/collections/{layer.slug}/{name}",
        "type": "object",
        "title": words.title(layer),
        "description": words.description(layer),
        "properties": properties,
        "additionalProperties": False,
    }


def _property_schema(item: Property, layer: Layer) -> dict[str, Any]:
    found: dict[str, Any] = {"title": words.title(item), **SCHEMA_OF[item.type]}
    if text := words.description(item):
        found["description"] = text
    if item.unit:
        found["x-ogc-unit"] = item.unit
    if item.values:
        found["enum"] = [choice.value for choice in item.values]
        found["x-enum-titles"] = [words.title(choice) for choice in item.values]
    if layer.time and item.source == layer.time.start:
        found["x-ogc-role"] = "primary-interval-start" if layer.time.end else "primary-instant"
    elif layer.time and layer.time.end and item.source == layer.time.end:
        found["x-ogc-role"] = "primary-interval-end"
    return found


def detail_address(layer: Layer, fid: object, properties: dict[str, Any]) -> str:
    """The platform's page of one feature; empty without one."""
    if not layer.detail_path:
        return ""
    values = {name: quote(str(value), safe="") for name, value in {**properties, "id": fid}.items()}
    return layer.detail_path.format_map(values)
