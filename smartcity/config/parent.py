"""A process that ends with its parent, also when that is killed (Linux)."""

from __future__ import annotations

import ctypes

_PR_SET_PDEATHSIG = 1


def end_with_parent(number: int) -> None:
    """Ask the system to send this process the signal when the process that started it has died."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
