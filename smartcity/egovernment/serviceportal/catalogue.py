"""The services that the portal describes, from the city's data; finding them by words, life situation and letter."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from smartcity.kernel.cases.domain import NO_WORDS
from smartcity.kernel.cases.forms.elements import Words
from smartcity.kernel.city.domain import search_name
from smartcity.kernel.web.contributions import Situation

_CLOSE = 0.8
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the city.

    procedure: key of the procedure behind its form, or "". needed: what to have at hand. keywords: other words for it.
    firms: whether businesses look for it, too. sample: costs are examples of the demo, not the city's statute.
    """

    key: str
    title: Words
    summary: Words
    description: Words
    situation: Situation
    office: str
    procedure: str = ""
    costs: Words = NO_WORDS
    needed: tuple[Words, ...] = ()
    legal_basis: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    firms: bool = False

    @property
    def letter(self) -> str:
        """Under which letter it stands."""
        return search_name(self.title.de)[:1].upper()


def services() -> Sequence[Service]:
    """All services, by title."""
    return _read(Path(settings.CITY_FOLDER))


def service(key: str) -> Service | None:
    """The service with that key."""
    return next((item for item in services() if item.key == key), None)


@lru_cache(maxsize=4)
def _read(folder: Path) -> tuple[Service, ...]:
    file = folder / "services.toml"
    found = tomllib.loads(file.read_text(encoding="utf-8"))["services"] if file.is_file() else []
    return tuple(sorted((_service(item) for item in found), key=lambda item: search_name(item.title.de)))


def _service(item: dict[str, Any]) -> Service:
    return Service(
        key=item["key"],
        title=_words(item["title"]),
        summary=_words(item["summary"]),
        description=_words(item["description"]),
        situation=Situation(item["situation"]),
        office=item["office"],
        procedure=item.get("procedure", ""),
        costs=_words(item.get("costs", {})),
        needed=tuple(_words(words) for words in item.get("needed", [])),
        legal_basis=tuple(item.get("legal_basis", [])),
        keywords=tuple(item.get("keywords", [])),
        firms=item.get("firms", False),
    )


def _words(found: dict[str, str]) -> Words:
    return Words(found.get("de", ""), found.get("en", ""))


def find(text: str, among: Sequence[Service] | None = None) -> list[Service]:
    """Services that fit every word, the best first: by title, by other words, in the text, and almost so (typos)."""
    wanted = [search_name(word) for word in text.split()[:8]]
    scored = [(_score(item, wanted), item) for item in (services() if among is None else among)]
    return [item for score, item in sorted(scored, key=lambda pair: -pair[0]) if score > 0]


def _score(item: Service, wanted: Sequence[str]) -> float:
    title = search_name(f"{item.title.de} {item.title.en}").split()
    other = search_name(" ".join([*item.keywords, item.summary.de, item.summary.en])).split()
    text = search_name(f"{item.description.de} {item.description.en}").split()
    scores = [max(_fit(word, title) * 3, _fit(word, other) * 2, _fit(word, text)) for word in wanted]
    return sum(scores) if all(scores) else 0.0


def _fit(word: str, words: Sequence[str]) -> float:
    best = 0.0
    for known in words:
        if known.startswith(word):
            return 1.0
        if word in known and len(word) >= _SHORTEST:
            best = max(best, 0.8)
        elif len(word) >= _SHORTEST and abs(len(known) - len(word)) <= len(word) // 4 + 1:
            likeness = SequenceMatcher(None, word, known).ratio()
            best = max(best, likeness * 0.6 if likeness >= _CLOSE else 0.0)
    return best
