"""Writes: the catalogue's entries follow their records; nothing is written that has not changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from smartcity.kernel.catalogue.ckan import package_of
from smartcity.kernel.catalogue.declared import records
from smartcity.kernel.catalogue.models import Entry, Version
from smartcity.kernel.catalogue.records import Record, differences, fingerprint
from smartcity.kernel.catalogue.registry import all_datasets
from smartcity.kernel.catalogue.selectors import full
from smartcity.kernel.service import Actor, service

BATCH = 500
_WRITTEN = [
    *("title", "title_en", "text", "text_en", "words", "keywords", "themes", "formats", "licence", "publisher"),
    *("publisher_key", "facts", "fingerprint", "package", "modified_at", "changed_at", "withdrawn_at"),
]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run over the catalogue did."""

    added: int
    changed: int
    withdrawn: int


@service
def synchronise(*, actor: Actor) -> Changes:
    """Bring the entries in line with what the rooms declare; an entry that nobody declares any more is withdrawn."""
    declared = list(all_datasets().values())
    added, changed = _publish(records(declared))
    gone = Entry.objects.filter(withdrawn_at=None).exclude(slug__in=[item.slug for item in declared])
    now = timezone.now()
    return Changes(added, changed, gone.update(withdrawn_at=now, changed_at=now))


@service
def publish(*, actor: Actor, wanted: Iterable[Record]) -> Changes:
    """Enter records, or change their entries where they say something else than before."""
    return Changes(*_publish(list(wanted)), 0)


def _publish(wanted: list[Record]) -> tuple[int, int]:
    now, slugs = timezone.now(), [record.slug for record in wanted]
    # locked: two runs at once would otherwise both keep the same earlier state
    known = {entry.slug: entry for entry in Entry.objects.filter(slug__in=slugs).select_for_update().defer("search")}
    new: list[Entry] = []
    changed: list[Entry] = []
    before: list[Version] = []
    for record in wanted:
        facts = orjson.loads(orjson.dumps(record.facts()))
        entry = known.get(record.slug)
        print_ = fingerprint(facts)
        if entry is not None and entry.fingerprint == print_ and entry.withdrawn_at is None:
            continue
        if entry is not None and (different := differences(entry.facts, facts)):
            before.append(Version(entry=entry, until=now, facts=entry.facts, changed=different))
        (new if entry is None else changed).append(_fill(entry or Entry(created_at=now), record, facts, print_, now))
    Version.objects.bulk_create(before, batch_size=BATCH)
    Entry.objects.bulk_create(new, batch_size=BATCH)
    Entry.objects.bulk_update(changed, _WRITTEN, batch_size=BATCH)
    return len(new), len(changed)


def _fill(entry: Entry, record: Record, facts: dict[str, Any], print_: str, now: datetime) -> Entry:
    entry.slug, entry.title, entry.title_en = record.slug, record.title, record.title_en
    entry.text, entry.text_en = record.description, record.description_en
    entry.words = " ".join((*record.keywords, *record.keywords_en))
    entry.keywords, entry.themes, entry.formats = list(record.keywords), list(record.themes), record.formats
    entry.licence = record.licence_key
    entry.publisher, entry.publisher_key = record.publisher, record.publisher_key
    entry.facts, entry.fingerprint = facts, print_
    entry.modified_at = parse_datetime(record.modified) if record.modified else None
    entry.changed_at, entry.withdrawn_at = now, None
    page = full(f"/offene-daten/{record.slug}")
    changed = entry.modified_at or now
    entry.package = orjson.dumps(package_of(record, page, entry.created_at.isoformat(), changed.isoformat())).decode()
    return entry
