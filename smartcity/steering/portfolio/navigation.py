"""Ways into the portfolio."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import NavigationEntry, Situation

NAVIGATION = [
    NavigationEntry(
        title=_("Masterplan"),
        address=lambda: reverse("portfolio:plan"),
        summary=_("Sieben Handlungsfelder, ein Plan: was die Stadt digital vorhat und wie weit sie ist."),
        icon="explore",
        plan=True,
        order=10,
    ),
    NavigationEntry(
        title=_("Projekte"),
        address=lambda: reverse("portfolio:projects"),
        summary=_("Alle Projekte und Maßnahmen des Masterplans: suchen, filtern, vergleichen."),
        icon="lightbulb",
        situation=Situation.PARTICIPATION,
        plan=True,
        order=20,
    ),
    NavigationEntry(
        title=_("Partner"),
        address=lambda: reverse("portfolio:partners"),
        summary=_("Wer den Masterplan gemeinsam voranbringt."),
        icon="handshake",
        situation=Situation.PARTICIPATION,
        order=30,
    ),
    NavigationEntry(
        title=_("Gremien"),
        address=lambda: reverse("portfolio:boards"),
        summary=_("Wer über den Masterplan entscheidet, und nach welchen Regeln."),
        icon="groups",
        situation=Situation.PARTICIPATION,
        order=40,
    ),
]
