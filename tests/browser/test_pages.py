"""Every registered page, wide and narrow: axe, console, headings, sideways scrolling."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.inspection import inspect, overflow, violations
from tests.browser.routes import plain_paths, route_of

OPENS = {200}


def _answer(context: BrowserContext, path: str) -> tuple[int, str]:
    answer = context.request.get(path, max_redirects=0)
    kind = answer.headers.get("content-type", "")
    answer.dispose()
    return answer.status, kind


def _visitor(path: str, contexts: list[BrowserContext]) -> BrowserContext | None:
    """The first visitor to whom the path is a page."""
    for context in contexts:
        status, kind = _answer(context, path)
        assert status < 500, f"{path}: {status}"
        if status in OPENS and kind.startswith("text/html"):
            return context
    return None


def _problems(context: BrowserContext, path: str) -> list[str]:
    page = context.new_page()
    try:
        return inspect(page, path)
    finally:
        page.close()


@pytest.mark.parametrize("path", plain_paths())
def test_every_registered_page_is_accessible_and_whole(path: str, visitors: list[BrowserContext]) -> None:
    visitor = _visitor(path, visitors)
    if visitor is None:
        pytest.skip("no page to anybody: another format or method, or it needs something first")
    assert _problems(visitor, path) == []


@pytest.mark.timeout(900)
def test_one_page_of_each_kind_that_pages_link_to_is_accessible_and_whole(
    visitors: list[BrowserContext], site: str
) -> None:
    examples: dict[str, tuple[BrowserContext, str]] = {}
    for context in visitors:
        page = context.new_page()
        for path in plain_paths():
            if _visitor(path, [context]) is None:
                continue
            page.goto(path, wait_until="domcontentloaded")
            links: list[str] = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
            for link in links:
                route = route_of(link.split("#")[0], site)
                if route and route not in examples and _visitor(link, [context]):
                    examples[route] = (context, link)
        page.close()
    found = {route: _problems(context, link) for route, (context, link) in examples.items()}
    assert {route: problems for route, problems in found.items() if problems} == {}


ERRORS: list[tuple[str, int]] = [("/gibt-es-nicht", 404)]


@pytest.mark.parametrize(("path", "status"), ERRORS)
def test_error_pages_are_accessible(page: Page, path: str, status: int) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status
    assert violations(page) == []
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_gallery_is_accessible_in_both_themes(page: Page, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto("/arbeitsplatz/gestaltung")
    page.wait_for_timeout(500)
    assert violations(page) == []


@pytest.mark.parametrize("menu", ["Dienste", "Darstellung"])
def test_open_menus_are_accessible(page: Page, menu: str) -> None:
    page.goto("/")
    page.locator("summary", has_text=menu).first.click()
    assert violations(page) == []


def test_axe_catches_a_planted_violation(page: Page) -> None:
    page.goto("/impressum")
    assert violations(page) == []
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/web/sign.svg\">')"
    )
    assert [found for found in violations(page) if found.startswith("axe image-alt")]


def test_sideways_scrolling_is_caught(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 720})
    page.goto("/impressum")
    assert overflow(page) == []
    page.evaluate("document.querySelector('h1').style.width = '900px'")
    assert overflow(page)
