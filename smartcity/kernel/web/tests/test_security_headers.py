"""The content security policy and its companions."""

from __future__ import annotations

import asyncio

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from smartcity.kernel.web.csp import ContentSecurityPolicyMiddleware, policy


def test_the_policy_has_no_unsafe_source_and_no_foreign_host_without_base_map() -> None:
    with override_settings(BASEMAP_STYLE_URL=""):
        text = policy("")
    assert "unsafe" not in text
    assert "http" not in text
    assert "*" not in text
    assert "nonce" not in text


def test_only_the_configured_base_map_is_a_foreign_host() -> None:
    with override_settings(BASEMAP_STYLE_URL="https://maps.example.org/styles/grey.json?key=1;script-src *"):
        text = policy("abc")
    directives = dict(part.strip().split(" ", 1) for part in text.split(";"))
    assert directives["connect-src"] == "'self' https://maps.example.org"
    assert directives["script-src"] == "'self' 'nonce-abc'"
    assert directives["worker-src"] == "'self'"


@pytest.mark.parametrize("style", ["none", "javascript:alert(1)", "//x", "file:///etc/passwd"])
def test_an_odd_base_map_address_adds_nothing(style: str) -> None:
    with override_settings(BASEMAP_STYLE_URL=style):
        assert "connect-src 'self';" in policy("")


def _middleware(answer: HttpResponse, *, read_nonce: bool = False) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        if read_nonce:
            answer.content = str(request.csp_nonce).encode()  # type: ignore[attr-defined]
        return answer

    answered = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))
    assert isinstance(answered, HttpResponse)
    return answered


def test_the_nonce_is_new_for_each_response_and_stands_in_the_header() -> None:
    first, second = (_middleware(HttpResponse(), read_nonce=True) for _ in range(2))
    assert first.content != second.content
    assert f"'nonce-{first.content.decode()}'" in first["Content-Security-Policy"]


def test_a_response_may_bring_its_own_policy() -> None:
    assert (
        _middleware(HttpResponse(headers={"Content-Security-Policy": "sandbox"}))["Content-Security-Policy"]
        == "sandbox"
    )


def test_an_embeddable_page_may_be_framed() -> None:
    answer = HttpResponse()
    answer.xframe_options_exempt = True
    assert "frame-ancestors *" in _middleware(answer)["Content-Security-Policy"]


def test_it_also_works_asynchronously() -> None:
    async def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    async def run() -> bool:
        answered = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))
        assert not isinstance(answered, HttpResponse)
        return bool((await answered).has_header("Content-Security-Policy"))  # type: ignore[misc]

    assert asyncio.run(run())


def test_headers_stand_on_a_page(client: Client) -> None:
    answer = client.get("/offline")
    for name in (
        "Content-Security-Policy",
        "Permissions-Policy",
        "Referrer-Policy",
        "X-Content-Type-Options",
        "Cross-Origin-Opener-Policy",
        "X-Frame-Options",
    ):
        assert answer.has_header(name), name
