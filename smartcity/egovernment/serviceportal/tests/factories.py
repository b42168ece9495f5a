"""Drafts and cases of the portal's own procedures."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from smartcity.egovernment.serviceportal.procedures import DAMAGE_REPORT
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.cases.domain import Procedure
from smartcity.kernel.cases.drafting import add_file, begin_draft, save_answers
from smartcity.kernel.cases.models import Case, Draft
from smartcity.kernel.cases.submitting import submit
from smartcity.kernel.service import VISITOR

DAMAGE: dict[str, Any] = {
    "topic": "pothole",
    "description": "Tiefes Schlagloch am rechten Rand.",
    "place": {"type": "Point", "coordinates": [6.7623, 51.4344]},
}


def picture(name: str = "loch.jpg") -> SimpleUploadedFile:
    """A small photo."""
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "gray").save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


def a_draft(
    person: Person | None, procedure: Procedure = DAMAGE_REPORT, answers: dict[str, Any] | None = None
) -> Draft:
    """A draft with sound answers."""
    actor = person or VISITOR
    made, _secret = begin_draft(actor=actor, procedure=procedure, person=person)
    return save_answers(actor=actor, draft=made, answers=DAMAGE if answers is None else answers, revision=0)


def a_case(person: Person | None, *, photo: bool = False) -> Case:
    """A damage report that came in."""
    draft = a_draft(person)
    if photo:
        part = DAMAGE_REPORT.form.field("photos")
        assert part is not None
        add_file(actor=person or VISITOR, draft=draft, part=part, upload=picture())
    return submit(actor=person or VISITOR, draft=draft)
