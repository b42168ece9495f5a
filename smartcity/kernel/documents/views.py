"""Downloads: never shown inline on the platform's own origin."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from smartcity.kernel.documents.models import Document
from smartcity.kernel.documents.selectors import may_read


@require_GET
def download(request: HttpRequest, uuid: UUID) -> FileResponse:
    """A stored file; 404 also for those who may not read it, so that nobody learns that it exists."""
    document = get_object_or_404(Document, uuid=uuid)
    if not may_read(request.user, document):
        raise Http404
    return as_download(document)


def as_download(document: Document) -> FileResponse:
    """The file as an attachment that no browser runs; whether the visitor may have it is settled before."""
    response = FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.name, content_type=document.media_type
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600" if document.is_public else "private, no-store"
    return response
