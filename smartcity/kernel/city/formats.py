"""The formats of a city folder: what each file may say, as typed records (pydantic).

Names come in German and English; positions are WGS 84, longitude before latitude; times are local to the city.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, time
from typing import Annotated, Literal

from pydantic import (
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    UrlConstraints,
    model_validator,
)

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
PRINTABLE = r"^[^\x00-\x1f\x7f]+$"
Name = Annotated[str, StringConstraints(pattern=PRINTABLE, max_length=160, strip_whitespace=True)]
Count = Annotated[int, Field(ge=0, le=100_000_000)]
Web = Annotated[AnyHttpUrl, UrlConstraints(max_length=200, allowed_schemes=["https", "http"])]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,12}$")]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Position = tuple[Longitude, Latitude]
Phone = Annotated[str, StringConstraints(pattern=r"^(\+[0-9][0-9 ]{5,28})?$")]
Mail = Annotated[str, StringConstraints(pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$", max_length=254)]
Blank = BeforeValidator(lambda value: None if value == "" else value)
LEAP_YEAR = 2024
WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


class Record(BaseModel):
    """A record that knows all its fields; a misspelt one is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Bilingual(Record):
    """A text in German and English."""

    de: Name
    en: Name


class MapView(Record):
    """How the map opens."""

    zoom: float = Field(ge=0, le=24)
    min_zoom: float = Field(ge=0, le=24)
    max_zoom: float = Field(ge=0, le=24)

    @model_validator(mode="after")
    def _ordered(self) -> MapView:
        if not self.min_zoom <= self.zoom <= self.max_zoom:
            raise ValueError("Es muss gelten: min_zoom ≤ zoom ≤ max_zoom.")
        return self


class Contact(Record):
    """Who answers for something; ``to_be_set`` until the operator has filled it in."""

    role: Key
    label: Bilingual
    email: Mail = ""
    phone: Phone = ""
    to_be_set: bool

    @model_validator(mode="after")
    def _reachable(self) -> Contact:
        if not self.to_be_set and not (self.email or self.phone):
            raise ValueError("Ein gesetzter Kontakt braucht eine E-Mail-Adresse oder eine Telefonnummer.")
        return self


class ClosingDayRecord(Record):
    """A yearly closing day of the offices: by distance from Easter Sunday, or by month and day."""

    name: Bilingual
    easter_offset: int | None = Field(default=None, ge=-70, le=70)
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)

    @model_validator(mode="after")
    def _one_rule(self) -> ClosingDayRecord:
        fixed = self.month is not None and self.day is not None
        if fixed == (self.easter_offset is not None) or (self.month is None) != (self.day is None):
            raise ValueError("Ein Schließtag nennt entweder easter_offset oder month und day.")
        if self.month is not None and self.day is not None and self.day > monthrange(LEAP_YEAR, self.month)[1]:
            raise ValueError("Diesen Tag hat der Monat nicht.")
        return self


class CityRecord(Record):
    """``city.toml``: the facts about the city itself."""

    slug: Key
    name: Name
    official_name: Name
    ags: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    state: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,3}$")]
    timezone: str
    languages: list[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]] = Field(min_length=1)
    website: Web
    centre: Position
    bounding_box: tuple[Longitude, Latitude, Longitude, Latitude]
    area_km2: float = Field(gt=0)
    inhabitants: Count
    inhabitants_on: date
    inhabitants_approximate: bool
    map: MapView
    contacts: list[Contact] = []
    closing_days: list[ClosingDayRecord] = []

    @model_validator(mode="after")
    def _centre_in_box(self) -> CityRecord:
        west, south, east, north = self.bounding_box
        if not (west < self.centre[0] < east and south < self.centre[1] < north):
            raise ValueError("Der Mittelpunkt (centre) muss in bounding_box liegen: [West, Süd, Ost, Nord].")
        return self


class DistrictRecord(Record):
    """A row of ``districts.csv``: a borough (Stadtbezirk) or a quarter (Ortsteil) of one."""

    number: Number
    level: Literal["borough", "quarter"]
    parent: Annotated[Number | None, Blank] = None
    name: Name
    longitude: Longitude
    latitude: Latitude
    area_km2: Annotated[Annotated[float, Field(gt=0)] | None, Blank] = None
    inhabitants: Annotated[Count | None, Blank] = None
    inhabitants_on: Annotated[date | None, Blank] = None
    inhabitants_approximate: bool

    @model_validator(mode="after")
    def _parent_fits_level(self) -> DistrictRecord:
        if (self.level == "quarter") != (self.parent is not None):
            raise ValueError("Ein Ortsteil (quarter) nennt seinen Stadtbezirk in parent, ein Stadtbezirk nennt keinen.")
        if (self.inhabitants is None) != (self.inhabitants_on is None):
            raise ValueError("Einwohnerzahl und Stichtag (inhabitants, inhabitants_on) gehören zusammen.")
        return self


class Address(Record):
    """A postal address."""

    street: Name
    house_number: Annotated[str, StringConstraints(pattern=PRINTABLE, max_length=12)]
    postcode: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
    town: Name


class Opening(Record):
    """Open on these weekdays from ``opens`` to ``closes``, optionally within a span of days."""

    days: list[Literal["mo", "tu", "we", "th", "fr", "sa", "su"]] = Field(min_length=1)
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _forward(self) -> Opening:
        if self.opens >= self.closes:
            raise ValueError("opens muss vor closes liegen.")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("valid_from darf nicht nach valid_to liegen.")
        return self


class OfficeRecord(Record):
    """An entry of ``offices.toml``: an office of the city, a company or partner that the systems name."""

    key: Key
    short: Annotated[str, StringConstraints(pattern=PRINTABLE, max_length=60)]
    kind: Literal["department", "staff_unit", "office", "service_point", "municipal_enterprise", "partner"]
    parent: Key | None = None
    name: Bilingual
    address: Address | None = None
    point: Position | None = None
    phone: Phone = ""
    email: Mail = ""
    url: Web | None = None
    verified: bool
    opening_verified: bool = False
    opening: list[Opening] = []


class PlaceRecord(Record):
    """An entry of ``places.toml``: a named place; rivers and canals may carry a sketched course."""

    key: Key
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]{3,30}$")]
    name: Bilingual
    point: Position
    approximate: bool
    course: Annotated[list[Position], Field(min_length=2)] | None = None


class StreetRecord(Record):
    """Properties of a feature of ``streets.geojson``: a street with its (approximate) course."""

    key: Key
    name: Name
    kind: Literal["main", "local", "motorway", "bridge", "square"]
    quarters: list[Number] = Field(min_length=1)
    approximate: bool
    course: Annotated[list[Position], Field(min_length=2)]


class SchoolHolidayRecord(Record):
    """A row of ``school_holidays.csv``; both days belong to the holidays."""

    name_de: Name
    name_en: Name
    starts: date
    ends: date
    source: Name

    @model_validator(mode="after")
    def _forward(self) -> SchoolHolidayRecord:
        if self.ends < self.starts:
            raise ValueError("ends darf nicht vor starts liegen.")
        return self
