"""Who may enter which route of the mailbox."""

from __future__ import annotations

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.notices.models import Notice
from tests.access.matrix import ANYONE, OWNER, SIGNED_IN, Row


def notice_of(owner: Person) -> dict[str, object]:
    """A message to the person."""
    made = Notice.objects.create(person=owner, email=owner.email, sender="x@example.invalid", subject="Hallo", text="…")
    return {"uuid": made.uuid}


ROWS = [
    Row("notices:mailbox", GET=SIGNED_IN),
    Row("notices:message", GET=OWNER, arguments=notice_of),
    Row("notices:demo_mails", GET=ANYONE),
]
