"""Small whole numbers that a page sends back: which row, how many, which revision was seen."""

from __future__ import annotations

from django.http import HttpRequest

_LONGEST = 9


def whole(text: str, otherwise: int) -> int:
    """The number, or ``otherwise`` for what is none (or no page would have sent)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else otherwise


def seen_revision(request: HttpRequest) -> int:
    """The revision that the page was made from; -1, which no row has, for none."""
    return whole(request.POST.get("revision", ""), -1)
