"""Vector tiles (MVT) made by PostGIS, simplified for their zoom, capped, and kept while their data stay the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, F, Q, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.sql.datastructures import BaseTable

from smartcity.kernel.layers.counts import planned_rows
from smartcity.kernel.layers.declaration import GeometryType, Layer, Property, PropertyType
from smartcity.kernel.layers.facts import facts_of
from smartcity.kernel.layers.parameters import Selection
from smartcity.kernel.layers.query import selected, source_of, storage_srid
from smartcity.kernel.layers.rowtext import Statement, in_one_process
from smartcity.kernel.layers.written import Written

EXTENT, BUFFER, DEEPEST = 4096, 64, 22
MOST_FEATURES, MOST_DETAILED = 5_000, 1_000
HALF = 20037508.342789244
CACHE_BYTES = 64 * 1024 * 1024
MVT_FORM = {
    PropertyType.INTEGER: "({0})::bigint",
    PropertyType.NUMBER: "({0})::float8",
    PropertyType.BOOLEAN: "({0})::boolean",
    PropertyType.JSON: "to_json({0})::text",
    PropertyType.STRINGS: "array_to_string({0}, ', ')",
    PropertyType.DATETIME: "replace((({0}) AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A tile's place in WebMercatorQuad."""

    z: int
    y: int
    x: int

    @property
    def exists(self) -> bool:
        """Whether the matrix of that zoom has the tile."""
        return 0 <= self.z <= DEEPEST and 0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z

    @property
    def box(self) -> tuple[float, float, float, float]:
        """minx, miny, maxx, maxy in EPSG:3857."""
        size = 2 * HALF / 2**self.z
        return self.x * size - HALF, HALF - (self.y + 1) * size, (self.x + 1) * size - HALF, HALF - self.y * size

    def area(self, srid: int) -> GEOSGeometry:
        """The tile with its buffer in the layer's system."""
        minx, miny, maxx, maxy = self.box
        margin = (maxx - minx) * BUFFER / EXTENT
        low_y, high_y = max(miny - margin, -HALF), min(maxy + margin, HALF)
        area = Polygon.from_bbox((max(minx - margin, -HALF), low_y, min(maxx + margin, HALF), high_y))
        area.srid = 3857
        if srid != 3857:
            area.transform(srid)
        return Polygon.from_bbox(area.extent) if srid == 4326 else area


@dataclass(frozen=True, slots=True)
class TileAsk:
    """A compiled tile; sampled: share of the features in it that are shown, in percent."""

    statement: Statement | None
    sampled: float


@dataclass(frozen=True, slots=True)
class Tile:
    """A finished tile; sampled as in the question."""

    content: bytes
    sampled: float


