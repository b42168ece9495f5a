"""Plans and pictures of a roadwork: add and remove."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from smartcity.kernel.documents.services import delete_document, store_document
from smartcity.kernel.service import Actor, service
from smartcity.mobility.roadworks.models import Attachment, Roadwork
from smartcity.mobility.roadworks.purposes import PLAN


@service
def attach(
    *,
    actor: Actor,
    roadwork: Roadwork,
    upload: UploadedFile[bytes],
    kind: str,
    title: str = "",
    is_public: bool = False,
) -> Attachment:
    """Store a file with the works; the public may read it only when `is_public`. Raises Refused for a bad file."""
    document = store_document(actor=actor, upload=upload, purpose=PLAN, is_public=is_public)
    made = Attachment(roadwork=roadwork, document=document, kind=kind, title=title.strip()[:200])
    made.save()
    Roadwork.objects.filter(pk=roadwork.pk).update(changed_at=timezone.now())
    return made


@service
def detach(*, actor: Actor, attachment: Attachment) -> None:
    """Remove a file from the works and from the store."""
    Roadwork.objects.filter(pk=attachment.roadwork_id).update(changed_at=timezone.now())
    delete_document(actor=actor, document=attachment.document)
