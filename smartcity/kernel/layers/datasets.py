"""Every open map layer as a dataset of the catalogue."""

from __future__ import annotations

from datetime import datetime

from smartcity.kernel.catalogue.declaration import Column, ColumnType, Dataset, Distribution
from smartcity.kernel.layers.declaration import Layer, PropertyType
from smartcity.kernel.layers.registry import all_layers
from smartcity.kernel.layers.watching import version_of

COLUMN_TYPE: dict[PropertyType, ColumnType] = {
    PropertyType.STRING: ColumnType.STRING,
    PropertyType.URI: ColumnType.STRING,
    PropertyType.INTEGER: ColumnType.INTEGER,
    PropertyType.NUMBER: ColumnType.NUMBER,
    PropertyType.BOOLEAN: ColumnType.BOOLEAN,
    PropertyType.DATE: ColumnType.DATE,
    PropertyType.DATETIME: ColumnType.DATETIME,
    PropertyType.STRINGS: ColumnType.ARRAY,
    PropertyType.JSON: ColumnType.OBJECT,
}
OGC_FEATURES = "http://www.opengis.net/spec/ogcapi-features-1/1.0"
OGC_TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0"


def dataset_of(layer: Layer) -> Dataset:
    """The dataset that a layer is."""

    def modified() -> datetime | None:
        return version_of(layer).changed_at

    return Dataset(
        slug=layer.slug,
        title=layer.title,
        title_en=layer.title_en,
        description=layer.description,
        description_en=layer.description_en,
        theme=layer.theme,
        licence=layer.licence,
        frequency=layer.frequency,
        office=layer.office,
        attribution=layer.attribution,
        keywords=layer.keywords,
        keywords_en=layer.keywords_en,
        distributions=_distributions(f"/ogc/collections/{layer.slug}"),
        columns=_columns(layer),
        modified=modified,
        access_path=layer.page or f"/ogc/collections/{layer.slug}",
    )


def _distributions(here: str) -> tuple[Distribution, ...]:
    return (
        Distribution("CSV", f"{here}/download.csv", "Tabelle (CSV)", "text/csv", "Table (CSV)"),
        Distribution("GEOJSON", f"{here}/download.geojson", "GeoJSON", "application/geo+json", "GeoJSON"),
        Distribution("GPKG", f"{here}/download.gpkg", "GeoPackage", "application/geopackage+sqlite3", "GeoPackage"),
        Distribution(
            "OGCAPI",
            here,
            "OGC API Features",
            "application/json",
            "OGC API Features",
            service=True,
            conforms_to=OGC_FEATURES,
        ),
        Distribution(
            "MVT",
            f"{here}/tiles/WebMercatorQuad",
            "Vektorkacheln (OGC API Tiles)",
            "application/vnd.mapbox-vector-tile",
            "Vector tiles (OGC API Tiles)",
            service=True,
            conforms_to=OGC_TILES,
        ),
    )


def _columns(layer: Layer) -> tuple[Column, ...]:
    own = tuple(
        Column(
            item.name,
            COLUMN_TYPE[item.type],
            item.title,
            item.title_en,
            item.unit,
            item.description,
            item.description_en,
        )
        for item in layer.properties
    )
    first = Column("id", ColumnType.STRING, "Kennzeichen", "Identifier")
    return (first, *own, Column("geometry", ColumnType.GEOMETRY, "Geometrie", "Geometry"))


DATASETS = [dataset_of(layer) for layer in all_layers().values() if layer.open_data]
