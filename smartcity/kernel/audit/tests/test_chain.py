"""The hash chain: nothing is lost between open transactions, and tampering is named."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.db import connection, connections

from smartcity.kernel.accounts.models import Organisation
from smartcity.kernel.audit.chain import Head, seal_pending, verify
from smartcity.kernel.audit.commands import group
from smartcity.kernel.audit.models import Entry, Pending, Seal
from smartcity.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> list[int]:
    """Numbers of five entries, sealed."""
    made = [Organisation.objects.create(name=f"Firma {number}") for number in range(5)]
    while seal_pending():
        pass
    keys = [str(thing.pk) for thing in made]
    found = Entry.objects.filter(model="accounts.Organisation", object_pk__in=keys, operation="insert")
    return list(found.order_by("id").values_list("id", flat=True))


def tamper(*statements: str) -> None:
    """What somebody with the owner's rights can do."""
    with connection.cursor() as cursor:
        for table in ("audit_entry", "audit_seal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def test_an_untouched_record_is_found_whole(sealed: list[int]) -> None:
    verdict = verify()
    assert verdict.first_break is None
    assert verdict.pending == 0
    assert verdict.sealed >= 5
    assert verify(verdict.head).first_break is None
    result = CliRunner().invoke(group, ["verify", "--anchor", str(verdict.head)])
    assert result.exit_code == 0
    assert "unversehrt" in result.output


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE audit_entry SET actor = 'person:1' WHERE id = {1}", "verändert"),
        ("UPDATE audit_entry SET changes = '{{}}' WHERE id = {1}", "verändert"),
        ("UPDATE audit_entry SET at = at + interval '1 second' WHERE id = {1}", "verändert"),
        ("DELETE FROM audit_entry WHERE id = {1}", "Eintrag fehlt"),
        ("DELETE FROM audit_seal WHERE entry_id = {1}", "fehlt"),
        ("UPDATE audit_seal SET hash = repeat('0', 64) WHERE entry_id = {1}", "verändert"),
    ],
)
def test_tampering_is_named_with_its_place(sealed: list[int], statement: str, reason: str) -> None:
    seq = Seal.objects.get(entry_id=sealed[1]).seq
    tamper(statement.format(*sealed))
    found = verify().first_break
    assert found is not None
    assert reason in found.reason
    assert found.seq in {seq, seq + 1}
    with pytest.raises(Refused, match="Protokoll, Siegel"):
        CliRunner().invoke(group, ["verify"], catch_exceptions=False)


def test_an_entry_slipped_in_without_trigger_is_found(sealed: list[int]) -> None:
    tamper(
        "INSERT INTO audit_entry (actor, action, model, object_pk, operation, changes, transaction)"
        " VALUES ('person:1', 'x', 'y', '1', 'insert', '{}', 1)"
    )
    found = verify().first_break
    assert found is not None
    assert "kein Siegel" in found.reason


def test_a_cut_off_end_is_found_by_the_anchor_alone(sealed: list[int]) -> None:
    anchor = verify().head
    last = sealed[-1]
    tamper(f"DELETE FROM audit_seal WHERE entry_id >= {last}", f"DELETE FROM audit_entry WHERE id >= {last}")
    assert verify().first_break is None
    found = verify(anchor).first_break
    assert found is not None
    assert "Ende der Kette" in found.reason


def test_a_chain_rewritten_from_the_start_is_found_by_the_anchor(sealed: list[int]) -> None:
    anchor = verify().head
    assert anchor is not None
    tamper(
        f"UPDATE audit_entry SET actor = 'person:1' WHERE id = {sealed[0]}",
        "DELETE FROM audit_seal",
        "INSERT INTO audit_pending SELECT id FROM audit_entry",
    )
    while seal_pending():
        pass
    assert verify().first_break is None
    assert verify(anchor).first_break is not None


def test_a_broken_anchor_is_refused() -> None:
    with pytest.raises(Refused, match="kein Kopf"):
        CliRunner().invoke(group, ["verify", "--anchor", "quatsch"], catch_exceptions=False)
    assert Head.read("3:ab") == Head(3, "ab")


@pytest.mark.django_db(transaction=True)
def test_an_entry_of_a_transaction_still_open_is_sealed_after_its_commit() -> None:
    late = connections["default"].copy()
    try:
        late.set_autocommit(False)
        with late.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_organisation (uuid, name, kind, is_demo, created_at)"
                " VALUES (gen_random_uuid(), 'spät', 'other', false, now()) RETURNING id"
            )
            key = cursor.fetchone()[0]
        Organisation.objects.create(name="früh")
        while seal_pending():
            pass
        before = Seal.objects.order_by("-seq")[0]
        late.commit()
        early, gap = before.entry_id, Entry.objects.get(model="accounts.Organisation", object_pk=str(key)).pk
        assert gap < early
        assert Pending.objects.filter(entry_id=gap).exists()
        while seal_pending():
            pass
        assert Seal.objects.get(entry_id=gap).seq == before.seq + 1
        assert verify().first_break is None
    finally:
        late.close()
