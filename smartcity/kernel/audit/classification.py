"""Which fields of the audit hold personal data: none in the clear, values of personal fields are keyed hashes."""

from __future__ import annotations

PERSONAL = {
    "Entry.id": "none",
    "Entry.at": "none",
    "Entry.actor": "none",
    "Entry.action": "none",
    "Entry.model": "none",
    "Entry.object_pk": "none",
    "Entry.operation": "none",
    "Entry.changes": "none",
    "Entry.transaction": "none",
    "Seal.seq": "none",
    "Seal.entry_id": "none",
    "Seal.hash": "none",
    "Pending.entry_id": "none",
}
_ITSELF = "the record itself"
AUDIT_EXEMPT = {"Entry": _ITSELF, "Seal": _ITSELF, "Pending": _ITSELF}
