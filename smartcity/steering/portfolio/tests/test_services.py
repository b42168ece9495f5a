"""Loading a plan: all or nothing, repeatable, withdrawing instead of deleting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from smartcity.kernel.refusal import Refused
from smartcity.steering.portfolio import city_data
from smartcity.steering.portfolio.models import (
    Board,
    Field,
    Milestone,
    OrganisationLevel,
    Participation,
    Partner,
    PlanReference,
    Project,
)
from smartcity.steering.portfolio.services import load_portfolio
from smartcity.steering.portfolio.tests.conftest import ACTOR, OWN

Spoil = Callable[..., Path]


def test_the_plan_is_loaded_complete(plan: Path) -> None:
    assert Project.objects.filter(kind="project").count() == 22
    assert Project.objects.filter(kind="measure").count() == 5
    assert (Field.objects.count(), Partner.objects.count(), Board.objects.count()) == (7, 11, 2)
    assert (OrganisationLevel.objects.count(), PlanReference.objects.count()) == (4, 13)


def test_loading_again_changes_nothing(plan: Path) -> None:
    before = list(Milestone.objects.order_by("pk").values())
    report = load_portfolio(actor=ACTOR, directory=plan)
    assert (report.changed, report.withdrawn) == (0, 0)
    assert list(Milestone.objects.order_by("pk").values()) == before


def test_only_what_changed_is_written(plan: Path, spoil: Spoil) -> None:
    report = load_portfolio(actor=ACTOR, directory=spoil("portfolio.toml", "Roadworks viewer", "Roadworks map"))
    assert report.changed == 1
    assert Project.objects.get(number="6.1").title_en == "Roadworks map"


def test_one_refused_entry_takes_nothing(db: None, spoil: Spoil) -> None:
    with pytest.raises(Refused):
        load_portfolio(actor=ACTOR, directory=spoil("boards.toml", 'rhythm = "monthly"', 'rhythm = "never"'))
    assert not Project.objects.exists()
    assert not Partner.objects.exists()


def test_a_clash_with_what_is_loaded_is_refused_and_takes_nothing(plan: Path, spoil: Spoil) -> None:
    spoil("portfolio.toml", 'slug = "baustellen-viewer"', 'slug = "passing"')
    spoil("portfolio.toml", 'slug = "genehmigungsportal"', 'slug = "baustellen-viewer"')
    folder = spoil("portfolio.toml", 'slug = "passing"', 'slug = "genehmigungsportal"')
    with pytest.raises(Refused, match="vertragen sich nicht"):
        load_portfolio(actor=ACTOR, directory=folder)
    assert Project.objects.get(number="6.1").slug == "baustellen-viewer"


def test_what_leaves_the_plan_is_withdrawn_and_not_deleted(plan: Path, folder: Path) -> None:
    text = (folder / "portfolio.toml").read_text(encoding="utf-8")
    start = text.rindex("[[projects]]\n")
    (folder / "portfolio.toml").write_text(text[:start], encoding="utf-8")
    report = load_portfolio(actor=ACTOR, directory=folder)
    assert report.withdrawn == 1
    assert not Project.objects.get(number="7.5").published


def test_related_projects_know_each_other_whichever_names_the_other(plan: Path) -> None:
    assert [item.number for item in Project.objects.get(number="6.13").related.all()] == ["6.1"]
    assert [item.number for item in Project.objects.get(number="6.1").related.all()] == ["6.13"]


def test_an_office_that_is_no_partner_keeps_its_words(plan: Path) -> None:
    part = Participation.objects.get(words="IMD")
    assert part.partner is None
    assert part.project.number == "6.14"


def test_the_rooms_share_of_load_city_leaves_a_folder_without_a_plan_alone(db: None, tmp_path: Path) -> None:
    assert city_data.load(actor=ACTOR, directory=tmp_path) == "kein Masterplan in diesem Ordner"
    assert not Project.objects.exists()


def test_the_rooms_share_of_load_city_reports_in_one_line(db: None) -> None:
    line = city_data.load(actor=ACTOR, directory=OWN)
    assert line.startswith("22 Projekte, 5 Maßnahmen, 7 Handlungsfelder, 11 Partner, 2 Gremien (")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "dream"},
        {"phase": "dream"},
        {"sdgs": [18]},
        {"slug": "zeitleiste"},
        {"number": "6.2"},
    ],
)
def test_the_database_refuses_what_the_files_may_not_hold(plan: Path, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(number="6.1").update(**change)


def test_the_database_refuses_a_milestone_that_ends_before_it_begins(plan: Path) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.filter(kind="event").update(ends="2001-01-01")


def test_the_database_refuses_a_lead_without_words(plan: Path) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.filter(part="lead").update(words="")
