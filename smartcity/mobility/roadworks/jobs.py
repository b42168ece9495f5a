"""What happens by itself: reminders, mails to subscribers, tidying of unconfirmed addresses."""

from __future__ import annotations

from smartcity.kernel.jobs.app import STEADY, app
from smartcity.kernel.service import SystemActor
from smartcity.mobility.roadworks.models import Subscription
from smartcity.mobility.roadworks.reminding import overdue_works, remind
from smartcity.mobility.roadworks.subscribing import drop_unconfirmed, tell_subscriber

ACTOR = SystemActor("roadworks-jobs")


@app.periodic(cron="*/10 * * * *")
@app.task(name="roadworks.remind", queueing_lock="roadworks.remind", retry=STEADY)
def remind_editors(timestamp: int) -> int:
    """Remind the responsible people of unconfirmed starts and ends; returns how many messages went out."""
    return sum(remind(actor=ACTOR, roadwork=work) for work in overdue_works().iterator(chunk_size=200))


@app.periodic(cron="5 * * * *")
@app.task(name="roadworks.tell", queueing_lock="roadworks.tell", retry=STEADY)
def tell_subscribers(timestamp: int) -> int:
    """Mail changes to subscribers; returns how many mails went out."""
    wanted = Subscription.objects.exclude(email="").exclude(confirmed_at=None)
    return sum(
        bool(tell_subscriber(actor=ACTOR, subscription=subscription))
        for subscription in wanted.iterator(chunk_size=200)
    )


@app.periodic(cron="40 3 * * *")
@app.task(name="roadworks.drop_unconfirmed", queueing_lock="roadworks.drop_unconfirmed", retry=STEADY)
def drop_unconfirmed_addresses(timestamp: int) -> int:
    """Forget addresses that nobody confirmed; returns how many."""
    return drop_unconfirmed(actor=ACTOR)
