"""Search and selection."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartcity.steering.portfolio import running, selectors
from smartcity.steering.portfolio.domain import UNDER_WAY, Phase, Stage
from smartcity.steering.portfolio.models import Partner, Project
from smartcity.steering.portfolio.selectors import ProjectFilter


def numbers(**wanted: str) -> list[str]:
    return [item.number for item in selectors.projects(ProjectFilter(**wanted))]


def test_without_a_wish_everything_comes_in_the_plans_order(plan: Path) -> None:
    assert numbers() == [f"6.{n}" for n in range(1, 23)] + [f"7.{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Baustellen-Viewer", "6.1"),
        ("Baustele", "6.1"),
        ("Serviceprotal", "6.7"),
        ("laternen", "6.4"),
        ("Laterne", "6.4"),
        ("street lamps", "6.4"),
        ("appointment", "6.6"),
        ("6.13", "6.13"),
        ("Amt 37", "6.10"),
        ("Löwentraut", "7.5"),
        ("Schülerbeförderung", "6.18"),
    ],
)
def test_search_finds_inflected_misspelt_english_and_the_plans_words_first(plan: Path, text: str, number: str) -> None:
    assert numbers(text=text)[0] == number


def test_search_finds_nothing_where_there_is_nothing(plan: Path) -> None:
    assert numbers(text="Xylophonunterricht") == []


def test_filters_narrow_together(plan: Path) -> None:
    assert numbers(field="mobility") == ["6.1", "6.3", "6.11", "6.12"]
    assert numbers(field="mobility", partner="dvv") == ["6.11", "6.12"]
    assert numbers(field="mobility", partner="dvv", phase="implementation") == ["6.11"]
    assert numbers(kind="measure", field="economy") == ["7.1"]
    assert numbers(partner="universitaet-duisburg-essen") == ["6.17", "7.4"]
    assert numbers(field="mobility", text="WLAN") == ["6.11"]


def test_unpublished_entries_are_found_nowhere(plan: Path) -> None:
    Project.objects.filter(number="6.1").update(published=False)
    assert "6.1" not in numbers()
    assert numbers(text="Baustellen-Viewer") == []
    assert selectors.neighbours(Project.objects.get(number="6.2"))[0] is None
    related = getattr(selectors.project_page_rows().get(number="6.13"), "related_public", None)
    assert related == []
    mobility = next(item for item in selectors.field_progress() if item.field.slug == "mobility")
    assert mobility.numbers == ["6.3", "6.11", "6.12"]
    city = Partner.objects.get(slug="stadt-duisburg")
    led = selectors.parts_of_partners([city])[city.pk]
    assert all(item.number != "6.1" for items in led.values() for item in items)
    assert all(item.number != "6.1" for _, items in selectors.leading_partners() for item in items)


def test_an_unpublished_partner_filters_nothing_and_sits_nowhere(plan: Path) -> None:
    Partner.objects.filter(slug="wbd").update(published=False)
    assert numbers(partner="wbd") == []
    assert all(partner.slug != "wbd" for partner, _ in selectors.leading_partners())
    assert all(
        p.slug != "wbd" for board in selectors.boards() for seat in board.seats.all() for p in seat.partners.all()
    )
    assert selectors.project_page_rows().get(number="6.3").public_partners == []


def test_field_progress_counts_every_entry_of_a_field_once(plan: Path) -> None:
    progress = {item.field.slug: item for item in selectors.field_progress()}
    assert {slug: item.total for slug, item in progress.items()} == {
        "broadband": 3,
        "egovernment": 6,
        "economy": 4,
        "mobility": 4,
        "living": 8,
        "infrastructure": 6,
        "education": 5,
    }
    assert progress["mobility"].stages == {Stage.PLANNED: 3, Stage.BUILDING: 1}


def test_progress_counts_the_systems_that_are_installed(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = running.RunningSystem("roadworks", "6.1", "Baustellen", "", "/baustellen", "warn", "im Pilotbetrieb")
    monkeypatch.setattr(selectors, "running_systems", lambda: {"6.1": system})
    progress = {item.field.slug: item.on_platform for item in selectors.field_progress()}
    assert progress["mobility"] == 1
    assert sum(progress.values()) == 1


def test_partners_that_lead_a_running_project_belong_on_the_programme_board(plan: Path) -> None:
    leading = {partner.slug: [item.number for item in items] for partner, items in selectors.leading_partners()}
    assert leading["wbd"] == ["6.3", "6.15"]
    assert leading["gebag"] == ["6.5", "6.20"]
    assert "huawei" not in leading
    Project.objects.filter(number="6.15").update(phase=str(Phase.OPERATION))
    Project.objects.filter(number="6.3").update(phase=str(Phase.PAUSED))
    assert Phase.PAUSED not in UNDER_WAY
    assert "wbd" not in {partner.slug for partner, _ in selectors.leading_partners()}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_can_be_searched(plan: Path, text: str) -> None:
    found = list(selectors.projects(ProjectFilter(text=text)))
    assert len({item.number for item in found}) == len(found)
