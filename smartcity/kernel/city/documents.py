"""The city's data as JSON documents: field names and types of the API."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.contrib.gis.geos import Point
from ninja import Schema

from smartcity.kernel.city import days
from smartcity.kernel.city.domain import Interval
from smartcity.kernel.city.models import City, District, Office, Place, Street
from smartcity.kernel.city.selectors import Found

Position = tuple[float, float]


class Text(Schema):
    """A text in both languages."""

    de: str
    en: str


class MapOut(Schema):
    """How the map opens: centre (longitude, latitude) and zoom levels."""

    zoom: float
    min_zoom: float
    max_zoom: float


class CityOut(Schema):
    """Facts about the city; positions are longitude, latitude (WGS 84)."""

    slug: str
    name: str
    official_name: str
    ags: str
    country: str
    state: str
    timezone: str
    languages: list[str]
    website: str
    centre: Position
    bounding_box: tuple[float, float, float, float]
    area_km2: float
    inhabitants: int
    inhabitants_on: date
    inhabitants_approximate: bool
    outline_schematic: bool
    outline_attribution: str
    map: MapOut


class DistrictRef(Schema):
    """A district named by number."""

    number: str
    name: str


class DistrictOut(DistrictRef):
    """A borough or quarter; ``boundary_schematic``: its boundary is drawn, not surveyed."""

    level: str
    parent: str | None
    centre: Position
    area_km2: float | None
    inhabitants: int | None
    inhabitants_on: date | None
    inhabitants_approximate: bool
    boundary_schematic: bool
    boundary_licence: str
    boundary_attribution: str


class OpeningOut(Schema):
    """Open on a weekday (ISO: Monday is 1), local times."""

    weekday: int
    opens: time
    closes: time
    valid_from: date | None
    valid_to: date | None


class OfficeOut(Schema):
    """An office; ``verified`` and ``opening_verified`` say whether the operator has checked the facts."""

    key: str
    short: str
    kind: str
    name: Text
    parent: str | None
    street: str
    house_number: str
    postcode: str
    town: str
    point: Position | None
    district: DistrictRef | None
    phone: str
    email: str
    url: str
    verified: bool
    opening_verified: bool
    opening: list[OpeningOut]


class IntervalOut(Schema):
    """An open interval with its offset from UTC."""

    opens: datetime
    closes: datetime


class PlaceOut(Schema):
    """A named place; ``approximate``: the point is a sketch."""

    key: str
    kind: str
    name: Text
    point: Position
    approximate: bool
    district: DistrictRef | None


class StreetOut(Schema):
    """A street and the quarters it runs through."""

    key: str
    name: str
    kind: str
    approximate: bool
    district: DistrictRef | None
    quarters: list[DistrictRef]


class HolidayOut(Schema):
    """A public holiday (one day) or school holidays."""

    kind: str
    name: str
    starts: date
    ends: date


class FoundOut(Schema):
    """A hit of the search."""

    kind: str
    key: str
    title: str
    detail: str
    point: Position
    distance_m: float | None


def _position(point: Point) -> Position:
    return (round(point.x, 6), round(point.y, 6))


def _fields(row: object, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _name(row: Office | Place) -> dict[str, str]:
    return {"de": row.name, "en": row.name_en}


def _ref(district: District | None) -> dict[str, str] | None:
    return {"number": district.number, "name": district.name} if district else None


def city_document(city: City) -> dict[str, Any]:
    """The city's facts."""
    return {
        **_fields(city, "slug", "name", "official_name", "ags", "country", "state", "timezone", "languages", "website"),
        **_fields(city, "area_km2", "inhabitants", "inhabitants_on", "inhabitants_approximate"),
        **_fields(city, "outline_schematic", "outline_attribution"),
        "centre": _position(city.centre),
        "bounding_box": city.bounding_box.extent,
        "map": {"zoom": city.map_zoom, "min_zoom": city.map_min_zoom, "max_zoom": city.map_max_zoom},
    }


def district_document(district: District) -> dict[str, Any]:
    """One district without its boundary."""
    return {
        **_fields(district, "number", "name", "level", "area_km2"),
        **_fields(district, "inhabitants", "inhabitants_on", "inhabitants_approximate"),
        "parent": district.parent.number if district.parent else None,
        "centre": _position(district.centre),
        "boundary_schematic": district.schematic,
        "boundary_licence": district.licence,
        "boundary_attribution": district.attribution,
    }


def office_document(office: Office) -> dict[str, Any]:
    """One office with its weekly times."""
    return {
        **_fields(office, "key", "short", "kind", "street", "house_number", "postcode", "town"),
        **_fields(office, "phone", "email", "url", "verified", "opening_verified"),
        "name": _name(office),
        "parent": office.parent.key if office.parent else None,
        "point": _position(office.point) if office.point else None,
        "district": _ref(office.district),
        "opening": [
            _fields(rule, "weekday", "opens", "closes", "valid_from", "valid_to") for rule in office.opening_rules.all()
        ],
    }


def interval_document(interval: Interval) -> dict[str, Any]:
    """One open interval."""
    return {"opens": interval.opens, "closes": interval.closes}


def place_document(place: Place) -> dict[str, Any]:
    """One place."""
    return {
        **_fields(place, "key", "kind", "approximate"),
        "name": _name(place),
        "point": _position(place.point),
        "district": _ref(place.district),
    }


def street_document(street: Street) -> dict[str, Any]:
    """One street."""
    return {
        **_fields(street, "key", "name", "kind", "approximate"),
        "district": _ref(street.district),
        "quarters": [_ref(quarter) for quarter in street.quarters.all()],
    }


def holiday_documents(year: int, language: str) -> list[dict[str, Any]]:
    """Public holidays, then school holidays of a year."""
    public = [
        {"kind": "public", "name": name, "starts": day, "ends": day}
        for day, name in sorted(days.holidays_of(year, language).items())
    ]
    school = [
        {
            "kind": "school",
            "name": row.name_en if language == "en" else row.name,
            "starts": row.starts,
            "ends": row.ends,
        }
        for row in days.school_holidays(date(year, 1, 1), date(year, 12, 31))
    ]
    return public + school


def found_document(hit: Found) -> dict[str, Any]:
    """One hit of the search."""
    distance = None if hit.distance_m is None else round(hit.distance_m)
    return {
        **_fields(hit, "kind", "key", "title", "detail"),
        "point": (hit.longitude, hit.latitude),
        "distance_m": distance,
    }
