"""The account's own pages; signing in and security are allauth's views with this house's templates."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity.kernel.accounts import demo_accounts, selectors, services
from smartcity.kernel.accounts.about_me import everything_about
from smartcity.kernel.accounts.erasure import erase_account
from smartcity.kernel.accounts.forms import ErasureForm, InvitationForm, OrganisationForm, ProfileForm
from smartcity.kernel.accounts.guards import MAILS, limited
from smartcity.kernel.accounts.models import ErasureProtocol, Invitation, Person
from smartcity.kernel.accounts.pdf import export_pdf, protocol_pdf
from smartcity.kernel.accounts.second_factor import lacks_second_factor
from smartcity.kernel.refusal import Refused

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


def signed_in(request: HttpRequest) -> Person:
    """The person behind the request; the views are reached after sign-in only."""
    assert isinstance(request.user, Person)  # noqa: S101  (login_required stands before)
    return request.user


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Profile, sign-in methods, organisations, data."""
    person = signed_in(request)
    context = {
        "methods": selectors.sign_in_methods(person),
        "roles": selectors.role_names(person),
        "memberships": selectors.memberships_of(person),
        "invitations": selectors.invitations_for(person),
    }
    return render(request, "accounts/overview.html", context)


@read_or_post
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Change names."""
    person = signed_in(request)
    form = ProfileForm(request.POST or None, instance=Person.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        services.update_profile(actor=person, person=person, **form.cleaned_data)
        messages.success(request, _("Ihr Profil ist gespeichert."))
        return redirect("accounts:overview")
    return render(request, "accounts/profile.html", {"form": form})


@require_safe
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why staff need a second factor, and where to set one up."""
    return render(request, "accounts/second_factor.html", {"lacking": lacks_second_factor(signed_in(request))})


@require_safe
@login_required
@never_cache
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything about me, on a page."""
    return render(request, "accounts/my_data.html", {"export": everything_about(signed_in(request))})


@require_safe
@login_required
@never_cache
def my_data_json(request: HttpRequest) -> HttpResponse:
    """Everything about me, for programs."""
    response = JsonResponse(
        everything_about(signed_in(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
    return response


@require_safe
@login_required
@never_cache
def my_data_pdf(request: HttpRequest) -> HttpResponse:
    """Everything about me, for reading and filing."""
    return _pdf(export_pdf(everything_about(signed_in(request))), "meine-daten.pdf")


@read_or_post
@login_required
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the account after consent."""
    person, form = signed_in(request), ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            protocol = erase_account(actor=person, person=person)
        except Refused as refused:
            return _refused(request, refused, "accounts:overview")
        logout(request)
        return redirect("accounts:erased", uuid=protocol.uuid)
    return render(request, "accounts/erase.html", {"form": form})


@require_safe
def erased(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The protocol of an erasure; whoever has its address may read it, it names nobody."""
    protocol = get_object_or_404(ErasureProtocol, uuid=uuid)
    return render(request, "accounts/erased.html", {"protocol": protocol})


@require_safe
def erased_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The protocol of an erasure as PDF."""
    return _pdf(protocol_pdf(get_object_or_404(ErasureProtocol, uuid=uuid)), "loeschprotokoll.pdf")


@read_or_post
@login_required
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Found an organisation."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = signed_in(request)
        made = services.found_organisation(actor=person, founder=person, **form.cleaned_data)
        return redirect("accounts:organisation", uuid=made.uuid)
    return render(request, "accounts/new_organisation.html", {"form": form})


@read_or_post
@login_required
@limited("invitation", MAILS)
def organisation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An organisation's members; its managers invite others here."""
    person = signed_in(request)
    found, manages = selectors.own_organisation(person, uuid)
    form = InvitationForm(request.POST or None) if manages else None
    if form and request.method == "POST" and form.is_valid():
        services.invite_member(actor=person, organisation=found, **form.cleaned_data)
        messages.success(request, _("Die Einladung ist verschickt."))
        return redirect("accounts:organisation", uuid=uuid)
    members = found.memberships.select_related("person").order_by("since")
    return render(request, "accounts/organisation.html", {"organisation": found, "members": members, "form": form})


@read_or_post
@login_required
def remove_member(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """End a membership after a question."""
    person = signed_in(request)
    membership = selectors.removable_membership(person, uuid, pk)
    if request.method != "POST":
        return render(request, "accounts/remove_member.html", {"membership": membership})
    try:
        services.end_membership(actor=person, membership=membership)
    except Refused as refused:
        return _refused(request, refused, "accounts:overview")
    return redirect("accounts:overview")


@read_or_post
@login_required
def invitation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Accept an invitation made to the person's own address."""
    person = signed_in(request)
    offer = get_object_or_404(Invitation.objects.select_related("organisation"), uuid=uuid, email=person.email)
    if request.method != "POST":
        return render(request, "accounts/invitation.html", {"invitation": offer})
    try:
        services.accept_invitation(actor=person, invitation=offer, person=person)
    except Refused as refused:
        return _refused(request, refused, "accounts:overview")
    return redirect("accounts:organisation", uuid=offer.organisation.uuid)


@require_safe
@never_cache
def demo(request: HttpRequest) -> HttpResponse:
    """The demo's accounts with password and current codes; there is no such page without the demo."""
    if not settings.DEMO:
        raise Http404
    return render(request, "accounts/demo.html", {"accounts": demo_accounts.listed()})


def _refused(request: HttpRequest, refused: Refused, target: str) -> HttpResponse:
    for refusal in refused.refusals:
        messages.error(request, f"{refusal.rule} {refusal.hint}".strip())
    return redirect(target)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
