"""The way to the open data."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import NavigationEntry, Situation

NAVIGATION = [
    NavigationEntry(
        _("Offene Daten"),
        lambda: reverse("opendata:datasets"),
        summary=_("Daten der Stadt zum Weiterverwenden, mit Lizenz und Schnittstelle."),
        icon="database",
        situation=Situation.OPEN_DATA,
        order=500,
    ),
]
