"""500, 503 and the offline page stand when the database does not."""

from __future__ import annotations

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
