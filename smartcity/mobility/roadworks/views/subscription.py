"""Pages of a subscription: begin, confirm from the mail, see its addresses, end."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from smartcity.kernel.accounts.access import acting
from smartcity.kernel.accounts.limits import client_address, hit
from smartcity.kernel.refusal import Refused
from smartcity.kernel.web.errors import too_many_requests
from smartcity.kernel.web.refusals import into_form
from smartcity.mobility.roadworks import subscribing
from smartcity.mobility.roadworks.forms.subscribing import SubscribeForm
from smartcity.mobility.roadworks.models import Subscription

PER_HOUR = 20


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Begin a subscription."""
    sent = request.method == "POST"
    form = SubscribeForm(request.POST if sent else None)
    if sent and not hit(f"roadworks.subscribe:{client_address(request)}", PER_HOUR, 3600):
        return too_many_requests(request, retry_after=3600)
    if form.is_valid():
        try:
            made = subscribing.subscribe(actor=acting(request), **form.wanted())
        except Refused as refused:
            into_form(form, refused)
        else:
            # the secret of a mailed subscription stays in the mail: it proves who owns the address
            return redirect("roadworks:mailed") if made.email else redirect("roadworks:subscription", made.secret)
    return render(request, "roadworks/subscribe.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
def mailed(request: HttpRequest) -> HttpResponse:
    """Says that a mail is on its way."""
    return render(request, "roadworks/mailed.html")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm an address. Opening the link alone does nothing, because mail filters open links, too."""
    subscription = subscribing.subscription_behind(key)
    if subscription is None:
        raise Http404
    if request.method == "POST":
        subscribing.confirm_subscription(actor=acting(request), subscription=subscription)
        return redirect("roadworks:subscription", subscription.secret)
    return render(request, "roadworks/confirm_subscription.html", {"subscription": subscription})


@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, secret: str) -> HttpResponse:
    """A subscription's addresses and current works; POST ends it."""
    found = get_object_or_404(Subscription.objects.select_related("district"), secret=secret)
    if request.method == "POST":
        subscribing.end_subscription(actor=acting(request), subscription=found)
        return redirect("roadworks:list")
    works = subscribing.news_for(found).order_by("begins")[:50]
    response = render(request, "roadworks/subscription.html", {"subscription": found, "works": works})
    response["Referrer-Policy"] = "no-referrer"
    return response
