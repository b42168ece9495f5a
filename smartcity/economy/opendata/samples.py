"""Lines of code that load a dataset, for the page."""

from __future__ import annotations

from dataclasses import dataclass

from smartcity.kernel.catalogue.records import Record

# what geopandas, sf and QGIS open straight from the network
SPATIAL = ("GEOJSON", "GPKG")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample: for which language, and its lines."""

    title: str
    code: str


def samples(record: Record) -> list[Sample]:
    """Samples for the dataset's table, or else its map data, or else its interface; none without any of them."""
    addresses = {item.format: item.url for item in reversed(record.distributions)}
    made: list[Sample] = []
    if "CSV" in addresses:
        made += _table(addresses["CSV"])
    spatial = next((addresses[name] for name in SPATIAL if name in addresses), "")
    if spatial:
        made.append(Sample("Python (geopandas)", f'import geopandas\n\ngeopandas.read_file("{spatial}")'))
        made.append(Sample("QGIS (Python)", f'iface.addVectorLayer("/vsicurl/{spatial}", "{record.slug}", "ogr")'))
    first = next((item.url for item in record.distributions), "")
    return [*made, Sample("curl", f'curl --location --remote-name "{first}"')] if first else made


def _table(address: str) -> list[Sample]:
    return [
        Sample(
            "Python (pandas)",
            f'import pandas\n\npandas.read_csv("{address}", sep=None, engine="python", encoding="utf-8-sig")',
        ),
        Sample("R", f'library(data.table)\n\nfread("{address}", encoding = "UTF-8")'),
    ]
