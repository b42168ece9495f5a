"""What the front page shows, gathered from the systems' ``home.py``. What has no data yet is not shown."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
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

log = logging.getLogger(__name__)
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


def _asked(part: Callable[[], Sequence[Any]]) -> list[tuple[Any, str]]:
    """One system's items with their addresses; a system that fails is logged and left out, the page stays."""
    try:
        return [(item, address_of(item.address)) for item in part()]
    except Exception:
        log.exception("front page: %s failed", getattr(part, "__module__", part))
        return []


def _gather(homes: Sequence[HomeContribution]) -> FrontPage:
    cards = [pair for home in homes for pair in _asked(partial(tuple, home.cards))]
    figures = [pair for home in homes for pair in _asked(home.figures)]
    news = [pair for home in homes for pair in _asked(home.news)]
    return FrontPage(
        cards=sorted(cards, key=lambda pair: pair[0].order)[:CARDS],
        figures=sorted(figures, key=lambda pair: pair[0].order)[:FIGURES],
        progress=[pair for home in homes for pair in _asked(home.progress)],
        news=sorted(news, key=lambda pair: pair[0].when, reverse=True)[:NEWS],
        layers=list(dict.fromkeys(slug for home in homes for slug in home.layers)),
    )
