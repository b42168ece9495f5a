"""Import of works from a standard format: read, judge item by item, store what is sound, report on everything.

One import is one transaction: all accepted items are stored together, the refused ones are listed; with `strict` a
single refusal stores nothing. Repeating an import changes nothing (idempotent by source system and source id).
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction

from smartcity.kernel.live.announce import announce
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service
from smartcity.mobility.roadworks import bulk, domain
from smartcity.mobility.roadworks.city_bounds import CityBounds
from smartcity.mobility.roadworks.formats.item import Item

PORTION, AHEAD = 500, 3
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """An item that was not taken: its place in the document (from 0), its identifier there, and why."""

    index: int
    source_id: str
    refusals: tuple[Refusal, ...]


@dataclass(slots=True)
class Report:
    """What became of a document's items."""

    total: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[RefusedItem] = field(default_factory=list)
    remarks: list[RefusedItem] = field(default_factory=list)
    dry_run: bool = False

    @property
    def accepted(self) -> int:
        """Items that are in the register after the import."""
        return self.created + self.updated + self.unchanged


@service
def import_works(
    *,
    actor: Actor,
    items: Iterable[Item],
    bounds: CityBounds | None,
    strict: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Store the items of a document.

    items: from a reader, which has checked each work by itself (`validation.check`). bounds: where works may lie;
    None takes them from anywhere. strict: raise Refused for the refused items instead of leaving them out. dry_run:
    do everything and take it back. progress: told the number of items read.
    """
    report = Report(dry_run=dry_run)
    mark = transaction.savepoint()
    for prepared, total in _ahead(_prepared(items, bounds, report)):
        _count(bulk.write(prepared), prepared, report)
        if progress:
            progress(total)
    if strict and report.refused:
        raise Refused(_as_refusals(report))
    if dry_run:
        transaction.savepoint_rollback(mark)
    elif report.created or report.updated:
        announce("roadworks", {"created": report.created, "updated": report.updated})
    return report


def _prepared(items: Iterable[Item], bounds: CityBounds | None, report: Report) -> Iterator[tuple[bulk.Prepared, int]]:
    """Portions of sound works, each with the number of items read so far; touches no database.

    Notes in the report what was read and refused; what was stored is noted by whoever writes.
    """
    remaining, seen = iter(items), set[tuple[str, str]]()
    while portion := list(islice(remaining, PORTION)):
        yield bulk.prepare(_sound(portion, bounds, seen, report)), report.total


def _ahead(portions: Iterator[tuple[bulk.Prepared, int]]) -> Iterator[tuple[bulk.Prepared, int]]:
    """Read and prepare the next portions in a thread while the database writes this one."""
    with _no_collecting(), ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as pool:
        upcoming = deque(pool.submit(next, portions, None) for _ in range(AHEAD))
        while (portion := upcoming.popleft().result()) is not None:
            upcoming.append(pool.submit(next, portions, None))
            yield portion


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Spare the search for cycles among millions of values that have none; it takes a fifth of an import's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _sound(
    portion: list[Item], bounds: CityBounds | None, seen: set[tuple[str, str]], report: Report
) -> list[domain.Roadwork]:
    sound = []
    for item in portion:
        report.total += 1
        refusals = item.refusals or _refusals(item.roadwork, bounds, seen)
        if refusals:
            report.refused.append(RefusedItem(item.index, item.source_id, tuple(refusals)))
        elif item.roadwork is not None:
            sound.append(item.roadwork)
            seen.add((item.roadwork.source_system, item.roadwork.source_id))
        if item.remarks:
            report.remarks.append(RefusedItem(item.index, item.source_id, item.remarks))
    return sound


def _refusals(
    work: domain.Roadwork | None, bounds: CityBounds | None, seen: set[tuple[str, str]]
) -> tuple[Refusal, ...] | list[Refusal]:
    if work is None:
        return (Refusal("", "Der Eintrag ist leer."),)
    if (work.source_system, work.source_id) in seen:
        return (Refusal("source_id", "Die Kennung kommt in dieser Datei zweimal vor.", work.source_id),)
    return bounds.check(work.geometry) if bounds else ()


def _count(stored: bulk.Stored, prepared: bulk.Prepared, report: Report) -> None:
    report.created += len(stored.created)
    report.updated += len(stored.updated)
    report.unchanged += len(prepared.works) - len(stored.created) - len(stored.updated)


def _as_refusals(report: Report) -> list[Refusal]:
    return [
        Refusal(f"[{item.index}] {item.source_id} {refusal.place}", refusal.rule, refusal.value, refusal.hint)
        for item in report.refused
        for refusal in item.refusals
    ]
