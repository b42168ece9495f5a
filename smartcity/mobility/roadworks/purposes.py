"""What files of the roadworks are for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from smartcity.kernel.documents.purposes import MEGABYTE, PICTURES, Purpose

PLAN, PHOTO = "roadworks.plan", "roadworks.photo"


def _staff(person: Any, document: Any) -> bool:
    return bool(person.has_perm("roadworks.edit"))


PURPOSES = [
    Purpose(PLAN, _("Plan oder Unterlage einer Baustelle"), may_read=_staff),
    Purpose(PHOTO, _("Foto von einer Baustelle"), kinds=PICTURES, largest=15 * MEGABYTE, may_read=_staff),
]
