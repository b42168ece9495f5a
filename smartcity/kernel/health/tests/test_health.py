"""What operators and load balancers ask."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from smartcity.kernel.health import checks


def test_a_living_process_says_so_without_the_database(client):
    assert client.get("/health/live").json() == {"status": "ok", "checks": {"process": "ok"}}


def test_without_a_worker_it_is_degraded_but_ready(client, db):
    response = client.get("/health/ready")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["checks"]["database"] == "ok"


def test_without_the_database_it_is_not_ready(client, monkeypatch):
    class Gone:
        def cursor(self):
            raise DatabaseError("gone")

    monkeypatch.setattr(checks, "connection", Gone())
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "nicht erreichbar"}


def test_figures_are_prometheus_text(client, db):
    text = client.get("/metrics").content.decode()
    assert 'smartcity_check_ok{check="database"} 1.0' in text
    assert "smartcity_database_bytes" in text


@pytest.mark.parametrize(
    ("headers", "address", "status"),
    [
        ({}, "127.0.0.1", 200),
        ({}, "192.0.2.7", 403),
        ({"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", 403),
    ],
)
def test_without_a_token_only_the_machine_itself_reads_figures(client, db, headers, address, status):
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


@pytest.mark.parametrize(("bearer", "status"), [("Bearer right", 200), ("Bearer wrong", 403), ("", 403)])
def test_with_a_token_only_its_bearer_reads_figures(client, db, settings, bearer, status):
    settings.METRICS_TOKEN = "right"
    assert client.get("/metrics", headers={"Authorization": bearer}).status_code == status
