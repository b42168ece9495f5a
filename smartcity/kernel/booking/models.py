"""Resources with their opening rules, and the rows that occupy them.

The migrations add what Django has no words for: the exclusion constraint ``booking_no_overlap``, the trigger
``booking_supersede``, by which an expired hold gives way inside the very statement that wants its time, and
``booking_weekly_no_overlap`` and ``booking_day_no_overlap``: opening times of one resource do not overlap.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class Resource(models.Model):
    """A counter group, room, desk or course: ``places`` of the same kind, each taken by one booking at a time.

    key: stable name, unique in the whole platform ("buergerservice-mitte"). releases: [[days before, share], …].
    """

    key = models.SlugField(_("Schlüssel"), max_length=80, unique=True)
    title = models.CharField(_("Bezeichnung"), max_length=160)
    places = models.PositiveSmallIntegerField(_("Plätze"), default=1)
    step_minutes = models.PositiveSmallIntegerField(_("Raster (Minuten)"), default=10)
    buffer_minutes = models.PositiveSmallIntegerField(_("Puffer danach (Minuten)"), default=0)
    walk_in_places = models.PositiveSmallIntegerField(_("Plätze für Vorsprachen ohne Termin"), default=0)
    releases: models.JSONField[Any, Any] = models.JSONField(_("Freigaben"), default=list, blank=True)
    cancel_hours = models.PositiveSmallIntegerField(_("Absage bis (Stunden vorher)"), default=0)

    class Meta:
        verbose_name = _("Ressource")
        verbose_name_plural = _("Ressourcen")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="booking_resource_has_a_place"),
            models.CheckConstraint(
                condition=Q(step_minutes__gte=5) & Q(step_minutes__lte=480), name="booking_resource_step"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WeeklyOpening(models.Model):
    """Open on a weekday (ISO: Monday is 1) with a number of places: the staff plan, as far as it repeats."""

    class Season(models.TextChoices):
        """When in the school year."""

        ALWAYS = "always", _("immer")
        TERM = "term", _("Schulzeit")
        SCHOOL_HOLIDAYS = "school_holidays", _("Schulferien")

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="weekly", verbose_name=_("Ressource"))
    weekday = models.PositiveSmallIntegerField(_("Wochentag"))
    opens = models.TimeField(_("Öffnet"))
    closes = models.TimeField(_("Schließt"))
    places = models.PositiveSmallIntegerField(_("Plätze"))
    valid_from = models.DateField(_("Gilt ab"), null=True, blank=True)
    valid_to = models.DateField(_("Gilt bis"), null=True, blank=True)
    season = models.CharField(_("Zeit im Schuljahr"), max_length=16, choices=Season.choices, default=Season.ALWAYS)

    class Meta:
        verbose_name = _("Öffnungszeit")
        verbose_name_plural = _("Öffnungszeiten")
        ordering = ["resource", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="booking_weekly_weekday"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="booking_weekly_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class DayOpening(models.Model):
    """One day with its own times and places; with 0 places it is closed."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="special", verbose_name=_("Ressource"))
    day = models.DateField(_("Tag"))
    opens = models.TimeField(_("Öffnet"))
    closes = models.TimeField(_("Schließt"))
    places = models.PositiveSmallIntegerField(_("Plätze"))
    reason = models.CharField(_("Grund"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("Besondere Öffnungszeit")
        verbose_name_plural = _("Besondere Öffnungszeiten")
        ordering = ["resource", "day", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "day", "opens"], name="booking_day_once"),
            models.CheckConstraint(condition=Q(places=0) | Q(opens__lt=F("closes")), name="booking_day_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Booking(models.Model):
    """A stretch of time at one place of a resource, held for a while or booked.

    holder: opaque name of whoever holds it; one active hold each. blocked_until: the end with its buffer.
    series: the same for bookings that were made together. moved_from: what this one replaced.
    """

    class State(models.TextChoices):
        """Held and booked occupy the time; the others keep the history only."""

        HELD = "held", _("gehalten")
        BOOKED = "booked", _("gebucht")
        CANCELLED = "cancelled", _("abgesagt")
        EXPIRED = "expired", _("verfallen")
        MOVED = "moved", _("verlegt")

    ACTIVE = (State.HELD, State.BOOKED)

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="bookings", verbose_name=_("Ressource"))
    place = models.PositiveSmallIntegerField(_("Platz"))
    starts = models.DateTimeField(_("Beginn"))
    ends = models.DateTimeField(_("Ende"))
    blocked_until = models.DateTimeField(_("Belegt bis"))
    period = models.GeneratedField(
        expression=Func(F("starts"), F("blocked_until"), function="tstzrange"),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices)
    expires_at = models.DateTimeField(_("Verfällt"), null=True, blank=True)
    holder = models.CharField(max_length=64, blank=True)
    series = models.UUIDField(null=True, blank=True)
    moved_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Buchung")
        verbose_name_plural = _("Buchungen")
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends"), ends__lte=F("blocked_until")), name="booking_forward"
            ),
            models.CheckConstraint(condition=Q(place__gte=1), name="booking_place_from_one"),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(expires_at__isnull=False), name="booking_hold_expires"
            ),
            models.UniqueConstraint(
                fields=["holder"], condition=Q(state="held") & ~Q(holder=""), name="booking_one_hold_each"
            ),
        ]
        indexes = [models.Index(fields=["starts"], condition=Q(state__in=["held", "booked"]), name="booking_active")]

    def __str__(self) -> str:
        return f"{self.resource_id}/{self.place} {self.starts:%Y-%m-%d %H:%M}"


class Waiting(models.Model):
    """Somebody who wants an earlier time, in the order of asking.

    resources: keys of resources that would do. length_minutes: how long it takes, per key. until: only times before
    this moment help. offer: the hold that keeps a freed time for this entry alone; one at a time.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    lengths: models.JSONField[Any, Any] = models.JSONField(_("Dauer je Ressource (Minuten)"))
    earliest = models.DateTimeField(_("Frühestens"))
    until = models.DateTimeField(_("Vor"))
    booking = models.ForeignKey(Booking, models.CASCADE, null=True, blank=True, related_name="waiting")
    offer = models.OneToOneField(Booking, models.SET_NULL, null=True, blank=True, related_name="offered_to")
    passed = ArrayField(models.CharField(max_length=120), verbose_name=_("Verstrichene Angebote"), default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Warteliste")
        verbose_name_plural = _("Warteliste")
        ordering = ["created_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(earliest__lt=F("until")), name="booking_waiting_forward")]

    def __str__(self) -> str:
        return str(self.uuid)
