"""What a system says about itself, and how the kernel finds what systems plug in.

A system's ``apps.py`` subclasses :class:`SystemConfig`. The kernel never imports a system; it asks
:func:`discover` for a declaration module (``layers``, ``datasets``, ``roles`` …) of every installed app.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

from django.apps import AppConfig, apps


class Maturity(StrEnum):
    """How far a system is, as its page says it."""

    PLANNED = "planned"
    PILOT = "pilot"
    OPERATION = "operation"


class SystemConfig(AppConfig):
    """Manifest of one system of the plan.

    plan_number: number of the project or measure in the master plan ("6.1").
    title: short German title (translated with gettext where it is shown); title_en: the English one.
    fields: slugs of the fields of action, the plan's first one first.
    office: key of the responsible office in the city's data ("amt-61").
    address: path of the system's public page ("/baustellen").
    summary: one German sentence: what it does for a citizen; summary_en likewise.
    depends_on: labels of systems whose ``public.py`` this one may import.
    """

    # a room's apps.py imports this class; without this, Django finds two configurations there and takes neither
    default = False
    default_auto_field = "django.db.models.BigAutoField"
    plan_number: ClassVar[str] = ""
    title: ClassVar[str] = ""
    title_en: ClassVar[str] = ""
    summary: ClassVar[str] = ""
    summary_en: ClassVar[str] = ""
    fields: ClassVar[tuple[str, ...]] = ()
    office: ClassVar[str] = ""
    address: ClassVar[str] = ""
    maturity: ClassVar[Maturity] = Maturity.PILOT
    depends_on: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Every system is its room's configuration."""
        super().__init_subclass__(**kwargs)
        cls.default = True


def systems() -> list[SystemConfig]:
    """All installed systems, in the order of their plan numbers."""
    found = [config for config in apps.get_app_configs() if isinstance(config, SystemConfig)]
    return sorted(found, key=lambda config: [int(part) for part in config.plan_number.split(".") if part.isdigit()])


def discover(module: str, attribute: str) -> Iterator[tuple[AppConfig, Any]]:
    """Yield (app, value of ``attribute``) for each app of the platform that has the declaration module.

    Raises AttributeError when a module exists but lacks the attribute: a declaration that nobody finds is a mistake.
    """
    for config in apps.get_app_configs():
        if not config.name.startswith("smartcity."):
            continue
        name = f"{config.name}.{module}"
        if find_spec(name) is not None:
            yield config, getattr(import_module(name), attribute)