class SampledTable(BaseTable):
    """The base table of a query, of which PostgreSQL looks at a share of the pages only."""

    percent = 100.0

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The table with its sampling clause; the same pages each time, so that tiles stay the same."""
        sql, params = super().as_sql(compiler, connection)
        return f"{sql} TABLESAMPLE SYSTEM ({self.percent:.4f}) REPEATABLE (1)", params


def ask_tile(layer: Layer, wanted: Selection, place: Place) -> TileAsk:
    """Compile a tile: which rows, in which form, and of how large a sample."""
    srid = storage_srid(layer)
    area = place.area(srid)
    rows = selected(layer, wanted).filter(**{f"{layer.geometry}__bboverlaps": area})
    expected = planned_rows(rows.order_by().values_list("pk"))
    percent = min(100.0, 100.0 * MOST_FEATURES / max(expected, 1))
    by_pages = percent < 100 and _pages_are_cheaper(layer, expected)
    if percent < 100 and not by_pages:
        rows = rows.filter(_share_of(layer, percent))
    carried = _carried(layer, expected)
    shape = Written(_shape_form(layer, place, srid), F(layer.geometry), output_field=GeometryField())
    columns: dict[str, Combinable] = {"_shape": shape}
    for number, item in enumerate(carried):
        form = MVT_FORM.get(item.type, "({0})::text")
        columns[f"_p{number}"] = Written(form, source_of(item), output_field=TextField())
    rows = rows.annotate(_fid=Written("({0})::text", F(layer.id_field), output_field=TextField()), **columns)
    rows = rows.order_by().values_list("_shape", "_fid", *(f"_p{number}" for number in range(len(carried))))
    compiled = _wrapped(rows[:MOST_FEATURES], carried, layer, percent if by_pages else 100.0)
    return TileAsk(compiled, percent)


def draw(asked: TileAsk) -> Tile:
    """Have the tile made; without content when nothing lies in it."""
    if asked.statement is None:
        return Tile(b"", asked.sampled)
    with in_one_process() as cursor:
        cursor.execute(asked.statement.sql, asked.statement.params)
        found = cursor.fetchone()
    return Tile(bytes(found[0]) if found and found[0] else b"", asked.sampled)


def _pages_are_cheaper(layer: Layer, expected: int) -> bool:
    """Whether looking at a share of the table's pages costs less than finding the tile's rows by the index."""
    whole = facts_of(layer).number.value
    return whole * MOST_FEATURES / expected < 1.5 * expected


def _share_of(layer: Layer, percent: float) -> Q:
    """The same random share of the rows each time, by a hash of the identifier."""
    sql = f"((hashtext(({{0}})::text) & 65535) < {int(65536 * percent / 100)})"
    return Q(Written(sql, F(layer.id_field), output_field=BooleanField()))


def _carried(layer: Layer, expected: int) -> list[Property]:
    """The properties in a tile: all short ones, or in a crowded tile only those that the style needs.

    Distinct values make up most of a tile's size and time; nobody reads thousands of names at once.
    """
    if expected <= MOST_DETAILED:
        return [item for item in layer.properties if item.in_tiles]
    needed = {layer.style.color_by, layer.style.label_by}
    return [item for item in layer.properties if item.name in needed or (item.in_tiles and item.values)]


def _shape_form(layer: Layer, place: Place, srid: int) -> str:
    minx, miny, maxx, maxy = place.box
    shape = "{0}" if srid == 3857 else "ST_Transform({0}, 3857)"
    if layer.geometry_type is not GeometryType.POINT and place.z < 15:
        # half a unit of the tile's grid is below what anybody sees
        shape = f"ST_Simplify({shape}, {(maxx - minx) / EXTENT / 2!r}, true)"
    bounds = f"ST_MakeBox2D(ST_Point({minx!r}, {miny!r}), ST_Point({maxx!r}, {maxy!r}))"
    return f"ST_AsMVTGeom({shape}, {bounds}, {EXTENT}, {BUFFER}, true)"


def _wrapped(rows: QuerySet[Any], carried: list[Property], layer: Layer, percent: float) -> Statement | None:
    if percent < 100:
        _use_sample(rows, percent)
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    names = ", ".join(["shape", "id", *(f'"{item.name}"' for item in carried)])
    inner = f"SELECT * FROM ({sql}) AS rows ({names}) WHERE shape IS NOT NULL"
    return Statement(f"SELECT ST_AsMVT(tile, '{layer.slug}', {EXTENT}, 'shape') FROM ({inner}) AS tile", params)


def _use_sample(rows: QuerySet[Any], percent: float) -> None:
    alias = rows.query.get_initial_alias()
    sampled = SampledTable(rows.query.get_meta().db_table, alias)
    sampled.percent = percent
    rows.query.alias_map[alias] = sampled


class TileCache:
    """Tiles kept in this process by their version, the least used dropped first beyond a number of bytes."""

    def __init__(self, most_bytes: int = CACHE_BYTES) -> None:
        self.most_bytes, self._bytes = most_bytes, 0
        self._tiles: OrderedDict[str, Tile] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Tile | None:
        """The tile of that version."""
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
            return self._tiles.get(key)

    def put(self, key: str, tile: Tile) -> None:
        """Keep a tile."""
        with self._lock:
            self._bytes += len(tile.content) + len(key) - self._weight(key)
            self._tiles[key] = tile
            while self._bytes > self.most_bytes and self._tiles:
                dropped, old = self._tiles.popitem(last=False)
                self._bytes -= len(old.content) + len(dropped)

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._tiles.clear()
            self._bytes = 0

    def _weight(self, key: str) -> int:
        old = self._tiles.get(key)
        return 0 if old is None else len(old.content) + len(key)


kept = TileCache()
