"""How often something may be tried: counted atomically in the database, per client address and per account.

The client's address is the connection's own, unless that is a proxy the operator trusts (SMARTCITY_TRUSTED_PROXIES):
then X-Forwarded-For is read from its right end, and the first address that is no trusted proxy counts. What stands
further left was written by the client, and is ignored.
"""

from __future__ import annotations

import random
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# a household has a whole IPv6 /64 for itself
IPV6_PREFIX = 64
TIDY_EVERY = 500

_COUNT = """
INSERT INTO accounts_limitcount AS counted (key, count, expires_at)
VALUES (%(key)s, 1, clock_timestamp() + make_interval(secs => %(window)s))
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN counted.expires_at <= clock_timestamp() THEN 1 ELSE counted.count + 1 END,
    expires_at = CASE WHEN counted.expires_at <= clock_timestamp() THEN excluded.expires_at ELSE counted.expires_at END
RETURNING count
"""
_TIDY = """
DELETE FROM accounts_limitcount WHERE key IN (
    SELECT key FROM accounts_limitcount WHERE expires_at < clock_timestamp() LIMIT 5000 FOR UPDATE SKIP LOCKED
)
"""

Network = IPv4Network | IPv6Network


def hit(key: str, limit: int, window_s: float) -> bool:
    """Count one try under ``key``; whether it is still within ``limit`` tries per window of ``window_s`` seconds.

    The count holds as soon as the surrounding transaction commits: call it before one is opened.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _hashed(key), "window": window_s})
        count: int = cursor.fetchone()[0]
        if random.randrange(TIDY_EVERY) == 0:  # noqa: S311  (when to tidy up is no secret)
            cursor.execute(_TIDY)
    return count <= limit


def forget(key: str) -> None:
    """Start counting anew, after a success."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_limitcount WHERE key = %s", [_hashed(key)])


def client_address(request: HttpRequest) -> str:
    """Address of the client (an IPv6 one as its /64 network), past trusted proxies only; "" when there is none."""
    address = _parsed(request.META.get("REMOTE_ADDR", ""))
    if address is None:
        return ""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    networks = _trusted(tuple(settings.TRUSTED_PROXIES))
    while _is_trusted(address, networks) and forwarded:
        further = _parsed(forwarded.pop().strip())
        if further is None:
            break
        address = further
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)


@lru_cache(maxsize=4)
def _trusted(networks: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(network, strict=False) for network in networks)


def _is_trusted(address: IPv4Address | IPv6Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _hashed(key: str) -> str:
    return salted_hmac("smartcity.limits", key, algorithm="sha256").hexdigest()
