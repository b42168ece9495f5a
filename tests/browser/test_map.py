"""The map: what a keyboard, a mouse and the list beside it do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect


@pytest.fixture
def office(stranger: BrowserContext) -> dict[str, Any]:
    """One feature of the layer of offices."""
    answer = stranger.request.get("/ogc/collections/aemter/items?f=json&limit=200")
    assert answer.ok
    places = [tuple(item["geometry"]["coordinates"]) for item in answer.json()["features"]]
    alone = next(
        item for item in answer.json()["features"] if places.count(tuple(item["geometry"]["coordinates"])) == 1
    )
    return dict(alone)


def _open(page: Page, office: dict[str, Any]) -> None:
    longitude, latitude = office["geometry"]["coordinates"]
    page.goto(f"/karte?ebenen=aemter#karte=17/{latitude}/{longitude}&ebenen=aemter")
    page.locator("city-map.is-ready").wait_for()
    page.wait_for_timeout(1500)


def test_enter_selects_what_lies_in_the_middle_and_marks_it_in_the_list(page: Page, office: dict[str, Any]) -> None:
    _open(page, office)
    page.locator(".map__canvas canvas").focus()
    page.keyboard.press("Enter")
    card = page.locator(".map__card")
    expect(card).to_be_visible()
    expect(card.locator("h2")).not_to_be_empty()
    expect(page.locator("#map-list [data-selected]")).to_have_attribute("data-feature", f"aemter/{office['id']}")
    card.locator(".map__close").click()
    expect(card).to_be_hidden()


def test_a_click_opens_the_same_card(page: Page, office: dict[str, Any]) -> None:
    _open(page, office)
    box = page.locator(".map__canvas canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".map__card h2")).to_be_visible()


def test_layers_are_switched_in_the_panel_and_kept_in_the_link(page: Page, office: dict[str, Any]) -> None:
    _open(page, office)
    page.get_by_role("button", name="Ebenen").click()
    page.locator(".map__panel").get_by_label("Stadtbezirke").check()
    page.wait_for_function("location.hash.includes('stadtbezirke')")
    page.locator(".map__panel").get_by_label("Stadtbezirke").uncheck()
    page.wait_for_function("!location.hash.includes('stadtbezirke')")


def test_a_drawn_point_stands_in_the_text_field(page: Page) -> None:
    page.goto("/arbeitsplatz/gestaltung")
    field = page.locator("#id_place")
    field.scroll_into_view_if_needed()
    drawing = page.locator("city-map:has(.map__tools[aria-label='Zeichnen'])")
    drawing.wait_for()
    page.get_by_role("button", name="Punkt setzen").click()
    box = drawing.locator(".map__canvas canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 150)
    page.mouse.click(box["x"] + 200, box["y"] + 150)
    page.wait_for_function("document.getElementById('id_place').value !== ''")
    assert json.loads(field.input_value())["type"] == "Point"


def test_a_map_works_without_a_base_map_or_network(stranger: BrowserContext) -> None:
    """The ground comes from the city's own data."""
    answer = stranger.request.get("/karte/grund.geojson")
    roles = {item["properties"]["role"] for item in answer.json()["features"]}
    assert {"city", "borough", "borough-name", "water", "street", "place"} <= roles
    again = stranger.request.get("/karte/grund.geojson", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status == 304
