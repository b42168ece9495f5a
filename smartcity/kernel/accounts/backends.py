"""Who may work in the Django admin: holders of the administrator role, without being superusers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Model

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.accounts.roles import ADMINISTRATOR

MODEL_ACTIONS = ("view_", "add_", "change_", "delete_")


class AdministrationBackend(BaseBackend):
    """Grants Django's four permissions on models, and nothing else, to administrators."""

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        """Whether ``perm`` is a permission on a model and the person administers."""
        action = perm.partition(".")[2]
        return isinstance(user_obj, Person) and action.startswith(MODEL_ACTIONS) and user_obj.holds(ADMINISTRATOR)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the person sees the app in the admin."""
        return isinstance(user_obj, Person) and user_obj.holds(ADMINISTRATOR)
