"""Writes: store an upload, delete a document with its file."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.documents.inspection import inspect
from smartcity.kernel.documents.models import Document
from smartcity.kernel.documents.purposes import MEGABYTE, purpose_of
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service

ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


@service
def store_document(
    *, actor: Actor, upload: UploadedFile[Any], purpose: str, keep_location: bool = False, is_public: bool = False
) -> Document:
    """Check an upload and keep it; raises Refused that names the file and the rule.

    The file is written before the row is committed: a rollback leaves a file without a row, never the reverse.
    """
    rule = purpose_of(purpose)
    name = safe_name(upload.name or "datei")
    if upload.size is not None and upload.size > rule.largest:
        largest = f"höchstens {rule.largest // MEGABYTE} MB"
        raise Refused([Refusal(name, "die Datei ist zu groß", f"{upload.size // MEGABYTE} MB", largest)])
    found = inspect(name, upload.read(rule.largest + 1), rule.kinds, keep_location=keep_location)
    document = Document(
        purpose=purpose,
        name=PurePath(name).stem[:180] + ENDINGS[found.media_type],
        media_type=found.media_type,
        size=len(found.content),
        sha256=hashlib.sha256(found.content).hexdigest(),
        owner=actor if isinstance(actor, Person) else None,
        is_public=is_public,
    )
    document.file.save(f"{document.uuid}", ContentFile(found.content), save=False)
    document.save()
    return document


@service
def delete_document(*, actor: Actor, document: Document) -> None:
    """Delete the row, and the file once that is committed."""
    storage, path = document.file.storage, document.file.name or ""
    document.delete()
    transaction.on_commit(lambda: storage.delete(path))


def safe_name(name: str) -> str:
    """A file name without folders, control or format characters."""
    last = PurePath(name.replace("\\", "/")).name
    visible = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    return re.sub(r"\s+", " ", visible).strip(". ")[:200] or "datei"
