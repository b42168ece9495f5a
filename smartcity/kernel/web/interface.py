"""The programming interface as a page: read from the OpenAPI document that the interface publishes itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import resolve

DOCUMENT = "/api/v1/openapi.json"
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    place: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    key: str
    method: str
    path: str
    title: str
    text: str
    parameters: tuple[Parameter, ...]
    body: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The operations of one room."""

    name: str
    operations: tuple[Operation, ...]


def document(request: HttpRequest) -> dict[str, Any]:
    """The OpenAPI document, asked of its own view."""
    view = resolve(DOCUMENT).func
    found: dict[str, Any] = json.loads(view(request).content)
    return found


@lru_cache(maxsize=4)
def _sections(text: str) -> tuple[Section, ...]:
    found = json.loads(text)
    by_tag: dict[str, list[Operation]] = {}
    for tag, operation in _operations(found):
        by_tag.setdefault(tag, []).append(operation)
    return tuple(Section(tag, tuple(operations)) for tag, operations in sorted(by_tag.items()))


def sections(request: HttpRequest) -> tuple[Section, ...]:
    """All operations by room."""
    return _sections(json.dumps(document(request), sort_keys=True))


def _operations(found: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in sorted(found.get("paths", {}).items()):
        for method in METHODS:
            if method in methods:
                item = methods[method]
                yield (item.get("tags") or ["–"])[0], _operation(method, path, item, found)


def _operation(method: str, path: str, item: dict[str, Any], found: dict[str, Any]) -> Operation:
    contents = item.get("requestBody", {}).get("content", {})
    schema: dict[str, Any] = next((content.get("schema", {}) for content in contents.values()), {})
    return Operation(
        key=str(item.get("operationId", f"{method}{path}")).replace("/", "-"),
        method=method.upper(),
        path=path,
        title=item.get("summary", ""),
        text=item.get("description", ""),
        parameters=tuple(_parameter(parameter) for parameter in item.get("parameters", ())),
        body=json.dumps(_inline(schema, found), indent=2, ensure_ascii=False) if schema else "",
        answers=tuple((code, answer.get("description", "")) for code, answer in item.get("responses", {}).items()),
    )


def _parameter(item: dict[str, Any]) -> Parameter:
    schema = item.get("schema", {})
    kinds = [part.get("type", "") for part in schema.get("anyOf", [schema])]
    return Parameter(
        name=item["name"],
        place=item["in"],
        kind=" | ".join(kind for kind in kinds if kind and kind != "null"),
        required=bool(item.get("required")),
        text=item.get("description", "") or schema.get("description", ""),
    )


def _inline(schema: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """The schema behind a reference, one level deep: enough to see the fields."""
    name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    target: dict[str, Any] = found.get("components", {}).get("schemas", {}).get(name, schema)
    return target
