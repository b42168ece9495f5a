"""What the portfolio adds to the shell, the search and the command line."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from django.test import RequestFactory

from smartcity.kernel.refusal import Refused
from smartcity.kernel.web.contributions import address_of
from smartcity.steering.portfolio.commands import group
from smartcity.steering.portfolio.home import HOME
from smartcity.steering.portfolio.models import Project
from smartcity.steering.portfolio.navigation import NAVIGATION
from smartcity.steering.portfolio.running import running_systems
from smartcity.steering.portfolio.search import SEARCH


def test_the_front_page_shows_seven_fields_with_their_progress(plan: Path) -> None:
    rows = HOME.progress()
    assert [(row.title, row.total) for row in rows][:2] == [("Breitband & 5G", 3), ("E-Government", 6)]
    assert len(rows) == 7
    running = running_systems()
    expected = sum(item.fields.count() for item in Project.objects.filter(number__in=running))
    assert sum(row.done for row in rows) == expected


def test_every_menu_entry_leads_to_a_page(client, plan: Path) -> None:
    addresses = [address_of(entry.address) for entry in NAVIGATION] + [address_of(card.address) for card in HOME.cards]
    for address in addresses:
        assert client.get(address).status_code == 200


def test_the_platforms_search_finds_projects_partners_and_fields(plan: Path) -> None:
    request = RequestFactory().get("/suche")
    hits = [hit for query in ("Bilding", "GEBAG", "Mieter-App") for hit in SEARCH(query, request=request, limit=5)]
    kinds = {(str(hit.kind), hit.address) for hit in hits}
    assert ("Handlungsfeld", "/masterplan/handlungsfelder/education") in kinds
    assert ("Partner", "/masterplan/partner/gebag") in kinds
    assert ("Projekt", "/projekte/mieter-app") in kinds


def test_the_search_keeps_to_its_limit_and_takes_any_text(plan: Path) -> None:
    request = RequestFactory().get("/suche")
    assert len([hit for hit in SEARCH("Duisburg", request=request, limit=3) if hit.kind == "Projekt"]) <= 3
    assert SEARCH("\x00", request=request, limit=3) == []


def test_a_company_of_a_partner_leads_to_the_partner(plan: Path) -> None:
    request = RequestFactory().get("/suche")
    assert "/masterplan/partner/dvv" in [hit.address for hit in SEARCH("DU-IT", request=request, limit=5)]


def test_the_command_loads_a_plan(db: None, folder: Path) -> None:
    result = CliRunner().invoke(group, ["load", str(folder)])
    assert result.exit_code == 0
    assert result.output.startswith("22 Projekte, 5 Maßnahmen")
    assert Project.objects.count() == 27


def test_the_command_refuses_a_folder_without_a_plan(db: None, tmp_path: Path) -> None:
    result = CliRunner().invoke(group, ["load", str(tmp_path)])
    assert isinstance(result.exception, Refused)
    assert len(result.exception.refusals) == 3
