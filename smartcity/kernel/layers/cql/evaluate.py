"""A CQL2 tree as a condition of Django's ORM, every operand checked for its type."""

from __future__ import annotations

import json
import math
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, FloatField, IntegerField, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from smartcity.kernel.layers.cql.scope import GEOMETRY, CqlMeaningError, Kind, Operand, Scope
from smartcity.kernel.layers.cql.spatial import LOOKUPS, spatial
from smartcity.kernel.layers.cql.sql import (
    ARITHMETIC,
    between,
    calculated,
    compared,
    day_start,
    listed,
    missing,
    unaccented,
)
from smartcity.kernel.layers.cql.temporal import (
    RELATIONS,
    Stretch,
    from_interval,
    from_operand,
    literal_day,
    literal_instant,
    relation,
)

COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
LONGEST_JSON, DEEPEST, MOST_OPTIONS, MOST_NODES = 20_000, 80, 1_000, 2_000
TIMES = frozenset({Kind.DATE, Kind.INSTANT})


def parse_json(text: str) -> Any:
    """The tree of a CQL2 JSON text; raises CqlMeaningError with line and column."""
    if len(text) > LONGEST_JSON:
        raise CqlMeaningError("filter", f"Der Filter ist länger als {LONGEST_JSON} Zeichen.")
    try:
        tree = json.loads(text)
    except json.JSONDecodeError as error:
        raise CqlMeaningError(
            f"filter, Zeichen {error.pos + 1}", "Das ist kein JSON.", text[error.pos : error.pos + 12]
        ) from error
    except RecursionError as error:
        raise CqlMeaningError("filter", "Der Filter ist zu tief geschachtelt.") from error
    if tree is None:
        raise CqlMeaningError("filter", "Hier steht eine Bedingung, kein Wert.", "null")
    return tree


def condition(tree: Any, scope: Scope) -> Q:
    """The tree as a condition; raises CqlMeaningError."""
    _refuse_too_big(tree)
    return _condition(tree, "filter", scope)


def _refuse_too_big(tree: Any) -> None:
    level, nodes = [tree], 0
    for _ in range(DEEPEST):
        level = [child for node in level for child in _children(node)]
        nodes += len(level)
        if nodes > MOST_NODES * 4:
            raise CqlMeaningError("filter", "Der Filter hat zu viele Teile.")
        if not level:
            return
    raise CqlMeaningError("filter", "Der Filter ist zu tief geschachtelt.")


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []


def _condition(node: Any, place: str, scope: Scope) -> Q:
    op, args = _operation(node)
    if op in {"and", "or"}:
        if len(args) < 2:
            raise CqlMeaningError(place, f"{op.upper()} braucht wenigstens zwei Bedingungen.")
        parts = [_condition(arg, f"{place}.args[{index}]", scope) for index, arg in enumerate(args)]
        result = parts[0]
        for part in parts[1:]:
            result = result & part if op == "and" else result | part
        return result
    if op == "not":
        _need(args, 1, op, place)
        return ~_condition(args[0], f"{place}.args[0]", scope)
    if op in LOOKUPS:
        return spatial(op, args, place, scope)
    if op in RELATIONS:
        return _temporal(op, args, place, scope)
    operand = _value(node, place, scope)
    if operand.kind is not Kind.BOOLEAN:
        raise CqlMeaningError(place, "Hier steht eine Bedingung, kein Wert.", operand.literal or op)
    return (
        Q(operand.expression) if op else Q(compared("=", operand.expression, Value(True, output_field=BooleanField())))
    )


def _operation(node: Any) -> tuple[str, list[Any]]:
    if not isinstance(node, dict) or not isinstance(node.get("op"), str):
        return "", []
    args = node.get("args", [])
    return node["op"].lower(), args if isinstance(args, list) else [args]


def _need(args: list[Any], count: int, op: str, place: str) -> None:
    if len(args) != count:
        raise CqlMeaningError(place, f"{op.upper()} braucht {count} Angabe(n), nicht {len(args)}.")


