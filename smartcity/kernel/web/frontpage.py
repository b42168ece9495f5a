"""What the front page shows, gathered from the systems' ``home.py``. What has no data yet is not shown."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.utils.translation import get_language

from smartcity.kernel.manifest import discover
from smartcity.kernel.web.contributions import (
    FieldProgress,
    HomeCard,
    HomeContribution,
    LiveFigure,
    NewsItem,
    address_of,
)

CARDS, FIGURES, NEWS = 6, 6, 5
KEPT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front page's content, in the order shown."""

    cards: Sequence[tuple[HomeCard, str]]
    figures: Sequence[tuple[LiveFigure, str]]
    progress: Sequence[tuple[FieldProgress, str]]
    news: Sequence[tuple[NewsItem, str]]
    layers: Sequence[str]


_kept: dict[str, tuple[float, FrontPage]] = {}
_lock = Lock()


def front_page() -> FrontPage:
    """The front page's content, at most ``KEPT_SECONDS`` old and the same for every visitor of a language."""
    language = get_language() or "de"
    found = _kept.get(language)
    if found and time.monotonic() - found[0] < KEPT_SECONDS:
        return found[1]
    page = _gather([home for _config, home in discover("home", "HOME")])
    with _lock:
        _kept[language] = (time.monotonic(), page)
    return page


def forget() -> None:
    """Drop what is kept (tests, and after a change that must be seen at once)."""
    with _lock:
        _kept.clear()


def _with_address(items: Sequence[Any]) -> list[tuple[Any, str]]:
    return [(item, address_of(item.address)) for item in items]


def _gather(homes: Sequence[HomeContribution]) -> FrontPage:
    cards = sorted((card for home in homes for card in home.cards), key=lambda card: card.order)
    figures = sorted((figure for home in homes for figure in home.figures()), key=lambda figure: figure.order)
    news = sorted((item for home in homes for item in home.news()), key=lambda item: item.when, reverse=True)
    return FrontPage(
        cards=_with_address(cards[:CARDS]),
        figures=_with_address(figures[:FIGURES]),
        progress=_with_address([row for home in homes for row in home.progress()]),
        news=_with_address(news[:NEWS]),
        layers=list(dict.fromkeys(slug for home in homes for slug in home.layers)),
    )
