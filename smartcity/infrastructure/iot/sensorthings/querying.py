"""One request, one statement: PostgreSQL writes the JSON of whole trees of entities itself. Free of Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smartcity.infrastructure.iot.sensorthings.entities import BY_NAME, Entity
from smartcity.infrastructure.iot.sensorthings.faults import bad
from smartcity.infrastructure.iot.sensorthings.filtering import Compiler, Context
from smartcity.infrastructure.iot.sensorthings.options import Options
from smartcity.infrastructure.iot.sensorthings.paths import Step

MOST_COUNTED = 100_000
_COMPONENTS = ("id", "phenomenonTime", "result", "resultTime")
_NEWEST = (
    "telemetry_latest {a}l JOIN telemetry_observation {a} ON {a}.datastream_id = {a}l.datastream_id"
    " AND {a}.phenomenon_time = {a}l.phenomenon_time AND {a}.id = {a}l.observation_id"
    " JOIN telemetry_datastream {a}d ON {a}d.id = {a}l.datastream_id"
)


@dataclass(slots=True)
class Query:
    """Makes the statements of one request; ``context`` has their parameters. base: address of the service root."""

    context: Context
    base: str

    def page(self, steps: Sequence[Step], options: Options) -> str:
        """A list: one row with the entities' JSON, separated by commas, and whether there are more."""
        entity = steps[-1].entity
        alias = self.context.alias()
        rows = self._rows(entity, alias, self.scope(steps, alias), options)
        return _gathered(self.json(entity, alias, options), alias, rows, options.top)

    def data_array(self, steps: Sequence[Step], options: Options) -> tuple[str, list[str]]:
        """Observations as arrays: rows of (datastream, JSON array), one more than wanted; and the components."""
        entity, alias = steps[-1].entity, self.context.alias()
        _check_names(entity, options)
        components = [name.removeprefix("@iot.") for name in options.select] or [*_COMPONENTS]
        written = (
            f"{alias}.id::text" if name == "id" else entity.properties[name].json.format(a=alias)
            for name in components
            if name == "id" or name in entity.properties
        )
        row = " || ',' || ".join(f"coalesce({text}, 'null')" for text in written)
        rows = self._rows(entity, alias, self.scope(steps, alias), options)
        return f"SELECT {alias}.datastream_id, '[' || {row} || ']' FROM ({rows}) {alias}", components

    def one(self, steps: Sequence[Step], options: Options) -> str:
        """An entity: one row with its JSON, or none."""
        alias, entity = self.context.alias(), steps[-1].entity
        inner = f"SELECT {entity.columns.format(a=alias)} FROM {entity.source.format(a=alias)}"
        rows = f"{inner} WHERE {self.scope(steps, alias)} LIMIT 1"
        return f"SELECT {self.json(entity, alias, options)} FROM ({rows}) {alias}"

    def exists(self, steps: Sequence[Step]) -> str:
        """One row if the path names something that the reader may see."""
        alias = self.context.alias()
        return f"SELECT 1 FROM {steps[-1].entity.source.format(a=alias)} WHERE {self.scope(steps, alias)} LIMIT 1"

    def property(self, steps: Sequence[Step], name: str) -> str:
        """The JSON of one property of an entity."""
        alias, entity = self.context.alias(), steps[-1].entity
        written = f"{alias}.id::text" if name == "id" else entity.properties[name].json.format(a=alias)
        inner = f"SELECT {entity.columns.format(a=alias)} FROM {entity.source.format(a=alias)}"
        return f"SELECT {written} FROM ({inner} WHERE {self.scope(steps, alias)} LIMIT 1) {alias}"

    def count(self, steps: Sequence[Step], options: Options) -> str:
        """The number of all entities of a list, up to one more than MOST_COUNTED."""
        alias = self.context.alias()
        where = f"{self.scope(steps, alias)}{self._filtered(steps[-1].entity, alias, options)}"
        return (
            f"SELECT count(*) FROM (SELECT FROM {self.matching(steps, alias)} WHERE {where} LIMIT {MOST_COUNTED + 1}) n"
        )

    def all_rows(self, steps: Sequence[Step], options: Options) -> str:
        """What is counted, for the planner to estimate."""
        alias = self.context.alias()
        where = f"{self.scope(steps, alias)}{self._filtered(steps[-1].entity, alias, options)}"
        return f"SELECT FROM {self.matching(steps, alias)} WHERE {where}"

    @staticmethod
    def matching(steps: Sequence[Step], alias: str) -> str:
        """The FROM clause of a path's last step."""
        return steps[-1].entity.source.format(a=alias)

    def scope(self, steps: Sequence[Step], alias: str) -> str:
        """The condition that a row is what the path names, and may be seen."""
        *before, step = steps
        conditions = [self.context.sight(step.entity, alias)]
        if step.key is not None:
            conditions.append(self._has_key(step.entity, alias, step.key))
        if step.link is not None:
            parent, outer = before[-1], self.context.alias()
            on = step.link.on.format(a=outer, b=alias)
            source = parent.entity.source.format(a=outer)
            conditions.append(f"EXISTS (SELECT FROM {source} WHERE {on} AND {self.scope(before, outer)})")
            if parent.key is not None and (direct := _direct(step.link.on, alias, parent.key, self.context)):
                conditions.append(direct)
        return " AND ".join(conditions)

    def _has_key(self, entity: Entity, alias: str, key: int) -> str:
        number = self.context.parameter(key)
        same = f"{alias}.id = {number}::bigint"
        if entity.name != "Observation":
            return same
        # the journal knows the days of a young batch; of old ones, the summary of each partition is looked into
        batch = f"FROM telemetry_batch WHERE number = {number}::bigint >> 20"
        first = f"coalesce((SELECT first_time {batch}), '-infinity')"
        last = f"coalesce((SELECT last_time {batch}), 'infinity')"
        return f"{same} AND {alias}.phenomenon_time BETWEEN {first} AND {last}"

    def _filtered(self, entity: Entity, alias: str, options: Options) -> str:
        return f" AND {Compiler(self.context, entity, alias).condition(options.filter)}" if options.filter else ""

    def _rows(self, entity: Entity, alias: str, scope: str, options: Options, source: str = "") -> str:
        where = f"{scope}{self._filtered(entity, alias, options)}"
        source = (source or entity.source).format(a=alias)
        order = ", ".join(
            [*self._wanted_order(entity, alias, options), *(part.format(a=alias) for part in entity.order)]
        )
        return (
            f"SELECT {entity.columns.format(a=alias)} FROM {source} WHERE {where}"
            f" ORDER BY {order} LIMIT {options.top + 1} OFFSET {options.skip}"
        )

    def _wanted_order(self, entity: Entity, alias: str, options: Options) -> list[str]:
        compiler = Compiler(self.context, entity, alias, "$orderby")
        return [f"{compiler.order(name)}{' DESC NULLS LAST' if down else ''}" for name, down in options.order]

    def json(self, entity: Entity, alias: str, options: Options) -> str:
        """SQL text of an entity's JSON."""
        _check_names(entity, options)
        wanted = options.select or (*entity.properties, *entity.links)
        address = f"%(base)s || '{entity.plural}(' || {alias}.id || ')"
        if options.ref:
            return f'\'{{"@iot.selfLink":"\' || {address}"}}\''
        pieces = [f"'\"@iot.id\":' || {alias}.id"]
        if not options.select:
            pieces.append(f'\',"@iot.selfLink":"\' || {address}"\'')
        for name, found in entity.properties.items():
            if name in wanted:
                pieces.append(f"coalesce(',\"{name}\":' || {found.json.format(a=alias)}, '')")
        for name in entity.links:
            if name in options.expand:
                pieces.append(self._expanded(entity, alias, name, options.expand[name]))
            elif name in wanted:
                pieces.append(f'\',"{name}@iot.navigationLink":"\' || {address}/{name}"\'')
        return "'{' || " + " || ".join(pieces) + " || '}'"

    def _expanded(self, entity: Entity, alias: str, name: str, options: Options) -> str:
        link = entity.links[name]
        target, inner = BY_NAME[link.target], self.context.alias()
        scope = f"{link.on.format(a=alias, b=inner)} AND {self.context.sight(target, inner)}"
        if not link.many:
            rows = f"SELECT {target.columns.format(a=inner)} FROM {target.source.format(a=inner)} WHERE {scope}"
            written = f"(SELECT {self.json(target, inner, options)} FROM ({rows}) {inner})"
            return f"',\"{name}\":' || coalesce({written}, 'null')"
        newest = _is_newest(entity, name, options)
        if newest:
            scope = scope.replace(f"{inner}.datastream_id", f"{inner}l.datastream_id")
        rows = self._rows(target, inner, scope, options, _NEWEST if newest else "")
        listed = _gathered(self.json(target, inner, options), inner, rows, options.top)
        # the options are percent-encoded: they need no escaping inside of JSON
        query = self.context.parameter(options.next_query())
        address = f"%(base)s || '{entity.plural}(' || {alias}.id || ')/{name}?' || {query}"
        more = f"',\"{name}@iot.nextLink\":\"' || {address} || '\"'"
        if newest:
            first = f"SELECT first_time < phenomenon_time FROM telemetry_latest WHERE datastream_id = {alias}.id"
            has_more = f"(SELECT coalesce(({first}), FALSE))"
        else:
            has_more = "found.more"
        counted = self._expanded_count(name, target, scope, inner, options) if options.count else "''"
        rest = f"CASE WHEN {has_more} THEN {more} ELSE '' END"
        return f"(SELECT {counted} || ',\"{name}\":[' || found.items || ']' || {rest} FROM ({listed}) found)"

    def _expanded_count(self, name: str, target: Entity, scope: str, inner: str, options: Options) -> str:
        where = f"{scope}{self._filtered(target, inner, options)}"
        rows = f"SELECT FROM {target.source.format(a=inner)} WHERE {where} LIMIT {MOST_COUNTED}"
        return f"',\"{name}@iot.count\":' || (SELECT count(*) FROM ({rows}) n)"


