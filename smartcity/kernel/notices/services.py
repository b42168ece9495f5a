"""Writes: put a message into the outbox, deliver it, mark it read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import timezone

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.jobs.app import app
from smartcity.kernel.notices.models import Notice
from smartcity.kernel.service import Actor, service

DELIVER = "notices.deliver"


@service
def send_notice(
    *,
    actor: Actor,
    recipient: Person | str,
    template: str,
    context: Mapping[str, Any] | None = None,
    calendar: str = "",
    dedup_key: str = "",
) -> Notice | None:
    """Write a message into the outbox; it leaves when the surrounding transaction is committed.

    recipient: a person (mailbox and mail) or a mail address. template: name without ending; ``.txt`` (its first line
    is the subject) and ``.html`` must exist. Returns None when ``dedup_key`` was used before.
    """
    values = dict(context or {}, recipient=recipient, base_url=settings.PUBLIC_URL)
    subject, _, text = _plain_text(template, values).strip().partition("\n")
    person = recipient if isinstance(recipient, Person) else None
    return enqueue(
        Notice(
            person=person,
            email=person.email if person else str(recipient),
            sender=settings.DEFAULT_FROM_EMAIL,
            subject=subject.strip()[:250],
            text=text.strip() + "\n",
            html=render_to_string(f"{template}.html", values),
            calendar=calendar,
            dedup_key=dedup_key or None,
        )
    )


def enqueue(notice: Notice) -> Notice | None:
    """Save the row and its delivery job in the current transaction; None when the key was used before."""
    if notice.dedup_key:
        saved = Notice.objects.bulk_create([notice], ignore_conflicts=True)
        stored = Notice.objects.filter(uuid=saved[0].uuid).first()
        if stored is None:
            return None
        notice = stored
    else:
        notice.save()
    app.configure_task(DELIVER).defer(notice_id=notice.pk)
    return notice


def deliver_notice(notice_id: int) -> str:
    """Hand one queued message to the mail server; the row is locked meanwhile. Returns its state.

    A worker that is killed between the server's answer and the commit leaves the row queued; the second delivery
    carries the same Message-ID, by which mail systems recognise the repetition.
    """
    with transaction.atomic():
        notice = Notice.objects.select_for_update(skip_locked=True).filter(pk=notice_id).first()
        if notice is None or notice.state != Notice.State.QUEUED:
            return "" if notice is None else notice.state
        if settings.EMAIL_HOST and notice.email:
            _mail(notice).send()
            notice.state, notice.sent_at = Notice.State.SENT, timezone.now()
        else:
            notice.state = Notice.State.KEPT
        notice.save(update_fields=["state", "sent_at"])
        return notice.state


@service
def mark_read(*, actor: Actor, notice: Notice) -> None:
    """The person has opened the message."""
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def _plain_text(template: str, values: dict[str, Any]) -> str:
    """Render the text version; names are not escaped for HTML there."""
    loaded = Engine.get_default().get_template(f"{template}.txt")
    return str(loaded.render(Context(values, autoescape=False)))


def _mail(notice: Notice) -> EmailMultiAlternatives:
    host = settings.PUBLIC_URL.split("://")[-1].split(":")[0]
    mail = EmailMultiAlternatives(
        notice.subject,
        notice.text,
        notice.sender,
        [notice.email],
        headers={"Message-ID": f"<{notice.uuid}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(settings.MAIL_TRANSPORT),
    )
    if notice.html:
        mail.attach_alternative(notice.html, "text/html")
    if notice.calendar:
        mail.attach("termin.ics", notice.calendar, "text/calendar")
    return mail
