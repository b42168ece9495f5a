"""Levels of assurance: noted at the counter, kept by the database, audited."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.accounts.trust import Trust
from smartcity.kernel.audit.models import Entry

pytestmark = pytest.mark.django_db
PAGE = "/arbeitsplatz/identitaet/"


def test_the_counter_notes_a_checked_identity() -> None:
    ada, clerk = person(email="ada@example.org"), person("identity")
    client = Client()
    client.force_login(clerk)
    client.post(PAGE, {"person": "ADA@example.org", "level": "2"})
    ada.refresh_from_db()
    assert ada.trust == Trust.SUBSTANTIAL
    entry = Entry.objects.filter(model="accounts.Person", object_pk=str(ada.pk)).latest("id")
    assert (entry.actor, entry.action) == (clerk.audit_label, "accounts.confirm_identity")


@pytest.mark.parametrize("given", [{"person": "niemand@example.org", "level": "2"}, {"person": "", "level": "9"}])
def test_an_unknown_account_or_level_is_refused(given: dict[str, str]) -> None:
    client = Client()
    client.force_login(person("identity"))
    assert client.post(PAGE, given).status_code == 422


def test_nobody_notes_their_own_level() -> None:
    clerk = person("identity")
    client = Client()
    client.force_login(clerk)
    page = client.post(PAGE, {"person": clerk.email, "level": "2"})
    assert "nicht selbst" in page.content.decode()
    clerk.refresh_from_db()
    assert clerk.trust == Trust.NORMAL


def test_the_database_knows_the_levels() -> None:
    ada = person()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=ada.pk).update(trust=7)
