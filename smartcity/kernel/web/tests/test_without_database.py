"""500, 503 and the offline page stand when the database does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client, RequestFactory

from smartcity.kernel.web import errors


def _request() -> HttpRequest:
    return RequestFactory().get("/baustellen?seite=2", headers={"accept": "text/html"})


def test_server_error_needs_no_database() -> None:
    page = errors.server_error(_request())
    assert page.status_code == 500
    text = page.content.decode()
    assert "Da ist etwas schiefgegangen" in text
    assert "Kennung für Rückfragen" in text


def test_service_unavailable_says_when_to_try_again() -> None:
    page = errors.service_unavailable(_request(), retry_after=45)
    assert page.status_code == 503
    assert page["Retry-After"] == "45"
    assert "/baustellen?seite=2" in page.content.decode()


def test_the_offline_page_needs_no_database(client: Client) -> None:
    assert client.get("/offline").status_code == 200


def test_programs_get_a_problem_document_also_here() -> None:
    request = RequestFactory().get("/api/v1/x")
    assert errors.server_error(request)["Content-Type"] == "application/problem+json"


@pytest.fixture
def two_connections(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The platform with a pool of two connections, for which nobody waits longer than a moment."""
    options = {**connection.settings_dict["OPTIONS"]}
    connection.close()
    pool = {"min_size": 1, "max_size": 2, "timeout": 0.1, "max_waiting": 2}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**options, "pool": pool})
    yield
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


def test_no_connection_left_is_503_and_passes_by_itself(client: Client, city: None, two_connections: None) -> None:
    client.raise_request_exception = False
    connection.pool.open()  # type: ignore[attr-defined]
    held = [connection.pool.getconn() for _ in range(2)]  # type: ignore[attr-defined]
    page, document = client.get("/baustellen"), client.get("/api/v1/portfolio/projects")
    for one in held:
        connection.pool.putconn(one)  # type: ignore[attr-defined]
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert (document.status_code, document["Content-Type"]) == (503, "application/problem+json")
    assert client.get("/baustellen").status_code == 200
