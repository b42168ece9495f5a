"""Expressions as SQL. Free of Django.

A property of a linked entity is compared inside ``EXISTS`` over the link, so that "some" is meant where there are many;
linked entities are seen as by whoever asks: a filter must not find out what a reader may not read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from smartcity.infrastructure.iot.sensorthings.entities import BY_NAME, Entity
from smartcity.infrastructure.iot.sensorthings.expressions import (
    COMPARISONS,
    LOGIC,
    Binary,
    Call,
    Literal,
    Name,
    Node,
    Not,
    fault_at,
)
from smartcity.infrastructure.iot.sensorthings.functions import FUNCTIONS, Kinds

_OPERATORS = {"eq": "=", "ne": "IS DISTINCT FROM", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_ARITHMETIC = {"add": "+", "sub": "-", "mul": "*", "div": "/", "mod": "%%"}
_CASTS = {
    "number": "::float8",
    "text": "::text",
    "bool": "::boolean",
    "time": "::timestamptz",
    "date": "::date",
    "duration": "::interval",
}


@dataclass(slots=True)
class Context:
    """What one statement gathers: parameters, aliases, and who reads."""

    sees_all: bool
    own: int
    values: dict[str, Any] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.values["own"] = self.own

    def parameter(self, value: Any) -> str:
        """A placeholder for a value."""
        name = f"p{next(self._numbers)}"
        self.values[name] = value
        return f"%({name})s"

    def alias(self) -> str:
        """A name for a row that no other has."""
        return f"e{next(self._numbers)}"

    def sight(self, entity: Entity, alias: str) -> str:
        """The condition under which the reader sees a row."""
        return "TRUE" if self.sees_all else entity.sight.format(a=alias)


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of SQL and what it is; ``end`` of an interval."""

    sql: str
    kind: str
    end: str = ""


