"""The portal is open to everybody, for reading."""

from __future__ import annotations

from smartcity.kernel.catalogue.services import synchronise
from smartcity.kernel.service import SystemActor
from tests.access.matrix import ANYONE, Row


def a_dataset(owner: object) -> dict[str, object]:
    """The city's boroughs, which are always there."""
    synchronise(actor=SystemActor("test"))
    return {"slug": "stadtbezirke"}


ROWS = [
    Row("opendata:datasets", GET=ANYONE),
    Row("opendata:dataset", GET=ANYONE, arguments=a_dataset),
]
