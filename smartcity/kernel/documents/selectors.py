"""Reads: who may see a document."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.documents.models import Document
from smartcity.kernel.documents.purposes import purposes


def may_read(person: Person | AnonymousUser, document: Document) -> bool:
    """Public files: everybody; others: the owner, and whom the purpose names."""
    if document.is_public:
        return True
    if not person.is_authenticated:
        return False
    purpose = purposes().get(document.purpose)
    return document.owner_id == person.pk or (purpose is not None and purpose.may_read(person, document))
