"""One row of a table of roadworks: its cells by field, each misfit refused with line and column."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.domain import Detour, Geometry, Position, Stretch, Text, line_string, multi_point
from smartcity.mobility.roadworks.formats.csv_words import FLAGS, LISTS, NO, TEXTS, TIMES, VOCABULARIES, YES
from smartcity.mobility.roadworks.formats.geojson import read_geometry
from smartcity.mobility.roadworks.formats.german_times import read_time
from smartcity.mobility.roadworks.formats.item import short
from smartcity.mobility.roadworks.vocabulary import VehicleImpact

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SRID = re.compile(r"SRID=(\d{1,6});", re.IGNORECASE)
_METRES = 25832


@cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs(_METRES, 4326, always_xy=True)


class Row:
    """The cells of a row by field; `columns` names the header of each field, `refusals` collects what misfits."""

    __slots__ = ("cells", "columns", "line", "refusals")

    def __init__(self, line: int, cells: Mapping[str, str], columns: Mapping[str, str]) -> None:
        self.line = line
        self.cells = cells
        self.columns = columns
        self.refusals: list[Refusal] = []

    def place(self, field: str) -> str:
        """Name a field's cell as a person finds it."""
        column = self.columns.get(field, "")
        return f"Zeile {self.line}, Spalte „{column}“" if column else f"Zeile {self.line}"

    def refuse(self, field: str, rule: str, value: str = "", hint: str = "") -> None:
        """Note why a cell cannot be taken."""
        self.refusals.append(Refusal(self.place(field), rule, short(value), hint))

    def text(self, field: str) -> str:
        """Return a cell without its outer blanks, empty where there is none; line ends become line feeds."""
        return self.cells.get(field, "").strip().replace("\r\n", "\n").replace("\r", "\n")

    def time(self, field: str) -> datetime | None:
        """Read a time, required."""
        text = self.text(field)
        if not text:
            self.refuse(field, "Die Zeitangabe fehlt.")
            return None
        time = read_time(text, is_end=field == "end")
        if time is None:
            hint = "Erwartet wird 02.03.2026, 02.03.2026 07:00 oder 2026-03-02T07:00."
            self.refuse(field, "Die Zeitangabe ist nicht lesbar.", text, hint)
        return time

    def number(self, field: str) -> float | None:
        """Read a number with decimal comma or point; None where the cell is empty or misfits."""
        text = re.sub(r"[\s\u202f\xa0]|km/h$", "", self.text(field))
        if not text:
            return None
        if text.rfind(",") > text.rfind("."):
            text = text.replace(".", "").replace(",", ".")
        elif "." in text:
            text = text.replace(",", "")
        value = float(text) if _NUMBER.fullmatch(text) else math.nan
        if math.isfinite(value):
            return value
        self.refuse(field, "Erwartet wird eine Zahl.", self.text(field), "Zum Beispiel 51,4325.")
        return None

    def flag(self, field: str) -> bool:
        """Read yes or no; an empty cell is no."""
        text = self.text(field).lower()
        if text not in YES and text not in NO:
            self.refuse(field, "Erwartet wird ja oder nein.", text)
        return text in YES

    def texts(self, field: str) -> tuple[str, ...]:
        """Read several texts that ";", "|" or line ends keep apart."""
        return tuple(part.strip() for part in re.split(r"[;|\n]", self.text(field)) if part.strip())

    def word(self, field: str) -> StrEnum | None:
        """Read a word of the field's vocabulary, German or as the standards write it."""
        vocabulary, german = VOCABULARIES[field]
        text = self.text(field).lower()
        if not text:
            return None
        word = german.get(text) or next((word for word in vocabulary if word.value == text), None)
        if word is None:
            self.refuse(field, "Dieses Wort ist hier nicht bekannt.", text, f"Zum Beispiel: {', '.join(german)}.")
        return word


