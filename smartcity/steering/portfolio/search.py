"""The portfolio's share of the platform's search: published projects, partners and fields of action."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from smartcity.kernel.web.contributions import SearchHit
from smartcity.steering.portfolio import selectors
from smartcity.steering.portfolio.selectors import LIKE_ENOUGH


def search(query: str, *, request: HttpRequest, limit: int) -> Sequence[SearchHit]:
    """Hits for ``query``; only what is published, whoever asks."""
    text = query.replace("\x00", " ").strip()
    return [*_projects(text, limit), *_partners(text, limit), *_fields(text, limit)] if text else []


def _projects(text: str, limit: int) -> list[SearchHit]:
    return [
        SearchHit(f"{item.number} {item.title}", item.get_absolute_url(), item.kind_word, item.goal, rank, "lightbulb")
        for item in selectors.projects(selectors.ProjectFilter(text=text))[:limit]
        for rank in [1.0 + float(max(getattr(item, "relevance", 0.0), getattr(item, "alike", 0.0)))]
    ]


def _partners(text: str, limit: int) -> list[SearchHit]:
    alike = Greatest(TrigramWordSimilarity(text, "name"), TrigramWordSimilarity(text, "short"))
    found = selectors.partners().annotate(alike=alike)
    found = found.filter(Q(alike__gte=LIKE_ENOUGH) | Q(companies__contains=[text])).order_by("-alike", "order")[:limit]
    return [
        SearchHit(item.name, item.get_absolute_url(), _("Partner"), item.summary, 1.0 + item.alike, "handshake")
        for item in found
    ]


def _fields(text: str, limit: int) -> list[SearchHit]:
    alike = Greatest(TrigramWordSimilarity(text, "title_de"), TrigramWordSimilarity(text, "title_en"))
    found = selectors.fields().annotate(alike=alike).filter(alike__gte=LIKE_ENOUGH).order_by("-alike", "order")[:limit]
    return [
        SearchHit(item.title, item.get_absolute_url(), _("Handlungsfeld"), item.summary, 1.0 + item.alike, item.icon)
        for item in found
    ]


SEARCH = search
