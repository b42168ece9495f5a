"""Rules about streams, and the alarms they raise."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db.models import MultiPolygonField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.telemetry.models.entities import Datastream, ObservedProperty


class Severity(models.TextChoices):
    """How bad it is."""

    NOTE = "note", _("Hinweis")
    WARNING = "warning", _("Warnung")
    CRITICAL = "critical", _("kritisch")


class Rule(models.Model):
    """What is out of order, for one stream or for all streams of a property at things with certain properties.

    lower, upper, hysteresis, span, area: see ``judgement.Criterion``. intervals: how many expected intervals of
    silence are too many. act: what happens besides the alarm; ``action``: key of the room's action for a job or
    command. notify_role hears of alarms (act ``notice``), and of those that nobody acknowledged within
    ``escalate_after`` minutes.
    """

    class Kind(models.TextChoices):
        """What is looked at."""

        THRESHOLD = "threshold", _("Schwellenwert")
        RATE = "rate", _("Änderung je Stunde")
        GEOFENCE = "geofence", _("Gebiet")
        STALE = "stale", _("Ausbleiben")

    class Act(models.TextChoices):
        """What happens besides the alarm."""

        ALARM = "alarm", _("nur Alarm")
        NOTICE = "notice", _("Nachricht")
        JOB = "job", _("Auftrag")
        COMMAND = "command", _("Befehl an ein Gerät")

    name = models.CharField(_("Name"), max_length=120)
    is_active = models.BooleanField(_("aktiv"), default=True)
    datastream = models.ForeignKey(
        Datastream, null=True, blank=True, on_delete=models.CASCADE, related_name="rules", verbose_name=_("Datenstrom")
    )
    observed_property = models.ForeignKey(
        ObservedProperty, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("Messgröße")
    )
    properties = models.JSONField(_("Eigenschaften der Dinge"), default=dict, blank=True)
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)
    lower = models.FloatField(_("untere Grenze"), null=True, blank=True)
    upper = models.FloatField(_("obere Grenze"), null=True, blank=True)
    hysteresis = models.FloatField(_("Abstand zur Entwarnung"), default=0.0)
    span = models.FloatField(_("Zeitspanne der Änderung in Sekunden"), default=0.0)
    intervals = models.FloatField(_("ausgebliebene Meldungen"), null=True, blank=True)
    area = MultiPolygonField(_("Gebiet"), srid=4326, null=True, blank=True)
    severity = models.CharField(_("Schwere"), max_length=10, choices=Severity.choices, default=Severity.WARNING)
    act = models.CharField(_("Folge"), max_length=10, choices=Act.choices, default=Act.ALARM)
    action = models.CharField(_("Aktion"), max_length=120, blank=True)
    argument = models.JSONField(_("Angaben zur Aktion"), default=dict, blank=True)
    notify_role = models.CharField(_("benachrichtigte Rolle"), max_length=60, blank=True)
    escalate_after = models.PositiveIntegerField(
        _("Eskalation nach Minuten"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("Regel")
        verbose_name_plural = _("Regeln")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="rule_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=["threshold", "rate", "geofence", "stale"]), name="rule_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind="stale") | Q(lower__isnull=False) | Q(upper__isnull=False), name="rule_has_a_bound"
            ),
            models.CheckConstraint(
                condition=Q(lower__isnull=True) | Q(upper__isnull=True) | Q(upper__gte=F("lower")),
                name="rule_bounds_in_order",
            ),
            models.CheckConstraint(condition=Q(hysteresis__gte=0) & Q(span__gte=0), name="rule_margins_not_negative"),
            models.CheckConstraint(
                condition=Q(kind="stale", intervals__isnull=False, intervals__gt=0)
                | (~Q(kind="stale") & Q(intervals__isnull=True)),
                name="rule_intervals_when_stale",
            ),
            models.CheckConstraint(
                condition=Q(kind="geofence", area__isnull=False) | (~Q(kind="geofence") & Q(area__isnull=True)),
                name="rule_area_when_geofence",
            ),
            models.CheckConstraint(
                condition=Q(act__in=["job", "command"]) & ~Q(action="") | Q(act__in=["alarm", "notice"]) & Q(action=""),
                name="rule_action_when_it_acts",
            ),
            models.CheckConstraint(condition=~Q(act="notice") | ~Q(notify_role=""), name="rule_notice_has_a_role"),
            models.CheckConstraint(
                condition=Q(escalate_after__isnull=True) | Q(escalate_after__gt=0) & ~Q(notify_role=""),
                name="rule_escalates_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(datastream__isnull=True) | Q(observed_property__isnull=True, properties={}),
                name="rule_one_stream_or_a_selection",
            ),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="rule_known_severity"),
        ]

    def __str__(self) -> str:
        return self.name


class RuleState(models.Model):
    """Up to when a stream is judged by a rule, and the reading that a change counts from."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="+")
    datastream = models.ForeignKey(Datastream, on_delete=models.CASCADE, related_name="+")
    judged = models.DateTimeField()
    base_time = models.DateTimeField()
    base = models.FloatField(null=True)

    class Meta:
        verbose_name = _("Stand einer Regel")
        verbose_name_plural = _("Stände der Regeln")
        constraints = [models.UniqueConstraint(fields=["rule", "datastream"], name="rule_state_once")]

    def __str__(self) -> str:
        return f"{self.rule_id}/{self.datastream_id}"


class Watch(models.Model):
    """Since when somebody looks out for silence without a gap: while nobody takes readings, no sensor is to blame."""

    name = models.CharField(max_length=20, primary_key=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Wache")
        verbose_name_plural = _("Wachen")

    def __str__(self) -> str:
        return self.name


class Alarm(models.Model):
    """A stream is out of order by a rule: raised, perhaps acknowledged and escalated, cleared; one at a time is open.

    observed_at: time of the reading (None for silence); measured: what broke the rule. cleared_by: whoever ended it by
    hand; None when the stream came back into order.
    """

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="alarms", verbose_name=_("Regel"))
    datastream = models.ForeignKey(
        Datastream, on_delete=models.CASCADE, related_name="alarms", verbose_name=_("Datenstrom")
    )
    severity = models.CharField(_("Schwere"), max_length=10, choices=Severity.choices)
    raised_at = models.DateTimeField(_("ausgelöst"))
    observed_at = models.DateTimeField(_("gemessen"), null=True, blank=True)
    measured = models.FloatField(_("Wert"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("bestätigt"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(_("Bemerkung"), max_length=500, blank=True)
    escalated_at = models.DateTimeField(_("eskaliert"), null=True, blank=True)
    cleared_at = models.DateTimeField(_("entwarnt"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-raised_at", "-pk"]
        verbose_name = _("Alarm")
        verbose_name_plural = _("Alarme")
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "datastream"], condition=Q(cleared_at__isnull=True), name="alarm_open_once"
            ),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="alarm_known_severity"),
            models.CheckConstraint(
                condition=Q(acknowledged_by__isnull=True) | Q(acknowledged_at__isnull=False),
                name="alarm_acknowledged_some_time",
            ),
            models.CheckConstraint(
                condition=Q(cleared_by__isnull=True) | Q(cleared_at__isnull=False), name="alarm_cleared_some_time"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(cleared_at__gte=F("raised_at")),
                name="alarm_cleared_after_raised",
            ),
        ]
        indexes = [models.Index(fields=["-raised_at", "-id"], name="alarm_newest")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.datastream}"
