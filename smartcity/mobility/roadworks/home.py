"""The roadworks on the front page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.web.contributions import HomeCard, HomeContribution, LiveFigure, NewsItem
from smartcity.mobility.roadworks import selectors
from smartcity.mobility.roadworks.layers import WORKS
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.vocabulary import State

DAYS = 30
NEWS = 3


def figures() -> Sequence[LiveFigure]:
    """How many works are under way today, and on each of the last 30 days."""
    now = timezone.now()
    under_way = Roadwork.objects.filter(state=State.ACTIVE)
    moments = [now - timedelta(days=days) for days in range(DAYS - 1, 0, -1)]
    past = Roadwork.objects.filter(state__in=[State.ACTIVE, State.FINISHED])
    history = [past.filter(period__contains=moment).count() for moment in moments]
    count = under_way.count()
    return [
        LiveFigure(
            _("Baustellen im Gang"),
            count,
            observed_at=selectors.last_change(),
            address=reverse("roadworks:list"),
            history=[*history, count],
            history_text=_("die letzten 30 Tage"),
            simulated=under_way.filter(Q(is_simulated=True) | Q(is_demo=True)).exists(),
            delayed_after=86_400,
            stale_after=7 * 86_400,
            order=50,
        )
    ]


def news() -> Sequence[NewsItem]:
    """The next full closures."""
    coming = selectors.public().filter(full_closure=True, begins__gte=timezone.now()).order_by("begins")
    return [
        NewsItem(
            title=_("Vollsperrung: %(title)s") % {"title": work.title},
            when=timezone.localdate(work.begins),
            address=work.get_absolute_url(),
        )
        for work in selectors.for_list(coming)[:NEWS]
    ]


HOME = HomeContribution(
    cards=[
        HomeCard(
            _("Baustellen"),
            _("Weg prüfen"),
            lambda: reverse("roadworks:list"),
            "construction",
            _("Sperrungen und Umleitungen heute und in den nächsten Wochen."),
            order=20,
        )
    ],
    layers=[WORKS],
    figures=figures,
    news=news,
)
