"""Answers to GET: one statement for a list or an entity, and a second one where the first finds nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import DataError, InternalError, OperationalError, connection, transaction

from smartcity.infrastructure.iot.keys import Caller
from smartcity.infrastructure.iot.sensorthings.entities import ENTITIES
from smartcity.infrastructure.iot.sensorthings.faults import bad, missing
from smartcity.infrastructure.iot.sensorthings.filtering import Context
from smartcity.infrastructure.iot.sensorthings.options import Options, read_query
from smartcity.infrastructure.iot.sensorthings.paths import Path, read_path
from smartcity.infrastructure.iot.sensorthings.querying import MOST_COUNTED, Query

COUNT_MS, LONGEST_MS = 2_000, 60_000
CONFORMANCE = (
    "http://www.opengis.net/spec/iot_sensing/1.1/req/datamodel",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/resource-path/resource-path-to-entities",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/request-data",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/create-update-delete",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/data-array/data-array",
    "http://www.opengis.net/spec/iot_sensing/1.1/req/create-observations-via-mqtt/observations-creation",
)


def service_root(base: str) -> str:
    """The service's own description: entity sets and the requirements that hold."""
    sets = [{"name": entity.plural, "url": f"{base}{entity.plural}"} for entity in ENTITIES]
    return json.dumps({"value": sets, "serverSettings": {"conformance": list(CONFORMANCE)}})


def read(text: str, query: str, caller: Caller, base: str) -> tuple[str, str]:
    """The answer to a path with options, and its media type; raises Fault."""
    path, options = read_path(text), read_query(query)
    asked = Query(Context(caller.sees_all, caller.own, {"base": base}), base)
    try:
        with transaction.atomic():
            _limit(LONGEST_MS)
            return _read(path, options, asked)
    except (DataError, InternalError) as error:
        # a value that PostgreSQL or PostGIS cannot make sense of: a geometry, a duration, a number out of range
        raise bad("query", "Ein Wert der Anfrage ist nicht lesbar.", str(error).splitlines()[0]) from None
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
        raise bad("query", f"Die Anfrage dauert länger als {LONGEST_MS // 1000} Sekunden.") from None


def _read(path: Path, options: Options, asked: Query) -> tuple[str, str]:
    if path.inner:
        return _property(path, asked)
    options.ref = path.ref
    if path.last.many:
        return (_data_array if options.data_array else _list)(path, options, asked), "application/json"
    found = rows_of(asked.one(path.steps, options), asked)
    if not found or found[0][0] is None:
        raise missing(path.text)
    return found[0][0], "application/json"


def _list(path: Path, options: Options, asked: Query) -> str:
    ((items, more),) = rows_of(asked.page(path.steps, options), asked)
    _must_exist(path, asked, found=bool(items))
    return "{" + _head(path, options, asked, more=more) + f'"value":[{items}]}}'


def _must_exist(path: Path, asked: Query, *, found: bool) -> None:
    """An empty list is one only where its owner is there."""
    before = path.steps[:-1]
    if not found and before and not rows_of(asked.exists(before), asked):
        raise missing(path.text)


def _head(path: Path, options: Options, asked: Query, *, more: bool) -> str:
    parts = []
    if options.count:
        number, estimated = _count(path, options, asked)
        parts.append(f'"@iot.count":{number},' + ('"@iot.countIsEstimate":true,' if estimated else ""))
    if more:
        parts.append(f'"@iot.nextLink":{json.dumps(f"{asked.base}{path.text}?{options.next_query()}")},')
    return "".join(parts)


def _count(path: Path, options: Options, asked: Query) -> tuple[int, bool]:
    """Exact up to MOST_COUNTED or two seconds; beyond, what the planner expects."""
    number = MOST_COUNTED
    try:
        with transaction.atomic():
            _limit(COUNT_MS)
            ((number,),) = rows_of(asked.count(path.steps, options), asked)
            if number <= MOST_COUNTED:
                return number, False
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
    _limit(LONGEST_MS)
    ((plan,),) = rows_of(f"EXPLAIN (FORMAT JSON) {asked.all_rows(path.steps, options)}", asked)
    found = plan if isinstance(plan, list) else json.loads(plan)
    return max(int(found[0]["Plan"]["Plan Rows"]), number), True


def _data_array(path: Path, options: Options, asked: Query) -> str:
    if path.last.entity.name != "Observation" or options.expand:
        raise bad("$resultFormat", "dataArray gibt es für Observations ohne $expand.")
    statement, components = asked.data_array(path.steps, options)
    rows = rows_of(statement, asked)
    more = len(rows) > options.top
    _must_exist(path, asked, found=bool(rows))
    groups = ",".join(_group(asked.base, *group, components) for group in _by_stream(rows[: options.top]))
    return "{" + _head(path, options, asked, more=more) + f'"value":[{groups}]}}'


def _by_stream(rows: Iterable[tuple[int, str]]) -> Iterable[tuple[int, list[str]]]:
    streams: dict[int, list[str]] = {}
    for stream, row in rows:
        streams.setdefault(stream, []).append(row)
    return streams.items()


def _group(base: str, stream: int, rows: list[str], components: list[str]) -> str:
    link = json.dumps(f"{base}Datastreams({stream})")
    head = f'"Datastream@iot.navigationLink":{link},"components":{json.dumps(components)}'
    return f'{{{head},"dataArray@iot.count":{len(rows)},"dataArray":[{",".join(rows)}]}}'


def _property(path: Path, asked: Query) -> tuple[str, str]:
    name, *inner = path.inner
    found = rows_of(asked.property(path.steps, name), asked)
    if not found:
        raise missing(path.text)
    value = None if found[0][0] is None else json.loads(found[0][0])
    for key in inner:
        if not isinstance(value, dict) or key not in value:
            raise missing(path.text)
        value = value[key]
    if path.value:
        if value is None:
            raise missing(path.text)
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), "text/plain; charset=utf-8"
    return json.dumps({path.inner[-1]: value}, ensure_ascii=False), "application/json"


def _limit(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {milliseconds}")


def rows_of(statement: str, asked: Query) -> list[tuple[Any, ...]]:
    """The rows of one of the query's statements."""
    with connection.cursor() as cursor:
        cursor.execute(statement, asked.context.values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
