"""One server, one browser and two visitors for all browser tests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.serve import CHECKOUT, server_environment, serving

CHROMIUM = Path("/usr/bin/chromium")
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
SIGN_IN = """
import django; django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from smartcity.kernel.accounts.models import Person
for person in Person.objects.filter(is_demo=True).order_by("email"):
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    print(session.session_key)
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of these tests need a browser, and run one after the other in one process."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of the running platform with its demo."""
    if not (CHECKOUT / "frontend" / "dist" / "manifest.json").is_file():
        pytest.fail("the front end is not built: npm ci --ignore-scripts && npm run build")
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    if not CHROMIUM.is_file():
        pytest.skip("needs /usr/bin/chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


def _context(browser: Browser, site: str) -> BrowserContext:
    context = browser.new_context(base_url=site, locale="de-DE", reduced_motion="reduce", service_workers="block")
    context.set_default_timeout(15_000)
    return context


@pytest.fixture(scope="session")
def stranger(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """Somebody who is not signed in."""
    context = _context(browser, site)
    yield context
    context.close()


@pytest.fixture(scope="session")
def visitors(browser: Browser, site: str, stranger: BrowserContext) -> Iterator[list[BrowserContext]]:
    """The stranger, and everybody with a demo account, signed in (staff with their second factor set up)."""
    env = server_environment(int(site.rsplit(":", 1)[1]))
    command = [sys.executable, "-c", SIGN_IN]
    done = subprocess.run(command, env=env, cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    people = []
    for key in done.stdout.split():
        context = _context(browser, site)
        context.add_cookies([{"name": "sessionid", "value": key, "url": site}])
        people.append(context)
    # without this, a sign-in that is no longer believed would silently skip every page behind it
    for context in people:
        assert context.request.get("/konto/", max_redirects=0).status == 200, "a demo account is not signed in"
    opened = [context.request.get("/arbeitsplatz/", max_redirects=0).status for context in people]
    assert opened.count(200) >= 3, f"staff of the demo do not reach the workplace: {opened}"
    yield [stranger, *people]
    for context in people:
        context.close()


@pytest.fixture
def page(stranger: BrowserContext) -> Iterator[Page]:
    """An empty page of somebody who is not signed in."""
    found = stranger.new_page()
    yield found
    found.close()
