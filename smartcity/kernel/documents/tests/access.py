"""Who may download a stored file."""

from __future__ import annotations

from django.core.files.base import ContentFile

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.documents.models import Document
from tests.access.matrix import OWNER, Row


def document_of(owner: Person) -> dict[str, object]:
    """A private document of the person."""
    made = Document(purpose="test", name="plan.pdf", media_type="application/pdf", size=4, sha256="0" * 64, owner=owner)
    made.file.save("plan", ContentFile(b"%PDF"))
    return {"uuid": made.uuid}


ROWS = [Row("documents:download", GET=OWNER, arguments=document_of)]
