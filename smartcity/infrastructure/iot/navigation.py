"""Ways to the sensors."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import NavigationEntry

NAVIGATION = [
    NavigationEntry(
        _("Geräte und Sensoren"),
        lambda: reverse("iot:devices"),
        _("Geräte aufnehmen, Zugänge ausgeben, sehen, was abgelehnt wurde."),
        icon="sensors",
        workplace=True,
        permission="iot.operate",
        order=60,
    ),
    NavigationEntry(
        _("Alarme"),
        lambda: reverse("iot:alarms"),
        _("Sehen, was nicht in Ordnung ist, und sich darum kümmern."),
        icon="warning",
        workplace=True,
        permission="iot.operate",
        order=61,
    ),
]
