"""A layer's words in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from smartcity.kernel.city.selectors import CityMissingError, current_city
from smartcity.kernel.layers.declaration import Choice, Group, Layer, Property, StyleClass


def in_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def title(item: Layer | Property | Choice) -> str:
    """The title in the reader's language; the German one where there is no English."""
    return (item.title_en if in_english() else item.title) or item.title


def label(item: StyleClass) -> str:
    """A legend entry's label in the reader's language."""
    return (item.label_en if in_english() else item.label) or item.label


def description(item: Layer | Property) -> str:
    """The description in the reader's language."""
    return (item.description_en if in_english() else item.description) or item.description


def keywords(layer: Layer) -> list[str]:
    """Keywords in the reader's language."""
    return list((layer.keywords_en if in_english() else layer.keywords) or layer.keywords)


def group_title(group: Group) -> str:
    """The name of a layer group."""
    return {
        Group.MOBILITY: _("Mobilität"),
        Group.ENVIRONMENT: _("Umwelt"),
        Group.LIVING: _("Wohnen"),
        Group.EDUCATION: _("Bildung"),
        Group.ECONOMY: _("Wirtschaft"),
        Group.INFRASTRUCTURE: _("Infrastruktur"),
        Group.GOVERNMENT: _("Verwaltung"),
        Group.CITY: _("Stadt"),
    }[group]


def city_source() -> str:
    """Whom to name where a layer names nobody: the city; empty before one is loaded."""
    try:
        return current_city().official_name
    except CityMissingError:
        return ""


def attribution(layer: Layer) -> str:
    """Whom users of the data name."""
    return layer.attribution or city_source()


def choices(item: Property) -> list[dict[str, Any]]:
    """A property's code list."""
    return [{"value": choice.value, "title": title(choice)} for choice in item.values]
