"""What the tests of formats share: recorded messages, and how they were taken or refused."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from smartcity.kernel.refusal import Refused
from smartcity.mobility.roadworks import readers
from smartcity.mobility.roadworks.domain import Roadwork
from smartcity.mobility.roadworks.formats.item import Item

RECORDED = Path(__file__).parent / "recorded"


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


def works(items: Iterable[Item]) -> list[Roadwork]:
    taken = list(items)
    assert [item.refusals for item in taken if item.refusals] == []
    return [item.roadwork for item in taken if item.roadwork]


def reasons(items: Iterable[Item]) -> dict[int, list[tuple[str, str]]]:
    return {item.index: [(one.place, one.rule) for one in item.refusals] for item in items if item.refusals}


def refusal(document: bytes, kind: readers.Format | None = None) -> tuple[str, str]:
    with pytest.raises(Refused) as error:
        list(readers.read(document, kind))
    return error.value.refusals[0].place, error.value.refusals[0].rule
