"""What the interface answers instead of data."""

from __future__ import annotations


class Fault(Exception):
    """A request that is not answered with data: HTTP status, the place in the request, the rule it breaks."""

    def __init__(self, status: int, place: str, rule: str, value: object = "") -> None:
        super().__init__(f"{place}: {rule}")
        self.status, self.place, self.rule = status, place, rule
        self.value = str(value)[:200].encode(errors="replace").decode()


def bad(place: str, rule: str, value: object = "") -> Fault:
    """A request that cannot be understood (400)."""
    return Fault(400, place, rule, value)


def missing(path: str) -> Fault:
    """Something that is not there, or not for whoever asks (404)."""
    return Fault(404, path, "Das gibt es hier nicht.")
