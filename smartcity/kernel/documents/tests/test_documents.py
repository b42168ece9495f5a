"""Stored files are served to those who may read them, and never active."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.documents import purposes
from smartcity.kernel.documents.models import Document
from smartcity.kernel.documents.purposes import Purpose
from smartcity.kernel.documents.services import delete_document, store_document
from smartcity.kernel.documents.tests.test_inspection import picture
from smartcity.kernel.refusal import Refused


@pytest.fixture
def purpose(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = Purpose("test.picture", "Testbild", largest=100_000, may_read=lambda person, document: person.is_staff)
    monkeypatch.setattr(purposes, "purposes", lambda: {made.key: made})
    monkeypatch.setattr("smartcity.kernel.documents.selectors.purposes", lambda: {made.key: made})
    return made


@pytest.fixture
def owner(db):
    return Person.objects.create_user("owner@example.org", "x")


def store(owner, purpose, **fields):
    upload = SimpleUploadedFile("foto.exe", picture("PNG"))
    return store_document(actor=owner, upload=upload, purpose=purpose.key, **fields)


def test_a_download_is_an_attachment_in_a_sandbox(client, owner, purpose):
    document = store(owner, purpose, is_public=True)
    response = client.get(document.get_absolute_url())
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="foto.png"'
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("staff", 200), ("stranger", 404), ("nobody", 404)])
def test_only_the_owner_and_whom_the_purpose_names_may_read(client, owner, purpose, who, status):
    document = store(owner, purpose)
    people = {
        "owner": owner,
        "staff": Person.objects.create_user("staff@example.org", "x", is_staff=True),
        "stranger": Person.objects.create_user("stranger@example.org", "x"),
    }
    if who in people:
        client.force_login(people[who])
    # the second factor of staff is the accounts room's business, not this one's
    assert client.get(document.get_absolute_url()).status_code == status


def test_too_large_a_file_is_refused_before_it_is_read(owner, purpose):
    upload = SimpleUploadedFile("foto.png", picture("PNG") + b"\0" * 200_000)
    with pytest.raises(Refused, match="zu groß"):
        store_document(actor=owner, upload=upload, purpose=purpose.key)


def test_an_undeclared_purpose_is_refused(owner, purpose):
    upload = SimpleUploadedFile("foto.png", picture("PNG"))
    with pytest.raises(Refused, match="Verwendungszweck"):
        store_document(actor=owner, upload=upload, purpose="nobody.knows")


def test_a_deleted_document_takes_its_file_along_after_the_commit(owner, purpose, django_capture_on_commit_callbacks):
    document = store(owner, purpose)
    storage, path = document.file.storage, document.file.name
    with django_capture_on_commit_callbacks(execute=True):
        delete_document(actor=owner, document=document)
        assert storage.exists(path)
    assert not storage.exists(path)
    assert not Document.objects.exists()
