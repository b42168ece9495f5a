"""What the database records, and that nobody can take it back."""

from __future__ import annotations

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from smartcity.config.database import APPLICATION, private_conninfo
from smartcity.config.env import environment
from smartcity.kernel.accounts.models import ErasureProtocol, LimitCount, Organisation, Person
from smartcity.kernel.accounts.registry import audit_exempt, models
from smartcity.kernel.accounts.roles import AUDITOR
from smartcity.kernel.accounts.services import found_organisation, update_profile
from smartcity.kernel.accounts.tests.factories import PASSWORD, person
from smartcity.kernel.audit.models import Entry
from smartcity.kernel.audit.triggers import install_triggers, recordings
from smartcity.kernel.city.models import District
from smartcity.kernel.notices.models import Notice

pytestmark = pytest.mark.django_db


def entries_of(thing) -> list[Entry]:
    return list(Entry.objects.filter(model=thing._meta.label, object_pk=str(thing.pk)).order_by("id"))


def test_a_service_is_recorded_with_actor_action_and_values() -> None:
    founder = person()
    made = found_organisation(actor=founder, founder=founder, name="Ruderverein", kind="association")
    entry = entries_of(made)[0]
    assert (entry.actor, entry.action, entry.operation) == (
        f"person:{founder.pk}",
        "accounts.found_organisation",
        "insert",
    )
    assert entry.differences["kind"] == (None, "association")
    assert entries_of(made.memberships.get())[0].transaction == entry.transaction


def test_personal_values_are_keyed_hashes_and_equal_values_have_equal_ones() -> None:
    someone = person(given_name="Ada")
    update_profile(actor=someone, person=someone, given_name="Grace", family_name="")
    update_profile(actor=someone, person=someone, given_name="Ada", family_name="")
    recorded = [entry.differences["given_name"] for entry in entries_of(someone) if "given_name" in entry.differences]
    (_none, ada), (before, grace), (again, back) = recorded
    assert ada == before == back
    assert grace == again != ada
    assert all(value.startswith("hash:") and len(value) == 37 for value in (ada, grace))
    everything = str([entry.changes for entry in entries_of(someone)])
    assert "Ada" not in everything
    assert someone.email not in everything


def test_the_hash_is_hmac_sha256_with_the_stored_key() -> None:
    import hashlib
    import hmac

    with connection.cursor() as cursor:
        cursor.execute("SELECT inner_pad, audit_hash('Ünïcode') FROM audit_key")
        inner, hashed = cursor.fetchone()
    key = bytes(byte ^ 0x36 for byte in bytes(inner))
    expected = hmac.new(key, "Ünïcode".encode(), hashlib.sha256).hexdigest()[:32]
    assert hashed == f"hash:{expected}"


def test_a_change_by_sql_without_a_service_names_the_database_role() -> None:
    made = Organisation.objects.create(name="Firma")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('smartcity.actor', '', true)")
        cursor.execute("UPDATE accounts_organisation SET kind = 'other' WHERE id = %s", [made.pk])
    entry = entries_of(made)[-1]
    assert entry.actor.startswith("database:")
    assert entry.differences == {"kind": ("company", "other")}


def test_many_new_rows_of_one_statement_are_recorded_one_by_one() -> None:
    Organisation.objects.bulk_create([Organisation(name=f"Firma {number}") for number in range(3)])
    made = Organisation.objects.filter(name__startswith="Firma ")
    assert [[entry.operation for entry in entries_of(each)] for each in made] == [["insert"]] * 3
    assert len({entries_of(each)[0].differences["name"][1] for each in made}) == 3


def test_long_values_of_a_new_row_are_shortened_and_hidden_ones_stay_hidden() -> None:
    protocol = ErasureProtocol.objects.create(lines=["x" * 9000])
    notice = Notice.objects.create(email="ada@example.org", sender="stadt", subject="Betreff", text="geheim " * 2000)
    (kept,), (hidden,) = entries_of(protocol), entries_of(notice)
    assert kept.differences["lines"][1].startswith("sha256:")
    assert hidden.differences["sender"][1] == "stadt"
    assert hidden.differences["subject"][1].startswith("hash:")
    assert "geheim" not in str(hidden.changes)
    assert "Betreff" not in str(hidden.changes)


@pytest.mark.parametrize("count", [1, 19, 20, 40])
def test_many_rows_at_once_are_recorded_as_a_few_are(count: int, city: None) -> None:
    known = District.objects.all()[0]
    copies = [
        District(
            number=f"9{number}",
            level="borough",
            name="Wie",
            slug=f"wie-{number}",
            schematic=True,
            centre=known.centre,
            boundary=known.boundary,
            inhabitants_approximate=True,
        )
        for number in range(count)
    ]
    District.objects.bulk_create(copies)
    [entry] = entries_of(copies[-1])
    assert entry.differences["centre"][1]["coordinates"] == list(known.centre.coords)
    assert entry.differences["name"][1] == "Wie"
    notices = Notice.objects.bulk_create(
        [Notice(email="ada@example.org", sender="stadt", subject="Betreff", text="geheim") for _ in range(count)]
    )
    [entry] = entries_of(notices[-1])
    assert entry.differences["sender"][1] == "stadt"
    assert entry.differences["text"][1].startswith("hash:")
    assert "ada@" not in str(entry.changes)


