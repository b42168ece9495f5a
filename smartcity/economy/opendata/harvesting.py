"""A run over a source: all is read before anything is written, so that a source that dies half way changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from smartcity.economy.opendata.harvest.dcat_reader import Harvest, read
from smartcity.economy.opendata.harvest.fetching import Document, fetch
from smartcity.economy.opendata.harvest.refusing import refused
from smartcity.kernel.catalogue.records import Record
from smartcity.kernel.catalogue.services import Changes, publish, replace
from smartcity.kernel.service import Actor

MOST_PAGES = 2000
Fetch = Callable[[str], Document]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: changes of the catalogue, what was left out and why.

    complete: the whole source was read. Only then are datasets withdrawn that it no longer names.
    """

    source: str
    name: str
    read: int
    total: int | None
    complete: bool
    changes: Changes
    refused: tuple[tuple[str, str], ...]


def name_of(source: str) -> str:
    """A source's name where none was given: its host, or the file's name."""
    text = urlsplit(source).hostname or "" if source.startswith("http") else Path(source).stem
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:40] or "quelle"


def harvest(*, actor: Actor, source: str, name: str = "", fetch: Fetch = fetch) -> Run:
    """Take over a source's datasets. ``name``: short name of the source, part of its datasets' addresses.

    A second run over an unchanged source changes nothing. Raises Refused for a source that cannot be read as a
    whole; a file that is one page of many is taken without withdrawing anything.
    """
    key = name or name_of(source)
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key) or len(key) > 40:
        raise refused("Name", "Ein Name besteht aus kleinen Buchstaben, Ziffern und Bindestrichen, höchstens 40.", key)
    pages = _pages(source, key, fetch)
    records, left = _once(pages)
    total = next((page.total for page in pages if page.total is not None), None)
    complete = not pages[-1].following and (total is None or total <= len(records) + len(left))
    if not records:
        raise refused("Quelle", "Darin steht kein Datensatz.", source)
    write = replace if complete else publish
    changes = write(actor=actor, wanted=records, origin=f"harvest:{key}")
    return Run(source, key, len(records), total, complete, changes, tuple(left))


def _pages(source: str, key: str, fetch: Fetch) -> list[Harvest]:
    """All pages of a source on the network; a file alone, because its further pages lie elsewhere."""
    pages: list[Harvest] = []
    seen: set[str] = set()
    address = source
    while address:
        if address in seen or len(seen) >= MOST_PAGES:
            raise refused("Quelle", "Die Seiten der Quelle nehmen kein Ende.", address)
        seen.add(address)
        pages.append(read(fetch(address), key))
        address = pages[-1].following if source.startswith("http") else ""
    return pages


def _once(pages: list[Harvest]) -> tuple[list[Record], list[tuple[str, str]]]:
    """Every dataset once; the second of two with the same short name is left out."""
    records: dict[str, Record] = {}
    left = [item for page in pages for item in page.refused]
    for record in (record for page in pages for record in page.records):
        if record.slug in records:
            left.append((record.uri, "kommt zweimal vor"))
        else:
            records[record.slug] = record
    return list(records.values()), left
