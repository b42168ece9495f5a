"""What a filter may speak of: a layer's properties with their types, its geometry, the filter's coordinate system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import Any

from django.db.models import BooleanField, DateField, DateTimeField, F, Field, FloatField, TextField
from django.db.models.expressions import Combinable

from smartcity.kernel.layers.crs import Crs
from smartcity.kernel.layers.declaration import Layer, PropertyType


class Kind(StrEnum):
    """Types of the filter language."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"


KIND_OF: dict[PropertyType, Kind] = {
    PropertyType.STRING: Kind.TEXT,
    PropertyType.URI: Kind.TEXT,
    PropertyType.INTEGER: Kind.NUMBER,
    PropertyType.NUMBER: Kind.NUMBER,
    PropertyType.BOOLEAN: Kind.BOOLEAN,
    PropertyType.DATE: Kind.DATE,
    PropertyType.DATETIME: Kind.INSTANT,
}
FIELD_OF: dict[Kind, type[Field[Any, Any]]] = {
    Kind.TEXT: TextField,
    Kind.NUMBER: FloatField,
    Kind.BOOLEAN: BooleanField,
    Kind.DATE: DateField,
    Kind.INSTANT: DateTimeField,
}
GEOMETRY = "geometry"


class CqlMeaningError(ValueError):
    """The filter says something that cannot be: ``place`` in the tree, ``rule``, and the ``value`` concerned."""

    def __init__(self, place: str, rule: str, value: object = "") -> None:
        super().__init__(f"{place}: {rule}")
        self.place, self.rule, self.value = place, rule, str(value)[:80]


@dataclass(frozen=True, slots=True)
class Operand:
    """A value of the filter as SQL expression; ``literal`` holds a literal's Python value."""

    expression: Combinable
    kind: Kind
    literal: object = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The layer a filter is about; srid: of its geometry; crs: of coordinates in the filter; zone: of days."""

    layer: Layer
    srid: int
    crs: Crs
    zone: tzinfo

    def operand(self, name: str) -> Operand | None:
        """The property of that name as an operand; None when filters do not know it."""
        item = self.layer.property(name)
        if item is None or not item.can_filter:
            return None
        return Operand(F(item.source) if isinstance(item.source, str) else item.source, KIND_OF[item.type])

    def names(self) -> list[str]:
        """What a filter may speak of."""
        return [GEOMETRY, *(item.name for item in self.layer.properties if item.can_filter)]
