"""Reads a city's plan from its folder, and refuses it with file, entry and rule. Free of Django.

Nothing is taken from a folder in which one entry is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.steering.portfolio.plan_shapes import BoardsFile, PartnersFile, PortfolioFile, Shape

PORTFOLIO, PARTNERS, BOARDS = "portfolio.toml", "partners.toml", "boards.toml"
RESERVED_SLUGS = frozenset({"zeitleiste"})

RULES = {
    "missing": "Die Angabe fehlt.",
    "extra_forbidden": "Diese Angabe ist nicht vorgesehen.",
    "enum": "Das ist keiner der erlaubten Werte.",
    "string_pattern_mismatch": "Die Schreibweise ist nicht erlaubt.",
    "string_too_long": "Der Text ist zu lang.",
    "too_short": "Es braucht mindestens einen Eintrag.",
    "value_error": "Die Angabe ist in sich nicht stimmig.",
}
OTHERWISE = "Die Angabe hat nicht die richtige Form."

S = TypeVar("S", bound=Shape)


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """The three files of a plan, complete and consistent."""

    portfolio: PortfolioFile
    partners: PartnersFile
    boards: BoardsFile


def has_plan(directory: Path) -> bool:
    """Whether the folder holds any of a plan's files."""
    return any((directory / name).exists() for name in (PORTFOLIO, PARTNERS, BOARDS))


def read_plan(directory: Path) -> PlanFolder:
    """Read and check the three files; raises Refused with every entry that breaks a rule."""
    refusals: list[Refusal] = []
    portfolio = _read(directory / PORTFOLIO, PortfolioFile, refusals)
    partners = _read(directory / PARTNERS, PartnersFile, refusals)
    boards = _read(directory / BOARDS, BoardsFile, refusals)
    if portfolio is None or partners is None or boards is None:
        raise Refused(refusals)
    folder = PlanFolder(portfolio, partners, boards)
    refusals = [*_repeated(folder), *_dangling(folder), *_contradictions(folder)]
    if refusals:
        raise Refused(refusals)
    return folder


def _read(path: Path, shape: type[S], refusals: list[Refusal]) -> S | None:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return shape.model_validate(raw)
    except FileNotFoundError:
        refusals.append(Refusal(path.name, "Die Datei fehlt.", hint="Ein Plan besteht aus drei Dateien."))
    except UnicodeDecodeError as error:
        refusals.append(Refusal(path.name, "Die Datei ist nicht in UTF-8 geschrieben.", f"Byte {error.start}"))
    except tomllib.TOMLDecodeError as error:
        refusals.append(Refusal(path.name, "Die Datei ist kein gültiges TOML.", str(error)))
    except ValidationError as error:
        refusals.extend(_refusal(path.name, raw, dict(item)) for item in error.errors(include_url=False))
    return None


def _refusal(file: str, raw: Mapping[str, Any], error: Mapping[str, Any]) -> Refusal:
    value = error["input"]
    shown = "" if isinstance(value, dict | list) else str(value)[:60]
    allowed = str(error.get("ctx", {}).get("expected", ""))
    rule = RULES.get(error["type"], OTHERWISE)
    return Refusal(f"{file}: {_place(raw, error['loc'])}", rule, shown, f"Erlaubt: {allowed}" if allowed else "")


def _place(raw: Any, location: Iterable[str | int]) -> str:
    """``projects[6.1].title.en``: entries by their number or short name, so that a person finds them."""
    place, here = "", raw
    for part in location:
        here = here[part] if _has(here, part) else None
        if isinstance(part, int):
            name = here.get("number") or here.get("slug") if isinstance(here, dict) else None
            place += f"[{name if name else part + 1}]"
        else:
            place += f".{part}" if place else part
    return place


def _has(container: Any, part: str | int) -> bool:
    if isinstance(container, dict):
        return part in container
    return isinstance(container, list) and isinstance(part, int) and part < len(container)


