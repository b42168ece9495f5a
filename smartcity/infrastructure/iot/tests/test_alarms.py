"""The operator's alarms: seen, acknowledged, escalated, ended; refused acts keep what was typed."""

from __future__ import annotations

import pytest
from django.test import Client

from smartcity.infrastructure.iot.tests.factories import open_alarm
from smartcity.kernel.accounts.tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Client:
    who = person("iot.operator")
    client = Client()
    client.force_login(who)
    return client


def test_an_alarm_is_acknowledged_escalated_and_ended(operator: Client) -> None:
    alarm = open_alarm()
    address = f"/arbeitsplatz/alarme/{alarm.pk}"
    assert "Zu warm" in operator.get("/arbeitsplatz/alarme").content.decode()
    assert "31,5 °C" in operator.get(address).content.decode()
    for what, note in (("bestaetigen", "fahre hin"), ("eskalieren", ""), ("beenden", "")):
        assert operator.post(f"{address}/tun", {"tun": what, "bemerkung": note}).status_code == 302
    alarm.refresh_from_db()
    assert alarm.acknowledged_by == alarm.cleared_by
    assert alarm.escalated_at
    assert alarm.cleared_at
    assert alarm.note == "fahre hin"
    assert "Zu warm" not in operator.get("/arbeitsplatz/alarme").content.decode()
    assert "vorbei" in operator.get("/arbeitsplatz/alarme?stand=alle").content.decode()


@pytest.mark.parametrize(("what", "note"), [("loeschen", "mein Text"), ("bestaetigen", "x" * 501)])
def test_what_cannot_be_done_is_refused_and_what_was_typed_stays(operator: Client, what: str, note: str) -> None:
    alarm = open_alarm()
    page = operator.post(f"/arbeitsplatz/alarme/{alarm.pk}/tun", {"tun": what, "bemerkung": note})
    assert page.status_code == 422
    assert note in page.content.decode()
    alarm.refresh_from_db()
    assert alarm.acknowledged_at is None


def test_an_alarm_is_acknowledged_once(operator: Client) -> None:
    alarm = open_alarm()
    address = f"/arbeitsplatz/alarme/{alarm.pk}/tun"
    assert operator.post(address, {"tun": "bestaetigen"}).status_code == 302
    again = operator.post(address, {"tun": "bestaetigen"})
    assert again.status_code == 422
    assert "kümmert sich schon jemand" in again.content.decode()
