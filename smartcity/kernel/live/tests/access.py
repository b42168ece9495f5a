"""Everybody may listen: channels carry no personal data."""

from __future__ import annotations

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.live.views import channels
from tests.access.matrix import ANYONE, Row


def channel(owner: Person) -> dict[str, object]:
    """Any declared channel."""
    return {"channel": min(channels())}


ROWS = [Row("live:channel", GET=ANYONE, arguments=channel)]
