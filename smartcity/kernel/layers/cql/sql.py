"""Predicates and functions of CQL2 as SQL."""

from __future__ import annotations

from django.db.models import BooleanField, DateTimeField, FloatField, TextField, Value
from django.db.models.expressions import Combinable

from smartcity.kernel.layers.written import Written

ARITHMETIC = {
    "+": "({0}::float8 + {1}::float8)",
    "-": "({0}::float8 - {1}::float8)",
    "*": "({0}::float8 * {1}::float8)",
    "/": "({0}::float8 / NULLIF({1}::float8, 0))",
    "div": "trunc({0}::float8 / NULLIF({1}::float8, 0))",
    "%": "mod({0}::numeric, NULLIF({1}::numeric, 0))::float8",
    "^": "power({0}::float8, {1}::float8)",
}


def compared(operator: str, left: Combinable, right: Combinable) -> Written:
    """``left <operator> right``; the operator is one of the language's own."""
    return Written(f"({{0}} {operator} {{1}})", left, right, output_field=BooleanField())


def between(value: Combinable, low: Combinable, high: Combinable) -> Written:
    """``value BETWEEN low AND high``, both included."""
    return Written("({0} BETWEEN {1} AND {2})", value, low, high, output_field=BooleanField())


def listed(value: Combinable, options: list[Combinable]) -> Written:
    """``value IN (…)``."""
    places = ", ".join(f"{{{number}}}" for number in range(1, len(options) + 1))
    return Written(f"({{0}} IN ({places}))", value, *options, output_field=BooleanField())


def missing(value: Combinable | str) -> Written:
    """``value IS NULL``."""
    return Written("({0} IS NULL)", value, output_field=BooleanField())


def truth(value: bool) -> Written:
    """A condition that holds always or never."""
    return Written("TRUE" if value else "FALSE", output_field=BooleanField())


def calculated(operator: str, left: Combinable, right: Combinable) -> Written:
    """Arithmetic in double precision; a division by zero has no value instead of failing."""
    return Written(ARITHMETIC[operator], left, right, output_field=FloatField())


def unaccented(text: Combinable) -> Written:
    """Text without accents (PostgreSQL's unaccent)."""
    return Written("unaccent({0})", text, output_field=TextField())


def day_start(day: Combinable, zone: str) -> Written:
    """First instant of a date in a time zone."""
    return Written("(({0})::timestamp AT TIME ZONE {1})", day, _zone(zone), output_field=DateTimeField())


def day_end(day: Combinable, zone: str) -> Written:
    """Last microsecond of a date in a time zone."""
    sql = "((({0})::timestamp + interval '1 day' - interval '1 microsecond') AT TIME ZONE {1})"
    return Written(sql, day, _zone(zone), output_field=DateTimeField())


def _zone(name: str) -> Value:
    return Value(name, output_field=TextField())
