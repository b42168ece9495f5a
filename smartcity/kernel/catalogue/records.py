"""A dataset as the catalogue keeps it, whatever its origin: declared by a room, entered by an office, or harvested.

Free of Django. Values are what DCAT-AP.de 3.0 writes down: full addresses, URIs of controlled vocabularies.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

LICENCES = "http://dcat-ap.de/def/licenses/"


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """A column: ``type`` by its name in the Frictionless Table Schema, ``unit`` as UCUM code."""

    name: str
    type: str
    title: str = ""
    title_en: str = ""
    unit: str = ""
    description: str = ""
    description_en: str = ""


@dataclass(frozen=True, slots=True)
class RecordDistribution:
    """One way to the data. ``url``: access address; ``format``: code of the EU file-type list ("CSV")."""

    url: str
    format: str = ""
    media_type: str = ""
    title: str = ""
    title_en: str = ""
    service: bool = False
    download: bool = True
    conforms_to: str = ""
    licence: str = ""
    bytes: int | None = None
    key: str = ""
    """Key of a stored table, where the rows can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A dataset. Moments and days are ISO 8601 texts; empty where unknown.

    uri: the dataset's own address; a harvested one keeps its source's. licence: URI, for all distributions without
    their own. themes, frequency: codes of the EU lists. legislation: URIs of applicable law (high-value datasets).
    """

    slug: str
    title: str
    description: str
    title_en: str = ""
    description_en: str = ""
    uri: str = ""
    themes: tuple[str, ...] = ()
    licence: str = ""
    licence_key: str = ""
    licence_title: str = ""
    attribution: str = ""
    frequency: str = ""
    publisher: str = ""
    publisher_key: str = ""
    publisher_url: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_url: str = ""
    contributor: str = ""
    keywords: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    issued: str = ""
    modified: str = ""
    temporal: tuple[str, str] = ("", "")
    spatial: str = ""
    geocoding: str = ""
    hvd_category: str = ""
    legislation: tuple[str, ...] = ()
    landing_page: str = ""
    access_path: str = ""
    sample: bool = False
    distributions: tuple[RecordDistribution, ...] = field(default=())
    columns: tuple[RecordColumn, ...] = field(default=())

    def facts(self) -> dict[str, Any]:
        """The record as JSON."""
        return asdict(self)

    @property
    def formats(self) -> list[str]:
        """The formats it can be had in, each once."""
        return sorted({item.format for item in self.distributions if item.format})


def record_of(facts: dict[str, Any]) -> Record:
    """The record behind stored facts."""
    lists = {name: tuple(facts[name]) for name in ("themes", "keywords", "keywords_en", "legislation")}
    first, last = facts["temporal"]
    parts = {
        "distributions": tuple(RecordDistribution(**item) for item in facts["distributions"]),
        "columns": tuple(RecordColumn(**item) for item in facts["columns"]),
    }
    return Record(**{**facts, **lists, **parts, "temporal": (first, last)})


def fingerprint(facts: dict[str, Any]) -> str:
    """A short print of facts: equal facts, equal print."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Names of the facts that two states of a record do not share, without the moment of the last change."""
    return sorted(name for name in old.keys() | new.keys() if name != "modified" and old.get(name) != new.get(name))
