"""Writes about rules: make, change, switch off."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from smartcity.kernel.accounts.roles import role
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service
from smartcity.kernel.telemetry.actions import action
from smartcity.kernel.telemetry.alarms import clear_all
from smartcity.kernel.telemetry.models import Datastream, Rule, Thing
from smartcity.kernel.telemetry.rules import forget_states


@service
def save_rule(*, actor: Actor, rule: Rule | None = None, **changes: Any) -> Rule:
    """Make a rule, or change one: it then begins anew and its open alarms end. Raises Refused with every fault."""
    rule = rule or Rule()
    for name, value in changes.items():
        setattr(rule, name, value)
    _check(rule)
    is_known = rule.pk is not None
    rule.save()
    if is_known:
        forget_states(rule)
    return rule


@service
def expect_nothing(*, actor: Actor, thing: Thing) -> None:
    """The thing is out of service: nobody misses its readings, and its open alarms end."""
    Datastream.objects.filter(thing=thing).update(expected_interval=None)
    clear_all(datastream__thing=thing)


def _check(rule: Rule) -> None:
    try:
        rule.full_clean()
    except ValidationError as error:
        raise Refused(
            Refusal("" if name == "__all__" else name, str(text))
            for name, texts in error.message_dict.items()
            for text in texts
        ) from None
    if rule.notify_role:
        role(rule.notify_role)
    if rule.act in (Rule.Act.JOB, Rule.Act.COMMAND):
        action(rule.action, rule.act)
