"""Writes: the catalogue's entries follow their records; nothing is written that has not changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from smartcity.kernel.catalogue.ckan import package_of
from smartcity.kernel.catalogue.declared import records
from smartcity.kernel.catalogue.models import Entry, Version
from smartcity.kernel.catalogue.records import Record, differences, fingerprint
from smartcity.kernel.catalogue.registry import all_datasets
from smartcity.kernel.catalogue.selectors import full
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

BATCH = 500
_WRITTEN = [
    *("title", "title_en", "text", "text_en", "words", "keywords", "themes", "formats", "licence", "publisher"),
    *(
        "publisher_key",
        "facts",
        "fingerprint",
        "package",
        "identifier",
        "resource_ids",
        "modified_at",
        "changed_at",
        "withdrawn_at",
    ),
]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run over the catalogue did."""

    added: int
    changed: int
    withdrawn: int
    unchanged: int = 0


@service
def synchronise(*, actor: Actor) -> Changes:
    """Bring the entries in line with what the rooms declare; an entry that nobody declares any more is withdrawn."""
    declared = list(all_datasets().values())
    return _replace(records(declared), "")


@service
def publish(*, actor: Actor, wanted: Iterable[Record], origin: str = "") -> Changes:
    """Enter records, or change their entries where they say something else than before.

    Raises Refused where an entry of another origin has a record's short name.
    """
    given = list(wanted)
    added, changed = _publish(given, origin)
    return Changes(added, changed, 0, len(given) - added - changed)


@service
def replace(*, actor: Actor, wanted: Iterable[Record], origin: str) -> Changes:
    """All that an origin has: what it names is entered or changed, what it no longer names is withdrawn.

    Raises Refused where an entry of another origin has a record's short name.
    """
    return _replace(list(wanted), origin)


def _replace(wanted: list[Record], origin: str) -> Changes:
    added, changed = _publish(wanted, origin)
    kept = [record.slug for record in wanted]
    gone = Entry.objects.filter(withdrawn_at=None, origin=origin).exclude(slug__in=kept)
    now = timezone.now()
    withdrawn = gone.update(withdrawn_at=now, changed_at=now)
    return Changes(added, changed, withdrawn, len(wanted) - added - changed)


def _publish(wanted: list[Record], origin: str) -> tuple[int, int]:
    now, slugs = timezone.now(), [record.slug for record in wanted]
    # locked: two runs at once would otherwise both keep the same earlier state
    known = {entry.slug: entry for entry in Entry.objects.filter(slug__in=slugs).select_for_update().defer("search")}
    _refuse_strangers(known, origin)
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
        (new if entry is None else changed).append(
            _fill(entry or Entry(created_at=now, origin=origin), record, facts, print_, now)
        )
    Version.objects.bulk_create(before, batch_size=BATCH)
    Entry.objects.bulk_create(new, batch_size=BATCH)
    Entry.objects.bulk_update(changed, _WRITTEN, batch_size=BATCH)
    return len(new), len(changed)


def _refuse_strangers(known: dict[str, Entry], origin: str) -> None:
    strangers = [entry.slug for entry in known.values() if entry.origin != origin]
    if strangers:
        hint = _("Ein anderer Datensatz hat diesen Kurznamen schon.")
        raise Refused([Refusal("slug", _("Der Kurzname ist vergeben"), slug, hint) for slug in strangers[:20]])


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
    package = package_of(record, page, entry.created_at.isoformat(), changed.isoformat())
    entry.identifier, entry.resource_ids = package["id"], [item["id"] for item in package["resources"]]
    entry.package = orjson.dumps(package).decode()
    return entry
