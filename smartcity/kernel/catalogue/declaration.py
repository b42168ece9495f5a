"""What a system declares so that its data stands in the catalogue: datasets and their distributions.

A room's ``datasets.py`` holds ``DATASETS: list[Dataset]``. Open map layers need none: each becomes a dataset by itself.
Words follow DCAT-AP.de 3.0, so that the export is a matter of form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from smartcity.kernel.catalogue.licences import Licence

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")


class Theme(StrEnum):
    """EU data themes (publications.europa.eu/resource/authority/data-theme)."""

    AGRICULTURE = "AGRI"
    ECONOMY = "ECON"
    EDUCATION = "EDUC"
    ENERGY = "ENER"
    ENVIRONMENT = "ENVI"
    GOVERNMENT = "GOVE"
    HEALTH = "HEAL"
    INTERNATIONAL = "INTR"
    JUSTICE = "JUST"
    REGIONS = "REGI"
    POPULATION = "SOCI"
    SCIENCE = "TECH"
    TRANSPORT = "TRAN"

    @property
    def url(self) -> str:
        """The theme's URI."""
        return f"http://publications.europa.eu/resource/authority/data-theme/{self.value}"


class Frequency(StrEnum):
    """How often the data change (publications.europa.eu/resource/authority/frequency)."""

    CONTINUOUS = "UPDATE_CONT"
    HOURLY = "HOURLY"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    ANNUAL = "ANNUAL"
    IRREGULAR = "IRREG"
    NEVER = "NEVER"

    @property
    def url(self) -> str:
        """The frequency's URI."""
        return f"http://publications.europa.eu/resource/authority/frequency/{self.value}"


class ColumnType(StrEnum):
    """Types of columns, by their names in the Frictionless Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    ARRAY = "array"
    OBJECT = "object"
    GEOMETRY = "geojson"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a dataset: ``name`` as it stands in the file; ``unit`` as UCUM code ("m", "km/h")."""

    name: str
    type: ColumnType
    title: str = ""
    title_en: str = ""
    unit: str = ""
    description: str = ""
    description_en: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """One form in which a dataset can be had.

    format: short name in the EU file-type list ("CSV", "GEOJSON", "GPKG", "XML", "OGCAPI", "RSS").
    path: address on this platform ("/baustellen/wzdx.geojson"), or a full URL elsewhere.
    media_type: IANA media type. service: it is an interface to ask, not a file to fetch.
    conforms_to: URL of the standard that the content follows.
    """

    format: str
    path: str
    title: str
    media_type: str
    title_en: str = ""
    service: bool = False
    conforms_to: str = ""


def _unknown() -> datetime | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset of the city.

    slug: stable name, part of its address. office: key of the publishing office in the city's data ("amt-61");
    empty: the city itself. modified: asks when the content changed last; None where nobody knows.
    temporal: first and last day the content speaks of; None is open.
    hvd_category: URI of the EU's high-value category, where the dataset falls under one.
    access_path: the page about the data ("/baustellen"). Raises ValueError for what the catalogue could not show.
    """

    slug: str
    title: str
    title_en: str
    description: str
    description_en: str
    theme: Theme
    licence: Licence
    frequency: Frequency
    distributions: tuple[Distribution, ...]
    office: str = ""
    attribution: str = ""
    keywords: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    issued: date | None = None
    modified: Callable[[], datetime | None] = _unknown
    temporal: tuple[date | None, date | None] = (None, None)
    hvd_category: str = ""
    access_path: str = ""

    def __post_init__(self) -> None:
        if not SLUG.match(self.slug):
            raise ValueError(f"dataset {self.slug!r}: the slug is not of lower-case letters, digits and hyphens")
        if not self.distributions:
            raise ValueError(f"dataset {self.slug!r}: without a distribution nobody can have it")
        if len({column.name for column in self.columns}) != len(self.columns):
            raise ValueError(f"dataset {self.slug!r}: a column's name stands twice")
