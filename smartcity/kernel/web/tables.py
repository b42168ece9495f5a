"""Data tables: declared in a view, filtered, sorted, paged, exported as CSV; the template tag draws them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import localize
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    value: takes a row and gives what is shown (text, number, date or safe markup). export: the same for the CSV,
    where it differs. sort: the field ordered by ("start"); empty: not sortable. link: address behind the value.
    """

    key: str
    title: Text
    value: Callable[[Any], Any]
    sort: str = ""
    number: bool = False
    link: Callable[[Any], str] | None = None
    export: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head: its address for the other order, and the order now."""

    column: Column
    address: str
    order: str


class DataTable:
    """Rows of a query or list behind columns.

    The query string decides: ``sortieren`` (a column's key, with ``-`` for descending), ``seite``, ``format=csv``.
    Unknown keys and impossible pages fall back to the default instead of failing.
    """

    sort_parameter, page_parameter = "sortieren", "seite"

    def __init__(
        self,
        request: HttpRequest,
        columns: Sequence[Column],
        rows: QuerySet[Any] | Sequence[Any],
        *,
        caption: Text,
        order: str = "",
        per_page: int = 50,
        identify: Callable[[Any], str] | None = None,
    ) -> None:
        self.request, self.columns, self.caption = request, list(columns), caption
        self.identify = identify
        self.order = self._order(order)
        self._rows = self._sorted(rows)
        self.page: Page[Any] = Paginator(self._rows, per_page).get_page(request.GET.get(self.page_parameter))

    def _order(self, default: str) -> str:
        wanted = self.request.GET.get(self.sort_parameter, "")
        return wanted if any(column.key == wanted.lstrip("-") and column.sort for column in self.columns) else default

    def _sorted(self, rows: QuerySet[Any] | Sequence[Any]) -> QuerySet[Any] | Sequence[Any]:
        column = next((c for c in self.columns if c.key == self.order.lstrip("-") and c.sort), None)
        if column is None:
            return rows
        downwards = self.order.startswith("-")
        if isinstance(rows, QuerySet):
            return rows.order_by(f"{'-' if downwards else ''}{column.sort}", "pk")
        return sorted(rows, key=lambda row: _sort_key(column.value(row)), reverse=downwards)

    def address(self, **changes: str | int | None) -> str:
        """The page's address with changed parameters; None removes one."""
        query = self.request.GET.copy()
        for key, value in changes.items():
            query.pop(key, None)
            if value is not None:
                query[key] = str(value)
        return f"?{query.urlencode()}" if query else "?"

    @property
    def headings(self) -> list[Heading]:
        """The columns' heads."""
        heads = []
        for column in self.columns:
            order = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.order, "")
            target = f"-{column.key}" if order == "ascending" else column.key
            address = self.address(**{self.sort_parameter: target, self.page_parameter: None}) if column.sort else ""
            heads.append(Heading(column, address, order))
        return heads

    @property
    def cells(self) -> list[tuple[str, list[tuple[Column, Any, str]]]]:
        """(identifier, [(column, value, address)]) for each row of the page."""
        return [
            (
                self.identify(row) if self.identify else "",
                [(column, column.value(row), column.link(row) if column.link else "") for column in self.columns],
            )
            for row in self.page.object_list
        ]

    @property
    def csv_address(self) -> str:
        """Where the table's rows (all pages) come as CSV."""
        return self.address(format="csv", **{self.page_parameter: None})

    @property
    def wants_csv(self) -> bool:
        """Whether the request asks for CSV."""
        return self.request.GET.get("format") == "csv"

    def csv(self, name: str) -> HttpResponse:
        """All rows as CSV: UTF-8 with BOM and semicolons, as German spreadsheets expect."""
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        writer = csv.writer(response, delimiter=";")
        writer.writerow([str(column.title) for column in self.columns])
        rows = self._rows.iterator(chunk_size=500) if isinstance(self._rows, QuerySet) else self._rows
        for row in rows:
            writer.writerow([_cell((column.export or column.value)(row)) for column in self.columns])
        return response


def _sort_key(value: Any) -> tuple[bool, Any]:
    return (
        value is None,
        str(value).casefold() if isinstance(value, str | Promise) else (value if value is not None else 0),
    )


def _cell(value: Any) -> str:
    """Localised text; a leading formula sign is defused, because spreadsheets would run it."""
    text = "" if value is None else str(localize(value, use_l10n=True)) if not isinstance(value, str) else value
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _is_number(value) else text


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
