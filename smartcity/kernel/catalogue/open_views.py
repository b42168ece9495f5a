"""The catalogue for programs: DCAT-AP.de in three syntaxes, and CKAN's API v3."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from smartcity.kernel.catalogue import ckan_actions, dcat
from smartcity.kernel.catalogue.licences import Licence
from smartcity.kernel.catalogue.models import Entry
from smartcity.kernel.catalogue.records import record_of
from smartcity.kernel.catalogue.selectors import city_name, full
from smartcity.kernel.refusal import Refused

PAGE_SIZE = 100


@require_safe
def catalogue(request: HttpRequest, syntax: str) -> HttpResponse:
    """``/catalog.ttl|rdf|jsonld``, a hundred datasets a page."""
    entries = Entry.objects.filter(withdrawn_at=None).order_by("slug")
    page = _page(syntax, request.GET.get("page", "1"), entries.count())
    facts = entries.values_list("facts", flat=True)[(page.number - 1) * PAGE_SIZE : page.number * PAGE_SIZE]
    return _answer(dcat.written(dcat.catalogue_graph(page, [record_of(item) for item in facts]), syntax), syntax)


@require_safe
def dataset(request: HttpRequest, slug: str, syntax: str) -> HttpResponse:
    """``/dataset/<slug>.ttl|rdf|jsonld``; 410 where the dataset was withdrawn."""
    entry = Entry.objects.filter(slug=slug).defer("search", "package").first()
    if entry is None:
        raise Http404
    if entry.withdrawn_at is not None:
        return HttpResponse(status=410)
    return _answer(dcat.written(dcat.dataset_graph(record_of(entry.facts)), syntax), syntax)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, name: str) -> HttpResponse:
    """``/api/3/action/<name>``: reads only, so POST needs no token against forgery."""
    try:
        result = ckan_actions.run(name, _parameters(request))
    except Http404:
        return _failure(404, "Not Found Error", "Not found")
    except Refused as error:
        return _failure(409, "Validation Error", str(error))
    body = b'{"help":' + orjson.dumps(full(request.path)) + b',"success":true,"result":' + result + b"}"
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def _parameters(request: HttpRequest) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.GET.items()) | dict(request.POST.items())
    if request.method == "POST" and request.content_type == "application/json" and request.body:
        try:
            sent = orjson.loads(request.body)
        except orjson.JSONDecodeError as error:
            raise Http404 from error
        given |= sent if isinstance(sent, dict) else {}
    return given


def _failure(status: int, kind: str, message: str) -> HttpResponse:
    body = {"help": "", "success": False, "error": {"__type": kind, "message": message}}
    return HttpResponse(orjson.dumps(body), content_type="application/json; charset=utf-8", status=status)


def _page(syntax: str, number: str, total: int) -> dcat.Page:
    city = city_name()
    page = dcat.Page(
        catalogue=full("/catalog"),
        address=full(f"/catalog.{syntax}"),
        number=int(number) if number.isdecimal() and len(number) < 9 else 0,
        size=PAGE_SIZE,
        total=total,
        title=f"Offene Daten: {city}",
        description=f"Daten zum Weiterverwenden: {city}",
        publisher=city or "–",
        licence=Licence.DL_DE_ZERO.dcat,
    )
    if not 1 <= page.number <= page.last:
        raise Http404
    return page


def _answer(body: bytes, syntax: str) -> HttpResponse:
    return HttpResponse(body, content_type=f"{dcat.SYNTAXES[syntax][1]}; charset=utf-8")
