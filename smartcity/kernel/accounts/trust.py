"""How sure the platform is who somebody is: the levels of eIDAS (EU 910/2014, Art. 8), and none. Free of Django."""

from __future__ import annotations

from enum import IntEnum


class Trust(IntEnum):
    """A higher level holds wherever a lower one is demanded.

    NONE: no account. NORMAL: an account with a confirmed address. SUBSTANTIAL: identity checked (at a counter, by a
    certificate). HIGH: by an electronic identity card.
    """

    NONE = 0
    NORMAL = 1
    SUBSTANTIAL = 2
    HIGH = 3
