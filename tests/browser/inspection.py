"""What must hold on every page: no axe violation, no error in the console, one h1, no sideways scrolling at 320 px."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, ViewportSize

from tests.browser.serve import CHECKOUT

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 720}
# run by the debugger, so that the page's own content security policy stays as it is
RUN_AXE = "() => axe.run(document, {resultTypes: ['violations']}).then(result => result.violations.map(found => ({\
rule: found.id, help: found.help, nodes: found.nodes.slice(0, 5).map(node => node.target.join(' ') + ' | ' + \
(node.any.concat(node.all, node.none)[0] || {}).message)})))"


@lru_cache(maxsize=1)
def axe_source(path: Path = AXE) -> str:
    """The checker's source; part of the front end's packages."""
    return path.read_text(encoding="utf-8")


class Watch:
    """Listens to a page's console and script errors from now on."""

    def __init__(self, page: Page) -> None:
        self.problems: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now."""
    if page.evaluate("typeof axe") != "object":
        page.evaluate(axe_source())
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE)
    return [f"axe {item['rule']}: {item['help']}: {'; '.join(item['nodes'])}" for item in found]


def overflow(page: Page) -> list[str]:
    """Elements that make the page wider than the window."""
    width, allowed = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if width <= allowed:
        return []
    culprits = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().right > window.innerWidth + 1
                && !element.closest('.table-region, pre, city-map, .skip, .sr-only'))
            .slice(0, 4).map(element => element.tagName + '.' + element.className)"""
    )
    return [f"{width} px wide in a window of {allowed} px: {culprits}"]


def inspect(page: Page, path: str) -> list[str]:
    """Open a page and list everything that is wrong with it, at both widths."""
    watch = Watch(page)
    page.set_viewport_size(WIDE)
    answer = page.goto(path)
    assert answer is not None
    assert answer.ok, f"{path}: {answer.status}"
    settle(page)
    problems = [f"wide: {problem}" for problem in violations(page)]
    headings = page.locator("h1").count()
    if headings != 1:
        problems.append(f"{headings} h1 instead of one")
    page.set_viewport_size(NARROW)
    page.wait_for_timeout(150)
    problems += [f"narrow: {problem}" for problem in [*violations(page), *overflow(page)]]
    return problems + watch.problems


def settle(page: Page) -> None:
    """Wait for scripts and for maps in view."""
    page.wait_for_load_state("load")
    if page.locator("city-map:visible").count():
        page.locator("city-map:visible").first.scroll_into_view_if_needed()
        page.locator("city-map.is-ready:visible").first.wait_for(timeout=30_000)
    page.wait_for_timeout(100)
