"""The published part of the register in standard formats, as chunks of bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity.kernel.city.models import City
from smartcity.mobility.roadworks import selectors, subscribable
from smartcity.mobility.roadworks.formats import datex2, wzdx
from smartcity.mobility.roadworks.models import Roadwork, Subscription
from smartcity.mobility.roadworks.services import own_source
from smartcity.mobility.roadworks.subscribing import news_for

EVERY_S = 60
LATEST = 200


def day() -> date:
    """Today: works leave the feeds by time, too."""
    return timezone.localdate()


def publisher() -> str:
    """Who gives the data away; feeds answer also before a city is loaded."""
    return City.objects.values_list("official_name", flat=True).first() or "–"


def wzdx_chunks(works: QuerySet[Roadwork] | None = None) -> Iterator[bytes]:
    """WZDx 4.2 WorkZoneFeed."""
    who = wzdx.Publisher(publisher(), update_frequency_s=EVERY_S, sources={own_source(): publisher()})
    info = wzdx.feed_info(who, now=timezone.now())
    return wzdx.write(selectors.exported(_published(works)), feed_info=info)


def datex2_chunks(works: QuerySet[Roadwork] | None = None) -> Iterator[bytes]:
    """DATEX II v3 SituationPublication."""
    return datex2.write(selectors.exported(_published(works)), publisher=publisher(), now=timezone.now())


def atom_chunks(address: str, subscription: Subscription | None = None) -> Iterator[bytes]:
    """Atom feed of everything published, or of a subscription; the latest 200 changes."""
    works = _for_readers(subscription).order_by("-changed_at")[:LATEST]
    title = subscription.title if subscription else _("Baustellen, %(publisher)s") % {"publisher": publisher()}
    return subscribable.atom(works, title=title, address=address, changed=selectors.last_change())


def calendar_chunks(subscription: Subscription | None = None) -> Iterator[bytes]:
    """Calendar of everything published, or of a subscription."""
    title = subscription.title if subscription else _("Baustellen, %(publisher)s") % {"publisher": publisher()}
    works = _for_readers(subscription).order_by("begins")
    return subscribable.calendar(works.iterator(chunk_size=500), title=title)


def _for_readers(subscription: Subscription | None) -> QuerySet[Roadwork]:
    return news_for(subscription) if subscription else selectors.for_list(selectors.published())


def _published(works: QuerySet[Roadwork] | None) -> QuerySet[Roadwork]:
    return selectors.published() if works is None else works
