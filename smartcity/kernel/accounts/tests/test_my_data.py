"""Everything about me: complete, without secrets, and erased with a protocol."""

from __future__ import annotations

import json

import pikepdf
import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from smartcity.kernel.accounts import erasure
from smartcity.kernel.accounts.about_me import everything_about, links_to_people, plain
from smartcity.kernel.accounts.erasure import erase_account
from smartcity.kernel.accounts.models import ErasureProtocol, Membership, Organisation, Person
from smartcity.kernel.accounts.registry import Level, fields_of, models
from smartcity.kernel.accounts.roles import ADMINISTRATOR
from smartcity.kernel.accounts.tests.factories import PASSWORD, give_totp, organisation, person
from smartcity.kernel.manifest import discover
from smartcity.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


def test_the_export_holds_personal_fields_of_every_table_that_points_to_me(client: Client) -> None:
    someone = person(given_name="Ada", family_name="Beispiel")
    give_totp(someone)
    organisation(someone, "Gartenbau")
    client.post(reverse("account_login"), {"login": someone.email, "password": PASSWORD})
    text = json.dumps(everything_about(someone), ensure_ascii=False)
    for expected in ("Ada", someone.email, "Gartenbau", "TOTP", str(someone.uuid)):
        assert expected in text
    assert person().email not in text


def test_secrets_are_left_out() -> None:
    someone = person()
    secret = give_totp(someone).data["secret"]
    text = json.dumps(everything_about(someone))
    assert someone.password not in text
    assert secret not in text


def test_every_table_with_a_person_and_personal_fields_is_in_the_export() -> None:
    found = {model for model, _field in links_to_people()}
    pointing = {
        model
        for model in models()
        if any(field.related_model is Person for field in model._meta.local_concrete_fields)
        and fields_of(model, Level.PERSONAL)
    }
    assert found == pointing
    assert Membership in found


def test_json_and_pdf_are_downloaded(client: Client, tmp_path) -> None:
    someone = person(given_name="Ada")
    client.force_login(someone)
    exported = client.get(reverse("accounts:my-data-json"))
    assert json.loads(exported.content)["account"] == str(someone.uuid)
    answer = client.get(reverse("accounts:my-data-pdf"))
    path = tmp_path / "daten.pdf"
    path.write_bytes(answer.content)
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("de")
        with pdf.open_metadata() as metadata:
            assert str(metadata["pdfuaid:part"]) == "1"


def test_an_account_is_erased_with_a_protocol_free_of_personal_data(client: Client) -> None:
    someone = person(given_name="Ada", family_name="Beispiel")
    give_totp(someone)
    organisation(someone, "Alleingang")
    client.force_login(someone)
    assert client.post(reverse("accounts:erase"), {}).status_code == 200
    assert Person.objects.filter(pk=someone.pk).exists()
    answer = client.post(reverse("accounts:erase"), {"sure": "on"}, follow=True)
    assert not Person.objects.filter(pk=someone.pk).exists()
    assert not Organisation.objects.filter(name="Alleingang").exists()
    text = answer.content.decode()
    assert "Konto gelöscht" in text
    protocol = ErasureProtocol.objects.get()
    for personal in ("Ada", "Beispiel", someone.email, str(someone.uuid), "Alleingang"):
        assert personal not in str(protocol.lines)
    assert client.get(reverse("accounts:erased-pdf", args=[protocol.uuid])).content.startswith(b"%PDF")
    assert client.get("/konto/").status_code == 302


def test_other_devices_are_signed_out_by_the_erasure() -> None:
    someone, phone, desk = person(), Client(), Client()
    for device in (phone, desk):
        device.post(reverse("account_login"), {"login": someone.email, "password": PASSWORD})
    desk.post(reverse("accounts:erase"), {"sure": "on"})
    assert phone.get("/konto/").status_code == 302


def test_an_organisation_with_others_gets_a_new_manager() -> None:
    someone, other = person(), person()
    firm = organisation(someone)
    Membership.objects.create(organisation=firm, person=other)
    erase_account(actor=someone, person=someone)
    assert firm.memberships.get().person == other
    assert firm.memberships.get().role == "manager"


def test_a_record_that_must_be_kept_leaves_an_empty_shell(monkeypatch) -> None:
    from django.db.models import ProtectedError

    someone = person(given_name="Ada", family_name="Beispiel")
    give_totp(someone)
    kept = LogEntry(pk=1, object_repr="Akte")

    def protected(self, *args, **kwargs):
        raise ProtectedError("kept", {kept})

    monkeypatch.setattr(Person, "delete", protected)
    protocol = erase_account(actor=someone, person=someone)
    shell = Person.objects.get(pk=someone.pk)
    assert not shell.is_active
    assert shell.get_full_name() == ""
    assert shell.email == f"geloescht-{someone.uuid}@example.invalid"
    assert not shell.has_usable_password()
    assert not EmailAddress.objects.filter(user=shell).exists()
    assert any("aufbewahrt" in line for line in protocol.lines)


def test_the_last_administrator_cannot_erase_the_account(client: Client) -> None:
    admin = person(ADMINISTRATOR)
    with pytest.raises(Refused):
        erase_account(actor=admin, person=admin)
    client.force_login(admin)
    answer = client.post(reverse("accounts:erase"), {"sure": "on"}, follow=True)
    assert "letzte Administration" in answer.content.decode()


def test_a_failing_room_leaves_everything_as_it_was(monkeypatch) -> None:
    someone = person()

    def failing(person, actor):
        raise RuntimeError("room")

    rooms = [*discover("personal_data", "erase"), (None, failing)]
    monkeypatch.setattr(erasure, "discover", lambda *_names: rooms)
    organisation(someone, "Alleingang")
    with pytest.raises(RuntimeError):
        erase_account(actor=someone, person=someone)
    assert Organisation.objects.filter(name="Alleingang").exists()


def test_values_become_json() -> None:
    from datetime import UTC, date, datetime
    from decimal import Decimal

    value = {"a": [date(2026, 1, 2), Decimal("1.5"), {3}], "b": datetime(2026, 1, 2, 12, tzinfo=UTC), "c": None}
    assert plain(value) == {"a": ["2026-01-02", "1.5", [3]], "b": "2026-01-02T13:00:00+01:00", "c": None}
