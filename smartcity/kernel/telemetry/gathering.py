"""Group commit for readings that come one by one: what arrives while a batch is being stored makes the next batch.

Nobody waits for a timer: a reading that is alone is stored at once. Whoever brought a reading gets its answer after the
commit, and not before.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import DatabaseError, OperationalError, connections

from smartcity.kernel.telemetry.domain import Reading, RefusedReading, dedup_number
from smartcity.kernel.telemetry.ingest import ingest
from smartcity.kernel.telemetry.models import Observation

AT_ONCE, MOST_WAITING = 5_000, 20_000


class Full(Exception):
    """So many readings wait that no more are taken: try again later."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a reading: its number, whether it is new; or why it was refused."""

    number: int | None = None
    is_new: bool = False
    refused: RefusedReading | None = None


Waiting = tuple[Reading, "asyncio.Future[Stored]"]


class Gatherer:
    """Gathers the readings of one event loop; stores batch after batch in a thread of its own.

    source: the door's name in the journal.
    """

    def __init__(self, source: str, most_waiting: int = MOST_WAITING) -> None:
        self._source, self._most_waiting = source, most_waiting
        self._waiting: deque[Waiting] = deque()
        self._storing: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gatherer")

    async def put(self, reading: Reading) -> Stored:
        """Store a reading; returns after its commit. Raises Full, and the database's errors: then it is not stored."""
        if len(self._waiting) >= self._most_waiting:
            raise Full
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[Stored] = loop.create_future()
        self._waiting.append((reading, outcome))
        if self._storing is None or self._storing.done():
            self._storing = loop.create_task(self._store_all())
        return await outcome

    async def _store_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            readings = [reading for reading, _outcome in batch]
            try:
                found: Sequence[Stored | Exception] = await loop.run_in_executor(self._thread, self._store, readings)
            except Exception as error:
                found = [error] * len(batch)
            for (_reading, outcome), stored in zip(batch, found, strict=True):
                if outcome.cancelled():
                    continue
                if isinstance(stored, Exception):
                    outcome.set_exception(stored)
                else:
                    outcome.set_result(stored)

    def _store(self, readings: list[Reading]) -> Sequence[Stored | Exception]:
        try:
            return store(readings, self._source)
        finally:
            connections.close_all()


def store(readings: list[Reading], source: str) -> Sequence[Stored | Exception]:
    """Store a batch; one reading that the database cannot take does not keep the others out.

    Raises OperationalError when the database is away.
    """
    try:
        taken = ingest(readings, source=source)
    except OperationalError:
        raise
    except DatabaseError as error:
        if len(readings) == 1:
            return [error]
        return [outcome for reading in readings for outcome in store([reading], source)]
    refused = {item.index: item for item in taken.refused}
    known = _known([item for place, item in enumerate(readings) if taken.ids[place] is None and place not in refused])
    return [
        Stored(number, is_new=True)
        if number is not None
        else Stored(refused=refused[place])
        if place in refused
        else Stored(known.get(_key(readings[place])))
        for place, number in enumerate(taken.ids)
    ]


def _key(reading: Reading) -> tuple[object, ...]:
    return reading.datastream, reading.phenomenon_time, dedup_number(reading.dedup)


def _known(readings: Sequence[Reading]) -> dict[tuple[object, ...], int]:
    """Numbers of readings that were stored before."""
    found = {}
    for reading in readings:
        rows = Observation.objects.filter(
            datastream_id=reading.datastream,
            phenomenon_time=reading.phenomenon_time,
            dedup=dedup_number(reading.dedup),
        )
        number = rows.values_list("id", flat=True).first()
        if number is not None:
            found[_key(reading)] = number
    return found
