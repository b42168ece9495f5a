"""The record and its seals. Written by the database's own functions alone (migration 0002); read by the viewer.

The tables are not managed by Django, so that emptying a test database does not try to empty what can't be emptied.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

NEW_ROW = "+"
EMPTY: tuple[Any, ...] = (None, "", [], {}, False)


class Entry(models.Model):
    """One change of one row.

    actor: ``person:17``, ``system:load-city``, or ``database:<role>`` for a change without a service.
    action: the service ("roadworks.publish"). model: "roadworks.Roadwork". operation: insert, update or delete.
    changes: {column: [before, after]}, or {"+": {column: value}} of a new row; personal and sensitive values as keyed
    hashes ("hash:…"), very long ones as their length. transaction: the database's number of it; entries of one
    transaction belong together.
    """

    at = models.DateTimeField(_("Zeit"))
    actor = models.TextField(_("Handelnde"))
    action = models.TextField(_("Vorgang"))
    model = models.TextField(_("Tabelle"))
    object_pk = models.TextField(_("Objekt"))
    operation = models.TextField(_("Art"))
    changes = models.JSONField(_("Änderungen"))
    transaction = models.BigIntegerField(_("Transaktion"))

    class Meta:
        managed = False
        db_table = "audit_entry"
        verbose_name = _("Protokolleintrag")
        verbose_name_plural = _("Protokolleinträge")

    def __str__(self) -> str:
        return f"{self.action}: {self.operation} {self.model} {self.object_pk}"

    @property
    def differences(self) -> dict[str, tuple[Any, Any]]:
        """(before, after) by column; of a new row only what it holds."""
        if set(self.changes) == {NEW_ROW}:
            return {column: (None, value) for column, value in self.changes[NEW_ROW].items() if value not in EMPTY}
        return {column: (before, after) for column, (before, after) in self.changes.items()}


class Seal(models.Model):
    """A link of the hash chain: SHA-256 of the link before it and of the entry it seals."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    hash = models.TextField()

    class Meta:
        managed = False
        db_table = "audit_seal"
        verbose_name = _("Siegel")
        verbose_name_plural = _("Siegel")

    def __str__(self) -> str:
        return f"Siegel {self.seq}"


class Pending(models.Model):
    """An entry that waits for its seal."""

    entry_id = models.BigIntegerField(primary_key=True)

    class Meta:
        managed = False
        db_table = "audit_pending"
        verbose_name = _("Wartender Eintrag")
        verbose_name_plural = _("Wartende Einträge")

    def __str__(self) -> str:
        return f"Eintrag {self.entry_id}"
