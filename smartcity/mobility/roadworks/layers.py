"""The register on maps: works with their time, works that nobody confirms, and signed detours."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, F, Func, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import override

from smartcity.kernel.catalogue.declaration import Frequency, Theme
from smartcity.kernel.catalogue.licences import Licence
from smartcity.kernel.layers.declaration import (
    Choice,
    GeometryType,
    Group,
    Layer,
    Property,
    PropertyType,
    Style,
    StyleClass,
    TimeExtent,
)
from smartcity.mobility.roadworks import selectors
from smartcity.mobility.roadworks.labels import CAUSE, IMPACT, KIND, STATE, Word
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.vocabulary import State

WORKS, UNCONFIRMED, DETOURS = "baustellen", "baustellen-unbestaetigt", "umleitungen"


def _joined(field: str) -> Func:
    return Func(F(field), Value(", "), function="array_to_string", output_field=CharField())


def _choices(words: dict[Any, Word]) -> tuple[Choice, ...]:
    with override("de"):
        german = {term: str(word) for term, word in words.items()}
    with override("en"):
        return tuple(Choice(term.value, german[term], str(word)) for term, word in words.items())


TITLE = Coalesce(
    NullIf(F("title_de"), Value("")),
    NullIf(F("title_en"), Value("")),
    _joined("street_names"),
    output_field=CharField(),
)
STAGE = Case(
    When(state=State.FINISHED, then=Value("finished")),
    When(full_closure=True, then=Value("closed")),
    When(state=State.ACTIVE, then=Value("active")),
    default=Value("planned"),
    output_field=CharField(),
)


def _unconfirmed() -> QuerySet[Roadwork]:
    return selectors.stale()


def _detours() -> QuerySet[Roadwork]:
    return selectors.public().exclude(detour_geometry=None)


FACTS = (
    Property("title", TITLE, PropertyType.STRING, "Bezeichnung", "Title"),
    Property(
        "stage",
        STAGE,
        PropertyType.STRING,
        "Auf einen Blick",
        "At a glance",
        values=(
            Choice("closed", "Vollsperrung", "Fully closed"),
            Choice("active", "im Gang", "Under way"),
            Choice("planned", "geplant", "Planned"),
            Choice("finished", "beendet", "Finished"),
        ),
    ),
    Property("state", "state", PropertyType.STRING, "Stand", "State", values=_choices(STATE)),
    Property("begins", "begins", PropertyType.DATETIME, "Beginn", "Begins"),
    Property("ends", "ends", PropertyType.DATETIME, "Ende", "Ends"),
    Property("start_verified", "start_verified", PropertyType.BOOLEAN, "Beginn bestätigt", "Start confirmed"),
    Property("end_verified", "end_verified", PropertyType.BOOLEAN, "Ende bestätigt", "End confirmed"),
    Property("full_closure", "full_closure", PropertyType.BOOLEAN, "Vollsperrung", "Full closure"),
    Property("vehicle_impact", "vehicle_impact", PropertyType.STRING, "Auswirkung", "Impact", values=_choices(IMPACT)),
    Property("cycling_affected", "cycling_affected", PropertyType.BOOLEAN, "Radweg betroffen", "Cycle path affected"),
    Property("walking_affected", "walking_affected", PropertyType.BOOLEAN, "Gehweg betroffen", "Pavement affected"),
    Property("cause", "cause", PropertyType.STRING, "Anlass", "Cause", values=_choices(CAUSE)),
    Property("kind", "kind", PropertyType.STRING, "Art", "Kind", values=_choices(KIND)),
    Property("streets", _joined("street_names"), PropertyType.STRING, "Straßen", "Streets"),
    Property("lines", _joined("lines"), PropertyType.STRING, "Linien", "Bus and tram lines"),
    Property("speed_limit", "speed_limit_kph", PropertyType.NUMBER, "Tempolimit", "Speed limit", unit="km/h"),
    Property("description", "description_de", PropertyType.STRING, "Beschreibung", "Description", in_tiles=False),
    Property("detour", "detour_de", PropertyType.STRING, "Umleitung", "Detour", in_tiles=False),
    Property("quarter", "district__name", PropertyType.STRING, "Ortsteil", "Quarter"),
    Property("quarter_number", "district__number", PropertyType.STRING, "Nummer des Ortsteils", "Quarter's number"),
    Property(
        "borough_number", "district__parent__number", PropertyType.STRING, "Nummer des Bezirks", "Borough's number"
    ),
    Property("source", "source_system", PropertyType.STRING, "Quelle", "Source", in_tiles=False),
    Property("changed_at", "changed_at", PropertyType.DATETIME, "Zuletzt geändert", "Last changed", in_tiles=False),
    Property("simulated", "is_simulated", PropertyType.BOOLEAN, "Simuliert", "Simulated"),
    Property("demo", "is_demo", PropertyType.BOOLEAN, "Vorführung", "Demonstration"),
)
CLASSES = (
    StyleClass("Vollsperrung", "Fully closed", "#a11212", value="closed", color_dark="#ff8a80", icon="block"),
    StyleClass("im Gang", "Under way", "#b45309", value="active", color_dark="#fbbf24", icon="construction"),
    StyleClass(
        "geplant", "Planned", "#1f5fa8", value="planned", color_dark="#93c5fd", icon="schedule", dash=(2.0, 1.5)
    ),
    StyleClass("beendet", "Finished", "#5b6470", value="finished", color_dark="#9ca3af", icon="task_alt"),
)

LAYERS = [
    Layer(
        slug=WORKS,
        title="Baustellen",
        title_en="Roadworks",
        description="Baustellen in den Straßen der Stadt mit Zeit, Sperrungen und Auswirkungen.",
        description_en="Roadworks in the city's streets with their time, closures and impact.",
        queryset=selectors.public,
        geometry="geometry",
        geometry_type=GeometryType.ANY,
        properties=FACTS,
        licence=Licence.DL_DE_ZERO,
        group=Group.MOBILITY,
        style=Style(
            color="#1f5fa8",
            color_by="stage",
            classes=CLASSES,
            icon="construction",
            width=5,
            label_by="title",
            min_label_zoom=15,
        ),
        time=TimeExtent("begins", "ends"),
        id_field="slug",
        detail_path="/baustellen/{id}",
        page="/baustellen",
        refresh_s=60,
        live_channel="roadworks",
        office="amt-61",
        theme=Theme.TRANSPORT,
        frequency=Frequency.CONTINUOUS,
        keywords=("Baustelle", "Sperrung", "Verkehr", "Straße"),
        keywords_en=("roadworks", "closure", "traffic", "street"),
        shown_first=True,
    ),
    Layer(
        slug=UNCONFIRMED,
        title="Baustellen ohne Bestätigung",
        title_en="Unconfirmed roadworks",
        description="Baustellen, deren Beginn oder Ende verstrichen ist, ohne dass es jemand vor Ort bestätigt hat.",
        description_en="Roadworks whose start or end has passed without anybody confirming it on site.",
        queryset=_unconfirmed,
        geometry="geometry",
        geometry_type=GeometryType.ANY,
        properties=FACTS,
        licence=Licence.DL_DE_ZERO,
        group=Group.MOBILITY,
        style=Style(color="#6b21a8", color_dark="#d8b4fe", icon="sync_problem", width=5, dash=(1.0, 1.0)),
        id_field="slug",
        detail_path="/baustellen/{id}",
        page="/baustellen",
        refresh_s=300,
        live_channel="roadworks",
        office="amt-61",
        open_data=False,
    ),
    Layer(
        slug=DETOURS,
        title="Umleitungen",
        title_en="Detours",
        description="Ausgeschilderte Umleitungen um Baustellen.",
        description_en="Signed detours around roadworks.",
        queryset=_detours,
        geometry="detour_geometry",
        geometry_type=GeometryType.ANY,
        properties=FACTS,
        licence=Licence.DL_DE_ZERO,
        group=Group.MOBILITY,
        style=Style(color="#0f766e", color_dark="#5eead4", icon="route", width=4, dash=(3.0, 2.0)),
        time=TimeExtent("begins", "ends"),
        id_field="slug",
        detail_path="/baustellen/{id}",
        page="/baustellen",
        refresh_s=300,
        live_channel="roadworks",
        office="amt-61",
        theme=Theme.TRANSPORT,
        frequency=Frequency.CONTINUOUS,
        keywords=("Umleitung", "Baustelle"),
        keywords_en=("detour", "roadworks"),
    ),
]