def test_an_update_that_changes_nothing_is_not_recorded() -> None:
    made = Organisation.objects.create(name="Firma")
    before = Entry.objects.count()
    made.save()
    assert Entry.objects.count() == before


def test_a_deletion_keeps_what_was_there() -> None:
    made = Organisation.objects.create(name="Firma")
    key = made.pk
    made.delete()
    entry = Entry.objects.filter(model="accounts.Organisation", object_pk=str(key)).latest("id")
    assert entry.operation == "delete"
    assert entry.differences["kind"] == ("company", None)


def test_a_many_to_many_relation_is_recorded() -> None:
    someone, group = person(), Group.objects.create(name="g")
    someone.groups.add(group)
    assert Entry.objects.filter(model="accounts.Person_groups").exists()


def test_a_rolled_back_change_leaves_no_entry() -> None:
    before = Entry.objects.count()
    with transaction.atomic():
        Organisation.objects.create(name="Firma")
        assert Entry.objects.count() == before + 1
        transaction.set_rollback(True)
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "UPDATE audit_seal SET hash = 'x'",
        "DELETE FROM audit_seal",
        "TRUNCATE audit_seal",
    ],
)
def test_even_the_owner_cannot_change_the_record(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_entry (actor, operation, changes) VALUES ('a', 'insert', '{}')",
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "INSERT INTO audit_seal VALUES (1, 1, 'x')",
        "DELETE FROM audit_pending",
        "SELECT * FROM audit_key",
        "SELECT audit_hash('x')",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_record ON accounts_person",
        "DROP TRIGGER audit_record_new ON accounts_person",
    ],
)
def test_the_application_has_no_right_to_touch_the_record(statement: str) -> None:
    if environment().DATABASE_URL:
        pytest.skip("needs the private cluster with its two roles")
    database = connection.settings_dict["NAME"]
    conninfo = private_conninfo(environment().state, APPLICATION, str(database))
    with psycopg.connect(conninfo) as other, pytest.raises(psycopg.errors.InsufficientPrivilege):
        other.execute(statement)


def test_the_application_still_records_through_the_trigger() -> None:
    if environment().DATABASE_URL:
        pytest.skip("needs the private cluster with its two roles")
    database = connection.settings_dict["NAME"]
    conninfo = private_conninfo(environment().state, APPLICATION, str(database))
    with psycopg.connect(conninfo) as other:
        other.execute("CREATE TEMP TABLE audit_entry (id bigint)")
        other.execute("INSERT INTO accounts_organisation (uuid, name, kind, is_demo, created_at)"
                      " VALUES (gen_random_uuid(), 'F', 'other', false, now())")  # fmt: skip
        row = other.execute("SELECT count(*) FROM public.audit_entry WHERE actor = 'database:smartcity'").fetchone()
        other.rollback()
    assert row is not None
    assert row[0] == 1


@pytest.mark.parametrize("trigger", ["audit_record", "audit_record_new"])
def test_triggers_follow_the_classification(trigger: str) -> None:
    assert install_triggers() == []
    tables = {model._meta.db_table for model in models() if model._meta.label not in audit_exempt()}
    assert set(recordings()) == tables
    assert Person._meta.db_table in tables
    assert LimitCount._meta.db_table not in tables
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger} ON accounts_person")
    assert install_triggers() == ["accounts_person"]


def test_signing_in_through_allauth_names_the_person(client: Client) -> None:
    someone = person()
    client.post(reverse("account_login"), {"login": someone.email, "password": PASSWORD})
    client.post(reverse("accounts:profile"), {"given_name": "Ada", "family_name": "B"})
    entry = entries_of(someone)[-1]
    assert (entry.actor, entry.action) == (f"person:{someone.pk}", "accounts.update_profile")
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password": PASSWORD + "x", "password1": PASSWORD + "x", "password2": PASSWORD + "x"})  # fmt: skip  # noqa: E501
    changed = [entry for entry in entries_of(someone) if "password" in entry.differences][-1]
    assert (changed.actor, changed.action) == (f"person:{someone.pk}", "accounts.account_change_password")


def test_auditors_filter_and_export(client: Client) -> None:
    auditor = person(AUDITOR)
    founder = person()
    made = found_organisation(actor=founder, founder=founder, name="=1+1", kind="other")
    client.force_login(auditor)
    address = reverse("audit:record")
    found = client.get(address, {"model": "accounts.Organisation", "object_pk": str(made.pk), "first": "2020-01-01"})
    assert [entry.object_pk for entry in found.context["entries"]] == [str(made.pk)]
    assert client.get(address, {"last": "2020-01-01"}).context["entries"].paginator.count == 0
    assert client.get(address, {"seite": "999999", "first": "kein Tag"}).status_code == 200
    body = b"".join(client.get(reverse("audit:record-csv"), {"actor": founder.audit_label})).decode()
    assert f"accounts.found_organisation;insert;accounts.Organisation;{made.pk}" in body
    assert "=1+1" not in body


def test_the_viewer_asks_few_queries_however_many_entries(client: Client, django_assert_max_num_queries) -> None:
    client.force_login(person(AUDITOR))
    for number in range(60):
        Organisation.objects.create(name=f"Firma {number}")
    with django_assert_max_num_queries(12):
        client.get(reverse("audit:record"))
