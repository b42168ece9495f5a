"""Pages for everybody are made once; nobody else's page is ever shown to anybody."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from smartcity.kernel.web import page_cache
from smartcity.kernel.web.page_cache import Kept, PageCache, Shelf


@pytest.fixture(autouse=True)
def keeping(settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60


class Counted:
    """A page that says how often it was made."""

    def __init__(self, change: Callable[[HttpResponse], None] = lambda response: None) -> None:
        self.made, self.change = 0, change

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        response = HttpResponse(f"made {self.made}, " + "the same for everybody " * 100)
        self.change(response)
        return response


def keeper(page: Counted) -> Callable[..., HttpResponse]:
    """Ask one cache for the page."""
    cache = PageCache()

    async def make(request: HttpRequest) -> HttpResponse:
        return page(request)

    def ask(path: str = "/", cookies: dict[str, str] | None = None, **extra: Any) -> HttpResponse:
        request = RequestFactory().get(path, **extra)
        request.COOKIES.update(cookies or {})
        answer = cache.kept(request) or asyncio.run(cache.answer(request, make))
        assert isinstance(answer, HttpResponse)
        return answer

    return ask


def test_a_page_for_strangers_is_made_once() -> None:
    page = Counted()
    ask = keeper(page)
    assert ask().content == ask().content
    assert page.made == 1


def test_its_time_ends(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    page, now = Counted(), 1_000.0
    monkeypatch.setattr("smartcity.kernel.web.page_cache.time.monotonic", lambda: now)
    ask = keeper(page)
    ask()
    now += 61
    ask()
    assert page.made == 2


@pytest.mark.parametrize(
    "different",
    [
        {"path": "/?seite=2"},
        {"HTTP_ACCEPT_LANGUAGE": "en"},
        {"HTTP_HOST": "localhost"},
        {"HTTP_ACCEPT": "application/json"},
        {"HTTP_ORIGIN": "https://other.example"},
        {"HTTP_HX_REQUEST": "true"},
        {"cookies": {"theme": "dark"}},
        {"cookies": {"django_language": "en"}},
    ],
)
def test_what_the_page_may_depend_on_makes_another_one(different: dict[str, Any]) -> None:
    page = Counted()
    ask = keeper(page)
    ask()
    ask(**different)
    assert page.made == 2


@pytest.mark.parametrize(
    "known",
    [
        {"cookies": {"sessionid": "a"}},
        {"cookies": {"csrftoken": "a"}},
        {"HTTP_AUTHORIZATION": "Bearer a"},
        {"HTTP_IF_NONE_MATCH": '"a"'},
        {"HTTP_RANGE": "bytes=0-1"},
    ],
)
def test_who_is_known_gets_a_page_of_their_own(known: dict[str, Any]) -> None:
    page = Counted()
    ask = keeper(page)
    ask()
    assert b"made 2" in ask(**known).content
    assert b"made 1" in ask().content, "and it is shown to nobody else"


@pytest.mark.parametrize(
    "change",
    [
        lambda response: response.set_cookie("csrftoken", "secret"),
        lambda response: response.__setitem__("Cache-Control", "private"),
        lambda response: response.__setitem__("Cache-Control", "max-age=0, no-cache, no-store"),
        lambda response: response.__setitem__("Vary", "*"),
        lambda response: response.__setitem__("Content-Security-Policy", "script-src 'self' 'nonce-abc'"),
        lambda response: setattr(response, "status_code", 404),
        lambda response: response.write("x" * page_cache.LARGEST),
    ],
)
def test_an_answer_that_is_not_for_everybody_is_not_kept(change: Callable[[HttpResponse], None]) -> None:
    page = Counted(change)
    ask = keeper(page)
    ask()
    ask()
    assert page.made == 2


def test_writing_is_never_kept() -> None:
    assert page_cache.key_of(RequestFactory().get("/"))
    assert not page_cache.key_of(RequestFactory().post("/"))


def test_a_kept_page_is_compressed_for_those_who_take_it() -> None:
    ask = keeper(Counted())
    zipped, plain = ask(HTTP_ACCEPT_ENCODING="gzip, br"), ask()
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert "Content-Encoding" not in plain
    assert {zipped["Vary"], plain["Vary"]} == {"Accept-Encoding"}
    assert int(zipped["Content-Length"]) == len(zipped.content) < len(plain.content)


def test_zero_seconds_keep_nothing(settings: Settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    page = Counted()
    ask = keeper(page)
    ask()
    ask()
    assert page.made == 2


async def test_many_who_ask_at_once_wait_for_one_rendering() -> None:
    page = Counted()

    async def slow(request: HttpRequest) -> HttpResponse:
        await asyncio.sleep(0.05)
        return page(request)

    cache = PageCache()
    answers = await asyncio.gather(*(cache.answer(RequestFactory().get("/"), slow) for _ in range(50)))
    assert page.made == 1
    assert len({getattr(answer, "content", b"") for answer in answers}) == 1


async def test_a_rendering_that_fails_does_not_block_those_who_wait() -> None:
    tries = 0

    async def failing(request: HttpRequest) -> HttpResponse:
        nonlocal tries
        tries += 1
        await asyncio.sleep(0.01)
        if tries == 1:
            raise RuntimeError("broken")
        return HttpResponse("fine")

    cache = PageCache()
    waiting = [cache.answer(RequestFactory().get("/"), failing) for _ in range(3)]
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers].count(RuntimeError) == 1
    assert [getattr(answer, "content", b"") for answer in answers].count(b"fine") == 2


def test_the_shelf_holds_no_more_than_it_may() -> None:
    shelf = Shelf(most_bytes=10_000)
    for number in range(20):
        shelf.put((str(number),), Kept((), b"x" * 1_000, b"", until=float("inf")))
    kept = [number for number in range(20) if shelf.get((str(number),))]
    assert kept == [15, 16, 17, 18, 19]
