"""The catalogue is open to everybody, for reading."""

from tests.access.matrix import ANYONE, Row


def a_dataset(owner: object) -> dict[str, object]:
    """The city's boroughs, which are always there."""
    return {"slug": "stadtbezirke"}


ROWS = [
    Row("catalogue:datasets", GET=ANYONE),
    Row("catalogue:dataset", GET=ANYONE, arguments=a_dataset),
    Row("/api/v1/catalogue/datasets", GET=ANYONE),
    Row("/api/v1/catalogue/datasets/<slug>", GET=ANYONE, arguments=a_dataset),
]
