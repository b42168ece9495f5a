"""Figures for operators in Prometheus' text format."""

from __future__ import annotations

import hmac
import ipaddress

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from smartcity.kernel.health.checks import findings
from smartcity.kernel.jobs.selectors import counts


def may_read(request: HttpRequest) -> bool:
    """With a token configured, its bearer; without one, only the machine itself and nobody through a proxy."""
    token = settings.METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def render() -> bytes:
    """All figures as Prometheus text."""
    registry = CollectorRegistry()
    healthy = Gauge("smartcity_check_ok", "1 when the check finds nothing", ["check"], registry=registry)
    for finding in findings():
        healthy.labels(finding.name).set(finding.ok)
    try:
        jobs = Gauge("smartcity_jobs", "Background jobs by state", ["state"], registry=registry)
        for state, number in counts().items():
            jobs.labels(state).set(number)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database()), (SELECT count(*) FROM pg_stat_activity)")
            size, sessions = cursor.fetchone()
        Gauge("smartcity_database_bytes", "Size of the database", registry=registry).set(size)
        Gauge("smartcity_database_sessions", "Open database sessions", registry=registry).set(sessions)
    except DatabaseError:
        pass
    return generate_latest(registry)
