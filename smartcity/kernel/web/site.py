"""Whose platform this is: the city's name and contacts, from ``city.toml`` in the city's data folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Contact:
    """Where to turn to for one matter; ``to_be_set`` while the operator has not filled it in."""

    label: str
    email: str
    phone: str
    to_be_set: bool


@dataclass(frozen=True, slots=True)
class Site:
    """What the shell and the legal pages say about the city. Coordinates are longitude, latitude (WGS 84)."""

    city: str
    official_name: str
    website: str
    centre: tuple[float, float]
    bounds: tuple[float, float, float, float]
    zoom: float
    contacts: dict[str, Contact]


@lru_cache(maxsize=4)
def _read(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "city.toml").read_text(encoding="utf-8"))


def _text(value: Any, language: str) -> str:
    return str(value.get(language) or value.get("de", "")) if isinstance(value, dict) else str(value)


@lru_cache(maxsize=8)
def _site(folder: Path, language: str) -> Site:
    city = _read(folder)
    contacts = {
        item["role"]: Contact(_text(item["label"], language), item["email"], item["phone"], item["to_be_set"])
        for item in city.get("contacts", ())
    }
    west, south, east, north = city["bounding_box"]
    return Site(
        city=city["name"],
        official_name=city.get("official_name", city["name"]),
        website=city.get("website", ""),
        centre=(float(city["centre"][0]), float(city["centre"][1])),
        bounds=(west, south, east, north),
        zoom=float(city.get("map", {}).get("zoom", 11.0)),
        contacts=contacts,
    )


def site() -> Site:
    """The city, with texts in the active language."""
    return _site(Path(settings.CITY_FOLDER), (get_language() or "de")[:2])