def read_values(row: Row) -> dict[str, Any]:
    """Return the fields of a roadwork that a row gives; what misfits stands in its refusals."""
    values: dict[str, Any] = {field: row.text(field) for field in TEXTS}
    values |= {field: row.time(field) for field in TIMES}
    values |= {field: row.flag(field) for field in FLAGS}
    values |= {field: row.texts(field) for field in LISTS}
    for field in VOCABULARIES:
        if word := row.word(field):
            values[field] = word
    for field in ("title", "description"):
        values[field] = Text(row.text(field), row.text(f"{field}_en"))
    if words := Text(row.text("detour"), row.text("detour_en")):
        values["detour"] = Detour(words)
    values["speed_limit_kph"] = row.number("speed_limit_kph")
    values["stretch"] = Stretch(row.text("begin_cross_street"), row.text("end_cross_street"))
    if values["full_closure"] and "vehicle_impact" not in values:
        values["vehicle_impact"] = VehicleImpact.ALL_LANES_CLOSED
    elif values.get("vehicle_impact") is VehicleImpact.ALL_LANES_CLOSED and not row.text("full_closure"):
        values["full_closure"] = True
    values["geometry"] = _geometry(row)
    return values


def geometry_field(row: Row) -> str:
    """Return the field whose column stands for the place of the works."""
    return next((field for field in ("wkt", "longitude", "east") if field in row.columns), "wkt")


def _geometry(row: Row) -> Geometry | None:
    if row.text("wkt"):
        return _well_known_text(row)
    for names in (("longitude", "latitude"), ("east", "north")):
        if not row.text(names[0]) and not row.text(names[1]):
            continue
        begin, end = _position(row, *names), _position(row, f"end_{names[0]}", f"end_{names[1]}")
        if begin is None:
            if not row.refusals:
                row.refuse(names[0], "Zur Position fehlt eine der beiden Koordinaten.")
            return None
        return multi_point(begin) if end is None or end == begin else line_string(begin, end)
    if not row.refusals:
        row.refuse(geometry_field(row), "Die Ortsangabe fehlt.", hint="WKT oder Länge und Breite.")
    return None


def _position(row: Row, first: str, second: str) -> Position | None:
    x, y = row.number(first), row.number(second)
    if x is None or y is None:
        return None
    return _degrees(x, y) if first.endswith("east") else (x, y)


def _all_to_degrees(metres: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.column_stack(_to_degrees().transform(metres[:, 0], metres[:, 1]))


def _degrees(east: float, north: float) -> Position:
    longitude, latitude = _to_degrees().transform(east, north)
    return (round(float(longitude), 7), round(float(latitude), 7))


def _well_known_text(row: Row) -> Geometry | None:
    """Read WKT in WGS84 or, with "SRID=25832;" before it, in metres of UTM zone 32."""
    text = row.text("wkt")
    srid = _SRID.match(text)
    if srid and int(srid[1]) not in (4326, _METRES):
        row.refuse("wkt", "Dieses Bezugssystem wird nicht gelesen.", srid[1], "Erlaubt: 4326 und 25832.")
        return None
    try:
        drawn = _drawn(text[srid.end() :] if srid else text, in_metres=srid is not None and int(srid[1]) == _METRES)
    except (shapely.errors.ShapelyError, ValueError, TypeError, RuntimeError) as error:  # RuntimeError: curved shapes
        hint = "Erwartet wird z. B. LINESTRING (6.76 51.43, 6.77 51.44)."
        row.refuse("wkt", "Die Geometrie ist kein lesbares WKT.", str(error).strip(), hint)
        return None
    return read_geometry(drawn, row.place("wkt"), row.refusals)


def _drawn(text: str, *, in_metres: bool) -> Any:
    """Return WKT as a GeoJSON geometry in degrees."""
    with np.errstate(all="ignore"):
        shape = shapely.force_2d(shapely.from_wkt(text))
        if in_metres:
            shape = shapely.transform(shape, _all_to_degrees)
            shape = shapely.set_precision(shape, 1e-7, mode="pointwise")
        return json.loads(shapely.to_geojson(shape))
