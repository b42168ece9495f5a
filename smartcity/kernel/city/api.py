"""/api/v1/city/…: the city's facts, districts, offices with opening times, places, streets, holidays, search."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from django.contrib.gis.geos import Point
from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from smartcity.kernel.city import days, documents, selectors
from smartcity.kernel.city.documents import (
    CityOut,
    DistrictOut,
    FoundOut,
    HolidayOut,
    IntervalOut,
    OfficeOut,
    PlaceOut,
    StreetOut,
)
from smartcity.kernel.city.models import City, District, Office

PREFIX = "city"
MOST_DAYS = 92
router = Router()
Row = TypeVar("Row", District, Office)

Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Text = Annotated[str, Field(max_length=100)]
Year = Annotated[int, Field(ge=1990, le=2100)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))]


class Listing(Schema):
    """A list and how many entries it has."""

    items: list[Any]
    count: int


class Districts(Listing):
    """Districts."""

    items: list[DistrictOut]


class Offices(Listing):
    """Offices."""

    items: list[OfficeOut]


class Places(Listing):
    """Places."""

    items: list[PlaceOut]


class Streets(Listing):
    """Streets."""

    items: list[StreetOut]


class Hits(Listing):
    """Hits of the search."""

    items: list[FoundOut]


class Intervals(Listing):
    """Open intervals."""

    items: list[IntervalOut]


class Holidays(Listing):
    """Public and school holidays."""

    items: list[HolidayOut]


def listing(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The items with their count."""
    return {"items": items, "count": len(items)}


@router.get("", response=CityOut, url_name="city", summary="Facts about the city")
def get_city(request: HttpRequest) -> dict[str, Any]:
    """Name, number, centre, bounding box, map defaults, inhabitants."""
    return documents.city_document(_city())


@router.get("districts", response=Districts, url_name="city_districts", summary="Boroughs and quarters")
def list_districts(request: HttpRequest, level: Literal["borough", "quarter"] | None = None) -> dict[str, Any]:
    """Districts in the order of their official numbers; boundaries come from the map layers under /ogc/."""
    return listing([documents.district_document(row) for row in selectors.districts(level).select_related("parent")])


@router.get("districts/at", response=DistrictOut, url_name="city_district_at", summary="The quarter at a point")
def get_district_at(request: HttpRequest, longitude: Longitude, latitude: Latitude) -> dict[str, Any]:
    """The quarter in which a point (WGS 84) lies; 404 outside the city."""
    return documents.district_document(_found(selectors.district_at(longitude, latitude)))


@router.get("offices", response=Offices, url_name="city_offices", summary="Offices of the city and its companies")
def list_offices(request: HttpRequest, kind: Office.Kind | None = None) -> dict[str, Any]:
    """Offices with address, district and weekly opening times."""
    return listing([documents.office_document(row) for row in selectors.offices(kind)])


@router.get("offices/{key}", response=OfficeOut, url_name="city_office", summary="One office")
def get_office(request: HttpRequest, key: str) -> dict[str, Any]:
    """One office by its key."""
    return documents.office_document(_found(selectors.office(key)))


@router.get("offices/{key}/openings", response=Intervals, url_name="city_office_openings", summary="Opening times")
def list_openings(
    request: HttpRequest, key: str, first: Day, count: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 7
) -> dict[str, Any]:
    """Open intervals from a day on; holidays and closing days are taken into account."""
    calendar = days.opening_calendar([_found(selectors.office(key))], first, count)[key]
    return listing([documents.interval_document(each) for intervals in calendar.values() for each in intervals])


@router.get("places", response=Places, url_name="city_places", summary="Named places")
def list_places(request: HttpRequest, kind: Text | None = None) -> dict[str, Any]:
    """Rivers, harbours, stations, parks, bridges … with a point."""
    return listing([documents.place_document(row) for row in selectors.places(kind)])


@router.get("streets", response=Streets, url_name="city_streets", summary="Streets by name or quarter")
def list_streets(
    request: HttpRequest,
    q: Text = "",
    quarter: Text = "",
    limit: Annotated[int, Field(ge=1, le=500)] = 20,
) -> dict[str, Any]:
    """Streets whose name resembles ``q`` (typos forgiven), best first; courses come from the map layers."""
    rows = selectors.streets(q, quarter).prefetch_related("quarters")[:limit]
    return listing([documents.street_document(row) for row in rows])


@router.get("holidays", response=Holidays, url_name="city_holidays", summary="Public and school holidays of a year")
def list_holidays(request: HttpRequest, year: Year, language: Literal["de", "en"] = "de") -> dict[str, Any]:
    """Public holidays of the city's state and school holidays that touch the year."""
    _city()
    return listing(documents.holiday_documents(year, language))


@router.get("search", response=Hits, url_name="city_search", summary="Find a street, place, office or district")
def search(
    request: HttpRequest,
    q: Text,
    longitude: Longitude | None = None,
    latitude: Latitude | None = None,
    limit: Annotated[int, Field(ge=1, le=50)] = 10,
) -> dict[str, Any]:
    """Hits by name; with a point, equally good hits near it come first."""
    near = None if longitude is None or latitude is None else Point(longitude, latitude, srid=4326)
    return listing([documents.found_document(hit) for hit in selectors.search(q, near, limit)])


def _city() -> City:
    try:
        return selectors.current_city()
    except selectors.CityMissingError as error:
        raise Http404 from error


def _found(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
