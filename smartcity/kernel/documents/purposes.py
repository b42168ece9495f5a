"""What files are for: each purpose says which kinds it takes, how large, and who may read them.

Rooms declare theirs in ``purposes.py``: ``PURPOSES = [Purpose("roadworks.plan", …)]``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from smartcity.kernel.manifest import discover
from smartcity.kernel.refusal import Refusal, Refused

PICTURES = ("image/jpeg", "image/png")
PAPERS = ("application/pdf", *PICTURES)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Purpose:
    """One use of stored files.

    key: "<room>.<use>". kinds: accepted media types, told from the content. largest: bytes.
    may_read(person, document): who may download it besides its owner.
    """

    key: str
    title: str
    kinds: tuple[str, ...] = PAPERS
    largest: int = 20 * MEGABYTE
    may_read: Callable[[Any, Any], bool] = lambda person, document: False


PURPOSES: list[Purpose] = []


@cache
def purposes() -> dict[str, Purpose]:
    """All declared purposes by key."""
    return {purpose.key: purpose for _, found in discover("purposes", "PURPOSES") for purpose in found}


def purpose_of(key: str) -> Purpose:
    """The purpose with this key; raises Refused when no room declares it."""
    if key not in purposes():
        raise Refused([Refusal("Zweck", "diesen Verwendungszweck gibt es nicht", key)])
    return purposes()[key]
