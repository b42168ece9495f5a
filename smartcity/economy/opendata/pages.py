"""The portal's pages, ready for their templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from smartcity.economy.opendata import selectors, words
from smartcity.economy.opendata.domain import MOST, Assessment
from smartcity.economy.opendata.samples import samples
from smartcity.economy.opendata.selectors import Question
from smartcity.kernel.catalogue.models import Entry
from smartcity.kernel.catalogue.records import Record, record_of
from smartcity.kernel.catalogue.selectors import Choice, full, in_english
from smartcity.kernel.web.tables import Column, DataTable

PER_PAGE = 20
_SAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Facet:
    """A choice that narrows the list: parameter, its label, the word for all, the values."""

    name: str
    label: str
    all: str
    chosen: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Listing:
    """The list's page."""

    question: Question
    facets: list[Facet]
    table: DataTable

    @property
    def rows(self) -> list[tuple[str, dict[str, Any]]]:
        """The page's datasets: name, and what their card shows."""
        return [
            (
                entry.slug,
                {
                    "title": title_of(entry),
                    "text": text_of(entry),
                    "publisher": entry.publisher,
                    "formats": entry.formats,
                },
            )
            for entry in self.table.page.object_list
        ]


def links() -> list[tuple[str, str]]:
    """The catalogue's interfaces for programs."""
    return [
        ("DCAT-AP.de (Turtle)", "/catalog.ttl"),
        ("DCAT-AP.de (RDF/XML)", "/catalog.rdf"),
        ("DCAT-AP.de (JSON-LD)", "/catalog.jsonld"),
        ("CKAN API v3", "/api/3/action/package_search"),
    ]


def listing(request: HttpRequest) -> Listing:
    """The datasets that a request's parameters ask for: ``q``, ``thema``, ``art`` (format), ``lizenz``, ``von``."""
    given = {
        name: request.GET.get(name, "")[:200].replace("\x00", "") for name in ("q", "thema", "art", "lizenz", "von")
    }
    question = Question(given["q"], given["thema"], given["art"], given["lizenz"], given["von"])
    query = selectors.matching(question)
    values = selectors.choices(query)
    facets = [
        Facet("thema", _("Thema"), _("Alle Themen"), question.theme, values["theme"]),
        Facet("art", _("Format"), _("Alle Formate"), question.format, values["format"]),
        Facet("lizenz", _("Lizenz"), _("Alle Lizenzen"), question.licence, values["licence"]),
        Facet("von", _("Herausgeber"), _("Alle Herausgeber"), question.organisation, values["organisation"]),
    ]
    return Listing(question, facets, DataTable(request, _columns(), query, caption=_("Datensätze"), per_page=PER_PAGE))


def _columns() -> list[Column]:
    """The downloaded list's columns; their names stay the same in every language."""
    return [
        Column("slug", "slug", lambda entry: entry.slug),
        Column("title", "title", title_of),
        Column("description", "description", text_of),
        Column("theme", "theme", lambda entry: " ".join(entry.themes)),
        Column("licence", "licence", lambda entry: entry.licence),
        Column("frequency", "frequency", lambda entry: entry.facts["frequency"]),
        Column("formats", "formats", lambda entry: " ".join(entry.formats)),
        Column("publisher", "publisher", lambda entry: entry.publisher),
        Column("url", "url", lambda entry: full(entry.get_absolute_url())),
    ]


def title_of(entry: Entry) -> str:
    """The entry's title in the reader's language."""
    return (entry.title_en if in_english() else "") or entry.title


def text_of(entry: Entry) -> str:
    """The entry's description in the reader's language."""
    return (entry.text_en if in_english() else "") or entry.text


def dataset(entry: Entry) -> dict[str, Any]:
    """One dataset's page."""
    record, page = record_of(entry.facts), full(entry.get_absolute_url())
    assessment = selectors.quality(record)
    grade, sign = words.GRADES[assessment.grade]
    return {
        "entry": entry,
        "record": record,
        "title": selectors.title(record),
        "text": selectors.text(record),
        "facts": _facts(record),
        "licence_page": selectors.licence_page(record),
        "distributions": [(item, _own(item.title, item.title_en) or item.format) for item in record.distributions],
        "columns": [
            (item, _own(item.title, item.title_en), _own(item.description, item.description_en))
            for item in record.columns
        ],
        "samples": samples(record),
        "citation": _citation(record, page),
        "structured": structured(record, page),
        "quality": {"points": assessment.points, "most": MOST, "grade": grade, "sign": sign},
        "quality_rows": words.rows(assessment),
        "versions": list(entry.versions.only("until", "changed")[:20]),
    }


def _own(german: str, english: str) -> str:
    return (english if in_english() else "") or german


def _facts(record: Record) -> list[tuple[str, object]]:
    first, last = record.temporal
    return [
        (_("Herausgeber"), record.publisher),
        (_("Kontakt"), record.contact_name),
        (_("Thema"), selectors.themes_of(record)),
        (_("Lizenz"), record.licence_title or record.licence),
        (_("Quellenvermerk"), record.attribution),
        (_("Ändert sich"), selectors.frequency_of(record)),
        (_("Daten geändert"), record.modified[:10]),
        (_("Zeitraum"), f"{first or '…'} – {last or '…'}" if first or last else ""),
        (_("Schlagworte"), ", ".join((record.keywords_en if in_english() else ()) or record.keywords)),
    ]


def _citation(record: Record, page: str) -> str:
    year = (record.modified or record.issued)[:4]
    when = f" ({year})" if year else ""
    licence = record.licence_title or record.licence
    return f"{record.publisher}{when}: {selectors.title(record)}. {page}. {licence}"


def structured(record: Record, page: str) -> SafeString:
    """The dataset as JSON-LD for a data block: nothing in it can end the block or start markup."""
    return SafeString(orjson.dumps(selectors.structured(record, page)).decode().translate(_SAFE))


def line(slug: str, assessment: Assessment) -> str:
    """A dataset's quality in one line, for the terminal."""
    missing = "; ".join(f"{words.TO_DO[item.key]} (+{item.most - item.points})" for item in assessment.to_do)
    return f"{assessment.points:3d}/{MOST} {slug}: {words.GRADES[assessment.grade][0]}. {missing}".rstrip()
