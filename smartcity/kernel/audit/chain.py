"""The hash chain over the record: sealing new entries, and proving that nobody touched the old ones.

Each seal is SHA-256(previous seal's hash || entry as canonical JSON). Entries are sealed after their commit, by one
sealer at a time, so that writers never wait for each other; until then they stand in ``audit_pending``.
What the chain cannot show by itself is that its newest end was cut off: keep :func:`head` elsewhere, and pass it to
:func:`first_break` as ``anchor``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

AT_ONCE = 5000
FETCH = 2000

_CHAIN = """
SELECT s.seq, s.entry_id, s.hash, CASE WHEN e.id IS NULL THEN NULL ELSE audit_canonical(e) END
FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id ORDER BY s.seq
"""
_UNSEALED = """
SELECT e.id FROM audit_entry e
WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id)
  AND NOT EXISTS (SELECT FROM audit_pending p WHERE p.entry_id = e.id)
ORDER BY e.id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The chain's newest seal."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> Head:
        """The head written as ``seq:hash``; raises ValueError for anything else."""
        seq, _colon, digest = text.partition(":")
        return cls(int(seq), digest)


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the record is not what it was: the seal's number, the entry's, and why (German)."""

    seq: int
    entry_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome of a verification: seals that hold, entries still waiting for theirs, the first break if any."""

    sealed: int
    pending: int
    head: Head | None
    first_break: Break | None


def seal_pending() -> int:
    """Seal committed entries, at most AT_ONCE; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_seal_pending(%s)", [AT_ONCE])
        number: int = cursor.fetchone()[0]
    return number


def verify(anchor: Head | None = None) -> Verdict:
    """Recompute the whole chain, and compare it with what is stored; ``anchor`` is a head kept from earlier."""
    with transaction.atomic():
        found, head, sealed = first_break(anchor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_pending")
            pending: int = cursor.fetchone()[0]
    return Verdict(sealed, pending, head, found)


def first_break(anchor: Head | None) -> tuple[Break | None, Head | None, int]:
    """(first break, last good seal, number of good seals)."""
    head, sealed = None, 0
    for seq, entry_id, stored, canonical in _chain():
        reason = _reason(head, seq, stored, canonical, anchor)
        if reason:
            return Break(seq, entry_id, reason), head, sealed
        head, sealed = Head(seq, stored), sealed + 1
    if anchor and (head is None or head.seq < anchor.seq):
        return Break(anchor.seq, 0, "das Ende der Kette fehlt"), head, sealed
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED)
        row = cursor.fetchone()
    if row:
        return Break(0, row[0], "der Eintrag hat kein Siegel"), head, sealed
    return None, head, sealed


def _chain() -> Iterator[tuple[int, int, str, str | None]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_CHAIN)
        while rows := cursor.fetchmany(FETCH):
            yield from rows


def _reason(head: Head | None, seq: int, stored: str, canonical: str | None, anchor: Head | None) -> str:
    """Why a seal does not follow from the one before it; empty when it does."""
    last = head or Head(0, "")
    if seq != last.seq + 1:
        return f"Siegel {last.seq + 1} fehlt"
    if canonical is None:
        return "der Eintrag fehlt"
    if hashlib.sha256((last.hash + canonical).encode()).hexdigest() != stored:
        return "der Eintrag oder sein Siegel wurde verändert"
    if anchor and anchor.seq == seq and anchor.hash != stored:
        return "die Kette wurde bis hierher neu geschrieben"
    return ""
