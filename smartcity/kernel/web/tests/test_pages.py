"""The shell's pages, through the door."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template
from django.test import Client, RequestFactory, override_settings
from django.urls import get_resolver

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.manifest import discover
from smartcity.kernel.web import assets, errors, frontpage, menus
from smartcity.kernel.web.contributions import HomeCard, HomeContribution, LiveFigure, NavigationEntry, address_of

pytestmark = pytest.mark.django_db
PAGES = ["/", "/karte", "/dienste", "/suche", "/barrierefreiheit", "/datenschutz", "/impressum", "/offline"]
HERE = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("path", PAGES)
def test_public_pages_answer_in_german_and_english(client: Client, path: str) -> None:
    german = client.get(path, headers={"accept-language": "de"})
    english = client.get(path, headers={"accept-language": "en"})
    assert german.status_code == english.status_code == 200
    assert '<html lang="de"' in german.content.decode()
    assert '<html lang="en"' in english.content.decode()


def test_no_page_has_inline_styles_scripts_or_handlers(client: Client) -> None:
    for path in [*PAGES, "/arbeitsplatz/gestaltung"]:
        page = client.get(path).content.decode()
        assert not re.search(r"<[^>]+\sstyle=", page), path
        assert not re.search(r"<[^>]+\son[a-z]+=", page), path
        inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
        assert all('type="application/json"' in attributes for attributes in inline), path


def test_the_home_page_needs_few_queries(client: Client, django_assert_max_num_queries: object) -> None:
    client.get("/")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get("/")


def test_a_contribution_that_fails_does_not_take_the_page_with_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> list[LiveFigure]:
        raise RuntimeError("no data")

    homes = [
        (None, HomeContribution(figures=broken)),
        (None, HomeContribution(cards=[HomeCard("Parken", "Platz finden", "/parken", "local_parking")])),
    ]
    monkeypatch.setattr(frontpage, "discover", lambda _module, _attribute: iter(homes))
    frontpage.forget()
    page = client.get("/").content.decode()
    frontpage.forget()
    assert "Platz finden" in page


def test_every_menu_entry_and_card_leads_to_a_page_with_a_known_icon() -> None:
    sprite = assets.manifest()["icons.svg"]["file"]
    known = set(re.findall(r'<symbol id="(\w+)"', (HERE.parent / "frontend" / "dist" / sprite).read_text()))
    entries: list[NavigationEntry | HomeCard] = [entry for _config, entry in menus.entries()]
    entries += [card for _config, home in discover("home", "HOME") for card in home.cards]
    for entry in entries:
        assert get_resolver().resolve(address_of(entry.address).split("?")[0].split("#")[0])
        assert entry.icon in known, entry


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = assets.manifest()["icons.svg"]["file"]
    known = set(re.findall(r'<symbol id="(\w+)"', (HERE.parent / "frontend" / "dist" / sprite).read_text()))
    used = {
        (name, str(path.relative_to(HERE)))
        for path in HERE.rglob("*.html")
        for name in re.findall(r'{%\s*icon "(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert used
    assert {pair for pair in used if pair[0] not in known} == set()


def test_entries_with_a_permission_are_hidden_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = NavigationEntry("Geheim", "/arbeitsplatz/geheim", workplace=True, permission="web.no_such_permission")
    monkeypatch.setattr(menus, "entries", lambda: ((None, entry),))
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert menus.menu_for(request).workplace == []
    request.user = Person.objects.create_user("a@example.org")
    assert menus.menu_for(request).workplace == []
    request.user = Person.objects.create_superuser("b@example.org")
    assert [link.title for link in menus.menu_for(request).workplace] == ["Geheim"]


def test_the_gallery_is_closed_to_the_public_in_production(client: Client) -> None:
    with override_settings(DEMO=False):
        assert client.get("/arbeitsplatz/gestaltung").status_code == 403


def test_search_finds_services_and_survives_odd_input(client: Client) -> None:
    for query in ["", "x", "\x00", "a" * 5000, "%", "'; drop table", "(", "„Straße“"]:
        assert client.get("/suche", {"q": query}).status_code == 200
    found = client.get("/suche", {"q": "Baustellen"}).content.decode()
    assert "search-result" in found


def test_a_failing_search_provider_is_left_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(query: str, *, request: object, limit: int) -> list[object]:
        raise RuntimeError("index is gone")

    monkeypatch.setattr("smartcity.kernel.web.finding.discover", lambda _module, _attribute: iter([(None, broken)]))
    assert client.get("/suche", {"q": "Baustellen"}).status_code == 200


def test_the_theme_is_kept_in_a_cookie_and_leads_back(client: Client) -> None:
    answer = client.post("/darstellung", {"theme": "dark", "next": "/dienste"})
    assert answer.status_code == 302
    assert answer["Location"] == "/dienste"
    assert 'data-kern-theme="dark"' in client.get("/impressum").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http:evil"])
def test_preferences_never_lead_to_another_site(client: Client, target: str) -> None:
    for path in ("/darstellung", "/sprache"):
        assert client.post(path, {"theme": "dark", "language": "en", "next": target})["Location"] == "/"


def test_unknown_preferences_set_no_cookie(client: Client) -> None:
    assert not client.post("/darstellung", {"theme": "neon"}).cookies
    assert not client.post("/sprache", {"language": "xx"}).cookies


def test_what_machines_ask_for(client: Client) -> None:
    assert "Disallow" in client.get("/robots.txt").content.decode()
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert [line.split(":")[0] for line in lines] == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    manifest = client.get("/manifest.webmanifest").json()
    assert manifest["start_url"] == "/"
    worker = client.get("/service-worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker.content.decode().startswith("self.CITY = {")


def test_pages_without_a_form_set_no_cookie(client: Client) -> None:
    for path in PAGES:
        assert not client.get(path).cookies, path


def test_error_pages_say_what_to_do(client: Client) -> None:
    missing = client.get("/gibt-es-nicht")
    assert missing.status_code == 404
    assert "Diese Seite gibt es nicht" in missing.content.decode()
    request = RequestFactory().get("/", headers={"accept": "text/html"})
    request.user = AnonymousUser()
    for status in (400, 403, 404, 429):
        assert str(errors.MESSAGES[status].title) in errors.error_page(request, status).content.decode()
    assert errors.too_many_requests(request, 90)["Retry-After"] == "90"


def test_programs_get_problem_documents(client: Client) -> None:
    answer = client.get("/ogc/gibt-es-nicht-wirklich", headers={"accept": "application/json"})
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["status"] == 404


def test_the_programming_interface_is_shown_to_people(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    assert "/api/v1/layers" in page
    assert "GET" in page


def test_every_template_of_the_shell_compiles() -> None:
    folder = HERE / "kernel" / "web" / "templates"
    for path in folder.rglob("*.html"):
        get_template(str(path.relative_to(folder)))
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 200, path
