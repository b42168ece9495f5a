"""Values behind the components' templates."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.city.models import Office
from smartcity.kernel.manifest import Maturity, SystemConfig

Text = str | Promise

_SHAPES = {"good": "circle", "warn": "triangle", "bad": "square", "none": "ring"}
ERROR_PLACES = {"heading": "error-summary-title"}
MATURITY: dict[Maturity, tuple[str, Text]] = {
    Maturity.PLANNED: ("none", _("geplant")),
    Maturity.PILOT: ("warn", _("Pilotbetrieb")),
    Maturity.OPERATION: ("good", _("in Betrieb")),
}
FIELDS: dict[str, Text] = {
    "broadband": _("Breitband & 5G"),
    "egovernment": _("E-Government"),
    "economy": _("Wirtschaft"),
    "mobility": _("Mobilität"),
    "living": _("Wohnen"),
    "infrastructure": _("Infrastruktur"),
    "education": _("Bildung"),
}


def state_shape(kind: str) -> str:
    """The shape of a state light; raises KeyError for an unknown kind."""
    return _SHAPES[kind]


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab that is a link."""

    title: Text
    address: str
    current: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class AboutProject:
    """What the project box says."""

    number: str
    title: str
    summary: str
    fields: list[Text]
    state_kind: str
    state_word: Text


def about_project(system: SystemConfig) -> AboutProject:
    """The project box's content from a system's manifest, in the active language."""
    english = (get_language() or "de").startswith("en")
    kind, word = MATURITY[system.maturity]
    return AboutProject(
        number=system.plan_number,
        title=(english and system.title_en) or system.title,
        summary=(english and system.summary_en) or system.summary,
        fields=[FIELDS[slug] for slug in system.fields if slug in FIELDS],
        state_kind=kind,
        state_word=word,
    )


def office_name(key: str) -> str:
    """The responsible office's name in the active language; the key itself while the city does not know it."""
    office = Office.objects.filter(key=key).only("name", "name_en").first() if key else None
    return office.title if office else key