def _repeated(folder: PlanFolder) -> Iterator[Refusal]:
    portfolio = folder.portfolio
    lists: list[tuple[str, str, Sequence[str]]] = [
        (PORTFOLIO, "fields.slug", [item.slug for item in portfolio.fields]),
        (PORTFOLIO, "projects.number", [item.number for item in portfolio.projects]),
        (PORTFOLIO, "projects.slug", [item.slug for item in portfolio.projects]),
        (PORTFOLIO, "references.slug", [item.slug for item in portfolio.references]),
        (PARTNERS, "partners.slug", [item.slug for item in folder.partners.partners]),
        (BOARDS, "boards.slug", [item.slug for item in folder.boards.boards]),
        (BOARDS, "levels.slug", [item.slug for item in folder.boards.levels]),
        *((PORTFOLIO, f"projects[{item.number}].fields", item.fields) for item in portfolio.projects),
        *((PORTFOLIO, f"projects[{item.number}].involved", item.involved) for item in portfolio.projects),
    ]
    for file, name, keys in lists:
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield Refusal(f"{file}: {name}", "Der Wert kommt mehrfach vor.", str(key))


def _dangling(folder: PlanFolder) -> Iterator[Refusal]:
    fields = {item.slug for item in folder.portfolio.fields}
    numbers = {item.number for item in folder.portfolio.projects}
    partners = {item.slug for item in folder.partners.partners}
    levels = {str(item.slug) for item in folder.boards.levels}
    uses: list[tuple[str, Iterable[str], set[str], str]] = []
    for project in folder.portfolio.projects:
        place = f"{PORTFOLIO}: projects[{project.number}]"
        leads = [item.partner for item in project.responsible if item.partner]
        uses += [
            (f"{place}.fields", project.fields, fields, "Dieses Handlungsfeld gibt es nicht."),
            (f"{place}.responsible", leads, partners, "Diesen Partner gibt es nicht."),
            (f"{place}.involved", project.involved, partners, "Diesen Partner gibt es nicht."),
            (f"{place}.related", project.related, numbers - {project.number}, "Dieses andere Vorhaben gibt es nicht."),
        ]
    for item in folder.portfolio.references:
        place = f"{PORTFOLIO}: references[{item.slug}]"
        uses += [
            (f"{place}.fields", item.fields, fields, "Dieses Handlungsfeld gibt es nicht."),
            (f"{place}.projects", item.projects, numbers, "Dieses Vorhaben gibt es nicht."),
            (f"{place}.partners", item.partners, partners, "Diesen Partner gibt es nicht."),
        ]
    for board in folder.boards.boards:
        place = f"{BOARDS}: boards[{board.slug}]"
        uses.append((f"{place}.level", [str(board.level)], levels, "Diese Ebene gibt es nicht."))
        uses += [
            (f"{place}.members[{index}].partners", seat.partners, partners, "Diesen Partner gibt es nicht.")
            for index, seat in enumerate(board.members, start=1)
        ]
    for place, used, known, rule in uses:
        for key in used:
            if key not in known:
                yield Refusal(place, rule, key)


def _contradictions(folder: PlanFolder) -> Iterator[Refusal]:
    letter, count = folder.partners.letter_of_intent, len(folder.partners.partners)
    if letter.first_signatories + letter.joined_since != count:
        yield Refusal(
            f"{PARTNERS}: letter_of_intent",
            "Erste und später beigetretene Partner ergeben zusammen nicht die Zahl der Partner.",
            f"{letter.first_signatories} + {letter.joined_since}",
            f"Beschrieben sind {count}.",
        )
    for project in folder.portfolio.projects:
        if project.slug in RESERVED_SLUGS:
            place = f"{PORTFOLIO}: projects[{project.number}].slug"
            yield Refusal(place, "Unter dieser Adresse liegt schon eine andere Seite.", project.slug)
