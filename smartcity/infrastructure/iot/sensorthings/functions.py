"""The functions of expressions, as SQL. Free of Django."""

from __future__ import annotations

from dataclasses import dataclass

Kinds = tuple[str, ...]
_TEXT: Kinds = ("text",)
_NUMBER: Kinds = ("number",)
_TIME: Kinds = ("time", "date")
_SHAPE: Kinds = ("geo",)


@dataclass(frozen=True, slots=True)
class Function:
    """kinds of its arguments, kind of its result, SQL by the number of arguments."""

    kinds: tuple[Kinds, ...]
    result: str
    sql: dict[int, str]

    @property
    def numbers(self) -> list[int]:
        """How many arguments it takes."""
        return list(self.sql)


def _of(kinds: tuple[Kinds, ...], result: str, *sql: str) -> Function:
    first = len(kinds) - len(sql) + 1
    return Function(kinds, result, {first + place: text for place, text in enumerate(sql)})


def _part(name: str) -> Function:
    return _of((_TIME,), "number", f"extract({name} FROM {{0}} AT TIME ZONE 'UTC')::float8")


def _relation(name: str) -> Function:
    return _of((_SHAPE, _SHAPE), "bool", f"{name}({{0}}, {{1}})")


FUNCTIONS: dict[str, Function] = {
    "substringof": _of((_TEXT, _TEXT), "bool", "(position({0} IN {1}) > 0)"),
    "contains": _of((_TEXT, _TEXT), "bool", "(position({1} IN {0}) > 0)"),
    "startswith": _of((_TEXT, _TEXT), "bool", "starts_with({0}, {1})"),
    "endswith": _of((_TEXT, _TEXT), "bool", "(right({0}, length({1})) = {1})"),
    "length": _of((_TEXT,), "number", "length({0})::float8"),
    "indexof": _of((_TEXT, _TEXT), "number", "(position({1} IN {0}) - 1)::float8"),
    "substring": _of(
        (_TEXT, _NUMBER, _NUMBER),
        "text",
        "substr({0}, ({1})::int + 1)",
        "substr({0}, ({1})::int + 1, greatest(({2})::int, 0))",
    ),
    "tolower": _of((_TEXT,), "text", "lower({0})"),
    "toupper": _of((_TEXT,), "text", "upper({0})"),
    "trim": _of((_TEXT,), "text", "btrim({0})"),
    "concat": _of((_TEXT, _TEXT), "text", "({0} || {1})"),
    "year": _part("year"),
    "month": _part("month"),
    "day": _part("day"),
    "hour": _part("hour"),
    "minute": _part("minute"),
    "second": _of((_TIME,), "number", "floor(extract(second FROM {0}))::float8"),
    "fractionalseconds": _of((_TIME,), "number", "(extract(second FROM {0}) %% 1)::float8"),
    "date": _of((_TIME,), "date", "({0} AT TIME ZONE 'UTC')::date"),
    "time": _of((_TIME,), "text", "to_char({0} AT TIME ZONE 'UTC', 'HH24:MI:SS')"),
    "totaloffsetminutes": _of((_TIME,), "number", "(0 * extract(epoch FROM {0}))::float8"),
    "now": _of((), "time", "now()"),
    "mindatetime": _of((), "time", "'-infinity'::timestamptz"),
    "maxdatetime": _of((), "time", "'infinity'::timestamptz"),
    "round": _of((_NUMBER,), "number", "round(({0})::numeric)::float8"),
    "floor": _of((_NUMBER,), "number", "floor({0})"),
    "ceiling": _of((_NUMBER,), "number", "ceil({0})"),
    "geo.distance": _of((_SHAPE, _SHAPE), "number", "ST_Distance({0}, {1})"),
    "geo.length": _of((_SHAPE,), "number", "ST_Length({0})"),
    "geo.intersects": _relation("ST_Intersects"),
    **{
        f"st_{name}": _relation(f"ST_{name.capitalize()}")
        for name in ("equals", "disjoint", "touches", "within", "overlaps", "crosses", "intersects", "contains")
    },
    "st_relate": _of((_SHAPE, _SHAPE, _TEXT), "bool", "ST_Relate({0}, {1}, {2})"),
}
