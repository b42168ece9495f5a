"""The floor plan as data: the wings, and the rooms (Django apps) in them."""

from __future__ import annotations

from pathlib import Path

WINGS = (
    "broadband",
    "egovernment",
    "economy",
    "mobility",
    "living",
    "infrastructure",
    "education",
    "steering",
)
KERNEL_ORDER = (
    "web",
    "health",
    "cases",
    "booking",
    "telemetry",
    "layers",
    "catalogue",
    "payments",
    "notices",
    "documents",
    "live",
    "jobs",
    "audit",
    "accounts",
    "city",
)


def rooms(folder: Path, order: tuple[str, ...] = ()) -> list[str]:
    """Names of the apps below ``folder``: those in ``order`` first and in that order, then by name."""
    found = {path.parent.name for path in folder.glob("*/apps.py")}
    return [name for name in order if name in found] + sorted(found.difference(order))
