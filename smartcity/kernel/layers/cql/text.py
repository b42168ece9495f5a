"""CQL2 text into the CQL2 JSON tree.

The grammar is this package's own because pygeofilter 0.4 reads a draft of the language: it gives AND and OR the same
precedence, knows no ``T_AFTER(a, b)``, no doubled quotes and no one-letter properties.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

Tree: TypeAlias = Any

LONGEST = 8_000
MOST_LEVELS = 60


class CqlSyntaxError(ValueError):
    """The text is not CQL2. position: of the first wrong character, from 1; found: what stands there."""

    def __init__(self, position: int, found: str) -> None:
        super().__init__(f"position {position}: {found!r}")
        self.position, self.found = position, found


def parse_text(text: str) -> Tree:
    """The tree of a CQL2 text; raises CqlSyntaxError."""
    if len(text) > LONGEST:
        raise CqlSyntaxError(LONGEST + 1, "…")
    if (position := _too_deep(text)) > 0:
        raise CqlSyntaxError(position, "(")
    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        raise _bad(error, text) from error


@lru_cache(maxsize=1)
def _parser() -> Any:
    grammar = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", maybe_placeholders=False, transformer=_ToJson())


def _too_deep(text: str) -> int:
    level = 0
    for position, character in enumerate(text, 1):
        level += (character == "(") - (character == ")")
        if level > MOST_LEVELS:
            return position
    return 0


def _bad(error: UnexpectedInput, text: str) -> CqlSyntaxError:
    position = error.pos_in_stream or 0
    if isinstance(error, UnexpectedEOF) or (isinstance(error, UnexpectedToken) and error.token.type == "$END"):
        return CqlSyntaxError(len(text) + 1, "")
    if isinstance(error, UnexpectedCharacters):
        return CqlSyntaxError(position + 1, text[position : position + 12])
    return CqlSyntaxError(position + 1, str(getattr(error, "token", text[position : position + 12]))[:24])


def _op(name: str, *args: Tree) -> dict[str, Tree]:
    return {"op": name, "args": list(args)}


def _number(text: str) -> int | float:
    return int(text) if text.isdigit() and len(text) < 19 else float(text)


class _ToJson(Transformer[Token, Tree]):
    """Turns rules into the JSON form while the parser reduces them, so that nesting costs no recursion."""

    def start(self, items: list[Tree]) -> Tree:
        return items[0]

    def or_(self, items: list[Tree]) -> Tree:
        return items[0] if len(items) == 1 else _op("or", *items)

    def and_(self, items: list[Tree]) -> Tree:
        return items[0] if len(items) == 1 else _op("and", *items)

    def not_(self, items: list[Tree]) -> Tree:
        return _op("not", items[0])

    def compare(self, items: list[Tree]) -> Tree:
        return _op(str(items[1]), items[0], items[2])

    def like(self, items: list[Tree]) -> Tree:
        return _op("like", *items)

    def not_like(self, items: list[Tree]) -> Tree:
        return _op("not", _op("like", *items))

    def between(self, items: list[Tree]) -> Tree:
        return _op("between", *items)

    def not_between(self, items: list[Tree]) -> Tree:
        return _op("not", _op("between", *items))

    def within(self, items: list[Tree]) -> Tree:
        return _op("in", items[0], items[1:])

    def not_within(self, items: list[Tree]) -> Tree:
        return _op("not", self.within(items))

    def null(self, items: list[Tree]) -> Tree:
        return _op("isNull", items[0])

    def not_null(self, items: list[Tree]) -> Tree:
        return _op("not", _op("isNull", items[0]))

    def arithmetic(self, items: list[Tree]) -> Tree:
        return _op(str(items[1]).lower(), items[0], items[2])

    def signed(self, items: list[Tree]) -> Tree:
        sign, operand = items
        if isinstance(operand, int | float) and not isinstance(operand, bool):
            return -operand if sign == "-" else operand
        return _op("*", -1 if sign == "-" else 1, operand)

    def number(self, items: list[Tree]) -> Tree:
        return _number(items[0])

    def string(self, items: list[Tree]) -> Tree:
        return str(items[0])[1:-1].replace("\\'", "'").replace("''", "'")

    def true(self, items: list[Tree]) -> Tree:
        return True

    def false(self, items: list[Tree]) -> Tree:
        return False

    def property(self, items: list[Tree]) -> Tree:
        return {"property": str(items[0])}

    def quoted_property(self, items: list[Tree]) -> Tree:
        return {"property": str(items[0])[1:-1].replace('""', '"')}

    def call(self, items: list[Tree]) -> Tree:
        name, args = str(items[0]).lower(), items[1:]
        if name in {"date", "timestamp"} and len(args) == 1 and isinstance(args[0], str):
            return {name: args[0]}
        if name in {"interval", "bbox"}:
            return {name: args}
        return _op(name, *args)

    def coordinate(self, items: list[Tree]) -> float:
        value = float(items[-1])
        return -value if len(items) == 2 and items[0] == "-" else value

    def position(self, items: list[Tree]) -> Tree:
        return items[:2]

    def positions(self, items: list[Tree]) -> Tree:
        return items

    def rings(self, items: list[Tree]) -> Tree:
        return items

    def point(self, items: list[Tree]) -> Tree:
        return {"type": "Point", "coordinates": items[0]}

    def line(self, items: list[Tree]) -> Tree:
        return {"type": "LineString", "coordinates": items[0]}

    def polygon(self, items: list[Tree]) -> Tree:
        return {"type": "Polygon", "coordinates": items[0]}

    def multipoint(self, items: list[Tree]) -> Tree:
        return {"type": "MultiPoint", "coordinates": items}

    def multiline(self, items: list[Tree]) -> Tree:
        return {"type": "MultiLineString", "coordinates": items[0]}

    def multipolygon(self, items: list[Tree]) -> Tree:
        return {"type": "MultiPolygon", "coordinates": items}

    def collection(self, items: list[Tree]) -> Tree:
        return {"type": "GeometryCollection", "geometries": items}
