"""Procedures as JSON, and the version under which a declared procedure is kept."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from django.db.models import Max
from pydantic import TypeAdapter

from smartcity.kernel.cases.domain import Procedure
from smartcity.kernel.cases.models import ProcedureVersion
from smartcity.kernel.manifest import discover
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

_ADAPTER: TypeAdapter[Procedure] = TypeAdapter(Procedure)


@lru_cache(maxsize=1)
def declared_procedures() -> dict[str, Procedure]:
    """Every procedure that a room declares (``procedures.py``: ``PROCEDURES``), by key."""
    return {item.key: item for _config, found in discover("procedures", "PROCEDURES") for item in found}


def declared(key: str) -> Procedure:
    """The procedure as it is declared now; raises Refused for an unknown one."""
    try:
        return declared_procedures()[key]
    except KeyError:
        raise Refused([Refusal("Verfahren", "gibt es nicht", key[:60])]) from None


def to_json(procedure: Procedure) -> dict[str, Any]:
    """The procedure as JSON."""
    found: dict[str, Any] = _ADAPTER.dump_python(procedure, mode="json")
    return found


def from_json(found: dict[str, Any]) -> Procedure:
    """The procedure behind its JSON."""
    return _ADAPTER.validate_python(found)


@service
def current_version(*, actor: Actor, procedure: Procedure) -> ProcedureVersion:
    """The stored version of a procedure as it is declared now, added if it is new."""
    definition = to_json(procedure)
    digest = hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()
    versions = ProcedureVersion.objects.filter(key=procedure.key)
    found = versions.filter(digest=digest).first()
    if found is None:
        number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
        # two who begin at the same moment: the constraint lets one row in, both get it
        ProcedureVersion.objects.bulk_create(
            [ProcedureVersion(key=procedure.key, number=number, definition=definition, digest=digest)],
            ignore_conflicts=True,
        )
        found = versions.get(digest=digest)
    return found


_kept: dict[str, Procedure] = {}


def procedure_of(version: ProcedureVersion) -> Procedure:
    """What a stored version fixes; read once per process, as the same digest always means the same."""
    if version.digest not in _kept:
        _kept[version.digest] = from_json(version.definition)
    return _kept[version.digest]
