"""Which fields of this room hold personal data."""

PERSONAL = {
    "Document.id": "none",
    "Document.uuid": "none",
    "Document.purpose": "none",
    "Document.name": "personal",
    "Document.media_type": "none",
    "Document.size": "none",
    "Document.sha256": "none",
    "Document.file": "sensitive",
    "Document.owner": "personal",
    "Document.is_public": "none",
    "Document.created_at": "none",
}
