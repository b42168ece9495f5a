"""Both spellings of an address lead to the page."""

from __future__ import annotations


def test_a_surplus_slash_is_taken_away_and_the_question_kept(client, db):
    response = client.get("/health/live/?a=1")
    assert response.status_code == 301
    assert response["Location"] == "/health/live?a=1"


def test_a_missing_slash_is_added(client, db):
    response = client.get("/postfach")
    assert response.status_code == 301
    assert response["Location"] == "/postfach/"


def test_an_address_that_exists_in_neither_spelling_is_not_found(client, db):
    assert client.get("/gibt-es-nicht/").status_code == 404


def test_nothing_leads_to_another_host(client, db):
    response = client.get("//evil.example/health/live/")
    assert response.status_code == 404 or response["Location"].startswith("/")
