"""People, organisations and roles in the Django admin. Roles change by the services, so that staff status follows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from smartcity.kernel.accounts.models import Membership, Organisation, Person, RoleGrant
from smartcity.kernel.accounts.roles import declared_roles
from smartcity.kernel.accounts.services import grant_role, revoke_role


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    """Looking people up, correcting names, locking accounts; sign-in itself belongs to the person."""

    list_display = ("email", "given_name", "family_name", "is_active", "is_staff", "is_demo", "date_joined")
    list_filter = ("is_active", "is_staff", "is_demo")
    search_fields = ("email", "given_name", "family_name")
    fields = ("email", "given_name", "family_name", "is_active", "is_staff", "date_joined", "last_login")
    readonly_fields = ("email", "is_staff", "date_joined", "last_login")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up by themselves."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Accounts are erased with a protocol, by their owners."""
        return False


class RoleGrantForm(forms.ModelForm[RoleGrant]):
    """A role to grant, chosen from the declared ones."""

    role = forms.ChoiceField(label="Rolle")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(role.key, f"{role.name} ({role.key})") for role in declared_roles().values()]


@admin.register(RoleGrant)
class RoleGrantAdmin(admin.ModelAdmin[RoleGrant]):
    """Granting and revoking roles."""

    form = RoleGrantForm
    list_display = ("person", "role", "office", "since")
    list_filter = ("role",)
    list_select_related = ("person",)
    raw_id_fields = ("person",)

    def has_change_permission(self, request: HttpRequest, obj: RoleGrant | None = None) -> bool:
        """A grant is given and taken, never rewritten."""
        return False

    def save_model(self, request: HttpRequest, obj: RoleGrant, form: Any, change: bool) -> None:
        """Grant the role."""
        grant = grant_role(actor=_person(request), person=obj.person, key=obj.role, office=obj.office)
        obj.pk = grant.pk

    def delete_model(self, request: HttpRequest, obj: RoleGrant) -> None:
        """Revoke the role."""
        revoke_role(actor=_person(request), person=obj.person, key=obj.role, office=obj.office)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> None:
        """Revoke several roles."""
        for grant in queryset.select_related("person"):
            self.delete_model(request, grant)


class MembershipInline(admin.TabularInline[Membership, Organisation]):
    """Members of an organisation."""

    model = Membership
    raw_id_fields = ("person",)
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin[Organisation]):
    """Organisations and their members."""

    list_display = ("name", "kind", "is_demo", "created_at")
    list_filter = ("kind", "is_demo")
    search_fields = ("name",)
    inlines = (MembershipInline,)


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101  (the admin lets nobody else in)
    return request.user
