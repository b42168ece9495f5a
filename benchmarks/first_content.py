"""What a person with a slow phone gets: first content, jumps, weight and answer to a touch, in headless Chromium.

Conditions (look.md): processor four times slower, 1.6 Mbit/s, 150 ms to the server, 360 x 740 pixels, empty cache, no
base map. Bars: first content in 1 s, layout shift 0.05, interaction 200 ms, home page 150 kB without the map.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.running.platform import platform, report
from tools.screenshots import CHROMIUM, FLAGS, PHONE

PAGES = ("/", "/karte", "/dienste", "/projekte", "/baustellen", "/masterplan")
ROUNDS, SLOWER, BYTES_PER_S, LATENCY_MS = 5, 4, 1_600_000 / 8, 150
BAR_CONTENT_MS, BAR_SHIFT, BAR_TOUCH_MS, BAR_HOME_KB = 1_000, 0.05, 200, 150
OBSERVE = """() => {
    window.seen = {shift: 0, touch: 0};
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.shift += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.seen.touch = Math.max(window.seen.touch, entry.duration);
    }).observe({type: "event", buffered: true, durationThreshold: 16});
}"""
FIRST_CONTENT = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null"""


def visit(browser: Browser, address: str) -> dict[str, float]:
    """One visit with an empty cache."""
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]}, locale="de-DE", has_touch=True, is_mobile=True
    )
    page = context.new_page()
    control = context.new_cdp_session(page)
    control.send("Network.enable")
    limits = {
        "offline": False,
        "latency": LATENCY_MS,
        "downloadThroughput": BYTES_PER_S,
        "uploadThroughput": BYTES_PER_S,
    }
    control.send("Network.emulateNetworkConditions", limits)
    control.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    weight: list[float] = []
    control.on("Network.loadingFinished", lambda event: weight.append(event["encodedDataLength"]))
    page.add_init_script(f"({OBSERVE})()")
    page.goto(address, wait_until="load")
    page.wait_for_timeout(1_500)
    first = page.evaluate(FIRST_CONTENT)
    kilobytes = sum(weight) / 1000
    touch(page)
    seen = page.evaluate("() => window.seen")
    context.close()
    return {"content_ms": first, "shift": seen["shift"], "touch_ms": seen["touch"], "kilobytes": kilobytes}


def touch(page: Page) -> None:
    """Open the menu, the one control that every page has on a phone."""
    page.locator("summary:visible, button:visible").filter(has_text="Menü").first.tap()
    page.wait_for_timeout(600)


def main() -> dict[str, Any]:
    """Medians of each page; the worst of all against the bars."""
    figures: dict[str, Any] = {}
    with platform("--no-simulator", SMARTCITY_BASEMAP_STYLE_URL="none") as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for path in PAGES:
            visits = [visit(browser, running.url + path) for _ in range(ROUNDS)]
            middle = {name: statistics.median(one[name] for one in visits) for name in visits[0]}
            figures[path] = {name: round(value, 3 if name == "shift" else 0) for name, value in middle.items()}
        browser.close()
    figures["bars"] = {
        "content_ms": BAR_CONTENT_MS,
        "shift": BAR_SHIFT,
        "touch_ms": BAR_TOUCH_MS,
        "home kilobytes": BAR_HOME_KB,
    }
    return figures


if __name__ == "__main__":
    report("first_content", main())
