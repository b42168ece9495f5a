"""One expression for the SQL that Django's ORM has no words for: a template around compiled operands."""

from __future__ import annotations

from string import Formatter
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Func
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler


class Written(Func):
    """SQL with ``{0}``, ``{1}`` … for the operands; one may stand several times. Braces of the SQL itself are doubled.

    The template is the programmer's: nothing from a request may stand in it, values go through the operands.
    """

    def __init__(self, sql: str, *operands: Combinable | str, output_field: Field[Any, Any]) -> None:
        super().__init__(*operands, output_field=output_field)
        self.sql = sql

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        """Compile the operands into their places, parameters in the order of appearance."""
        compiled = [compiler.compile(source) for source in self.get_source_expressions()]
        text: list[str] = []
        params: list[Any] = []
        for literal, place, _spec, _conversion in Formatter().parse(self.sql):
            text.append(literal.replace("%", "%%"))
            if place is not None:
                sql, found = compiled[int(place)]
                text.append(sql)
                params.extend(found)
        return "".join(text), tuple(params)
