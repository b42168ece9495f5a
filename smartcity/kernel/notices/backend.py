"""Django's mail backend that writes into the outbox, so that libraries' mails are transactional, too."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from smartcity.kernel.notices.models import Notice
from smartcity.kernel.notices.services import enqueue


class OutboxBackend(BaseEmailBackend):
    """Each recipient's copy becomes a row of the outbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages; returns how many."""
        number = 0
        for message in email_messages:
            html = next(
                (part.content for part in getattr(message, "alternatives", ()) if part.mimetype == "text/html"), ""
            )
            for address in message.recipients():
                enqueue(
                    Notice(
                        email=address,
                        sender=message.from_email,
                        subject=message.subject[:250],
                        text=str(message.body),
                        html=str(html),
                    )
                )
            number += 1
        return number
