"""What a standard has no words for: the fields of a roadwork that its native part does not bring back.

A writer builds the native part, reads it again, and carries the difference as plain JSON under the name `NAME`; a
reader lays that over what it read natively. So import(export(x)) = x for every roadwork, and a standard's reader that
does not know the extension still gets everything the standard can say.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from smartcity.kernel.refusal import Refusal
from smartcity.mobility.roadworks.domain import Roadwork
from smartcity.mobility.roadworks.formats.item import short

NAME = "smartcity"

_FIELDS = tuple(field.name for field in dataclasses.fields(Roadwork))
_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(hint) for name, hint in get_type_hints(Roadwork).items() if name in _FIELDS
}


def to_plain(roadwork: Roadwork) -> dict[str, Any]:
    """Return the whole roadwork as JSON values, by field name."""
    return {name: _dump(roadwork, name) for name in _FIELDS}


def difference(native: Roadwork | None, roadwork: Roadwork) -> dict[str, Any]:
    """Return, as JSON values, the fields of `roadwork` that `native` has otherwise; all of them without `native`."""
    if native is None:
        return to_plain(roadwork)
    return {name: _dump(roadwork, name) for name in _FIELDS if getattr(native, name) != getattr(roadwork, name)}


def _dump(roadwork: Roadwork, name: str) -> Any:
    return _ADAPTERS[name].dump_python(getattr(roadwork, name), mode="json")


def overlay(native: dict[str, Any], extension: object, place: str, refusals: list[Refusal]) -> None:
    """Put the extension's fields over the native ones in place; whatever is no such field or value is refused."""
    if not isinstance(extension, Mapping):
        refusals.append(Refusal(place, "Die Erweiterung ist kein Objekt.", short(extension)))
        return
    for name, value in extension.items():
        if (adapter := _ADAPTERS.get(name)) is None:
            refusals.append(Refusal(place, "Die Erweiterung kennt dieses Feld nicht.", short(name)))
            continue
        try:
            native[name] = adapter.validate_python(value)
        except (ValidationError, RecursionError, OverflowError):
            refusals.append(Refusal(f"{place}.{short(name)}", "Der Wert passt nicht zu diesem Feld.", short(value)))
