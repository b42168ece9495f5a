"""The menus: services by life situation, the plan, the workplace; gathered from the systems' ``navigation.py``."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.apps import AppConfig
from django.http import HttpRequest
from django.urls import NoReverseMatch

from smartcity.kernel.manifest import Maturity, SystemConfig, discover
from smartcity.kernel.web.contributions import NavigationEntry, Situation, Text, address_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a template draws it."""

    title: Text
    address: str
    summary: Text
    icon: str
    current: bool = False
    maturity: Maturity | None = None
    plan_number: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Links under a heading."""

    key: str
    title: Text
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Menu:
    """All menus of one visitor on one page."""

    services: list[Group] = field(default_factory=list)
    plan: list[Link] = field(default_factory=list)
    workplace: list[Link] = field(default_factory=list)
    personal: list[Link] = field(default_factory=list)


@lru_cache(maxsize=1)
def entries() -> tuple[tuple[AppConfig, NavigationEntry], ...]:
    """All menu entries with their rooms, in the order of menus."""
    found = [(config, entry) for config, entries in discover("navigation", "NAVIGATION") for entry in entries]
    return tuple(sorted(found, key=lambda pair: (pair[1].order, str(pair[1].title))))


def _allowed(request: HttpRequest) -> Iterator[tuple[AppConfig, NavigationEntry]]:
    user = getattr(request, "user", None)
    for config, entry in entries():
        if (entry.workplace or entry.personal) and not (user and user.is_authenticated):
            continue
        if not entry.permission or (user is not None and user.has_perm(entry.permission)):
            yield config, entry


def _link(config: AppConfig, entry: NavigationEntry, path: str) -> Link:
    address = address_of(entry.address)
    system = config if isinstance(config, SystemConfig) else None
    return Link(
        title=entry.title,
        address=address,
        summary=entry.summary,
        icon=entry.icon,
        current=path == address or (len(address) > 1 and path.startswith(address.rstrip("/") + "/")),
        maturity=system.maturity if system else None,
        plan_number=system.plan_number if system else "",
    )


def _one_current(links: list[Link]) -> list[Link]:
    """Where one address lies within another, only the narrower one is the current page's."""
    nearest = max((link.address for link in links if link.current), key=len, default="")
    return [replace(link, current=link.address == nearest) for link in links]


def menu_for(request: HttpRequest) -> Menu:
    """The menus that this visitor may see."""
    by_situation: dict[Situation, list[Link]] = {situation: [] for situation in Situation}
    menu = Menu()
    for config, entry in _allowed(request):
        try:
            link = _link(config, entry, request.path)
        except NoReverseMatch:
            log.exception("menu entry %s of %s leads nowhere", entry.title, config.label)
            continue
        if entry.situation is not None:
            by_situation[entry.situation].append(link)
        if entry.plan:
            menu.plan.append(link)
        if entry.personal:
            menu.personal.append(link)
        if entry.workplace:
            menu.workplace.append(link)
    menu.workplace[:] = _one_current(menu.workplace)
    menu.services.extend(
        Group(situation.value, situation.heading, links) for situation, links in by_situation.items() if links
    )
    return menu
