"""Budgets of the built front end, measured on the files and on the running home page."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from playwright.sync_api import Page, Response, ViewportSize

from tests.browser.serve import CHECKOUT

DIST = CHECKOUT / "frontend" / "dist"
SCRIPT_BUDGET = 60_000
PAGE_BUDGET = 150_000
NO_MAP: ViewportSize = {"width": 360, "height": 740}


def _gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_scripts_of_the_home_page_without_the_map_stay_within_their_budget() -> None:
    manifest = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    shell = manifest["shell/shell.ts"]
    files = [shell["file"], *(manifest[key]["file"] for key in shell.get("imports", ()))]
    assert sum(_gzipped(DIST / file) for file in files) <= SCRIPT_BUDGET


def test_the_home_page_without_the_map_stays_within_its_budget(page: Page, site: str) -> None:
    """Counted as a server sends it: texts gzipped, fonts as they are. A phone gets no map on the home page."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.set_viewport_size(NO_MAP)
    page.goto("/")
    page.wait_for_timeout(1000)
    sizes = {}
    for answer in answers:
        body = answer.body()
        packed = answer.headers.get("content-type", "").startswith(("text/", "image/svg", "application/j"))
        sizes[answer.url.removeprefix(site)] = len(gzip.compress(body, 6)) if packed else len(body)
    assert not [url for url in sizes if "maplibre" in url or "/map-" in url]
    assert sum(sizes.values()) <= PAGE_BUDGET, sizes


def test_nothing_comes_from_another_host(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/karte", "/arbeitsplatz/gestaltung"):
        page.goto(path)
        page.wait_for_timeout(1500)
    foreign = [url for url in asked if not url.startswith((site, "data:", "blob:"))]
    assert foreign == []
