"""The outbox: one row per message, written in the transaction that caused it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """A message to one person or address; ``person`` sees it in the mailbox, ``email`` gets it by mail.

    dedup_key: a message with a key that was used before is not written again.
    calendar: an iCalendar file that goes with it, or empty.
    """

    class State(models.TextChoices):
        """Where the mail is: waiting, given to the mail server, kept (no mail server), given up."""

        QUEUED = "queued", "wartet"
        SENT = "sent", "verschickt"
        KEPT = "kept", "nur hier"
        FAILED = "failed", "nicht zustellbar"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    email = models.EmailField("E-Mail-Adresse", max_length=254, blank=True)
    sender = models.CharField(max_length=320)
    subject = models.CharField("Betreff", max_length=250)
    text = models.TextField("Text")
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    dedup_key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = "Nachricht"
        verbose_name_plural = "Nachrichten"
        constraints = [
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(email=""), name="notice_has_a_recipient"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sent", "kept", "failed"]), name="notice_state_is_known"
            ),
        ]
        indexes = [models.Index(fields=["person", "-created_at"], name="notice_mailbox")]

    def __str__(self) -> str:
        return f"Nachricht {self.uuid}"
