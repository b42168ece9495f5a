"""The addresses of whole layers as files."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse
from django.http.response import HttpResponseBase

from smartcity.kernel.layers.downloads import csv_pieces, geojson_pieces, temporary_folder, write_geopackage
from smartcity.kernel.layers.exchange import GEOJSON, Exchange, named_layer, open_interface
from smartcity.kernel.layers.parameters import refuse_unknown, refused
from smartcity.kernel.layers.streams import PiecewiseResponse

GEOPACKAGE = "application/geopackage+sqlite3"


@open_interface
def csv(exchange: Exchange, slug: str) -> HttpResponseBase:
    """``…/download.csv``; ``bom=true`` puts a byte order mark in front, which old spreadsheets need for umlauts."""
    layer = named_layer(slug)
    refuse_unknown(exchange.given, {"bom"})
    bom = exchange.given.get("bom", "false").lower()
    if bom not in {"true", "false"}:
        raise refused("bom", "Hier steht true oder false.", bom)
    return _named(
        PiecewiseResponse(csv_pieces(layer, bom=bom == "true"), content_type="text/csv; charset=utf-8"), f"{slug}.csv"
    )


@open_interface
def geojson(exchange: Exchange, slug: str) -> HttpResponseBase:
    """``…/download.geojson``."""
    layer = named_layer(slug)
    refuse_unknown(exchange.given, set())
    return _named(PiecewiseResponse(geojson_pieces(layer), content_type=GEOJSON), f"{slug}.geojson")


@open_interface
def geopackage(exchange: Exchange, slug: str) -> HttpResponseBase:
    """``…/download.gpkg``."""
    layer = named_layer(slug)
    refuse_unknown(exchange.given, set())
    with temporary_folder() as folder:
        file = write_geopackage(layer, Path(folder)).open("rb")
    return _named(FileResponse(file, content_type=GEOPACKAGE), f"{slug}.gpkg")


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, no-cache"
    return response
