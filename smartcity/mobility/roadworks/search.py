"""Works by title, street or description."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartcity.kernel.web.contributions import SearchHit
from smartcity.mobility.roadworks import selectors
from smartcity.mobility.roadworks.vocabulary import State


def SEARCH(query: str, *, request: HttpRequest, limit: int) -> Sequence[SearchHit]:  # noqa: N802  (discovered name)
    """Works that are not over and carry every word of the query; works under way first."""
    found = selectors.public().filter(Q(ends__gte=timezone.now()) | Q(state__in=selectors.WAITING))
    for word in query.split()[:6]:
        found = found.filter(selectors.mentions(word))
    return [
        SearchHit(
            title=work.title,
            address=work.get_absolute_url(),
            kind=_("Baustelle"),
            text=f"{date_format(work.begins, 'SHORT_DATE_FORMAT')} – {date_format(work.ends, 'SHORT_DATE_FORMAT')}",
            rank=1.0 if work.state == State.ACTIVE else 0.5,
            icon="construction",
        )
        for work in selectors.for_list(found).order_by("begins")[:limit]
    ]
