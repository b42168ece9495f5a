"""Takes the pictures in docs/screenshots from a running demo: desktop, phone, dark, English.

``python tools/screenshots.py [http://127.0.0.1:8000] [--only NAME]``: without an address it starts the demo itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))
FOLDER = CHECKOUT / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@dataclass(frozen=True)
class Shot:
    """One picture: a page in a size, theme and language."""

    name: str
    path: str
    size: dict[str, int] = field(default_factory=lambda: DESKTOP)
    dark: bool = False
    english: bool = False
    whole: bool = False


SEES_A_MAP = """() => [...document.querySelectorAll("city-map")].some(map => {
    const box = map.getBoundingClientRect();
    return box.width > 0 && box.top < window.innerHeight && box.bottom > 0;
})"""
PAGES = {
    "startseite": "/",
    "karte": "/karte",
    "dienste": "/dienste",
    "baustellen": "/baustellen/",
    "projekte": "/projekte/",
    "gestaltung": "/arbeitsplatz/gestaltung",
}


def shots() -> list[Shot]:
    """Every picture."""
    found = []
    for name, path in PAGES.items():
        found += [
            Shot(f"{name}-desktop", path),
            Shot(f"{name}-phone", path, PHONE),
            Shot(f"{name}-dark", path, dark=True),
            Shot(f"{name}-phone-dark", path, PHONE, dark=True),
        ]
    return [*found, Shot("startseite-english", "/", english=True)]


def take(browser: Browser, base: str, shot: Shot, folder: Path) -> None:
    """Open the page, wait for its maps and charts, save the picture."""
    options: dict[str, Any] = {"viewport": shot.size, "color_scheme": "dark" if shot.dark else "light"}
    context = browser.new_context(**options, reduced_motion="reduce", locale="de-DE")
    if shot.english:
        context.add_cookies([{"name": "language", "value": "en", "url": base}])
    page = context.new_page()
    answer = page.goto(base + shot.path)
    if answer is not None and answer.ok:
        settle(page)
        page.screenshot(path=folder / f"{shot.name}.png", full_page=shot.whole)
    context.close()


def settle(page: Page) -> None:
    """Wait until the maps in view are drawn; a page with an open event stream never goes idle."""
    page.wait_for_load_state("load")
    seen = page.evaluate(SEES_A_MAP)
    if seen:
        page.locator("city-map.is-ready:visible").first.wait_for(timeout=30_000)
        page.wait_for_timeout(2500)
    page.wait_for_timeout(400)


def main() -> None:
    """Take all pictures, or those whose name contains ``--only``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", nargs="?", default="")
    parser.add_argument("--only", default="")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--whole", action="store_true", help="the whole page instead of what a screen shows")
    given = parser.parse_args()
    with demo(given.base) as base:
        take_all(base, given)


@contextmanager
def demo(base: str) -> Iterator[str]:
    """The address given, or that of a demo started for the pictures."""
    if base:
        yield base.rstrip("/")
        return
    from smartcity.cli import cluster  # needs the settings' state folder
    from smartcity.config.env import environment
    from tests.browser.serve import serving

    with cluster.running(environment().state), serving() as address:
        yield address


def take_all(base: str, given: argparse.Namespace) -> None:
    """Take every picture asked for."""
    given.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for shot in shots():
            if given.only in shot.name:
                take(browser, base, replace(shot, whole=given.whole), given.folder)
        browser.close()


if __name__ == "__main__":
    main()
