"""The portfolio's files against the printed plan: numbers, titles, fields, offices, dates, partners, interfaces."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smartcity.steering.portfolio.domain import Kind, Rhythm
from smartcity.steering.portfolio.plan_files import PlanFolder, read_plan
from smartcity.steering.portfolio.tests.conftest import OWN
from smartcity.steering.portfolio.tests.plan_text import Section, chapter, joined, sections, words_of_office

SHARED_WORDS = 8
DATES = {
    "6.6": ["Anfang 2019", "16.04.2019"],
    "6.8": ["August 2019"],
    "6.13": ["zweiten Halbjahr 2018", "19.03.19"],
    "6.14": ["Jahr 2019"],
    "6.15": ["1. April 2019"],
    "7.1": ["seit 2016"],
    "7.2": ["Projektzeitraum 2019"],
    "7.5": ["2017", "Frühjahr 2019"],
}


@pytest.fixture(scope="module")
def printed(shared_data: Path) -> str:
    path = shared_data.parent / "masterplan.txt"
    if not path.is_file():
        pytest.skip("the plan's text is not beside this checkout")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def printed_sections(printed: str) -> dict[str, Section]:
    return {section.number: section for section in sections(printed)}


@pytest.fixture(scope="module")
def files() -> PlanFolder:
    return read_plan(OWN)


def test_the_plan_prints_22_projects_and_5_measures_and_the_files_hold_exactly_these(printed_sections, files) -> None:
    expected = [f"6.{n}" for n in range(1, 23)] + [f"7.{n}" for n in range(1, 6)]
    assert list(printed_sections) == expected
    assert [item.number for item in files.portfolio.projects] == expected
    kinds = {item.number: item.kind for item in files.portfolio.projects}
    assert all((kind is Kind.PROJECT) == number.startswith("6.") for number, kind in kinds.items())


def test_every_title_is_the_printed_one(printed_sections, files) -> None:
    for item in files.portfolio.projects:
        assert item.title.de == printed_sections[item.number].title


def test_every_field_of_action_is_the_printed_one_in_the_printed_order(printed_sections, files) -> None:
    titles = {field.slug: field.title.de for field in files.portfolio.fields}
    for item in files.portfolio.projects:
        assert [titles[slug] for slug in item.fields] == printed_sections[item.number].fields, item.number


def test_every_responsible_office_stands_in_the_printed_words(printed_sections, files) -> None:
    for item in files.portfolio.projects:
        words = [word for lead in item.responsible for word in words_of_office(lead.words)]
        assert words == printed_sections[item.number].responsible, item.number


def test_a_responsible_entry_is_one_office_or_one_organisation(files) -> None:
    for item in files.portfolio.projects:
        for lead in item.responsible:
            assert re.fullmatch(r"Dez\. \w+, (Amt \d\d|I-02|IV-03|62-64)|[A-Z]+(/[A-Z-]+)?", lead.words), lead.words


def test_milestones_exist_exactly_where_the_plan_states_dates(printed_sections, files) -> None:
    for item in files.portfolio.projects:
        stated = DATES.get(item.number, [])
        assert len(item.milestones) == len(stated), item.number
        for words in stated:
            assert words in printed_sections[item.number].text


def test_the_seven_fields_stand_in_the_printed_order(printed, files) -> None:
    overview = chapter(printed, "3. Überblick", "4. Organisation")
    titles = [field.title.de for field in files.portfolio.fields]
    assert len(titles) == 7
    places = [re.search(rf"^{re.escape(title)}\s*$", overview, re.MULTILINE) for title in titles]
    starts = [place.start() for place in places if place]
    assert len(starts) == 7
    assert starts == sorted(starts)


def test_the_eleven_partners_are_those_that_chapter_5_presents(printed, files) -> None:
    text = chapter(printed, "5. Partner", "6. Smart City-Projekte")
    before = printed[: printed.index("6. Smart City-Projekte")]
    after = printed[printed.index("6. Smart City-Projekte") :]
    linked = set(re.findall(r"https://www\.duisburg\.de/\S*partner/partner-\S+\.php", text + after))
    assert {partner.url for partner in files.partners.partners} == linked | {"https://www.duisburg.de/"}
    assert "https://www.duisburg.de/\n" in before
    assert len(files.partners.partners) == 11
    letter = files.partners.letter_of_intent
    assert (letter.first_signatories, letter.joined_since) == (7, 4)
    assert "Im Juli 2018 haben insgesamt sieben Partner" in joined(text)
    assert "Vier weitere Partner" in joined(text)


def test_the_interfaces_are_those_of_chapter_8(printed, files) -> None:
    raw = chapter(printed, "8. Schnittstellen", "9. Ausblicke")
    text = joined(raw)
    documents = re.findall(r"DS \d\d-\d{4}", text)
    assert [item.document for item in files.portfolio.references if item.document] == documents
    for item in files.portfolio.references:
        assert item.title.de in text, item.slug
    assert len(files.portfolio.references) == 13


def test_the_boards_follow_chapter_4(printed, files) -> None:
    strategy, programme = files.boards.boards
    text = joined(chapter(printed, "4.1 Strategiekreis", "4.3 Project"))
    assert (strategy.rhythm, programme.rhythm) == (Rhythm.HALF_YEARLY, Rhythm.MONTHLY)
    assert "halbjährlich stattfindenden Sitzungen" in text
    assert "monatlichen Sitzungen" in text
    assert strategy.chair
    assert strategy.chair.de in text
    assert strategy.deputy
    assert strategy.deputy.de == "Stadtdirektor"
    assert programme.chair is None
    assert len(files.boards.levels) == 4
    levels = joined(chapter(printed, "4. Organisation", "4.1 Strategiekreis"))
    assert all(level.title.de in levels for level in files.boards.levels)


def test_descriptions_are_the_projects_own_words(printed, files) -> None:
    words = re.findall(r"\w+", joined(printed).casefold())
    runs = {tuple(words[i : i + SHARED_WORDS]) for i in range(len(words))}
    portfolio, partners, boards = files.portfolio, files.partners.partners, files.boards.boards
    own = [text.de for item in portfolio.projects for text in (item.summary, item.goal, item.users, item.benefit)]
    own += [item.summary.de for item in portfolio.fields] + [item.summary.de for item in partners]
    own += [board.role.de for board in boards] + [portfolio.plan.goal.de]
    for text in own:
        mine = re.findall(r"\w+", text.casefold())
        mine_runs = {tuple(mine[i : i + SHARED_WORDS]) for i in range(len(mine) - SHARED_WORDS + 1)}
        copied = mine_runs & runs
        assert not copied, text


def test_summaries_have_60_to_140_words_in_both_languages(files) -> None:
    for item in files.portfolio.projects:
        for text in (item.summary.de, item.summary.en):
            assert 60 <= len(text.split()) <= 140, item.number
