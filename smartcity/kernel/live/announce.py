"""Say that something changed; whoever listens hears it after the commit, and not at all after a rollback."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection

NOTIFY_CHANNEL = "smartcity_live"
# PostgreSQL's limit for a NOTIFY payload is 8,000 bytes
LARGEST_PAYLOAD = 7_900


def announce(channel: str, data: Mapping[str, Any]) -> None:
    """Send ``data`` to the channel's listeners when the transaction commits.

    data: small JSON object without personal data: what changed, not everything about it.
    Raises ValueError when it does not fit into a notification.
    """
    payload = json.dumps({"id": uuid.uuid4().hex, "channel": channel, "data": data}, separators=(",", ":"))
    if len(payload.encode()) > LARGEST_PAYLOAD:
        raise ValueError(f"{channel}: an announcement holds at most {LARGEST_PAYLOAD} bytes, not {len(payload)}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [NOTIFY_CHANNEL, payload])
