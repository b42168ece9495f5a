"""Who may enter which route of the IoT platform."""

from __future__ import annotations

from smartcity.infrastructure.iot.tests.factories import device, open_alarm
from smartcity.kernel.accounts.models import Person
from tests.access.matrix import ANYONE, Row, roles

OPERATORS = roles("iot.operator")


def by_eui(owner: Person) -> dict[str, object]:
    return {"eui": device().eui}


def open_stream(owner: Person) -> dict[str, object]:
    return {"number": device(is_open=True).thing.datastreams.first().pk}  # type: ignore[union-attr]


def an_alarm(owner: Person) -> dict[str, object]:
    return {"number": open_alarm().pk}


def thing_path(owner: Person) -> dict[str, object]:
    return {"path": "Things"}


ROWS = [
    Row("iot:sensors", GET=ANYONE),
    Row("iot:stream", GET=ANYONE, arguments=open_stream),
    Row("iot:senml"),
    Row("iot:sta", GET=ANYONE),
    Row("/sta/v1.1", GET=ANYONE),
    Row("iot:sta-path", GET=ANYONE, arguments=thing_path),
    Row("iot:devices", GET=OPERATORS),
    Row("iot:alarms", GET=OPERATORS),
    Row("iot:alarm", GET=OPERATORS, arguments=an_alarm),
    Row("iot:alarm-act", POST=OPERATORS, arguments=an_alarm),
    Row("iot:onboard", GET=OPERATORS, POST=OPERATORS),
    Row("iot:device", GET=OPERATORS, arguments=by_eui),
    Row("iot:rotate", POST=OPERATORS, arguments=by_eui),
    Row("iot:revoke", POST=OPERATORS, arguments=by_eui),
    Row("iot:retire", POST=OPERATORS, arguments=by_eui),
]
