"""What ready means. Rooms add their own by ``health.py``: ``CHECKS = {"name": function}``.

A check returns a short German text, empty when all is well; it raises nothing and takes milliseconds.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from smartcity.kernel.jobs.selectors import living_workers
from smartcity.kernel.manifest import discover

LEAST_FREE_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of one check; ``vital`` ones decide between 200 and 503."""

    name: str
    trouble: str
    vital: bool

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.trouble


def database() -> str:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "nicht erreichbar"
    return ""


def worker() -> str:
    """Somebody does the background work."""
    try:
        return "" if living_workers() else "kein Prozess meldet sich"
    except DatabaseError:
        return "unbekannt"


def disk() -> str:
    """There is room for documents."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return "" if free > LEAST_FREE_BYTES else f"nur {free // 1024**2} MB frei"


OWN: dict[str, Callable[[], str]] = {"worker": worker, "disk": disk}


def findings() -> list[Finding]:
    """Run all checks, the platform's and the rooms'; without a database there is nothing else to ask."""
    found = [Finding("database", database(), vital=True)]
    if not found[0].ok:
        return found
    found += [Finding(name, check(), vital=False) for name, check in OWN.items()]
    for config, checks in discover("health", "CHECKS"):
        found += [Finding(f"{config.label}.{name}", check(), vital=False) for name, check in checks.items()]
    return found
