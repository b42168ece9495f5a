"""How many rows a selection has: counted where that is cheap, else the planner's estimate, and saying which."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

COUNTED_UP_TO = 10_000


@dataclass(frozen=True, slots=True)
class Number:
    """A number of rows; estimated: it comes from the planner's statistics."""

    value: int
    estimated: bool = False


def number_of(rows: QuerySet[Any]) -> Number:
    """The number of rows: exact up to 10,000, beyond that the planner's estimate (two queries at the most)."""
    plain = rows.order_by().values_list("pk")
    expected = planned_rows(plain)
    if expected > COUNTED_UP_TO:
        return Number(expected, estimated=True)
    counted = plain[: COUNTED_UP_TO * 2 + 1].count()
    return Number(counted) if counted <= COUNTED_UP_TO * 2 else Number(max(expected, counted), estimated=True)


class KnownNumbers:
    """Numbers of selections already counted, by a key that changes with the data; the oldest are dropped."""

    def __init__(self, most: int = 2_000) -> None:
        self.most = most
        self._known: OrderedDict[str, Number] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, count: Callable[[], Number]) -> Number:
        """The number for the key, counted when it is new; an empty key is never kept."""
        known = self._known.get(key) if key else None
        if known is not None:
            return known
        found = count()
        if key:
            with self._lock:
                self._known[key] = found
                while len(self._known) > self.most:
                    self._known.popitem(last=False)
        return found

    def forget(self) -> None:
        """Start empty, as after a restart."""
        with self._lock:
            self._known.clear()


known_numbers = KnownNumbers()


def planned_rows(rows: QuerySet[Any]) -> int:
    """How many rows the planner expects."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()
    tree = json.loads(plan) if isinstance(plan, str | bytes) else plan
    return int(tree[0]["Plan"]["Plan Rows"])
