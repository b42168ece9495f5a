"""Reads ``appointments.toml`` of a city's folder: who gives appointments and for what. Free of Django."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from smartcity.kernel.refusal import Refusal, Refused

FILE = "appointments.toml"
Key = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,80}$")]


class Shape(BaseModel):
    """Nothing that is not foreseen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Shape):
    """German and English."""

    de: str = Field(min_length=1, max_length=160)
    en: str = Field(min_length=1, max_length=160)


class Bring(Shape):
    """Documents, one a line."""

    de: list[str] = []
    en: list[str] = []


class OfficeIn(Shape):
    """An office by its key in ``offices.toml``. counters: how many at once; step: minutes between beginnings."""

    office: Key
    counters: int = Field(ge=1, le=200)
    walk_in: int = Field(default=0, ge=0)
    step: int = Field(default=10, ge=5, le=120)
    ahead_days: int = Field(default=60, ge=1, le=366)
    cancel_hours: int = Field(default=0, ge=0, le=168)
    keep_days: int = Field(default=30, ge=0, le=365)
    verified: bool = False


class ServiceIn(Shape):
    """A service and the offices (by key) where it is done."""

    key: Key
    name: Words
    minutes: int = Field(ge=5, le=240, multiple_of=5)
    most: int = Field(default=4, ge=1, le=6)
    bring: Bring = Bring()
    offices: list[Key] = Field(min_length=1)


class AppointmentsFile(Shape):
    """The whole file."""

    offices: list[OfficeIn]
    services: list[ServiceIn]


def read(path: Path) -> AppointmentsFile:
    """Read and check the file; raises Refused with every entry that breaks a rule."""
    try:
        found = AppointmentsFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused([Refusal(FILE, "Das ist kein gültiges TOML.", str(error)[:120])]) from error
    except ValidationError as error:
        raise Refused(
            Refusal(f"{FILE}: {'.'.join(map(str, item['loc']))}", item["msg"], str(item["input"])[:80])
            for item in error.errors()
        ) from error
    if refusals := _dangling(found):
        raise Refused(refusals)
    return found


def _dangling(found: AppointmentsFile) -> list[Refusal]:
    keys = [office.office for office in found.offices]
    services = [service.key for service in found.services]
    twice = {key for key in keys if keys.count(key) > 1} | {key for key in services if services.count(key) > 1}
    refusals = [Refusal(FILE, "Diesen Eintrag gibt es zweimal.", key) for key in sorted(twice)]
    for service in found.services:
        refusals += [
            Refusal(f"{FILE}: services.{service.key}.offices", "Diese Stelle vergibt hier keine Termine.", key)
            for key in service.offices
            if key not in keys
        ]
    return refusals
