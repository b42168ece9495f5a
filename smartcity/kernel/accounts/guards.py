"""What stands before a sign-in page: limits on tries, the actor for the audit, and the demo's protection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.internal.stagekit import unstash_login
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from smartcity.kernel.accounts.limits import client_address, forget, hit
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.service import Actor, SystemActor, declare_actor

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Limit:
    """Tries per window: ``per_address`` from one client, ``per_account`` against one account, from wherever."""

    per_address: int
    per_account: int
    window_s: int


PASSWORDS = Limit(per_address=40, per_account=10, window_s=900)
CODES = Limit(per_address=40, per_account=8, window_s=900)
MAILS = Limit(per_address=20, per_account=5, window_s=3600)


def limited(action: str, limit: Limit) -> Callable[[View], View]:
    """Refuse a POST with 429 once the client or the account it names was tried too often.

    A sign-in that succeeds clears the account's count, not the address's.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in SAFE:
                return view(request, *args, **kwargs)
            account = account_named(request)
            account_key = f"{action}:account:{account}"
            allowed = hit(f"{action}:address:{client_address(request)}", limit.per_address, limit.window_s)
            if account:
                allowed = hit(account_key, limit.per_account, limit.window_s) and allowed
            if not allowed:
                refuse = import_string(settings.RATE_LIMITED_VIEW)
                refused: HttpResponseBase = refuse(request, retry_after=limit.window_s)
                return refused
            was_signed_in = request.user.is_authenticated
            response = view(request, *args, **kwargs)
            if account and not was_signed_in and request.user.is_authenticated:
                forget(account_key)
            return response

        return guarded

    return decorate


def account_named(request: HttpRequest) -> str:
    """The account a POST is about: the person signed in, the pending sign-in's, or the address typed; else ""."""
    if isinstance(request.user, Person):
        return f"person:{request.user.pk}"
    typed = (request.POST.get("login") or request.POST.get("email") or "").strip().lower()
    if typed:
        return f"email:{typed}"
    pending = unstash_login(request, peek=True)
    if pending is not None and pending.user is not None:
        return f"person:{pending.user.pk}"
    return f"email:{pending.email.lower()}" if pending is not None and pending.email else ""


def recorded(view: View) -> View:
    """Run an unsafe request of a foreign view (allauth, Django admin) in one transaction with a known actor.

    Only what pages use is let through: Django's form views would take PUT for POST.
    """

    @wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in SAFE:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "HEAD", "OPTIONS", "POST"])
        match = request.resolver_match
        action = f"accounts.{match.url_name}" if match else "accounts"
        with transaction.atomic():
            declare_actor(_actor(request), action)
            return view(request, *args, **kwargs)

    return declared


def _actor(request: HttpRequest) -> Actor:
    if isinstance(request.user, Person):
        return request.user
    pending = unstash_login(request, peek=True)
    if pending is not None and isinstance(pending.user, Person):
        return pending.user
    return SystemActor("sign-in")


def kept_in_demo(view: View) -> View:
    """Leave demo accounts as they are: everybody knows their password, and the next visitor needs it too."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in SAFE and isinstance(request.user, Person) and request.user.is_demo:
            messages.error(request, _("Demo-Konten bleiben, wie sie sind. Legen Sie ein eigenes Konto an."))
            return redirect("accounts:overview")
        return view(request, *args, **kwargs)

    return guarded
