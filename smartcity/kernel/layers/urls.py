"""Addresses of the open geodata interfaces."""

from __future__ import annotations

from django.urls import path

from smartcity.kernel.layers import download_views, tile_views, views

app_name = "layers"
COLLECTION = "ogc/collections/<slug:slug>"
TILES = f"{COLLECTION}/tiles/WebMercatorQuad"

urlpatterns = [
    path("ogc/", views.landing, name="landing"),
    path("ogc/conformance", views.conformance, name="conformance"),
    path("ogc/api", views.api_document, name="api"),
    path("ogc/collections", views.collections, name="collections"),
    path(COLLECTION, views.collection, name="collection"),
    path(f"{COLLECTION}/schema", views.schema, name="schema"),
    path(f"{COLLECTION}/queryables", views.queryables, name="queryables"),
    path(f"{COLLECTION}/items", views.items, name="items"),
    path(f"{COLLECTION}/items/<str:fid>", views.item, name="item"),
    path(f"{COLLECTION}/tiles", tile_views.tilesets, name="tilesets"),
    path(TILES, tile_views.tileset, name="tileset"),
    path(f"{TILES}/<int:z>/<int:y>/<int:x>", tile_views.tile, name="tile"),
    path("ogc/tileMatrixSets", tile_views.matrix_sets, name="matrix_sets"),
    path("ogc/tileMatrixSets/WebMercatorQuad", tile_views.matrix_set, name="matrix_set"),
    path(f"{COLLECTION}/download.csv", download_views.csv, name="csv"),
    path(f"{COLLECTION}/download.geojson", download_views.geojson, name="geojson"),
    path(f"{COLLECTION}/download.gpkg", download_views.geopackage, name="geopackage"),
]
