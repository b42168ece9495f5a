"""Which fields of this room hold personal data."""

PERSONAL = {
    **{f"ProcedureVersion.{name}": "none" for name in ("id", "key", "number", "definition", "digest", "created_at")},
    **{f"Draft.{name}": "none" for name in ("id", "uuid", "version", "revision", "expires_at")},
    **{f"Draft.{name}": "personal" for name in ("person", "organisation", "answers", "created_at", "changed_at")},
    "Draft.secret_hash": "sensitive",
    **{
        f"Case.{name}": "none"
        for name in (
            *("id", "uuid", "version", "draft", "state", "is_final", "waits_for", "office", "topic", "fee"),
            *("changed_at", "due_on", "closed_at", "delete_on", "assigned", "revision", "language"),
        )
    },
    **{
        f"Case.{name}": "personal"
        for name in ("number", "applicant", "organisation", "email", "answers", "place", "received_at")
    },
    **{f"Case.{name}": "sensitive" for name in ("secret_hash", "search_text", "search")},
    **{
        f"CaseEvent.{name}": "none"
        for name in ("id", "case", "at", "kind", "step", "state", "answer_by", "public", "by_applicant")
    },
    "CaseEvent.text": "personal",
    "CaseEvent.person": "personal",
    **{f"CaseDocument.{name}": "none" for name in ("id", "draft", "case", "document", "kind", "field", "added_at")},
    **{
        f"Decision.{name}": "none"
        for name in ("id", "case", "step", "four_eyes", "drafted_at", "signed_at", "delivered_on", "objection_until")
    },
    **{f"Decision.{name}": "personal" for name in ("outcome", "text", "drafted_by", "signed_by")},
    **{f"FollowUp.{name}": "none" for name in ("id", "case", "kind", "created_at", "done_at")},
}