def _gathered(written: str, alias: str, rows: str, top: int) -> str:
    """Rows (one more than wanted) as text, and whether there is one more."""
    return (
        f"SELECT coalesce(string_agg(j, ',') FILTER (WHERE n <= {top}), '') AS items, count(*) > {top} AS more"
        f" FROM (SELECT {written} AS j, row_number() OVER () AS n FROM ({rows}) {alias}) gathered"
    )


def _is_newest(entity: Entity, name: str, options: Options) -> bool:
    """Whether the newest reading of a stream is asked for, which is kept apart."""
    return (
        entity.name == "Datastream"
        and name == "Observations"
        and options.top == 1
        and not options.skip
        and options.filter is None
        and [(order.parts, down) for order, down in options.order] == [(("phenomenonTime",), True)]
    )


def _direct(on: str, alias: str, key: int, context: Context) -> str:
    """The same link as a comparison with the parent's number, which an index can answer."""
    left, equals, right = on.partition(" = ")
    if equals and right == "{a}.id" and left.startswith("{b}."):
        return f"{left.format(b=alias)} = {context.parameter(key)}::bigint"
    return ""


def _check_names(entity: Entity, options: Options) -> None:
    known = {"id", "@iot.id", *entity.properties, *entity.links}
    for name in options.select:
        if name not in known:
            raise bad("$select", f"{entity.name} hat das nicht. Es gibt: {', '.join(sorted(known))}.", name)
    for name in options.expand:
        if name not in entity.links:
            raise bad("$expand", f"{entity.name} hat das nicht. Es gibt: {', '.join(entity.links)}.", name)
