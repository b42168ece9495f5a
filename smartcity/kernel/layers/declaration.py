"""What a system declares so that its places stand on the map, in the OGC APIs, in tiles and in downloads.

A room's ``layers.py`` holds ``LAYERS: list[Layer]``. Example::

    Layer(
        slug="baustellen",
        title="Baustellen", title_en="Roadworks",
        description="…", description_en="…",
        queryset=lambda: Roadwork.objects.filter(published=True),
        geometry="geometry", geometry_type=GeometryType.LINE,
        id_field="slug",
        properties=(
            Property("title", "title", PropertyType.STRING, "Bezeichnung", "Title"),
            Property("district", "district__name", PropertyType.STRING, "Bezirk", "District"),
            Property("length", Length("geometry"), PropertyType.NUMBER, "Länge", "Length", unit="m"),
        ),
        time=TimeExtent("start", "end"),
        detail_path="/baustellen/{id}",
        licence=Licence.DL_DE_ZERO, group=Group.MOBILITY, refresh_s=60, live_channel="roadworks",
    )
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from smartcity.kernel.catalogue.declaration import SLUG, Frequency, Theme
from smartcity.kernel.catalogue.licences import Licence

NAME = re.compile(r"^[a-z][a-z0-9_]*$")
COLOR = re.compile(r"^#[0-9a-fA-F]{6}$")
RESERVED = frozenset({"id", "geometry", "type", "bbox", "crs", "datetime", "limit", "offset", "f", "filter", "sortby"})

Source: TypeAlias = "str | Combinable"


class GeometryType(StrEnum):
    """Kind of a layer's geometries; each includes its Multi- form."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"
    ANY = "any"


class PropertyType(StrEnum):
    """Type of a property's values. DATETIME is an instant (UTC out), STRINGS an array of texts, JSON anything."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    URI = "uri"
    STRINGS = "strings"
    JSON = "json"


class Group(StrEnum):
    """Where a layer stands in the map's panel."""

    MOBILITY = "mobility"
    ENVIRONMENT = "environment"
    LIVING = "living"
    EDUCATION = "education"
    ECONOMY = "economy"
    INFRASTRUCTURE = "infrastructure"
    GOVERNMENT = "government"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a property's code list with its words."""

    value: str | int | bool
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Property:
    """One public property of a layer's features.

    name: as it stands in the API ("lanes_closed"). source: a field of the queryset ("title", "district__name"),
    the name of an annotation it carries, or an expression. unit: UCUM code ("m", "km/h", "1").
    values: the code list, where there is one. in_tiles: carried in vector tiles too (short values only).
    filterable: may be used in filters, sorting and queryables; STRINGS and JSON never are.
    """

    name: str
    source: Source
    type: PropertyType
    title: str
    title_en: str
    unit: str = ""
    values: tuple[Choice, ...] = ()
    description: str = ""
    description_en: str = ""
    in_tiles: bool = True
    filterable: bool = True

    def __post_init__(self) -> None:
        if not NAME.match(self.name) or self.name in RESERVED:
            raise ValueError(f"property {self.name!r}: the name is reserved or not snake_case")

    @property
    def can_filter(self) -> bool:
        """Whether filters and sorting take it."""
        return self.filterable and self.type not in {PropertyType.STRINGS, PropertyType.JSON}


@dataclass(frozen=True, slots=True)
class StyleClass:
    """One entry of the legend.

    value: the property's value that it stands for; or at_least: lower bound of a number (classes ascending).
    color: "#rrggbb", readable on the light base map; color_dark likewise on the dark one (empty: the same).
    icon: Material Symbols name, so that colour never speaks alone. dash: line pattern in line widths.
    """

    label: str
    label_en: str
    color: str
    value: str | int | bool | None = None
    at_least: float | None = None
    color_dark: str = ""
    icon: str = ""
    dash: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if (self.value is None) == (self.at_least is None):
            raise ValueError(f"style class {self.label!r} needs either value or at_least")
        for color in filter(None, (self.color, self.color_dark)):
            if not COLOR.match(color):
                raise ValueError(f"style class {self.label!r}: {color!r} is not #rrggbb")


