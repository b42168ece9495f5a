"""The geodata interfaces are open to everybody, for reading; they only ever hold public rows."""

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from smartcity.kernel.city.models import District
from tests.access.matrix import ANYONE, Row

AREA = MultiPolygon(Polygon.from_bbox((6.7, 51.4, 6.8, 51.5)), srid=4326)


def a_collection(owner: object) -> dict[str, object]:
    """The boroughs."""
    return {"slug": "stadtbezirke"}


def a_feature(owner: object) -> dict[str, object]:
    """One borough."""
    District.objects.get_or_create(
        number="999",
        defaults={
            "level": District.Level.BOROUGH,
            "name": "Probe",
            "slug": "probe",
            "centre": Point(6.75, 51.45, srid=4326),
            "boundary": AREA,
            "schematic": True,
            "inhabitants_approximate": True,
        },
    )
    return {"slug": "stadtbezirke", "fid": "999"}


def a_tile(owner: object) -> dict[str, object]:
    """A tile; behind the missing one lies nothing: its column is outside the matrix."""
    return {"slug": "stadtbezirke", "z": 10, "y": 340, "x": 531}


ROWS = [
    Row("layers:landing", GET=ANYONE),
    Row("layers:conformance", GET=ANYONE),
    Row("layers:api", GET=ANYONE),
    Row("layers:collections", GET=ANYONE),
    Row("layers:collection", GET=ANYONE, arguments=a_collection),
    Row("layers:schema", GET=ANYONE, arguments=a_collection),
    Row("layers:queryables", GET=ANYONE, arguments=a_collection),
    Row("layers:items", GET=ANYONE, arguments=a_collection),
    Row("layers:item", GET=ANYONE, arguments=a_feature),
    Row("layers:tilesets", GET=ANYONE, arguments=a_collection),
    Row("layers:tileset", GET=ANYONE, arguments=a_collection),
    Row("layers:tile", GET=ANYONE, arguments=a_tile),
    Row("layers:matrix_sets", GET=ANYONE),
    Row("layers:matrix_set", GET=ANYONE),
    Row("layers:csv", GET=ANYONE, arguments=a_collection),
    Row("layers:geojson", GET=ANYONE, arguments=a_collection),
    Row("layers:geopackage", GET=ANYONE, arguments=a_collection),
    Row("/api/v1/layers/", GET=ANYONE),
    Row("/api/v1/layers/<slug>", GET=ANYONE, arguments=a_collection),
]
