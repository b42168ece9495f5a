"""The city's own layers: boroughs, quarters, places, offices.

They stand here and not in the city's room because the city lies below the layers.
"""

from __future__ import annotations

from django.db.models import QuerySet

from smartcity.kernel.catalogue.licences import Licence
from smartcity.kernel.city import selectors
from smartcity.kernel.city.models import District, Office, Place
from smartcity.kernel.layers.declaration import (
    Choice,
    GeometryType,
    Group,
    Layer,
    Property,
    PropertyType,
    Style,
    StyleClass,
)

DISTRICT_PROPERTIES = (
    Property("number", "number", PropertyType.STRING, "Nummer", "Number"),
    Property("name", "name", PropertyType.STRING, "Name", "Name"),
    Property("borough", "parent__name", PropertyType.STRING, "Stadtbezirk", "Borough"),
    Property("inhabitants", "inhabitants", PropertyType.INTEGER, "Einwohner*innen", "Inhabitants", unit="1"),
    Property("inhabitants_on", "inhabitants_on", PropertyType.DATE, "Stichtag", "Reference date", in_tiles=False),
    Property(
        "inhabitants_approximate",
        "inhabitants_approximate",
        PropertyType.BOOLEAN,
        "Einwohnerzahl ungefähr",
        "Inhabitants approximate",
        in_tiles=False,
    ),
    Property("schematic", "schematic", PropertyType.BOOLEAN, "Grenze schematisch", "Schematic boundary"),
    Property(
        "boundary_licence", "licence", PropertyType.STRING, "Lizenz der Grenze", "Boundary licence", in_tiles=False
    ),
    Property(
        "boundary_attribution",
        "attribution",
        PropertyType.STRING,
        "Quellenvermerk der Grenze",
        "Boundary attribution",
    ),
)
# each boundary carries its own source; the strictest licence in use holds for the layer as a whole
SOURCES = "Quelle je Grenze: siehe „Quellenvermerk der Grenze“"
BOROUGH_PROPERTIES = tuple(item for item in DISTRICT_PROPERTIES if item.name != "borough")

OFFICE_KINDS = (
    Choice("department", "Dezernat", "Department"),
    Choice("staff_unit", "Stabsstelle", "Staff unit"),
    Choice("office", "Amt", "Office"),
    Choice("service_point", "Anlaufstelle", "Service point"),
    Choice("municipal_enterprise", "Städtisches Unternehmen", "Municipal enterprise"),
    Choice("partner", "Partner", "Partner"),
)


def _boroughs() -> QuerySet[District]:
    return District.objects.filter(level=District.Level.BOROUGH)


def _quarters() -> QuerySet[District]:
    return District.objects.filter(level=District.Level.QUARTER)


def _offices() -> QuerySet[Office]:
    return selectors.offices().exclude(point=None).prefetch_related(None)


def _places() -> QuerySet[Place]:
    return selectors.places()


def _district_style(dash: tuple[float, ...], width: float, min_zoom: float, label_zoom: float) -> Style:
    return Style(
        color="#5b6b7c",
        color_dark="#a9b6c4",
        color_by="schematic",
        classes=(
            StyleClass("Grenze importiert", "Imported boundary", "#5b6b7c", value=False, color_dark="#a9b6c4"),
            StyleClass(
                "Grenze schematisch", "Schematic boundary", "#8a6d3b", value=True, color_dark="#d3b87c", dash=(4, 3)
            ),
        ),
        width=width,
        opacity=0.04,
        dash=dash,
        label_by="name",
        min_zoom=min_zoom,
        min_label_zoom=label_zoom,
    )


