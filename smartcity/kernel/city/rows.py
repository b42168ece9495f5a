"""Records of a city folder as database rows, and shapes between shapely (pure rules) and GeoDjango (database)."""

from __future__ import annotations

import shapely
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point, Polygon
from django.utils.text import slugify

from smartcity.kernel.city.domain import UMLAUTS, search_name
from smartcity.kernel.city.folder import CityFolder
from smartcity.kernel.city.formats import (
    WEEKDAYS,
    CityRecord,
    DistrictRecord,
    OfficeRecord,
    PlaceRecord,
    Position,
    SchoolHolidayRecord,
    StreetRecord,
)
from smartcity.kernel.city.models import (
    City,
    ClosingDay,
    Contact,
    District,
    Office,
    OpeningRule,
    Place,
    SchoolHoliday,
    Street,
)
from smartcity.kernel.city.schematic import Seed

WGS84 = 4326


def seed(record: DistrictRecord) -> Seed:
    """What the drawing of boundaries needs of a quarter."""
    return Seed(record.number, record.parent or "", shapely.Point(record.longitude, record.latitude))


def to_geos(area: shapely.MultiPolygon) -> MultiPolygon:
    """A shapely area as a database geometry."""
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(area)), srid=WGS84)
    if not isinstance(geometry, MultiPolygon):
        raise TypeError("a district's area is a MultiPolygon")
    return geometry


def to_area(geometry: MultiPolygon) -> shapely.MultiPolygon:
    """A database geometry as a shapely area."""
    area = shapely.from_wkb(bytes(geometry.wkb))
    if not isinstance(area, shapely.MultiPolygon):
        raise TypeError("a district's boundary is a MultiPolygon")
    return area


def point(position: Position) -> Point:
    """A position as a database point."""
    return Point(position[0], position[1], srid=WGS84)


def line(course: list[Position]) -> LineString:
    """Positions as a database line."""
    return LineString(course, srid=WGS84)


def city_row(folder: CityFolder) -> City:
    """The single row of facts."""
    facts = folder.city
    box = Polygon.from_bbox(facts.bounding_box)
    box.srid = WGS84
    return City(
        pk=1,
        **facts.model_dump(
            include={"slug", "name", "official_name", "ags", "country", "state", "timezone", "languages"}
            | {"area_km2", "inhabitants", "inhabitants_on", "inhabitants_approximate"}
        ),
        website=str(facts.website),
        centre=point(facts.centre),
        bounding_box=box,
        outline=to_geos(folder.outline),
        outline_schematic=folder.outline_schematic,
        map_zoom=facts.map.zoom,
        map_min_zoom=facts.map.min_zoom,
        map_max_zoom=facts.map.max_zoom,
    )


def contact_rows(facts: CityRecord) -> list[Contact]:
    """Who answers for what."""
    return [
        Contact(
            role=item.role,
            label=item.label.de,
            label_en=item.label.en,
            email=item.email,
            phone=item.phone,
            to_be_set=item.to_be_set,
        )
        for item in facts.contacts
    ]


def closing_day_rows(facts: CityRecord) -> list[ClosingDay]:
    """Yearly closing days of the offices."""
    return [
        ClosingDay(
            name=item.name.de,
            name_en=item.name.en,
            easter_offset=item.easter_offset,
            month=item.month,
            day=item.day,
        )
        for item in facts.closing_days
    ]


def district_row(record: DistrictRecord) -> District:
    """A district without its parent and boundary, which depend on the others."""
    return District(
        **record.model_dump(
            include={"number", "level", "name", "area_km2"}
            | {"inhabitants", "inhabitants_on", "inhabitants_approximate"}
        ),
        slug=slugify(record.name.lower().translate(UMLAUTS)),
        centre=point((record.longitude, record.latitude)),
    )


def office_row(record: OfficeRecord) -> Office:
    """An office without its parent."""
    address = record.address
    return Office(
        **record.model_dump(include={"key", "short", "kind", "phone", "email", "verified", "opening_verified"}),
        name=record.name.de,
        name_en=record.name.en,
        street=address.street if address else "",
        house_number=address.house_number if address else "",
        postcode=address.postcode if address else "",
        town=address.town if address else "",
        point=point(record.point) if record.point else None,
        url=str(record.url) if record.url else "",
    )


def opening_rows(office: Office, record: OfficeRecord) -> list[OpeningRule]:
    """One rule per weekday."""
    return [
        OpeningRule(
            office=office,
            weekday=WEEKDAYS.index(day) + 1,
            opens=item.opens,
            closes=item.closes,
            valid_from=item.valid_from,
            valid_to=item.valid_to,
        )
        for item in record.opening
        for day in dict.fromkeys(item.days)
    ]


def place_row(record: PlaceRecord) -> Place:
    """A named place."""
    return Place(
        key=record.key,
        kind=record.kind,
        name=record.name.de,
        name_en=record.name.en,
        point=point(record.point),
        course=line(record.course) if record.course else None,
        approximate=record.approximate,
        search_name=search_name(f"{record.name.de} {record.name.en}")[:160],
    )


def street_row(record: StreetRecord) -> Street:
    """A street without its quarters."""
    return Street(
        **record.model_dump(include={"key", "name", "kind", "approximate"}),
        course=line(record.course),
        search_name=search_name(record.name)[:160],
    )


def school_holiday_row(record: SchoolHolidayRecord) -> SchoolHoliday:
    """School holidays."""
    return SchoolHoliday(
        name=record.name_de, name_en=record.name_en, starts=record.starts, ends=record.ends, source=record.source
    )
