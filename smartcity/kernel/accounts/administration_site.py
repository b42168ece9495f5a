"""The Django admin: for holders of the administrator role with a second factor, entered by the platform's sign-in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.sites import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity.kernel.accounts.guards import recorded
from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.roles import ADMINISTRATOR
from smartcity.kernel.accounts.second_factor import lacks_second_factor


class AdministrationSite(AdminSite):
    """The admin's doors. Every write in it is one transaction with an actor, like a service."""

    # other apps' tables (sessions, second factors, jobs) hold secrets or belong to machines
    managed_apps = "smartcity."
    site_header = site_title = _("Verwaltung der Stadtplattform")
    index_title = _("Übersicht")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take the platform's own models; third-party apps' registrations are passed over."""
        given = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        own = [model for model in given if model.__module__.startswith(self.managed_apps)]
        super().register(own, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person administers and has a second factor."""
        person = request.user
        return isinstance(person, Person) and person.holds(ADMINISTRATOR) and not lacks_second_factor(person)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap each of the admin's views in a transaction that knows its actor."""
        return super().admin_view(recorded(view), cacheable)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign in at the platform's own page, where second factors are asked for; 403 for others signed in."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")