LAYERS = [
    Layer(
        slug="stadtbezirke",
        title="Stadtbezirke",
        title_en="Boroughs",
        description="Die Stadtbezirke mit Nummer und Einwohnerzahl; schematische Grenzen sind gekennzeichnet.",
        description_en="The boroughs with number and inhabitants; boundaries that are only schematic are marked so.",
        queryset=_boroughs,
        geometry="boundary",
        geometry_type=GeometryType.POLYGON,
        id_field="number",
        properties=BOROUGH_PROPERTIES,
        licence=Licence.ODBL,
        attribution=SOURCES,
        group=Group.CITY,
        style=_district_style((), 2.5, 0, 9),
        keywords=("Bezirke", "Grenzen"),
        keywords_en=("boroughs", "boundaries"),
    ),
    Layer(
        slug="ortsteile",
        title="Ortsteile",
        title_en="Quarters",
        description="Die Ortsteile mit Stadtbezirk und Einwohnerzahl; schematische Grenzen sind gekennzeichnet.",
        description_en="The quarters with borough and inhabitants; boundaries that are only schematic are marked so.",
        queryset=_quarters,
        geometry="boundary",
        geometry_type=GeometryType.POLYGON,
        id_field="number",
        properties=DISTRICT_PROPERTIES,
        licence=Licence.ODBL,
        attribution=SOURCES,
        group=Group.CITY,
        style=_district_style((), 1.2, 10, 11.5),
        keywords=("Ortsteile", "Grenzen", "Einwohner"),
        keywords_en=("quarters", "boundaries", "inhabitants"),
    ),
    Layer(
        slug="orte",
        title="Orte",
        title_en="Places",
        description="Bahnhöfe, Häfen, Rathäuser, Parks, Brücken und andere benannte Orte; die Lage ist ungefähr.",
        description_en="Stations, harbours, town halls, parks, bridges and other places; positions are approximate.",
        queryset=_places,
        geometry="point",
        geometry_type=GeometryType.POINT,
        id_field="key",
        properties=(
            Property("name", "name", PropertyType.STRING, "Name", "Name"),
            Property("name_en", "name_en", PropertyType.STRING, "Englischer Name", "English name"),
            Property("kind", "kind", PropertyType.STRING, "Art", "Kind"),
            Property("district", "district__name", PropertyType.STRING, "Ortsteil", "Quarter"),
            Property("approximate", "approximate", PropertyType.BOOLEAN, "Lage ungefähr", "Position approximate"),
        ),
        licence=Licence.DL_DE_ZERO,
        group=Group.CITY,
        style=Style(
            color="#3c6e47",
            color_dark="#8fc79b",
            icon="place",
            radius=5,
            label_by="name",
            min_zoom=11,
            min_label_zoom=13,
        ),
    ),
    Layer(
        slug="stellen",
        title="Ämter und Anlaufstellen",
        title_en="Offices and service points",
        description="Ämter, Anlaufstellen und städtische Unternehmen mit Anschrift; Ungeprüftes ist markiert.",
        description_en="Offices, service points and municipal companies with address; unverified ones are marked.",
        queryset=_offices,
        geometry="point",
        geometry_type=GeometryType.POINT,
        id_field="key",
        properties=(
            Property("name", "name", PropertyType.STRING, "Name", "Name"),
            Property("name_en", "name_en", PropertyType.STRING, "Englischer Name", "English name"),
            Property("kind", "kind", PropertyType.STRING, "Art", "Kind", values=OFFICE_KINDS),
            Property("street", "street", PropertyType.STRING, "Straße", "Street", in_tiles=False),
            Property("house_number", "house_number", PropertyType.STRING, "Hausnummer", "House number", in_tiles=False),
            Property("postcode", "postcode", PropertyType.STRING, "Postleitzahl", "Postcode", in_tiles=False),
            Property("district", "district__name", PropertyType.STRING, "Ortsteil", "Quarter"),
            Property("phone", "phone", PropertyType.STRING, "Telefon", "Phone", in_tiles=False),
            Property("url", "url", PropertyType.URI, "Webseite", "Website", in_tiles=False),
            Property("verified", "verified", PropertyType.BOOLEAN, "Angaben geprüft", "Verified"),
        ),
        licence=Licence.DL_DE_ZERO,
        group=Group.GOVERNMENT,
        style=Style(
            color="#1f5fa8",
            color_dark="#8ab8ee",
            icon="account_balance",
            radius=6,
            label_by="name",
            min_label_zoom=14,
        ),
    ),
]
