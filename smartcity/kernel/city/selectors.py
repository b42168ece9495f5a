"""Reads: the city, its districts, offices, places and streets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.contrib.gis.db.models.functions import Centroid, Distance, Transform
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.contrib.gis.geos.prepared import PreparedGeometry
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import F, Q, QuerySet

from smartcity.kernel.city.domain import search_name
from smartcity.kernel.city.models import City, Contact, District, Office, Place, Street

SIMILAR = 0.35
FAR_AWAY_DEGREES = 0.05


class CityMissingError(LookupError):
    """No city has been loaded yet (``smartcity load-city DIR``)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hit of the search: what it is ("street", "place", "office", "district"), where, and how far away in metres."""

    kind: str
    key: str
    title: str
    detail: str
    longitude: float
    latitude: float
    distance_m: float | None


def current_city() -> City:
    """The facts about the city without its outline; raises CityMissingError before the first load."""
    city = City.objects.defer("outline").first()
    if city is None:
        raise CityMissingError("Noch keine Stadt geladen: smartcity load-city ORDNER")
    return city


def contact(role: str) -> Contact | None:
    """Who answers for a role ("imprint", "privacy", "accessibility", "security", "switchboard")."""
    return Contact.objects.filter(role=role).first()


def outline(buffer_m: float = 0) -> MultiPolygon:
    """The city's area, widened by a number of metres; computed once per state of the data."""
    return _area(current_city().revision, buffer_m)


def in_city(geometry: GEOSGeometry, buffer_m: float = 0) -> bool:
    """Whether a geometry (WGS 84) lies wholly within the city widened by a number of metres."""
    return bool(_prepared_area(current_city().revision, buffer_m).covers(geometry))


@lru_cache(maxsize=8)
def _area(revision: UUID, buffer_m: float) -> MultiPolygon:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_AsEWKB(ST_Multi(CASE WHEN %(metres)s = 0 THEN outline"
            " ELSE ST_Buffer(outline::geography, %(metres)s)::geometry END))"
            " FROM city_city WHERE revision = %(revision)s",
            {"metres": buffer_m, "revision": revision},
        )
        (shape,) = cursor.fetchone()
    area = GEOSGeometry(memoryview(bytes(shape)))
    if not isinstance(area, MultiPolygon):
        raise TypeError("ST_Multi of an area is a MultiPolygon")
    return area


@lru_cache(maxsize=8)
def _prepared_area(revision: UUID, buffer_m: float) -> PreparedGeometry:
    return _area(revision, buffer_m).prepared


def districts(level: District.Level | str | None = None) -> QuerySet[District]:
    """Districts in the order of their numbers, without their big boundaries."""
    found = District.objects.defer("boundary").select_related(None).order_by("number")
    return found.filter(level=level) if level else found


def district_at(longitude: float, latitude: float) -> District | None:
    """The quarter in which a point lies, or None outside the city; on a border the lower number."""
    columns = [str(field.column) for field in District._meta.concrete_fields if field.name != "boundary"]
    # plain SQL: building the query by the ORM takes longer than answering it
    found = District.objects.raw(
        f"SELECT {', '.join(columns)} FROM city_district"
        " WHERE id = city_district_at(ST_SetSRID(ST_MakePoint(%s, %s), 4326))",
        [longitude, latitude],
    )
    return next(iter(found), None)


def offices(kind: Office.Kind | str | None = None) -> QuerySet[Office]:
    """Offices with their district, parent and opening rules at hand."""
    found = Office.objects.select_related("parent", "district").defer("district__boundary")
    found = found.prefetch_related("opening_rules", "special_openings")
    return found.filter(kind=kind) if kind else found


def office(key: str) -> Office | None:
    """One office by its key ("amt-61")."""
    return offices().filter(key=key).first()


def places(kind: str | None = None) -> QuerySet[Place]:
    """Named places with their district."""
    found = Place.objects.select_related("district").defer("district__boundary")
    return found.filter(kind=kind) if kind else found


def streets(text: str = "", quarter: str = "") -> QuerySet[Street]:
    """Streets by name (typos, missing umlauts and "Str." forgiven; best first) and by the number of a quarter."""
    found = Street.objects.select_related("district").defer("district__boundary")
    if quarter:
        found = found.filter(quarters__number=quarter)
    wanted = search_name(text)
    if not wanted:
        return found.order_by("name", "key")
    likeness = TrigramWordSimilarity(wanted, "search_name")
    found = found.annotate(likeness=likeness).filter(Q(likeness__gte=SIMILAR) | Q(search_name__startswith=wanted))
    return found.order_by(F("likeness").desc(), "search_name", "key")


def search(text: str, near: Point | None = None, limit: int = 10) -> list[Found]:
    """Streets, places, offices and districts by name; equally good hits near a point (WGS 84) come first."""
    wanted = search_name(text)
    if not wanted:
        return []
    found: list[tuple[float, Found]] = []
    likeness = TrigramWordSimilarity(wanted, "search_name")
    for street in streets(text).annotate(middle=Centroid("course"), alike=likeness)[: limit * 2]:
        detail = street.district.name if street.district else ""
        found.append(_hit(street.alike, "street", street.key, street.name, detail, street.middle, near))
    for place in places().annotate(likeness=likeness).filter(likeness__gte=SIMILAR).order_by("-likeness")[:limit]:
        detail = place.district.name if place.district else ""
        found.append(_hit(place.likeness, "place", place.key, place.title, detail, place.point, near))
    found += _offices_and_districts(wanted, near)
    found.sort(key=lambda item: (-round(item[0], 1), item[1].distance_m or 0, item[1].title))
    return [hit for _likeness, hit in found[:limit]]


def _offices_and_districts(wanted: str, near: Point | None) -> list[tuple[float, Found]]:
    """Few rows with short names: compared in Python, every word of the search must begin a word of the name."""
    bodies = [
        _hit(0.9, "office", body.key, body.title, body.short, body.point, near)
        for body in offices().exclude(point=None)
        if body.point and _words_match(wanted, f"{body.short} {body.name} {body.name_en}")
    ]
    areas = [
        _hit(0.9, "district", area.number, area.name, area.get_level_display(), area.centre, near)
        for area in districts()
        if _words_match(wanted, area.name)
    ]
    return bodies + areas


def _words_match(wanted: str, name: str) -> bool:
    words = search_name(name).split()
    return all(any(word.startswith(part) for word in words) for part in wanted.split())


def _hit(
    likeness: float, kind: str, key: str, title: str, detail: str, point: Point, near: Point | None
) -> tuple[float, Found]:
    distance = _metres(point, near) if near else None
    return likeness, Found(kind, key, title, detail, point.x, point.y, distance)


def _metres(first: Point, second: Point) -> float:
    """Distance on the ground; over a city's extent the plane is exact enough."""
    return float(first.transform(25832, clone=True).distance(second.transform(25832, clone=True)))


def streets_near(point: Point, limit: int = 5) -> list[tuple[Street, float]]:
    """The streets nearest to a point (WGS 84) within some kilometres, with the distance in metres."""
    box = point.buffer(FAR_AWAY_DEGREES)
    found = Street.objects.filter(course__intersects=box).select_related("district").defer("district__boundary")
    there = point.transform(25832, clone=True)
    found = found.annotate(away=Distance(Transform("course", 25832), there)).order_by("away", "key")
    return [(street, float(street.away.m)) for street in found[:limit]]
