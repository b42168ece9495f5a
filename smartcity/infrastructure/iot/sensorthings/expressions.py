"""The language of ``$filter`` and ``$orderby`` (OData 4, as far as SensorThings uses it). Free of Django.

``parse`` makes a tree of ``Literal``, ``Name``, ``Call``, ``Binary`` and ``Not``; every node knows its position in the
text, so that whoever cannot make sense of it can say where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from smartcity.infrastructure.iot.sensorthings.faults import Fault, bad

MOST_NODES, DEEPEST = 500, 60
LOGIC = {"or": 1, "and": 2}
COMPARISONS = ("eq", "ne", "gt", "ge", "lt", "le")
BINDING = {**LOGIC, **dict.fromkeys(COMPARISONS, 3), "add": 4, "sub": 4, "mul": 5, "div": 5, "mod": 5}
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<geography>geography'(?:[^']|'')*')"
    r"|(?P<duration>duration'[^']*')"
    r"|(?P<text>'(?:[^']|'')*')"
    r"|(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))"
    r"|(?P<date>\d{4}-\d\d-\d\d)"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_@][\w.@]*(?:/[A-Za-z_@][\w.@]*)*)"
    r"|(?P<sign>[(),])"
)
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class Literal:
    """A value; kind: number, text, bool, null, time, date, duration, geo."""

    at: int
    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Name:
    """A property, by its path from the entity."""

    at: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    at: int
    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and what lies between: logic, a comparison, or arithmetic."""

    at: int
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    at: int
    operand: Node


Node = Literal | Name | Call | Binary | Not


@dataclass(frozen=True, slots=True)
class _Token:
    at: int
    kind: str
    text: str


def parse(text: str, option: str = "$filter") -> Node:
    """The tree of an expression; raises Fault with the position of what cannot be read."""
    parser = _Parser(list(_tokens(text, option)), option, len(text))
    node = parser.expression(0, 0)
    parser.finish()
    return node


def fault_at(option: str, at: int, rule: str, value: object = "") -> Fault:
    """A refusal that names the position in an option (from 1)."""
    return bad(f"{option}, Zeichen {at + 1}", rule, value)


def _tokens(text: str, option: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise fault_at(option, at, "Das ist hier nicht lesbar.", text[at : at + 20])
        if found.lastgroup != "space":
            yield _Token(at, found.lastgroup, found.group())
        at = found.end()


class _Parser:
    def __init__(self, tokens: list[_Token], option: str, length: int) -> None:
        if len(tokens) > MOST_NODES:
            raise bad(option, f"Der Ausdruck hat mehr als {MOST_NODES} Teile.", len(tokens))
        self._tokens, self._option, self._at = tokens, option, 0
        self._end = _Token(length, "end", "")

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else self._end

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def _expect(self, sign: str) -> None:
        token = self._take()
        if token.text != sign:
            raise fault_at(self._option, token.at, f"Erwartet wird „{sign}“.", token.text or "Ende")

    def finish(self) -> None:
        """Nothing may be left over."""
        if self._next is not self._end:
            raise fault_at(
                self._option, self._next.at, "Hier endet der Ausdruck, danach steht noch etwas.", self._next.text
            )

    def expression(self, binding: int, depth: int) -> Node:
        """Operands and operators that bind more strongly than ``binding``."""
        if depth > DEEPEST:
            raise fault_at(self._option, self._next.at, f"Der Ausdruck ist tiefer als {DEEPEST} Stufen.")
        left = self._operand(depth)
        while BINDING.get(self._next.text, 0) > binding and self._next.kind == "name":
            operator = self._take()
            right = self.expression(BINDING[operator.text], depth + 1)
            left = Binary(operator.at, operator.text, left, right)
        return left

    def _operand(self, depth: int) -> Node:
        token = self._take()
        if token.text == "(":
            inner = self.expression(0, depth + 1)
            self._expect(")")
            return inner
        if token.kind == "name":
            return self._word(token, depth)
        if token.kind in {"sign", "end"}:
            raise fault_at(
                self._option, token.at, "Erwartet wird ein Wert oder eine Eigenschaft.", token.text or "Ende"
            )
        return Literal(token.at, *self._value(token))

    def _word(self, token: _Token, depth: int) -> Node:
        if token.text == "not":
            # as people write it: "not a eq 1" means "not (a eq 1)"
            return Not(token.at, self.expression(LOGIC["and"], depth + 1))
        if self._next.text == "(":
            return Call(token.at, token.text.lower(), self._arguments(depth))
        if token.text in _WORDS:
            return Literal(token.at, "null" if token.text == "null" else "bool", _WORDS[token.text])
        return Name(token.at, tuple(token.text.split("/")))

    def _arguments(self, depth: int) -> tuple[Node, ...]:
        self._expect("(")
        found: list[Node] = []
        while self._next.text != ")":
            if found:
                self._expect(",")
            found.append(self.expression(0, depth + 1))
        self._expect(")")
        return tuple(found)

    def _value(self, token: _Token) -> tuple[str, Any]:
        try:
            match token.kind:
                case "number":
                    return "number", float(token.text)
                case "text":
                    return "text", _plain(token.text[1:-1])
                case "time":
                    return "time", datetime.fromisoformat(token.text)
                case "date":
                    return "date", datetime.fromisoformat(token.text).date()
                case "duration":
                    return "duration", token.text[9:-1]
                case _:
                    return "geo", _plain(token.text[10:-1])
        except ValueError:
            raise fault_at(self._option, token.at, "Diesen Zeitpunkt gibt es nicht.", token.text) from None


def _plain(quoted: str) -> str:
    return quoted.replace("''", "'")
