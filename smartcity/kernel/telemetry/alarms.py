"""The life of an alarm: raised, acknowledged, escalated, cleared; and what follows from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.jobs.app import app
from smartcity.kernel.notices.services import send_notice
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, SystemActor, service
from smartcity.kernel.telemetry.actions import action
from smartcity.kernel.telemetry.models import Alarm, Rule

ACTOR = SystemActor("telemetry-rules")
FOLLOW_UP = "telemetry.follow_up"
_RAISE = """
INSERT INTO telemetry_alarm
    (rule_id, datastream_id, severity, raised_at, observed_at, measured, note)
VALUES (%s, %s, %s, clock_timestamp(), %s, %s, '')
ON CONFLICT (rule_id, datastream_id) WHERE cleared_at IS NULL DO NOTHING
RETURNING id
"""
# a database whose clock is set back still clears
_END = Greatest(F("raised_at"), Now())


def raise_alarm(rule: Rule, datastream: int, observed_at: datetime | None, measured: float | None) -> bool:
    """Open an alarm, and what follows from it, with the surrounding transaction; False when one is open."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [rule.pk, datastream, rule.severity, observed_at, measured])
        row = cursor.fetchone()
    if row is None:
        return False
    if rule.act != Rule.Act.ALARM:
        app.configure_task(FOLLOW_UP).defer(alarm_id=row[0], escalated=False)
    return True


def clear_alarm(rule: Rule, datastream: int) -> bool:
    """The stream is back in order; False when no alarm is open."""
    return bool(Alarm.objects.filter(rule=rule, datastream=datastream, cleared_at=None).update(cleared_at=_END))


@service
def acknowledge(*, actor: Person, alarm: Alarm, note: str = "") -> None:
    """Somebody looks after it; raises Refused when it is over or somebody does already."""
    locked = _open(alarm)
    if locked.acknowledged_at is not None:
        raise Refused([Refusal("alarm", "Um diesen Alarm kümmert sich schon jemand.")])
    locked.acknowledged_at, locked.acknowledged_by, locked.note = timezone.now(), actor, note[:500]
    locked.save(update_fields=["acknowledged_at", "acknowledged_by", "note"])


@service
def escalate(*, actor: Actor, alarm: Alarm) -> None:
    """Tell the rule's role now; raises Refused when it is over, was escalated, or nobody is named."""
    locked = _open(alarm)
    if locked.escalated_at is not None:
        raise Refused([Refusal("alarm", "Dieser Alarm ist schon eskaliert.")])
    if not locked.rule.notify_role:
        raise Refused([Refusal("alarm", "Die Regel nennt keine Rolle, die benachrichtigt wird.")])
    _escalate(locked)


@service
def clear_by_hand(*, actor: Person, alarm: Alarm, note: str = "") -> None:
    """End an alarm; when the stream is still out of order, its next reading raises another. Raises Refused."""
    _open(alarm)
    changes = {"note": note[:500]} if note else {}
    Alarm.objects.filter(pk=alarm.pk).update(cleared_at=_END, cleared_by=actor, **changes)


def clear_all(**which: object) -> None:
    """End the open alarms of a rule or of streams, because nobody judges them any more."""
    Alarm.objects.filter(cleared_at=None, **which).update(cleared_at=_END)


@service
def escalate_overdue(*, actor: Actor) -> int:
    """Escalate what nobody acknowledged in time; returns how many alarms."""
    minutes = ExpressionWrapper(F("rule__escalate_after") * Value(timedelta(minutes=1)), output_field=DurationField())
    waiting = Alarm.objects.filter(cleared_at=None, acknowledged_at=None, escalated_at=None)
    overdue = waiting.filter(rule__escalate_after__isnull=False, raised_at__lte=Now() - minutes)
    found = list(overdue.select_for_update(skip_locked=True, of=("self",)).select_related("rule"))
    for alarm in found:
        _escalate(alarm)
    return len(found)


def follow_up(alarm_id: int, *, escalated: bool) -> None:
    """Do what the rule says, after the alarm's transaction; may come twice and says nothing twice."""
    alarm = Alarm.objects.select_related("rule", "datastream__thing").filter(pk=alarm_id).first()
    if alarm is None:
        return
    rule = alarm.rule
    if escalated or rule.act == Rule.Act.NOTICE:
        _tell(alarm, escalated=escalated)
    elif rule.action:
        action(rule.action, rule.act).run(alarm, rule.argument)


def _open(alarm: Alarm) -> Alarm:
    locked = Alarm.objects.select_for_update(of=("self",)).select_related("rule").get(pk=alarm.pk)
    if locked.cleared_at is not None:
        raise Refused([Refusal("alarm", "Dieser Alarm ist schon vorbei.")])
    return locked


def _escalate(alarm: Alarm) -> None:
    alarm.escalated_at = timezone.now()
    alarm.save(update_fields=["escalated_at"])
    app.configure_task(FOLLOW_UP).defer(alarm_id=alarm.pk, escalated=True)


def _tell(alarm: Alarm, *, escalated: bool) -> None:
    holders = Person.objects.filter(is_active=True, role_grants__role=alarm.rule.notify_role).distinct()
    for person in holders.order_by("pk"):
        send_notice(
            actor=ACTOR,
            recipient=person,
            template="telemetry/notices/alarm",
            context={"alarm": alarm, "escalated": escalated},
            dedup_key=f"telemetry.alarm:{alarm.pk}:{'escalated' if escalated else 'raised'}:{person.pk}",
        )
