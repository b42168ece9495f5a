"""Rules at work: readings are judged as they are committed, silence by the clock."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils import timezone

from smartcity.kernel.service import Actor, service
from smartcity.kernel.telemetry.alarms import ACTOR, clear_alarm, clear_all, raise_alarm
from smartcity.kernel.telemetry.consuming import follow, span_of
from smartcity.kernel.telemetry.judgement import Criterion, RuleKind, Sample, State, judge_samples
from smartcity.kernel.telemetry.models import Batch, Rule, RuleState
from smartcity.kernel.telemetry.models.observation import PLACE_BITS
from smartcity.kernel.telemetry.watching import keep_watch

CONSUMER = "rules"
AT_ONCE = 20
WATCH = "silence"
# which streams a rule is about
_ABOUT = """(r.datastream_id = d.id OR r.datastream_id IS NULL
    AND (r.observed_property_id IS NULL OR r.observed_property_id = d.observed_property_id)
    AND t.properties @> r.properties)"""
_SAMPLES = f"""
SELECT r.id, d.id, s.judged, s.base_time, s.base, a.id IS NOT NULL, o.phenomenon_time, b.received_at, o.number,
    CASE WHEN r.kind = 'geofence' THEN o.value END
FROM telemetry_batch b
JOIN telemetry_observation o ON o.id >> {PLACE_BITS} = b.number
JOIN telemetry_datastream d ON d.id = o.datastream_id
JOIN telemetry_thing t ON t.id = d.thing_id
JOIN telemetry_rule r ON r.id = ANY (%(rules)s) AND {_ABOUT}
LEFT JOIN telemetry_rulestate s ON s.rule_id = r.id AND s.datastream_id = d.id
LEFT JOIN telemetry_alarm a ON a.rule_id = r.id AND a.datastream_id = d.id AND a.cleared_at IS NULL
WHERE b.number = ANY (%(numbers)s) AND o.id BETWEEN %(low)s AND %(high)s
    AND o.phenomenon_time BETWEEN %(first)s AND %(last)s
ORDER BY r.id, d.id, b.position, o.phenomenon_time, o.dedup
"""
_SILENT = f"""
SELECT r.id, d.id, a.id IS NULL
FROM telemetry_rule r
JOIN telemetry_datastream d ON d.expected_interval IS NOT NULL
JOIN telemetry_thing t ON t.id = d.thing_id AND {_ABOUT}
LEFT JOIN telemetry_latest l ON l.datastream_id = d.id
LEFT JOIN telemetry_alarm a ON a.rule_id = r.id AND a.datastream_id = d.id AND a.cleared_at IS NULL
WHERE r.is_active AND r.kind = 'stale' AND CASE WHEN a.id IS NULL
    THEN greatest(coalesce(l.received_at, r.created_at), %(since)s)
        < %(now)s - d.expected_interval * r.intervals * interval '1 second'
    ELSE l.received_at > a.raised_at END
"""


def judge_rules() -> int:
    """Judge the next batches; returns how many. Any number of processes may call it: each reading is judged once."""
    return follow(CONSUMER, lambda batches: judge(actor=ACTOR, batches=batches), most=AT_ONCE)


@service
def judge(*, actor: Actor, batches: Sequence[Batch]) -> None:
    """Judge what these batches brought; alarms, states and the consumer's position are committed together."""
    rules = {rule.pk: rule for rule in Rule.objects.filter(is_active=True).exclude(kind=Rule.Kind.STALE)}
    if not rules:
        return
    criteria = {pk: criterion_of(rule) for pk, rule in rules.items()}
    states: list[RuleState] = []
    for (rule, stream), rows in groupby(_samples(list(rules), batches), key=lambda row: (row[0], row[1])):
        given = list(rows)
        known, turns = judge_samples(criteria[rule], _state(given[0]), given[0][5], map(_sample, given))
        if known is not None:
            states.append(
                RuleState(
                    rule_id=rule, datastream_id=stream, judged=known.judged, base_time=known.base_time, base=known.base
                )
            )
        for turn in turns:
            if turn.raised:
                raise_alarm(rules[rule], stream, turn.sample.time, turn.measured)
            else:
                clear_alarm(rules[rule], stream)
    RuleState.objects.bulk_create(
        states,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["rule", "datastream"],
        update_fields=["judged", "base_time", "base"],
    )


@service
def watch_silence(*, actor: Actor, now: datetime | None = None) -> int:
    """Raise alarms for streams that are silent too long, clear those that spoke again; returns how many changed."""
    now = now or timezone.now()
    since = keep_watch(WATCH, now)
    if since is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_SILENT, {"now": now, "since": since})
        found = cursor.fetchall()
    rules = Rule.objects.in_bulk({rule for rule, _stream, _raised in found})
    for rule, stream, raised in found:
        if raised:
            raise_alarm(rules[rule], stream, None, None)
        else:
            clear_alarm(rules[rule], stream)
    return len(found)


def forget_states(rule: Rule) -> None:
    """The rule begins anew: its open alarms end, and what it remembered of its streams is gone."""
    clear_all(rule=rule)
    RuleState.objects.filter(rule=rule).delete()


def criterion_of(rule: Rule) -> Criterion:
    """What the rule looks at, for the judgement."""
    area = json.loads(rule.area.geojson)["coordinates"] if rule.area else ()
    return Criterion(RuleKind(rule.kind), rule.lower, rule.upper, rule.hysteresis, rule.span, area)


def _samples(rules: list[int], batches: Sequence[Batch]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SAMPLES, span_of(batches) | {"rules": rules})
        yield from cursor


def _state(row: tuple[Any, ...]) -> State | None:
    judged, base_time, base = row[2:5]
    return None if judged is None else State(judged, base_time, base)


def _sample(row: tuple[Any, ...]) -> Sample:
    time, received, number, value = row[6:10]
    return Sample(time, received, number, None if value is None else json.loads(value))
