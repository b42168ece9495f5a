"""Broken plans are refused with file, entry and rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartcity.kernel.refusal import Refused
from smartcity.steering.portfolio.plan_files import BOARDS, PARTNERS, PORTFOLIO, has_plan, read_plan

Spoil = Callable[..., Path]

VIEWER = 'title.en = "Roadworks viewer"'
VIEWER_SLUG = 'slug = "baustellen-viewer"'
BROKEN = [
    (PORTFOLIO, 'number = "6.1"', 'number = "6.x"', "projects[6.x].number", "nicht stimmig"),
    (PORTFOLIO, 'number = "6.2"', 'number = "6.1"', "projects.number", "mehrfach"),
    (PORTFOLIO, 'slug = "genehmigungsportal"', VIEWER_SLUG, "projects.slug", "mehrfach"),
    (PORTFOLIO, VIEWER_SLUG, 'slug = "zeitleiste"', "projects[6.1].slug", "andere Seite"),
    (
        PORTFOLIO,
        VIEWER_SLUG,
        'slug = "Baustellen Viewer"',
        "projects[6.1].slug",
        "Schreibweise",
    ),
    (
        PORTFOLIO,
        'fields = ["mobility"]',
        'fields = ["flying"]',
        "projects[6.1].fields",
        "gibt es nicht",
    ),
    (PORTFOLIO, 'fields = ["mobility"]', "fields = []", "projects[6.1].fields", "mindestens einen"),
    (PORTFOLIO, 'partner = "wbd"', 'partner = "nobody"', "projects[6.3].responsible", "Partner gibt es nicht"),
    (PORTFOLIO, 'phase = "planning"', 'phase = "dreaming"', "projects[6.1].phase", "erlaubten Werte"),
    (PORTFOLIO, 'related = ["6.13"]', 'related = ["6.99"]', "projects[6.1].related", "Vorhaben gibt es nicht"),
    (PORTFOLIO, 'related = ["6.13"]', 'related = ["6.1"]', "projects[6.1].related", "Vorhaben gibt es nicht"),
    (PORTFOLIO, VIEWER, "", "projects[6.1].title.en", "fehlt"),
    (PORTFOLIO, VIEWER, 'title.en = "  "', "projects[6.1].title.en", "nicht stimmig"),
    (
        PORTFOLIO,
        VIEWER,
        'title.en = "a\\u0000"',
        "projects[6.1].title.en",
        "nicht stimmig",
    ),
    (
        PORTFOLIO,
        VIEWER,
        f'title.en = "{"a" * 201}"',
        "projects[6.1].title.en",
        "zu lang",
    ),
    (PORTFOLIO, 'kind = "project"', 'kind = "project"\nbudget = 1', "projects[6.1].budget", "nicht vorgesehen"),
    (PORTFOLIO, "ends = 2020-03-31", "ends = 2018-03-31", "projects[6.15].milestones[1]", "nicht stimmig"),
    (PORTFOLIO, "ends = 2019-04-16\n", "", "projects[6.6].milestones[2]", "nicht stimmig"),
    (PORTFOLIO, "sdgs = [1,", "sdgs = [18,", "projects[7.5].sdgs[1]", "richtige Form"),
    (
        PORTFOLIO,
        'projects = ["6.16"]',
        'projects = ["6.61"]',
        "references[architekturrichtlinien]",
        "gibt es nicht",
    ),
    (PORTFOLIO, "https://www", "javascript:", "projects[6.1].plan_url", "Schreibweise"),
    (PARTNERS, 'slug = "wbd"', 'slug = "dvv"', "partners.slug", "mehrfach"),
    (PARTNERS, "joined_since = 4", "joined_since = 5", "letter_of_intent", "Zahl der Partner"),
    (PARTNERS, 'kind = "city"', 'kind = "village"', "partners[stadt-duisburg].kind", "erlaubten Werte"),
    (
        BOARDS,
        'partners = ["wbd", "dvv", "gebag"]',
        'partners = ["bdw"]',
        "boards[strategiekreis].members",
        "gibt es nicht",
    ),
    (BOARDS, 'rhythm = "monthly"', 'rhythm = "sometimes"', "boards[programmkreis].rhythm", "erlaubten Werte"),
    (BOARDS, 'slug = "strategy"', 'slug = "steering"', "boards[strategiekreis].level", "Ebene gibt es nicht"),
]


def test_the_citys_own_plan_is_accepted(folder: Path) -> None:
    assert len(read_plan(folder).portfolio.projects) == 27


@pytest.mark.parametrize(("file", "old", "new", "place", "rule"), BROKEN)
def test_a_broken_entry_is_refused_with_its_place_and_rule(spoil: Spoil, file, old, new, place, rule) -> None:
    with pytest.raises(Refused) as refused:
        read_plan(spoil(file, old, new))
    told = [str(item) for item in refused.value.refusals]
    assert any(line.startswith(f"{file}: {place}") and rule in line for line in told), told


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "boards.toml").unlink()
    with pytest.raises(Refused, match=r"boards\.toml: Die Datei fehlt"):
        read_plan(folder)


def test_broken_toml_and_foreign_encodings_are_refused(folder: Path) -> None:
    (folder / "partners.toml").write_text("[[partners]\n", encoding="utf-8")
    (folder / "boards.toml").write_bytes('title = "Ü"'.encode("latin-1"))
    with pytest.raises(Refused) as refused:
        read_plan(folder)
    told = {item.place: item.rule for item in refused.value.refusals}
    assert told == {
        PARTNERS: "Die Datei ist kein gültiges TOML.",
        BOARDS: "Die Datei ist nicht in UTF-8 geschrieben.",
    }


def test_all_broken_entries_are_named_at_once(spoil: Spoil) -> None:
    spoil("portfolio.toml", 'number = "6.1"', 'number = "six"')
    folder = spoil("partners.toml", 'kind = "city"', 'kind = "village"')
    with pytest.raises(Refused) as refused:
        read_plan(folder)
    assert len(refused.value.refusals) == 2


def test_a_folder_without_any_plan_is_recognised(tmp_path: Path) -> None:
    assert not has_plan(tmp_path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(folder: Path, content: bytes) -> None:
    (folder / PORTFOLIO).write_bytes(content)
    with pytest.raises(Refused):
        read_plan(folder)
