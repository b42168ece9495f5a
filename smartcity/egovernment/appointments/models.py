"""Where and for what appointments are given, and the appointments themselves.

Times, places and their exclusion are the booking engine's; here stands whose appointment it is and what for.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class AppointmentOffice(models.Model):
    """An office of the city that gives appointments. keep_days: how long after it personal data are kept."""

    office = models.OneToOneField("city.Office", models.CASCADE, related_name="+", verbose_name=_("Stelle"))
    resource = models.OneToOneField("booking.Resource", models.PROTECT, related_name="+", verbose_name=_("Schalter"))
    ahead_days = models.PositiveSmallIntegerField(_("Buchbar im Voraus (Tage)"), default=60)
    keep_days = models.PositiveSmallIntegerField(_("Löschung der Personendaten nach (Tagen)"), default=30)
    verified = models.BooleanField(_("Angaben geprüft"), default=False)

    class Meta:
        verbose_name = _("Terminstelle")
        verbose_name_plural = _("Terminstellen")
        ordering = ["office__key"]
        constraints = [
            models.CheckConstraint(condition=Q(ahead_days__range=(1, 366)), name="appointments_office_ahead"),
            models.CheckConstraint(condition=Q(keep_days__lte=365), name="appointments_office_keep"),
        ]

    def __str__(self) -> str:
        return self.office.title


class Service(models.Model):
    """Something that is done at a counter. minutes: for one; most: how often in one visit; bring: documents."""

    key = models.SlugField(_("Schlüssel"), max_length=80, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    name_en = models.CharField(_("Englischer Name"), max_length=160)
    minutes = models.PositiveSmallIntegerField(_("Dauer (Minuten)"))
    most = models.PositiveSmallIntegerField(_("Höchstens je Termin"), default=4)
    bring = models.TextField(_("Mitzubringen"), blank=True)
    bring_en = models.TextField(_("Mitzubringen (englisch)"), blank=True)
    position = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    offices = models.ManyToManyField(AppointmentOffice, related_name="services", verbose_name=_("Stellen"))

    class Meta:
        verbose_name = _("Leistung")
        verbose_name_plural = _("Leistungen")
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(5, 240), minutes__gt=0), name="appointments_service_minutes"
            ),
            models.CheckConstraint(condition=Q(most__range=(1, 6)), name="appointments_service_most"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name

    @property
    def documents(self) -> list[str]:
        """What to bring, in the reader's language."""
        text = self.bring_en if (get_language() or "").startswith("en") else self.bring
        return [line for line in text.splitlines() if line]


class Appointment(models.Model):
    """Whose time it is. ``booking`` says when and whether it stands; ``digest`` knows the secret of its address."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    office = models.ForeignKey(AppointmentOffice, models.PROTECT, related_name="appointments", verbose_name=_("Stelle"))
    booking = models.OneToOneField("booking.Booking", models.CASCADE, related_name="+", verbose_name=_("Buchung"))
    name = models.CharField(_("Name"), max_length=120, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=30, blank=True)
    language = models.CharField(_("Sprache"), max_length=2, default="de")
    created_at = models.DateTimeField(_("Angelegt"), auto_now_add=True)
    preconfirmed_at = models.DateTimeField(_("Link verschickt"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("Bestätigt"), null=True, blank=True)
    changed_at = models.DateTimeField(_("Geändert"), auto_now=True)

    class Meta:
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")
        ordering = ["booking__starts", "pk"]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def number(self) -> str:
        """What is called out: short, and without a name."""
        return f"T{self.pk % 1000:03d}"


class Item(models.Model):
    """A service that is done in an appointment, ``count`` times."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="items", verbose_name=_("Termin"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("Leistung"))
    count = models.PositiveSmallIntegerField(_("Anzahl"))

    class Meta:
        verbose_name = _("Leistung im Termin")
        verbose_name_plural = _("Leistungen im Termin")
        ordering = ["service__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["appointment", "service"], name="appointments_item_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="appointments_item_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.service_id}"
