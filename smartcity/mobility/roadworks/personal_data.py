"""What the roadworks hold about a person, and how that goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.service import Actor
from smartcity.mobility.roadworks.models import Confirmation, Subscription


def about(person: Person) -> dict[str, Any]:
    """Subscriptions to the person's address, which need no account."""
    found = Subscription.objects.filter(Q(person=person) | Q(email=person.email))
    return {_("Baustellen-Abonnements"): [subscription.title for subscription in found]}


def erase(person: Person, actor: Actor) -> list[str]:
    """Delete subscriptions; confirmations stay without name, place and words: they prove when a street was free."""
    count, _by_model = Subscription.objects.filter(Q(person=person) | Q(email=person.email)).delete()
    kept = Confirmation.objects.filter(person=person).update(person=None, position=None, note="")
    lines = []
    if count:
        lines.append(
            ngettext("%(count)d Baustellen-Abonnement gelöscht.", "%(count)d Baustellen-Abonnements gelöscht.", count)
            % {"count": count}
        )
    if kept:
        lines.append(
            _("%(count)d Bestätigungen von Baustellen: Name, Standort und Bemerkung gelöscht; der Zeitpunkt bleibt.")
            % {"count": kept}
        )
    return lines
