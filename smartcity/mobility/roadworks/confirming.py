"""The one-click confirmation: what comes next in the works' life is confirmed, with a photo if there is one."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from smartcity.kernel.documents.services import store_document
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service
from smartcity.mobility.roadworks import lifecycle
from smartcity.mobility.roadworks.models import Confirmation, Roadwork
from smartcity.mobility.roadworks.purposes import PHOTO
from smartcity.mobility.roadworks.services import Evidence, confirm_end, confirm_start
from smartcity.mobility.roadworks.vocabulary import State


def next_moment(roadwork: Roadwork) -> Confirmation.What | None:
    """Which moment a click confirms now; None when there is nothing to confirm."""
    reachable = lifecycle.next_states(State(roadwork.state), lifecycle.Actor.FIELD)
    if State.ACTIVE in reachable:
        return Confirmation.What.START
    return Confirmation.What.END if State.FINISHED in reachable else None


@service
def confirm(
    *, actor: Actor, roadwork: Roadwork, evidence: Evidence | None = None, photo: UploadedFile[bytes] | None = None
) -> Confirmation:
    """Confirm the next moment. Raises Refused when there is none, or for a bad photo or position."""
    moment = next_moment(roadwork)
    if moment is None:
        raise Refused([Refusal("state", "Hier gibt es nichts zu bestätigen.", roadwork.state)])
    step = confirm_start if moment is Confirmation.What.START else confirm_end
    made = step(actor=actor, roadwork=roadwork, evidence=evidence)
    if photo is not None:
        made.photo = store_document(actor=actor, upload=photo, purpose=PHOTO)
        made.save(update_fields=["photo"])
    return made