@dataclass(frozen=True, slots=True)
class Style:
    """How a layer is drawn, and its legend.

    color_by: property whose value chooses among ``classes``; what fits none gets ``color``.
    width: of lines and outlines in pixels; radius: of points; opacity: of areas (0..1).
    label_by: property written beside the feature from min_label_zoom on. min_zoom: drawn from this zoom on.
    """

    color: str = "#1f5fa8"
    color_dark: str = ""
    color_by: str = ""
    classes: tuple[StyleClass, ...] = ()
    icon: str = ""
    width: float = 2.0
    radius: float = 6.0
    opacity: float = 0.25
    dash: tuple[float, ...] = ()
    label_by: str = ""
    min_label_zoom: float = 13
    min_zoom: float = 0

    def __post_init__(self) -> None:
        if bool(self.color_by) != bool(self.classes):
            raise ValueError("a style needs color_by and classes together")
        for color in filter(None, (self.color, self.color_dark)):
            if not COLOR.match(color):
                raise ValueError(f"style colour {color!r} is not #rrggbb")


@dataclass(frozen=True, slots=True)
class TimeExtent:
    """Fields of the queryset that say when a feature holds (dates or datetimes, names or ``a__b`` paths).

    Without ``end`` a feature is an instant; an empty start or end in the data is open.
    """

    start: str
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A map layer, seen by everybody.

    slug: collection id and part of addresses; stable. queryset: makes the query of the PUBLIC rows; asked per request,
    so it may depend on the time. geometry: the model's geometry field (its SRID is that of the field).
    id_field: unique, indexed, public field that identifies a feature (a pk, a UUID, a slug).
    detail_path: page of one feature; ``{id}`` or ``{name}`` of a property. page: the layer's page on the platform.
    refresh_s: seconds after which a map asks again; 0: it does not change by itself. live_channel: changes come there.
    depends_on: models ("city.District") read in sub-queries of the layer, whose changes must also renew its tiles;
    tables of the queryset and its joins are found without.
    attribution: whom to name; empty: the city. office: key of the responsible office.
    theme and frequency go to the catalogue when open_data holds. Raises ValueError for a contradiction.
    """

    slug: str
    title: str
    title_en: str
    description: str
    description_en: str
    queryset: Callable[[], QuerySet[Any]]
    geometry: str
    geometry_type: GeometryType
    properties: tuple[Property, ...]
    licence: Licence
    group: Group
    style: Style = field(default_factory=Style)
    time: TimeExtent | None = None
    id_field: str = "pk"
    detail_path: str = ""
    page: str = ""
    refresh_s: int = 0
    live_channel: str = ""
    attribution: str = ""
    office: str = ""
    open_data: bool = True
    theme: Theme = Theme.REGIONS
    frequency: Frequency = Frequency.IRREGULAR
    keywords: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    shown_first: bool = False

    def __post_init__(self) -> None:
        if not SLUG.match(self.slug):
            raise ValueError(f"layer {self.slug!r}: the slug is not of lower-case letters, digits and hyphens")
        names = [item.name for item in self.properties]
        if len(set(names)) != len(names):
            raise ValueError(f"layer {self.slug!r}: a property's name stands twice")
        for name in self._named():
            if name not in names:
                raise ValueError(f"layer {self.slug!r}: {name!r} is not one of its properties")

    def _named(self) -> list[str]:
        """Properties that style and detail path speak of."""
        fields = [part[1] for part in Formatter().parse(self.detail_path) if part[1] not in {None, "id"}]
        return [name for name in (*fields, self.style.color_by, self.style.label_by) if name]

    def property(self, name: str) -> Property | None:
        """The property of that name."""
        return next((item for item in self.properties if item.name == name), None)
