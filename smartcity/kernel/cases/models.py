"""Versions of procedures, drafts, cases with their history, documents and decisions, and the work still owed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.gis.db.models import PointField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, GeneratedField, Q
from django.utils.translation import gettext_lazy as _


class ProcedureVersion(models.Model):
    """All that was fixed of a procedure when a draft began with it (``storing``); never changed, only added.

    digest: SHA-256 of the definition, by which the same version is found again.
    """

    key = models.SlugField(_("Verfahren"), max_length=60)
    number = models.PositiveIntegerField(_("Fassung"))
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["key", "-number"]
        verbose_name = _("Fassung eines Verfahrens")
        verbose_name_plural = _("Fassungen von Verfahren")
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="procedure_version_numbered_once"),
            models.UniqueConstraint(fields=["key", "digest"], name="procedure_version_stored_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key}/{self.number}"


class Draft(models.Model):
    """An application being filled in; stays with the version it began with, and ends when it becomes a case.

    person, or whoever holds the secret of which ``secret_hash`` is the SHA-256 (without an account).
    answers: as typed so far, not yet all sound, account numbers sealed. revision: two tabs notice each other by it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="drafts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    secret_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    answers = models.JSONField(_("Angaben"), default=dict)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("Entwurf")
        verbose_name_plural = _("Entwürfe")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(secret_hash__isnull=False), name="draft_belongs_to_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"Entwurf {self.uuid}"


class Case(models.Model):
    """An application that came in, with all that became of it.

    number: shown to people ("2026-000123"). draft: uuid of the draft it came from, which makes sending idempotent.
    applicant, organisation, or only a secret link (``secret_hash``) and perhaps an ``email``: who applies.
    revision: grows with every change; whoever changes an older one is told. topic: value of the procedure's topic.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("Nummer"), max_length=20, unique=True)
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="cases")
    draft = models.UUIDField(unique=True, editable=False)
    state = models.CharField(_("Stand"), max_length=60)
    is_final = models.BooleanField(default=False)
    waits_for = models.CharField(max_length=10)
    office = models.CharField(_("Amt"), max_length=60)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    email = models.EmailField(_("E-Mail-Adresse"), max_length=254, blank=True)
    secret_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    language = models.CharField(max_length=2, default="de")
    answers = models.JSONField(_("Angaben"), default=dict)
    topic = models.CharField(max_length=60, blank=True)
    place = PointField(_("Ort"), null=True, blank=True)
    fee = models.PositiveIntegerField(_("Gebühr in Cent"), default=0)
    received_at = models.DateTimeField(_("eingegangen"))
    changed_at = models.DateTimeField(auto_now=True)
    due_on = models.DateField(_("fällig"))
    closed_at = models.DateTimeField(_("abgeschlossen"), null=True, blank=True)
    delete_on = models.DateField(_("zu löschen"), null=True, blank=True)
    assigned = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assigned_cases"
    )
    revision = models.PositiveIntegerField(default=0)
    search_text = models.TextField(blank=True)
    search = GeneratedField(
        expression=SearchVector("search_text", config="german"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("Vorgang")
        verbose_name_plural = _("Vorgänge")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_final=True, closed_at__isnull=False) | Q(is_final=False, closed_at__isnull=True),
                name="case_closed_when_final",
            ),
            models.CheckConstraint(
                condition=Q(waits_for__in=["office", "applicant", "nobody"]), name="case_waits_for_somebody_known"
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-received_at"], name="case_my_desk"),
            models.Index(fields=["organisation", "-received_at"], name="case_organisation_desk"),
            models.Index(fields=["office", "due_on"], condition=Q(is_final=False), name="case_worklist"),
            models.Index(fields=["version", "-received_at"], name="case_by_procedure"),
            GinIndex(fields=["search"], name="case_search"),
        ]

    def __str__(self) -> str:
        return self.number


class CaseEvent(models.Model):
    """One thing that happened: a new state, a message, a note. Only ever added; ``public`` ones the applicant sees."""

    class Kind(models.TextChoices):
        """What happened."""

        STEP = "step", _("neuer Stand")
        MESSAGE = "message", _("Nachricht")
        NOTE = "note", _("Vermerk")
        ASSIGNED = "assigned", _("zugeteilt")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    step = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=60, blank=True)
    text = models.TextField(_("Text"), blank=True)
    answer_by = models.DateField(_("bis"), null=True, blank=True)
    public = models.BooleanField(default=True)
    by_applicant = models.BooleanField(default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("Ereignis")
        verbose_name_plural = _("Ereignisse")
        constraints = [
            models.CheckConstraint(condition=~Q(kind="note", public=True), name="note_is_internal"),
            models.CheckConstraint(condition=~Q(kind__in=["message", "note"], text=""), name="words_say_something"),
        ]

    def __str__(self) -> str:
        return f"Ereignis {self.pk}"


class CaseDocument(models.Model):
    """A file of a draft or of a case; ``field``: path of the field that it answers, with dots."""

    class Kind(models.TextChoices):
        """What the file is."""

        EVIDENCE = "evidence", _("Unterlage")
        RECEIPT = "receipt", _("Eingangsbestätigung")
        DECISION = "decision", _("Bescheid")

    draft = models.ForeignKey(Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.CASCADE, related_name="documents")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.EVIDENCE)
    field = models.CharField(max_length=250, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("Dokument eines Vorgangs")
        verbose_name_plural = _("Dokumente von Vorgängen")
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True, case__isnull=False) | Q(draft__isnull=False, case__isnull=True),
                name="case_document_of_draft_or_case",
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(kind="receipt"), name="one_receipt_per_case"),
            models.UniqueConstraint(fields=["case"], condition=Q(kind="decision"), name="one_decision_paper_per_case"),
        ]

    def __str__(self) -> str:
        return f"Dokument {self.pk}"


class Decision(models.Model):
    """The decision on a case: drafted by one person, signed by another where the procedure wants four eyes."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="decision")
    step = models.CharField(max_length=60)
    outcome = models.CharField(_("Ergebnis"), max_length=10)
    text = models.TextField(_("Begründung und Nebenbestimmungen"))
    four_eyes = models.BooleanField(default=False)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    drafted_at = models.DateTimeField(auto_now=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    objection_until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("Entscheidung")
        verbose_name_plural = _("Entscheidungen")
        constraints = [
            models.CheckConstraint(
                condition=Q(four_eyes=False) | Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")),
                name="decision_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["approved", "rejected"]), name="decision_with_a_known_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"Entscheidung {self.pk}"


class FollowUp(models.Model):
    """Work that a change of a case still owes (receipt, decision's paper): written with the change, done once.

    A job does it; a sweep finds what a lost queue left behind. ``done_at`` is committed with the effect.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Folgearbeit")
        verbose_name_plural = _("Folgearbeiten")
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="follow_up_once")]
        indexes = [models.Index(fields=["created_at"], condition=Q(done_at__isnull=True), name="follow_up_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
