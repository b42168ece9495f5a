"""Datasets in the reader's language, as pages, the API and the CSV list show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from smartcity.kernel.catalogue.declaration import Column, Dataset, Distribution, Frequency, Theme
from smartcity.kernel.catalogue.registry import all_datasets
from smartcity.kernel.city.models import Office
from smartcity.kernel.city.selectors import CityMissingError, current_city


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme, format or licence with the number of datasets that have it."""

    key: str
    title: str
    number: int


def in_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def title(item: Dataset | Distribution | Column) -> str:
    """The title in the reader's language."""
    return (item.title_en if in_english() else item.title) or item.title


def description(item: Dataset | Column) -> str:
    """The description in the reader's language."""
    return (item.description_en if in_english() else item.description) or item.description


def theme_title(theme: Theme) -> str:
    """The theme's name."""
    return {
        Theme.AGRICULTURE: _("Landwirtschaft und Ernährung"),
        Theme.ECONOMY: _("Wirtschaft und Finanzen"),
        Theme.EDUCATION: _("Bildung, Kultur und Sport"),
        Theme.ENERGY: _("Energie"),
        Theme.ENVIRONMENT: _("Umwelt"),
        Theme.GOVERNMENT: _("Regierung und öffentlicher Sektor"),
        Theme.HEALTH: _("Gesundheit"),
        Theme.INTERNATIONAL: _("Internationale Themen"),
        Theme.JUSTICE: _("Justiz, Rechtssystem und öffentliche Sicherheit"),
        Theme.REGIONS: _("Regionen und Städte"),
        Theme.POPULATION: _("Bevölkerung und Gesellschaft"),
        Theme.SCIENCE: _("Wissenschaft und Technologie"),
        Theme.TRANSPORT: _("Verkehr"),
    }[theme]


def frequency_title(frequency: Frequency) -> str:
    """How often the data change, in words."""
    return {
        Frequency.CONTINUOUS: _("laufend"),
        Frequency.HOURLY: _("stündlich"),
        Frequency.DAILY: _("täglich"),
        Frequency.WEEKLY: _("wöchentlich"),
        Frequency.MONTHLY: _("monatlich"),
        Frequency.QUARTERLY: _("vierteljährlich"),
        Frequency.ANNUAL: _("jährlich"),
        Frequency.IRREGULAR: _("unregelmäßig"),
        Frequency.NEVER: _("gar nicht mehr"),
    }[frequency]


def publisher(dataset: Dataset) -> str:
    """The publishing office's name; the city's where none is named or known."""
    office = Office.objects.filter(key=dataset.office).first() if dataset.office else None
    return office.title if office is not None else city_name()


def city_name() -> str:
    """The city's official name; empty before one is loaded."""
    try:
        return current_city().official_name
    except CityMissingError:
        return ""


def attribution(dataset: Dataset) -> str:
    """Whom users name."""
    return dataset.attribution or publisher(dataset)


def matching(words: str, theme: str) -> list[Dataset]:
    """The datasets of a theme in which every word stands, in either language."""
    wanted = words.casefold().split()
    return [
        dataset
        for dataset in all_datasets().values()
        if (not theme or dataset.theme.value == theme) and all(word in _text(dataset) for word in wanted)
    ]


def themes() -> list[Choice]:
    """The themes in use with their numbers of datasets, by name."""
    used = [dataset.theme for dataset in all_datasets().values()]
    choices = [Choice(theme.value, theme_title(theme), used.count(theme)) for theme in set(used)]
    return sorted(choices, key=lambda choice: choice.title)


def descriptor(dataset: Dataset) -> dict[str, Any]:
    """A dataset for the API: words of DCAT, full addresses."""
    modified = dataset.modified()
    return {
        "identifier": dataset.slug,
        "title": {"de": dataset.title, "en": dataset.title_en},
        "description": {"de": dataset.description, "en": dataset.description_en},
        "theme": dataset.theme.url,
        "publisher": publisher(dataset),
        "licence": {"key": dataset.licence.value, "title": dataset.licence.label, "url": dataset.licence.url},
        "attribution": attribution(dataset),
        "frequency": dataset.frequency.url,
        "keywords": {"de": list(dataset.keywords), "en": list(dataset.keywords_en)},
        "issued": dataset.issued.isoformat() if dataset.issued else None,
        "modified": modified.isoformat() if modified else None,
        "landing_page": full(f"/offene-daten/{dataset.slug}"),
        "access_page": full(dataset.access_path) if dataset.access_path else None,
        "distributions": [_distribution(item) for item in dataset.distributions],
        "columns": [_column(item) for item in dataset.columns],
    }


def full(path: str) -> str:
    """The full address of a path on this platform; a full address stays as it is."""
    return urljoin(f"{settings.PUBLIC_URL}/", path)


def _distribution(item: Distribution) -> dict[str, Any]:
    return {
        "format": item.format,
        "title": title(item),
        "url": full(item.path),
        "media_type": item.media_type,
        "service": item.service,
        "conforms_to": item.conforms_to or None,
    }


def _column(item: Column) -> dict[str, Any]:
    return {
        "name": item.name,
        "type": item.type.value,
        "title": title(item),
        "unit": item.unit,
        "description": description(item),
    }


def _text(dataset: Dataset) -> str:
    words = (dataset.title, dataset.title_en, dataset.description, dataset.description_en)
    return " ".join((*words, *dataset.keywords, *dataset.keywords_en)).casefold()