class Compiler:
    """Makes SQL of the expressions about one row."""

    def __init__(self, context: Context, entity: Entity, alias: str, option: str = "$filter") -> None:
        self.context, self.entity, self.alias, self.option = context, entity, alias, option

    def condition(self, node: Node) -> str:
        """A condition; raises Fault for an expression that is none."""
        if isinstance(node, Not):
            return f"NOT coalesce({self.condition(node.operand)}, FALSE)"
        if isinstance(node, Binary) and node.operator in LOGIC:
            return f"({self.condition(node.left)} {node.operator.upper()} {self.condition(node.right)})"
        return self._linked(node, {}, list(dict.fromkeys(_chains(node, self.entity))))

    def order(self, name: Name) -> str:
        """What to sort by; raises Fault for a property of many."""
        steps, _rest = _steps(name, self.entity)
        entity, alias, opening, closing = self.entity, self.alias, "", ""
        for step in steps:
            link = entity.links[step]
            if link.many:
                raise fault_at(
                    self.option, name.at, "Nach einer Eigenschaft von vielen kann nicht sortiert werden.", step
                )
            target, inner = BY_NAME[link.target], self.context.alias()
            on = link.on.format(a=alias, b=inner)
            seen = self.context.sight(target, inner)
            closing = f" FROM {target.source.format(a=inner)} WHERE {on} AND {seen}){closing}"
            opening, entity, alias = f"{opening}(SELECT ", target, inner
        term = self._term(name, {steps: alias})
        if term.kind == "result":
            return f"{opening}{alias}.number{closing}"
        if term.kind == "geo":
            raise fault_at(self.option, name.at, "Nach einem Ort kann nicht sortiert werden.", "/".join(name.parts))
        return f"{opening}{term.sql}{closing}"

    def _linked(self, node: Node, aliases: dict[tuple[str, ...], str], chains: list[tuple[str, ...]]) -> str:
        """Open an EXISTS for each chain of links that the condition needs."""
        for chain in chains:
            for length in range(1, len(chain) + 1):
                part = chain[:length]
                if part not in aliases:
                    return self._exists(node, aliases, chains, part)
        return self._plain(node, aliases)

    def _exists(
        self, node: Node, aliases: dict[tuple[str, ...], str], chains: list[tuple[str, ...]], part: tuple[str, ...]
    ) -> str:
        entity, alias = self.entity, aliases.get(part[:-1], self.alias)
        for step in part[:-1]:
            entity = BY_NAME[entity.links[step].target]
        link = entity.links[part[-1]]
        target, inner = BY_NAME[link.target], self.context.alias()
        on, seen = link.on.format(a=alias, b=inner), self.context.sight(target, inner)
        rest = self._linked(node, {**aliases, part: inner}, chains)
        return f"EXISTS (SELECT FROM {target.source.format(a=inner)} WHERE {on} AND {seen} AND {rest})"

    def _plain(self, node: Node, aliases: dict[tuple[str, ...], str]) -> str:
        if isinstance(node, Binary) and node.operator in COMPARISONS:
            return self._comparison(node, aliases)
        term = self._term(node, aliases)
        if term.kind == "json":
            return f"({term.sql} = 'true'::jsonb)"
        if term.kind == "result":
            return self._as(term, "bool")
        if term.kind != "bool":
            raise fault_at(self.option, node.at, "Erwartet wird eine Bedingung.", term.kind)
        return term.sql

    def _comparison(self, node: Binary, aliases: dict[tuple[str, ...], str]) -> str:
        left, right = self._term(node.left, aliases), self._term(node.right, aliases)
        if "null" in {left.kind, right.kind}:
            if node.operator not in {"eq", "ne"}:
                raise fault_at(self.option, node.at, "Mit null wird nur durch eq und ne verglichen.", node.operator)
            other = left if right.kind == "null" else right
            present = f"({other.sql}.number IS NOT NULL OR {other.sql}.value IS NOT NULL)"
            here = present if other.kind == "result" else f"{other.sql} IS NOT NULL"
            return f"NOT ({here})" if node.operator == "eq" else f"({here})"
        if "interval" in {left.kind, right.kind}:
            return self._of_intervals(node, left, right)
        kind = self._common(node, left, right)
        return f"({self._as(left, kind)} {_OPERATORS[node.operator]} {self._as(right, kind)})"

    def _of_intervals(self, node: Binary, left: Term, right: Term) -> str:
        """An interval is after a moment with its beginning, before it with its end."""
        ends = []
        for term, first in ((left, node.operator in {"gt", "ge"}), (right, node.operator in {"lt", "le"})):
            if term.kind not in {"interval", "time", "date"}:
                raise fault_at(
                    self.option, node.at, "Erwartet wird ein Zeitpunkt, zum Beispiel 2026-11-27T08:00:00Z.", term.kind
                )
            start = f"{term.sql}::timestamptz"
            ends.append((start, start if first or term.kind != "interval" else f"coalesce({term.end}, {start})"))
        (start_a, a), (start_b, b) = ends
        operator = _OPERATORS[node.operator]
        if node.operator in {"eq", "ne"}:
            return f"(({start_a}, {a}) {operator} ({start_b}, {b}))"
        # the beginning too, though its end says it all: it is what the table is sorted by
        return (
            f"({a} {operator} {b} AND {start_a} {operator} {start_b})"
            if node.operator in {"lt", "le"}
            else f"({a} {operator} {b})"
        )

    def _common(self, node: Binary, left: Term, right: Term) -> str:
        kinds = {left.kind, right.kind} - {"json", "result"}
        if kinds == {"date", "time"}:
            return "time"
        if len(kinds) > 1:
            raise fault_at(
                self.option, node.at, f"{left.kind} und {right.kind} sind nicht vergleichbar.", node.operator
            )
        return kinds.pop() if kinds else "text"

    def _as(self, term: Term, kind: str) -> str:
        if term.kind == "result":
            alias = term.sql
            return {
                "number": f"{alias}.number",
                "text": f"({alias}.value #>> '{{}}')",
                "bool": f"({alias}.number <> 0)",
            }.get(kind, f"({alias}.value #>> '{{}}')")
        if term.kind == "json":
            if kind == "number":
                return f"(CASE WHEN jsonb_typeof({term.sql}) = 'number' THEN {term.sql}::float8 END)"
            if kind == "bool":
                return f"(CASE WHEN jsonb_typeof({term.sql}) = 'boolean' THEN {term.sql}::boolean END)"
            return f"({term.sql} #>> '{{}}')"
        return f"{term.sql}::timestamptz" if kind == "time" and term.kind == "date" else term.sql

    def _term(self, node: Node, aliases: dict[tuple[str, ...], str]) -> Term:
        if isinstance(node, Literal):
            return self._literal(node)
        if isinstance(node, Name):
            return self._property(node, aliases)
        if isinstance(node, Call):
            return self._call(node, aliases)
        if isinstance(node, Binary) and node.operator in _ARITHMETIC:
            return self._arithmetic(node, aliases)
        return Term(self._plain(node, aliases) if not isinstance(node, Not) else self.condition(node), "bool")

    def _literal(self, node: Literal) -> Term:
        if node.kind == "null":
            return Term("NULL", "null")
        if isinstance(node.value, str) and "\0" in node.value:
            raise fault_at(self.option, node.at, "Ein Text enthält kein Nullzeichen.")
        placeholder = self.context.parameter(node.value)
        if node.kind == "geo":
            return Term(f"ST_GeomFromText({placeholder}, 4326)", "geo")
        return Term(f"{placeholder}{_CASTS[node.kind]}", node.kind)

    def _property(self, node: Name, aliases: dict[tuple[str, ...], str]) -> Term:
        steps, rest = _steps(node, self.entity)
        entity, alias = self.entity, aliases.get(steps, self.alias)
        for step in steps:
            entity = BY_NAME[entity.links[step].target]
        if not rest:
            raise fault_at(self.option, node.at, "Erwartet wird eine Eigenschaft.", "/".join(node.parts))
        name, *inner = rest
        if name in {"id", "@iot.id"} and not inner:
            return Term(f"{alias}.id", "number")
        found = entity.properties.get(name)
        if found is None or (inner and found.kind not in {"json", "result"}):
            known = ", ".join(["id", *entity.properties, *entity.links])
            raise fault_at(
                self.option, node.at, f"{entity.name} hat diese Eigenschaft nicht. Es gibt: {known}.", "/".join(rest)
            )
        if found.kind == "result":
            place = "".join(f" -> {self.context.parameter(key)}::text" for key in inner)
            return Term(f"({alias}.value{place})", "json") if inner else Term(alias, "result")
        value = found.value.format(a=alias)
        if inner:
            value = f"({value}{''.join(f' -> {self.context.parameter(key)}::text' for key in inner)})"
        return Term(value, found.kind, found.end.format(a=alias))

    def _call(self, node: Call, aliases: dict[tuple[str, ...], str]) -> Term:
        known = FUNCTIONS.get(node.name)
        if known is None:
            raise fault_at(
                self.option, node.at, f"Diese Funktion gibt es nicht. Es gibt: {', '.join(FUNCTIONS)}.", node.name
            )
        if len(node.arguments) not in known.numbers:
            wanted = " oder ".join(map(str, known.numbers))
            raise fault_at(self.option, node.at, f"{node.name} nimmt {wanted} Werte.", len(node.arguments))
        terms = [self._term(argument, aliases) for argument in node.arguments]
        values = [self._argument(node, term, kind) for term, kind in zip(terms, known.kinds, strict=False)]
        return Term(known.sql[len(values)].format(*values), known.result)

    def _argument(self, node: Call, term: Term, kind: Kinds) -> str:
        if term.kind in {"json", "result"}:
            return self._as(term, kind[0])
        if term.kind == "interval" and "time" in kind:
            return term.sql
        if term.kind not in kind:
            raise fault_at(self.option, node.at, f"{node.name} erwartet {' oder '.join(kind)}, nicht {term.kind}.")
        return self._as(term, kind[0]) if term.kind == "date" else term.sql

    def _arithmetic(self, node: Binary, aliases: dict[tuple[str, ...], str]) -> Term:
        left, right = self._term(node.left, aliases), self._term(node.right, aliases)
        sign = _ARITHMETIC[node.operator]
        if left.kind in {"time", "interval"} and right.kind == "duration" and node.operator in {"add", "sub"}:
            return Term(f"({left.sql} {sign} {right.sql})", "time")
        for term in (left, right):
            if term.kind not in {"number", "json", "result"}:
                raise fault_at(self.option, node.at, f"Mit {term.kind} wird nicht gerechnet.", node.operator)
        a, b = self._as(left, "number"), self._as(right, "number")
        if node.operator == "mod":
            return Term(f"mod({a}::numeric, nullif({b}::numeric, 0))::float8", "number")
        return Term(f"({a} {sign} {f'nullif({b}, 0)' if node.operator == 'div' else b})", "number")


def _steps(node: Name, entity: Entity) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The links at the beginning of a path, and what follows them."""
    for length, part in enumerate(node.parts):
        if part not in entity.links:
            return node.parts[:length], node.parts[length:]
        entity = BY_NAME[entity.links[part].target]
    return node.parts, ()


def _chains(node: Node, entity: Entity) -> list[tuple[str, ...]]:
    """Chains of links that occur in a condition."""
    walk: Callable[[Node], list[tuple[str, ...]]] = lambda inner: _chains(inner, entity)  # noqa: E731
    if isinstance(node, Name):
        return [steps] if (steps := _steps(node, entity)[0]) else []
    if isinstance(node, Binary):
        return walk(node.left) + walk(node.right)
    if isinstance(node, Call):
        return [chain for argument in node.arguments for chain in walk(argument)]
    return walk(node.operand) if isinstance(node, Not) else []
