"""Ways to the traffic signals."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import NavigationEntry, Situation

NAVIGATION = [
    NavigationEntry(
        _("Ampelsteuerung"),
        lambda: reverse("traffic:overview"),
        _("Wie Ampeln vorausschauend schalten, und was es bringt."),
        icon="traffic",
        situation=Situation.TRAVEL,
        order=40,
    ),
    NavigationEntry(
        _("Ampelsteuerung erproben"),
        lambda: reverse("traffic:desk"),
        _("Szenarien hochladen, Steuerungen vergleichen, Ergebnisse veröffentlichen."),
        icon="traffic",
        workplace=True,
        permission="traffic.experiment",
        order=40,
    ),
]
