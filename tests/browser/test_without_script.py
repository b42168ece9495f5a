"""Reading and choosing without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="de-DE")
    yield context.new_page()
    context.close()


def test_the_map_page_lists_what_the_map_shows(plain_page: Page) -> None:
    plain_page.goto("/karte?ebenen=aemter")
    assert plain_page.locator("#map-list [data-feature]").count() > 10
    expect(plain_page.locator("noscript, .map__without-script").first).to_be_visible()


def test_language_and_theme_are_chosen_by_forms(plain_page: Page) -> None:
    plain_page.goto("/dienste?x=1")
    plain_page.get_by_role("button", name="English").click()
    expect(plain_page.locator("h1")).to_have_text("Services")
    assert plain_page.url.endswith("/dienste?x=1")
    plain_page.locator("summary", has_text="Appearance").click()
    plain_page.get_by_role("button", name="Dark").click()
    expect(plain_page.locator("html")).to_have_attribute("data-kern-theme", "dark")


def test_the_menu_opens_on_a_phone(plain_page: Page) -> None:
    plain_page.set_viewport_size({"width": 360, "height": 740})
    plain_page.goto("/impressum")
    link = plain_page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Karte")
    expect(link).to_be_hidden()
    plain_page.locator("summary", has_text="Menü").click()
    expect(link).to_be_visible()


def test_the_navigation_is_open_on_a_wide_screen(plain_page: Page) -> None:
    plain_page.set_viewport_size({"width": 1280, "height": 900})
    plain_page.goto("/impressum")
    expect(
        plain_page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Karte")
    ).to_be_visible()


def test_tables_sort_and_export_by_links(plain_page: Page) -> None:
    plain_page.goto("/arbeitsplatz/gestaltung")
    first = plain_page.locator("#table tbody tr").first
    plain_page.locator("#table thead a", has_text="Länge").click()
    expect(plain_page.locator("#table th[aria-sort=ascending]")).to_contain_text("Länge")
    expect(first).to_contain_text("Königstraße")
