"""Subscriptions: news of works on a way or in a district, by mail (after double opt-in), feed or calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, LineString
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.city.models import District
from smartcity.kernel.notices.services import send_notice
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service
from smartcity.mobility.roadworks import selectors
from smartcity.mobility.roadworks.bounds import city_bounds
from smartcity.mobility.roadworks.models import Roadwork, Subscription
from smartcity.mobility.roadworks.records import geometry, geos
from smartcity.mobility.roadworks.stretches import corridor

SALT = "roadworks.subscription"
CONFIRM_WITHIN = timedelta(days=3)
ON_THE_WAY_M = 60.0
PER_MAIL = 30


@service
def subscribe(
    *,
    actor: Actor,
    title: str,
    email: str = "",
    district: District | None = None,
    route: LineString | None = None,
    full_closures_only: bool = False,
) -> Subscription:
    """Begin a subscription to a district or a route (WGS84). An e-mail address gets a mail to confirm first.

    Raises Refused without a place, with two, or with a route outside the city.
    """
    if (district is None) == (route is None):
        raise Refused([Refusal("district", "Wählen Sie entweder einen Bezirk oder einen Weg.")])
    if route is not None and (refusals := city_bounds().check(geometry(route), "route")):
        raise Refused(refusals)
    subscription = Subscription(
        title=title.strip()[:120],
        email=email.strip().lower(),
        person=actor if isinstance(actor, Person) else None,
        language="en" if (get_language() or "de").startswith("en") else "de",
        district=district,
        route=route,
        full_closures_only=full_closures_only,
    )
    subscription.save()
    if subscription.email:
        _send(actor, subscription, "confirm", {"link": _address("confirm", confirmation_key(subscription))})
    return subscription


@service
def confirm_subscription(*, actor: Actor, subscription: Subscription) -> Subscription:
    """The address's owner wants it: from now on changes are mailed. Safe to repeat."""
    if subscription.confirmed_at is None:
        subscription.confirmed_at = subscription.told_until = timezone.now()
        subscription.save(update_fields=["confirmed_at", "told_until"])
    return subscription


@service
def end_subscription(*, actor: Actor, subscription: Subscription) -> None:
    """Delete a subscription with its address."""
    subscription.delete()


@service
def tell_subscriber(*, actor: Actor, subscription: Subscription) -> int:
    """Mail what has changed since the last time; returns how many works. Each change is told once."""
    row = Subscription.objects.select_for_update(skip_locked=True).filter(pk=subscription.pk).first()
    if row is None or not row.email or row.confirmed_at is None:
        return 0
    now = timezone.now()
    changed = news_for(row).filter(changed_at__gt=row.told_until or row.confirmed_at, changed_at__lte=now)
    works = list(changed.order_by("begins")[:PER_MAIL])
    row.told_until = now
    row.save(update_fields=["told_until"])
    if works:
        _send(actor, row, "news", {"works": works, "manage": _address("subscription", row.secret)})
    return len(works)


@service
def drop_unconfirmed(*, actor: Actor) -> int:
    """Delete addresses that nobody confirmed within three days; returns how many."""
    forgotten = Subscription.objects.filter(confirmed_at=None, created_at__lt=timezone.now() - CONFIRM_WITHIN)
    return forgotten.exclude(email="").delete()[0]


def news_for(subscription: Subscription) -> QuerySet[Roadwork]:
    """Works on the subscription's way or in its district that are not over, and cancellations of such."""
    found = Roadwork.objects.filter(Q(ends__gte=timezone.now()) | Q(state__in=selectors.WAITING))
    if subscription.full_closures_only:
        found = found.filter(full_closure=True)
    if subscription.district is not None:
        found = found.filter(selectors.in_district(subscription.district.number))
    if subscription.route is not None:
        found = found.filter(on_the_way(subscription.route))
    return selectors.for_list(found)


def on_the_way(route: GEOSGeometry) -> Q:
    """Works within 60 m of the route."""
    return Q(geometry__intersects=geos(corridor(geometry(route).lines[0], ON_THE_WAY_M)))


def confirmation_key(subscription: Subscription) -> str:
    """What only the mail knows: proves that its reader owns the address."""
    return signing.dumps(str(subscription.uuid), salt=SALT)


def subscription_behind(key: str) -> Subscription | None:
    """The subscription of a key from a mail; None for a wrong or old one."""
    try:
        uuid = signing.loads(key, salt=SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    return Subscription.objects.filter(uuid=uuid).first()


def _address(page: str, key: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(f'roadworks:{page}', args=[key])}"


def _send(actor: Actor, subscription: Subscription, template: str, context: dict[str, Any]) -> None:
    with override(subscription.language):
        send_notice(
            actor=actor,
            recipient=subscription.email,
            template=f"roadworks/notices/{template}",
            context={"subscription": subscription, **context},
        )
