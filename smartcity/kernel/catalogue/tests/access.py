"""The catalogue is open to everybody, for reading."""

from tests.access.matrix import ANYONE, Row


def a_dataset(owner: object) -> dict[str, object]:
    """The city's boroughs, which are always there."""
    return {"slug": "stadtbezirke"}


ROWS = [
    Row("/api/v1/catalogue/datasets", GET=ANYONE),
    Row("/api/v1/catalogue/datasets/<slug>", GET=ANYONE, arguments=a_dataset),
    Row("catalogue:catalogue", GET=ANYONE, arguments=lambda owner: {"syntax": "ttl"}),
    Row("catalogue:dataset-rdf", GET=ANYONE, arguments=lambda owner: {"syntax": "ttl"} | a_dataset(owner)),
    Row("catalogue:action", GET=ANYONE, POST=ANYONE, arguments=lambda owner: {"name": "status_show"}),
    Row("catalogue:action-short", GET=ANYONE, POST=ANYONE, arguments=lambda owner: {"name": "status_show"}),
]