def _value(node: Any, place: str, scope: Scope) -> Operand:
    if not isinstance(node, dict):
        return _literal(node, place)
    if "property" in node:
        return _property(node["property"], place, scope)
    if "date" in node:
        return literal_day(node["date"], place)
    if "timestamp" in node:
        return literal_instant(node["timestamp"], place, scope)
    op, args = _operation(node)
    if op in COMPARISONS or op in {"like", "between", "in", "isnull"}:
        return Operand(_predicate(op, args, place, scope), Kind.BOOLEAN)
    if op in ARITHMETIC:
        _need(args, 2, op, place)
        left, right = (_of_kind(Kind.NUMBER, arg, f"{place}.args[{i}]", scope) for i, arg in enumerate(args))
        return Operand(calculated(op, left, right), Kind.NUMBER)
    if op in {"casei", "accenti"}:
        _need(args, 1, op, place)
        text = _of_kind(Kind.TEXT, args[0], f"{place}.args[0]", scope)
        return Operand(Lower(text) if op == "casei" else unaccented(text), Kind.TEXT)
    if op in {"and", "or", "not"} or op in LOOKUPS or op in RELATIONS:
        return Operand(ExpressionWrapper(_condition(node, place, scope), BooleanField()), Kind.BOOLEAN)
    if op:
        raise CqlMeaningError(place, "Diese Funktion gibt es hier nicht.", node["op"])
    raise CqlMeaningError(
        place, "Hier steht ein einzelner Wert, eine Eigenschaft oder eine Funktion.", sorted(node)[:3]
    )


def _literal(node: Any, place: str) -> Operand:
    if isinstance(node, bool):
        return Operand(Value(node, output_field=BooleanField()), Kind.BOOLEAN, node)
    if isinstance(node, int | float):
        if not math.isfinite(node) or abs(node) > 1e300:
            raise CqlMeaningError(place, "Zahlen sind endlich.", node)
        field: Any = IntegerField() if isinstance(node, int) else FloatField()
        return Operand(Value(node, output_field=field), Kind.NUMBER, node)
    if isinstance(node, str):
        if "\x00" in node:
            raise CqlMeaningError(place, "Texte enthalten kein Nullzeichen.")
        return Operand(Value(node, output_field=TextField()), Kind.TEXT, node)
    raise CqlMeaningError(place, "Hier steht ein einzelner Wert.", node)


def _property(name: Any, place: str, scope: Scope) -> Operand:
    operand = scope.operand(name) if isinstance(name, str) else None
    if operand is None:
        known = ", ".join(scope.names())
        raise CqlMeaningError(place, f"Diese Eigenschaft gibt es hier nicht; filterbar sind: {known}.", name)
    return operand


def _of_kind(kind: Kind, node: Any, place: str, scope: Scope) -> Combinable:
    operand = _value(node, place, scope)
    if operand.kind is not kind:
        words = {Kind.NUMBER: "eine Zahl", Kind.TEXT: "ein Text"}
        raise CqlMeaningError(
            place, f"Hier steht {words[kind]}.", operand.literal if operand.literal is not None else ""
        )
    return operand.expression


def _predicate(op: str, args: list[Any], place: str, scope: Scope) -> Combinable:
    if op == "isnull":
        return _missing(args, place, scope)
    if op == "like":
        return _like(args, place, scope)
    if op == "between":
        flat = [args[0], *args[1]] if len(args) == 2 and isinstance(args[1], list) else args
        _need(flat, 3, op, place)
        value, low, high = _alike([_value(a, f"{place}.args[{i}]", scope) for i, a in enumerate(flat)], place, scope)
        return between(value, low, high)
    if op == "in":
        if len(args) != 2 or not isinstance(args[1], list) or not 0 < len(args[1]) <= MOST_OPTIONS:
            raise CqlMeaningError(place, f"IN braucht eine Eigenschaft und 1 bis {MOST_OPTIONS} Werte.")
        nodes = [args[0], *args[1]]
        value, *options = _alike([_value(a, f"{place}.args[{i}]", scope) for i, a in enumerate(nodes)], place, scope)
        return listed(value, options)
    _need(args, 2, op, place)
    operands = [_value(arg, f"{place}.args[{i}]", scope) for i, arg in enumerate(args)]
    left, right = _alike(operands, place, scope)
    if operands[0].kind is Kind.BOOLEAN and op not in {"=", "<>"}:
        raise CqlMeaningError(place, "Wahrheitswerte lassen sich nur mit = und <> vergleichen.", op)
    return compared(op, left, right)


