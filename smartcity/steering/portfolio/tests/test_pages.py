"""The portfolio's pages, as a visitor sees them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from smartcity.kernel.manifest import systems
from smartcity.steering.portfolio import running
from smartcity.steering.portfolio.models import Partner, Project

PAGES = [
    "/masterplan",
    "/masterplan/handlungsfelder/mobility",
    "/masterplan/partner",
    "/masterplan/partner/dvv",
    "/projekte",
    "/projekte?ansicht=tabelle",
    "/projekte?q=Verkehr&feld=mobility&partner=wbd&phase=planning&art=project",
    "/projekte/zeitleiste",
    "/projekte/open-data-portal",
    "/projekte/baustellen-viewer",
    "/gremien",
]
MOST_QUERIES = 12


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def table(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    body = b"".join(response) if response.streaming else response.content
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_is_served_with_few_queries(client, plan, address, language, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(address, headers={"accept-language": language}).content.decode()
    assert page.count("<h1") == 1
    assert "style=" not in page


@pytest.mark.parametrize("address", PAGES[:1] + PAGES[2:3] + PAGES[4:6] + PAGES[7:8] + PAGES[10:])
def test_pages_stand_before_anything_is_loaded(client: Client, db: None, address: str) -> None:
    assert "<h1" in html(client, address)


@pytest.mark.parametrize(
    "address", ["/projekte/nichts", "/masterplan/partner/nichts", "/masterplan/handlungsfelder/nichts"]
)
def test_what_does_not_exist_is_not_found(client: Client, plan: Path, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, plan: Path, method: str) -> None:
    assert getattr(client, method)("/projekte").status_code == 405
    assert getattr(client, method)("/masterplan").status_code == 405


def test_every_project_has_its_page_with_number_office_and_source(client: Client, plan: Path) -> None:
    for project in Project.objects.all():
        page = html(client, project.get_absolute_url())
        assert f"Kapitel {project.number}" in page
        for words in project.responsible:
            assert words in page


def test_the_list_shows_all_27_and_the_filter_narrows(client: Client, plan: Path) -> None:
    assert html(client, "/projekte").count('class="card"') == 27
    page = html(client, "/projekte?feld=mobility&partner=dvv")
    assert page.count('class="card"') == 2
    assert "WLAN in Bus und Bahn" in page


def test_an_empty_result_says_what_to_do_next(client: Client, plan: Path) -> None:
    page = html(client, "/projekte?q=Xylophonunterricht")
    assert "Kein Vorhaben gefunden" in page
    assert "Alle Vorhaben zeigen" in page


@pytest.mark.parametrize("query", ["feld=flying", "partner=x", "phase=x", "art=x", f"q={'a' * 201}"])
def test_a_filter_that_does_not_exist_is_named_and_shows_everything(client: Client, plan: Path, query: str) -> None:
    page = html(client, f"/projekte?{query}")
    assert "error-summary" in page
    assert page.count('class="card"') == 27


def test_typed_markup_stays_text(client: Client, plan: Path) -> None:
    assert "<script>alert" not in html(client, "/projekte?q=<script>alert(1)</script>")


def test_the_table_sorts_by_phase_in_the_order_of_the_cycle(client: Client, plan: Path) -> None:
    rows = table(client, "/projekte?ansicht=tabelle&sortieren=phase&format=csv")[1:]
    phases = list(dict.fromkeys(row[5] for row in rows))
    assert phases == ["Einplanung ins Portfolio", "Feinplanung", "Umsetzung", "Betrieb"]
    assert len(rows) == 27


def test_the_csv_holds_what_the_filter_shows(client: Client, plan: Path) -> None:
    rows = table(client, "/projekte?feld=mobility&format=csv")
    assert [row[0] for row in rows[1:]] == ["6.1", "6.3", "6.11", "6.12"]
    assert rows[1][4] == "Dez. V, Amt 61"


def test_the_timeline_draws_only_what_the_plan_dates(client: Client, plan: Path) -> None:
    page = html(client, "/projekte/zeitleiste")
    picture = page[page.index('<svg width="1100') :]
    picture = picture[: picture.index("</svg>")]
    assert picture.count("<g>") == 11
    assert "6.6 Online-Terminvergabe" in picture
    assert "Baustellen-Viewer" not in picture
    undated = page[page.index("Ohne Termin im Plan") :]
    assert "6.1 Baustellen-Viewer" in undated


def test_the_timelines_table_says_what_the_picture_shows(client: Client, plan: Path) -> None:
    rows = {row[0]: row[3] for row in table(client, "/projekte/zeitleiste?format=csv")[1:]}
    assert rows["6.1"] == "ohne Termin im Plan"
    assert "16. April 2019: In allen Bürger-Service-Stationen verfügbar" in rows["6.6"]


def test_unpublished_projects_and_partners_are_never_shown(client: Client, plan: Path) -> None:
    Project.objects.filter(number="6.1").update(published=False)
    Partner.objects.filter(slug="huawei").update(published=False)
    assert client.get("/projekte/baustellen-viewer").status_code == 404
    assert client.get("/masterplan/partner/huawei").status_code == 404
    pages = [
        *PAGES[:9],
        "/gremien",
        "/projekte/genehmigungsportal",
        "/masterplan/partner/stadt-duisburg",
        "/projekte?q=Baustellen-Viewer&format=csv",
        "/masterplan/projekte.csv",
        "/masterplan/partner.csv",
        "/api/v1/portfolio/projects",
        "/api/v1/portfolio/projects/open-data-portal",
        "/api/v1/portfolio/partners",
        "/api/v1/portfolio/fields",
        "/suche?q=Baustellen-Viewer",
    ]
    for address in pages:
        response = client.get(address)
        body = (b"".join(response) if response.streaming else response.content).decode()
        assert "/projekte/baustellen-viewer" not in body, address
        assert "Huawei" not in body, address


def test_a_project_that_runs_here_links_to_its_system(client: Client, plan: Path) -> None:
    for system in systems():
        for project in Project.objects.filter(number=system.plan_number):
            assert f'href="{system.address}"' in html(client, project.get_absolute_url())


def test_a_project_without_a_system_is_shown_as_planned(client: Client, plan: Path, monkeypatch) -> None:
    monkeypatch.setattr("smartcity.steering.portfolio.pages.running_systems", dict)
    assert "läuft hier noch kein System" in html(client, "/projekte/baustellen-viewer")


def test_the_systems_own_health_checks_are_shown(client: Client, plan: Path, monkeypatch) -> None:
    system = running.RunningSystem("roadworks", "6.1", "Baustellen", "Was.", "/baustellen", "warn", "im Pilotbetrieb")
    checks = [running.CheckResult("import", "seit gestern nichts"), running.CheckResult("feed", "")]
    monkeypatch.setattr("smartcity.steering.portfolio.pages.running_systems", lambda: {"6.1": system})
    monkeypatch.setattr("smartcity.steering.portfolio.pages.health_of", lambda asked: checks if asked is system else [])
    page = html(client, "/projekte/baustellen-viewer")
    assert "seit gestern nichts" in page
    assert "ohne Störung" in page
    assert 'href="/baustellen"' in page


def test_content_follows_the_readers_language(client: Client, plan: Path) -> None:
    page = client.get("/projekte/baustellen-viewer", headers={"accept-language": "en"}).content.decode()
    assert "Roadworks viewer" in page
    assert "Dez. V, Amt 61" in page
    with translation.override("en"):
        assert Project.objects.get(number="6.1").title == "Roadworks viewer"


def test_the_boards_show_their_rules(client: Client, plan: Path) -> None:
    page = html(client, "/gremien")
    assert "Oberbürgermeister (Vorsitz)" in page
    assert "halbjährlich" in page
    assert "monatlich" in page
    assert "folgt aus dem Portfolio" in page


def test_the_partners_page_says_no_more_than_the_plan_about_signatures(client: Client, plan: Path) -> None:
    page = html(client, "/masterplan/partner")
    assert "7 Partner haben im Juli 2018" in page
    assert page.count('class="card"') == 11


@pytest.mark.parametrize("address", ["/projekte", "/projekte/zeitleiste", "/api/v1/portfolio/projects"])
def test_twice_as_many_projects_need_no_more_queries(client, plan, address, django_assert_num_queries) -> None:
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for original in list(Project.objects.prefetch_related("field_links", "participations", "milestones")):
        links, parts, steps = original.field_links.all(), original.participations.all(), original.milestones.all()
        original.pk, original.number, original.slug = None, f"8{original.number}", f"copy-of-{original.slug}"
        original.position += 90_000
        original.save(force_insert=True)
        for row in [*links, *parts, *steps]:
            row.pk = None
            setattr(row, "project", original)  # noqa: B010  (three kinds of rows)
            row.save(force_insert=True)
    with django_assert_num_queries(len(before)):
        client.get(address)
