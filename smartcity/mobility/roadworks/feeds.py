"""The published part of the register in standard formats, as chunks of bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from smartcity.kernel.city.selectors import current_city
from smartcity.mobility.roadworks import selectors
from smartcity.mobility.roadworks.formats import datex2, wzdx
from smartcity.mobility.roadworks.models import Roadwork
from smartcity.mobility.roadworks.services import own_source

EVERY_S = 60


def day() -> date:
    """Today: works leave the feeds by time, too."""
    return timezone.localdate()


def publisher() -> str:
    """Who gives the data away."""
    return current_city().official_name


def wzdx_chunks(works: QuerySet[Roadwork] | None = None) -> Iterator[bytes]:
    """WZDx 4.2 WorkZoneFeed."""
    who = wzdx.Publisher(publisher(), update_frequency_s=EVERY_S, sources={own_source(): publisher()})
    info = wzdx.feed_info(who, now=timezone.now())
    return wzdx.write(selectors.exported(_published(works)), feed_info=info)


def datex2_chunks(works: QuerySet[Roadwork] | None = None) -> Iterator[bytes]:
    """DATEX II v3 SituationPublication."""
    return datex2.write(selectors.exported(_published(works)), publisher=publisher(), now=timezone.now())


def _published(works: QuerySet[Roadwork] | None) -> QuerySet[Roadwork]:
    return selectors.published() if works is None else works