def _missing(args: list[Any], place: str, scope: Scope) -> Combinable:
    _need(args, 1, "isNull", place)
    node = args[0]
    if isinstance(node, dict) and node.get("property") == GEOMETRY:
        return missing(scope.layer.geometry)
    return missing(_value(node, f"{place}.args[0]", scope).expression)


def _like(args: list[Any], place: str, scope: Scope) -> Combinable:
    _need(args, 2, "like", place)
    pattern = args[1]
    if isinstance(pattern, str) and (len(pattern) - len(pattern.rstrip("\\"))) % 2:
        raise CqlMeaningError(f"{place}.args[1]", "Ein Muster endet nicht mit dem Zeichen \\.", pattern)
    left, right = (_of_kind(Kind.TEXT, arg, f"{place}.args[{i}]", scope) for i, arg in enumerate(args))
    return compared("LIKE", left, right)


def _alike(operands: list[Operand], place: str, scope: Scope) -> list[Combinable]:
    """The operands' expressions when they are of one kind; texts beside times are read as times."""
    kinds = {operand.kind for operand in operands}
    if kinds & TIMES and Kind.TEXT in kinds:
        operands = [_as_time(operand, index, place, scope) for index, operand in enumerate(operands)]
        kinds = {operand.kind for operand in operands}
    if kinds == TIMES:
        zone = str(scope.zone)
        return [day_start(o.expression, zone) if o.kind is Kind.DATE else o.expression for o in operands]
    if len(kinds) > 1:
        names = {"text": "Text", "number": "Zahl", "boolean": "Wahrheitswert", "date": "Tag", "instant": "Zeitpunkt"}
        raise CqlMeaningError(place, f"Nicht vergleichbar: {' und '.join(sorted(names[kind] for kind in kinds))}.")
    return [operand.expression for operand in operands]


def _as_time(operand: Operand, index: int, place: str, scope: Scope) -> Operand:
    if operand.kind in TIMES:
        return operand
    if operand.kind is not Kind.TEXT or not isinstance(operand.literal, str):
        raise CqlMeaningError(f"{place}.args[{index}]", "Hier steht ein Tag oder ein Zeitpunkt.")
    return _time_text(operand.literal, f"{place}.args[{index}]", scope)


def _time_text(text: str, place: str, scope: Scope) -> Operand:
    return literal_day(text, place) if len(text) == 10 else literal_instant(text, place, scope)


def _temporal(op: str, args: list[Any], place: str, scope: Scope) -> Q:
    _need(args, 2, op, place)
    first, second = (_stretch(arg, f"{place}.args[{index}]", scope) for index, arg in enumerate(args))
    return relation(op, first, second, str(scope.zone))


def _stretch(node: Any, place: str, scope: Scope) -> Stretch:
    if not isinstance(node, dict) or "interval" not in node:
        operand = _time_text(node, place, scope) if isinstance(node, str) else _value(node, place, scope)
        return from_operand(operand, place)
    ends = node["interval"]
    if not isinstance(ends, list) or len(ends) != 2:
        raise CqlMeaningError(place, "INTERVAL braucht zwei Enden.")
    return from_interval(
        [_end(end, f"{place}.interval[{i}]", scope) for i, end in enumerate(ends)], place, str(scope.zone)
    )


def _end(node: Any, place: str, scope: Scope) -> Operand | None:
    if node == "..":
        return None
    operand = _time_text(node, place, scope) if isinstance(node, str) else _value(node, place, scope)
    if operand.kind not in TIMES:
        raise CqlMeaningError(place, "Ein Ende ist ein Tag, ein Zeitpunkt oder „..“.")
    return operand
