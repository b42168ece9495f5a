"""Ways to the appointments."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import NavigationEntry, Situation

NAVIGATION = [
    NavigationEntry(
        _("Termin buchen"),
        lambda: reverse("appointments:services"),
        _("Bei den Bürger-Service-Stationen und beim Straßenverkehrsamt: ohne Konto, ohne Anruf."),
        icon="event",
        situation=Situation.OFFICE,
        order=10,
    ),
]
