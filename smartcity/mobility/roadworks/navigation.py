"""Ways to the roadworks."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import NavigationEntry, Situation

NAVIGATION = [
    NavigationEntry(
        _("Baustellen"),
        lambda: reverse("roadworks:list"),
        _("Wo gebaut wird, wie lange, und wie Sie daran vorbeikommen."),
        icon="construction",
        situation=Situation.TRAVEL,
        order=20,
    ),
    NavigationEntry(
        _("Baustellen pflegen"),
        lambda: reverse("roadworks:desk"),
        _("Baustellen eintragen, prüfen, bestätigen, einlesen."),
        icon="construction",
        workplace=True,
        permission="roadworks.edit",
        order=20,
    ),
    NavigationEntry(
        _("Veranstaltungen, Lkw-Routen"),
        lambda: reverse("roadworks:road-uses"),
        _("Was die Straßen sonst noch braucht: für die Prüfung neuer Baustellen."),
        icon="event",
        workplace=True,
        permission="roadworks.edit",
        order=21,
    ),
]
