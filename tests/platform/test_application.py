"""The ASGI application: the short ways for kept pages and files, one thread for a page, and the limit of waiting."""

from __future__ import annotations

import asyncio
import gzip
import threading
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from pytest_django import Settings

from smartcity.config import application as module
from smartcity.config.application import Application

pytestmark = pytest.mark.django_db(transaction=True)


class Answer:
    """What came back: status, headers, body."""

    def __init__(self, messages: list[dict[str, Any]]) -> None:
        self.status: int = messages[0]["status"]
        self.headers = {name.decode().lower(): value.decode() for name, value in messages[0]["headers"]}
        self.body = b"".join(message.get("body", b"") for message in messages[1:])


async def ask(application: Application, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    given = [(b"host", b"testserver"), *((n.replace("_", "-").encode(), v.encode()) for n, v in headers.items())]
    path, _, query = path.partition("?")
    scope = {"type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode()}
    scope |= {"query_string": query.encode(), "root_path": "", "scheme": "http", "headers": given}
    pending = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if pending:
            return pending.pop()
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await application(scope, receive, send)
    return Answer(sent)


async def test_a_page_comes_and_is_kept(city: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    application = Application()
    first = await ask(application, "/dienste", accept_encoding="gzip")
    monkeypatch.setattr(application, "_make", None)  # whoever makes a page now fails
    second = await ask(application, "/dienste", accept_encoding="gzip")
    assert first.status == second.status == 200
    assert b"<h1" in gzip.decompress(second.body)
    assert second.headers["content-security-policy"] == first.headers["content-security-policy"]


async def test_a_static_file_needs_neither_thread_nor_database(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "note.txt").write_text("a file of the build")
    settings.STATIC_ROOT = str(tmp_path)
    application = Application()
    monkeypatch.setattr(application, "_make", None)
    answer = await ask(application, "/static/note.txt")
    assert (answer.status, answer.body) == (200, b"a file of the build")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_form_reaches_its_view_with_its_body() -> None:
    answer = await ask(Application(), "/api/v1/roadworks/", "POST", b"{", content_type="application/json")
    assert answer.status in {401, 403, 422}


async def test_what_waits_behind_too_many_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    application, going_on = Application(), threading.Event()

    def slow(request: HttpRequest) -> HttpResponse:
        going_on.wait(10)
        return HttpResponse("done")

    monkeypatch.setattr(application._threaded, "get_response", slow)
    waiting = [asyncio.create_task(ask(application, f"/x{number}")) for number in range(2)]
    await asyncio.sleep(0.05)
    refused = await ask(application, "/api/v1/one-too-many")
    going_on.set()
    assert (refused.status, refused.headers["retry-after"]) == (503, "5")
    assert refused.headers["content-type"] == "application/problem+json"
    assert [answer.status for answer in await asyncio.gather(*waiting)] == [200, 200]
    assert (await ask(application, "/x")).status == 200, "and afterwards there is room again"


async def test_a_download_streams_and_gives_its_connections_back(city: None) -> None:
    answer = await ask(Application(), "/ogc/collections/stadtbezirke/download.csv")
    assert answer.status == 200
    assert len(answer.body.splitlines()) == 8, "a heading and seven districts"


async def test_an_event_stream_stays_in_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    application = Application()
    monkeypatch.setattr(application, "_make", None)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await ask(application, "/live/roadworks")


async def test_while_developing_files_come_from_where_they_are_written(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    application = Application()
    monkeypatch.setattr(application, "_make", None)
    answer = await ask(application, "/static/web/sign.svg")
    assert answer.status == 200
    assert b"<svg" in answer.body
