"""What the portal shows: datasets found by words and facets, one dataset with its quality, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from smartcity.economy.opendata.domain import Assessment, assess
from smartcity.kernel.catalogue.ckan_search import Search, facet, found
from smartcity.kernel.catalogue.declaration import Frequency, Theme
from smartcity.kernel.catalogue.licences import Licence
from smartcity.kernel.catalogue.models import Entry
from smartcity.kernel.catalogue.records import Record
from smartcity.kernel.catalogue.selectors import Choice, frequency_title, in_english, theme_title

MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader looks for: words, and a value for each facet; empty: all."""

    words: str = ""
    theme: str = ""
    format: str = ""
    licence: str = ""
    organisation: str = ""


def matching(question: Question) -> QuerySet[Entry]:
    """The entries that fit, the best first; without words by title."""
    # a colon would be read as CKAN's field search
    words = question.words.replace(":", " ").replace("\x00", " ").strip()
    query = found(Search(q=words, sort="" if words else "title asc"))
    if question.theme:
        query = query.filter(themes__contains=[question.theme])
    if question.format:
        query = query.filter(formats__contains=[question.format])
    if question.licence:
        query = query.filter(licence=question.licence)
    if question.organisation:
        query = query.filter(publisher_key=question.organisation)
    return query.defer("search", "package", "words")


def choices(query: QuerySet[Entry]) -> dict[str, list[Choice]]:
    """The facets' values among the found entries, with their numbers."""
    organisations = facet(query, "organization", MOST_CHOICES)
    names = Entry.objects.filter(publisher_key__in=organisations).order_by("publisher_key").distinct("publisher_key")
    titles = dict(names.values_list("publisher_key", "publisher"))
    return {
        "theme": _choices(facet(query, "groups", MOST_CHOICES), {theme.value: theme_title(theme) for theme in Theme}),
        "format": _choices(facet(query, "res_format", MOST_CHOICES), {}),
        "licence": _choices(facet(query, "license_id", MOST_CHOICES), {item.value: item.label for item in Licence}),
        "organisation": _choices(organisations, titles),
    }


def _choices(numbers: dict[str, int], titles: dict[str, str]) -> list[Choice]:
    made = [Choice(key, titles.get(key) or key, number) for key, number in numbers.items()]
    return sorted(made, key=lambda choice: choice.title.casefold())


def entry_named(slug: str) -> Entry | None:
    """The entry of that name, also a withdrawn one."""
    return Entry.objects.filter(slug=slug).defer("search", "package").first()


def title(record: Record) -> str:
    """The title in the reader's language."""
    return (record.title_en if in_english() else "") or record.title


def text(record: Record) -> str:
    """The description in the reader's language."""
    return (record.description_en if in_english() else "") or record.description


def themes_of(record: Record) -> str:
    """The themes' names."""
    return ", ".join(theme_title(Theme(key)) if key in set(Theme) else key for key in record.themes)


def frequency_of(record: Record) -> str:
    """How often the data change, in words."""
    known = record.frequency in set(Frequency)
    return frequency_title(Frequency(record.frequency)) if known else record.frequency


def quality(record: Record) -> Assessment:
    """The points of a record."""
    return assess(record, reachable)


def reachable(address: str) -> bool | None:
    """Whether an address is one that this platform serves; None for addresses elsewhere, which nobody has tried."""
    here, there = urlsplit(settings.PUBLIC_URL), urlsplit(address)
    if there.netloc != here.netloc:
        return None
    try:
        resolve(there.path)
    except Resolver404:
        return False
    return True


def published() -> QuerySet[Entry]:
    """All entries that are not withdrawn, by publisher."""
    return Entry.objects.filter(withdrawn_at=None).order_by("publisher", "title").only("slug", "publisher", "facts")


def structured(record: Record, page: str) -> dict[str, Any]:
    """The dataset in the words of schema.org, for search engines."""
    parts = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": record.uri,
        "url": page,
        "name": title(record),
        "description": text(record),
        "license": licence_page(record),
        "keywords": list(record.keywords),
        "datePublished": record.issued,
        "dateModified": record.modified,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": record.publisher, "url": record.publisher_url or page},
        "variableMeasured": [item.name for item in record.columns],
        "distribution": [
            {"@type": "DataDownload", "contentUrl": item.url, "encodingFormat": item.media_type or item.format}
            for item in record.distributions
            if item.download
        ],
    }
    return {name: value for name, value in parts.items() if value not in ("", [])}


def licence_page(record: Record) -> str:
    """Address of the licence's text."""
    return Licence(record.licence_key).url if record.licence_key in set(Licence) else record.licence
