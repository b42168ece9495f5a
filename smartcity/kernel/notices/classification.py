"""Which fields of this room hold personal data."""

PERSONAL = {
    "Notice.id": "none",
    "Notice.uuid": "none",
    "Notice.person": "personal",
    "Notice.email": "personal",
    "Notice.sender": "none",
    "Notice.subject": "personal",
    "Notice.text": "sensitive",
    "Notice.html": "sensitive",
    "Notice.calendar": "sensitive",
    "Notice.dedup_key": "none",
    "Notice.state": "none",
    "Notice.created_at": "none",
    "Notice.sent_at": "none",
    "Notice.read_at": "none",
}
