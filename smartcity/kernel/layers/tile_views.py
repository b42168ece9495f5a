"""The addresses of OGC API Tiles."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from smartcity.kernel.layers import words
from smartcity.kernel.layers.declaration import GeometryType, Layer
from smartcity.kernel.layers.descriptions import MVT, OGC_REL, SCHEMA_OF, link
from smartcity.kernel.layers.exchange import (
    JSON,
    Exchange,
    cached,
    etag_of,
    is_fresh,
    named_layer,
    only_format,
    open_interface,
)
from smartcity.kernel.layers.facts import facts_of
from smartcity.kernel.layers.parameters import SELECTING, refuse_unknown, selection
from smartcity.kernel.layers.query import city_zone, storage_srid
from smartcity.kernel.layers.tiles import DEEPEST, HALF, MOST_FEATURES, Place, Tile, ask_tile, draw, kept
from smartcity.kernel.layers.watching import rows_mark

MATRIX_SET = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
CRS_3857 = "http://www.opengis.net/def/crs/EPSG/0/3857"
DIMENSION = {GeometryType.POINT: 0, GeometryType.LINE: 1, GeometryType.POLYGON: 2}
FORM_OF_TILES = 1
METRES_PER_PIXEL = 0.00028


@open_interface
def tile(exchange: Exchange, slug: str, z: int, y: int, x: int) -> HttpResponseBase:
    """``/ogc/collections/<slug>/tiles/WebMercatorQuad/<z>/<y>/<x>``."""
    layer, place = named_layer(slug), Place(z, y, x)
    if not place.exists:
        raise Http404(f"Die Kachel {z}/{y}/{x} gibt es in WebMercatorQuad nicht.")
    names = {item.name for item in layer.properties if item.can_filter}
    refuse_unknown(exchange.given, {*SELECTING, *names, "f"})
    mark = rows_mark(layer)
    etag = etag_of(FORM_OF_TILES, mark, slug, place, sorted(exchange.given.items())) if mark else ""
    if is_fresh(exchange.request, etag):
        return cached(HttpResponse(status=304), layer, etag)
    return cached(_answer(_made(exchange, layer, place, etag)), layer, etag)


def _made(exchange: Exchange, layer: Layer, place: Place, etag: str) -> Tile:
    found = kept.get(etag) if etag else None
    if found is None:
        wanted = selection(exchange.given, layer, storage_srid(layer), city_zone())
        found = draw(ask_tile(layer, wanted, place))
        if etag:
            kept.put(etag, found)
    return found


def _answer(made: Tile) -> HttpResponse:
    response = HttpResponse(made.content, content_type=MVT)
    if made.sampled < 100:
        response["OGC-Sampled"] = f"{made.sampled:.2f}%"
    return response


@open_interface
def tilesets(exchange: Exchange, slug: str) -> HttpResponseBase:
    """``/ogc/collections/<slug>/tiles``."""
    only_format(exchange)
    layer = named_layer(slug)
    here = f"{exchange.base}/collections/{layer.slug}/tiles"
    short = {
        key: value for key, value in _tileset(layer, exchange.base).items() if key not in {"layers", "boundingBox"}
    }
    document = {"links": [link(here, "self", JSON)], "tilesets": [short]}
    return (
        exchange.page("layers/tilesets.html", {"layer": layer, **document})
        if exchange.html
        else exchange.json(document)
    )


@open_interface
def tileset(exchange: Exchange, slug: str) -> HttpResponseBase:
    """``/ogc/collections/<slug>/tiles/WebMercatorQuad``."""
    only_format(exchange)
    layer = named_layer(slug)
    document = _tileset(layer, exchange.base)
    context = {"layer": layer, "tilesets": [document]}
    return exchange.page("layers/tilesets.html", context) if exchange.html else exchange.json(document)


@open_interface
def matrix_sets(exchange: Exchange) -> HttpResponseBase:
    """``/ogc/tileMatrixSets``."""
    only_format(exchange)
    here = f"{exchange.base}/tileMatrixSets/WebMercatorQuad"
    entry = {"id": "WebMercatorQuad", "title": "Web Mercator", "uri": MATRIX_SET, "crs": CRS_3857}
    return exchange.json({"tileMatrixSets": [{**entry, "links": [link(here, "self", JSON)]}]})


@open_interface
def matrix_set(exchange: Exchange) -> HttpResponseBase:
    """``/ogc/tileMatrixSets/WebMercatorQuad`` (OGC 17-083r4, annex D.1)."""
    only_format(exchange)
    return exchange.json(
        {
            "id": "WebMercatorQuad",
            "title": "Google Maps Compatible for the World",
            "uri": MATRIX_SET,
            "crs": CRS_3857,
            "orderedAxes": ["X", "Y"],
            "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
            "tileMatrices": [_matrix(z) for z in range(DEEPEST + 1)],
        }
    )


def _matrix(z: int) -> dict[str, Any]:
    cell = 2 * HALF / 256 / 2**z
    return {
        "id": str(z),
        "scaleDenominator": cell / METRES_PER_PIXEL,
        "cellSize": cell,
        "pointOfOrigin": [-HALF, HALF],
        "cornerOfOrigin": "topLeft",
        "tileWidth": 256,
        "tileHeight": 256,
        "matrixWidth": 2**z,
        "matrixHeight": 2**z,
    }


def _tileset(layer: Layer, base: str) -> dict[str, Any]:
    here = f"{base}/collections/{layer.slug}/tiles/WebMercatorQuad"
    facts = facts_of(layer)
    document: dict[str, Any] = {
        "title": words.title(layer),
        "dataType": "vector",
        "crs": CRS_3857,
        "tileMatrixSetURI": MATRIX_SET,
        "attribution": words.attribution(layer),
        "description": _(
            "Höchstens etwa {number} Objekte je Kachel; mehr gibt es als Stichprobe, näher heran alle."
        ).format(number=MOST_FEATURES),
        "links": [
            link(here, "self", JSON),
            link(f"{base}/tileMatrixSets/WebMercatorQuad", f"{OGC_REL}/tiling-scheme", JSON),
            {**link(f"{here}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}", "item", MVT), "templated": True},
            link(f"{base}/collections/{layer.slug}", f"{OGC_REL}/geodata", JSON),
        ],
        "layers": [_tile_layer(layer)],
    }
    if facts.bbox:
        box = {"lowerLeft": list(facts.bbox[:2]), "upperRight": list(facts.bbox[2:])}
        document["boundingBox"] = {**box, "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
    return document


def _tile_layer(layer: Layer) -> dict[str, Any]:
    properties = {"id": {"type": "string"}}
    properties |= {
        item.name: {"title": words.title(item), **SCHEMA_OF[item.type]} for item in layer.properties if item.in_tiles
    }
    found: dict[str, Any] = {
        "id": layer.slug,
        "dataType": "vector",
        "propertiesSchema": {"type": "object", "properties": properties},
    }
    if layer.geometry_type in DIMENSION:
        found["geometryDimension"] = DIMENSION[layer.geometry_type]
    return found
