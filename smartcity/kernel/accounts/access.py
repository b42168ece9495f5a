"""Doors: who may enter a page or an API operation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from ninja.security import SessionAuth

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.second_factor import lacks_second_factor
from smartcity.kernel.service import VISITOR, Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def acting(request: HttpRequest) -> Actor:
    """Whoever asks: the signed-in person, or a visitor without a name."""
    return request.user if isinstance(request.user, Person) else VISITOR


def require_role(*roles: str) -> Callable[[View[P]], View[P]]:
    """View decorator: only holders of one of the roles, staff only with a second factor.

    A stranger is sent to sign in, staff without a second factor to set one up, anybody else gets 403.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.holds(*roles):
                raise PermissionDenied
            if lacks_second_factor(request.user):
                return redirect("accounts:second-factor")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


class SignedIn(SessionAuth):
    """django-ninja ``auth=``: anybody signed in by the browser's session (CSRF is checked); 401 for strangers."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        """The person, or None."""
        return request.user if isinstance(request.user, Person) else None


class WithRole(SignedIn):
    """django-ninja ``auth=``: a holder of one of the roles; 401 for strangers, 403 for everybody else."""

    def __init__(self, *roles: str) -> None:
        super().__init__()
        self.roles = roles

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The person, or None; raises PermissionDenied without role or second factor."""
        person = super().authenticate(request, key)
        if person is not None and (not person.holds(*self.roles) or lacks_second_factor(person)):
            raise PermissionDenied
        return person
