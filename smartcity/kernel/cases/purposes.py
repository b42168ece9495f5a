"""What files of cases are for."""

from __future__ import annotations

from typing import Any

from smartcity.kernel.cases.models import CaseDocument
from smartcity.kernel.documents.purposes import Purpose

UPLOAD, PAPER = "cases.upload", "cases.paper"


def _may_read(person: Any, document: Any) -> bool:
    """Whoever may see the case of the file; files of drafts have their owner."""
    found = CaseDocument.objects.filter(document=document, case__isnull=False).select_related("case").first()
    return found is not None and person.has_perm("cases.see", found.case)


PURPOSES = [
    Purpose(UPLOAD, "Unterlage zu einem Antrag", may_read=_may_read),
    Purpose(PAPER, "Schreiben der Stadt zu einem Vorgang", kinds=("application/pdf",), may_read=_may_read),
]
