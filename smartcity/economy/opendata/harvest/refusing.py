"""A source that cannot be taken: one error with place and rule."""

from __future__ import annotations

from smartcity.kernel.refusal import Refusal, Refused


def refused(place: str, rule: str, value: str = "", hint: str = "") -> Refused:
    """The error, ready to raise; the value is cut short."""
    return Refused([Refusal(place, rule, value[:200], hint)])
