"""The citizen's way: services, times, a hold with its details, the appointment."""

from __future__ import annotations

from contextlib import suppress
from secrets import token_urlsafe

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity.egovernment.appointments import ics, selectors, wishes
from smartcity.egovernment.appointments import services as writes
from smartcity.egovernment.appointments.forms import DetailsForm
from smartcity.egovernment.appointments.models import Appointment
from smartcity.egovernment.appointments.services import HOLDS_PER_HOUR
from smartcity.kernel.accounts.access import acting
from smartcity.kernel.accounts.limits import client_address, hit
from smartcity.kernel.booking.models import Booking
from smartcity.kernel.booking.services import active
from smartcity.kernel.refusal import Refused
from smartcity.kernel.web.errors import too_many_requests
from smartcity.kernel.web.refusals import into_form

HOLDER = "appointments.visitor"
STEPS = (_("Leistung"), _("Ort und Zeit"), _("Ihre Angaben"))


@never_cache
@require_safe
def services(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    """First step: what is to be done."""
    try:
        counts = wishes.counts_of(request.GET)
    except Refused as wrong:
        counts, refused = {}, refused or wrong
    found = [(row, counts.get(row.key, 0)) for row in selectors.services()]
    context = {"services": found, "refused": refused, "prefix": wishes.PREFIX, "steps": STEPS}
    return render(request, "appointments/services.html", context, status=422 if refused else 200)


@never_cache
@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """Second step: where and when."""
    try:
        page = wishes.times_page(wishes.counts_of(request.GET), request.GET)
    except Refused as refused:
        return services(request, refused)
    return render(
        request, "appointments/times.html", {"page": page, "to": reverse("appointments:hold"), "steps": STEPS}
    )


@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Hold the chosen time; back to the times when somebody else was faster."""
    if not hit(f"appointments.hold:{client_address(request)}", HOLDS_PER_HOUR, 3600):
        return too_many_requests(request, retry_after=3600)
    holder = request.session.setdefault(HOLDER, token_urlsafe(16))
    try:
        counts = wishes.counts_of(request.POST)
        office, starts = wishes.office_and_time(request.POST)
        held = writes.reserve_time(actor=acting(request), office=office, starts=starts, counts=counts, holder=holder)
    except Refused as refused:
        return _other_times(request, refused)
    return redirect("appointments:appointment", held.secret)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: HttpRequest, secret: str) -> HttpResponse:
    """A held time with the form for its details, or the appointment; POST confirms it."""
    found = _behind(secret)
    known = {"name": found.name, "email": found.email, "phone": found.phone}
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            writes.confirm_appointment(actor=acting(request), appointment=found, details=form.details(), secret=secret)
            return redirect("appointments:appointment", secret)
        except Refused as refused:
            into_form(form, refused)
            found = _behind(secret)
    return _page(request, found, secret, form)


@require_POST
def extend(request: HttpRequest, secret: str) -> HttpResponse:
    """More time for the details."""
    with suppress(Refused):  # the page says that the hold has expired
        writes.extend_hold(actor=acting(request), appointment=_behind(secret))
    return redirect("appointments:appointment", secret)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask, then cancel."""
    found, refused = _behind(secret), None
    if request.method == "POST":
        try:
            writes.cancel_appointment(actor=acting(request), appointment=found)
            return redirect("appointments:appointment", secret)
        except Refused as wrong:
            refused = wrong
    context = {"appointment": found, "secret": secret, "refused": refused}
    return _quiet(render(request, "appointments/cancel.html", context, status=422 if refused else 200))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose another time for an appointment."""
    found, refused = _behind(secret), None
    if request.method == "POST":
        try:
            office, starts = wishes.office_and_time(request.POST)
            writes.move_appointment(
                actor=acting(request), appointment=found, office=office, starts=starts, secret=secret
            )
            return redirect("appointments:appointment", secret)
        except Refused as wrong:
            refused = wrong
    return _moving(request, found, secret, refused)


@require_safe
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The appointment for a calendar."""
    found = _behind(secret)
    if found.confirmed_at is None:
        raise Http404
    response = HttpResponse(ics.calendar(found, _address(secret)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return response


def _behind(secret: str) -> Appointment:
    found = selectors.behind(secret)
    if found is None:
        raise Http404
    return found


def _address(secret: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('appointments:appointment', args=[secret])}"


def _quiet(response: HttpResponse) -> HttpResponse:
    """The secret stays in the address and goes nowhere else."""
    response["Referrer-Policy"] = "no-referrer"
    return response


def _page(request: HttpRequest, found: Appointment, secret: str, form: DetailsForm) -> HttpResponse:
    context = {
        "appointment": found,
        "secret": secret,
        "steps": STEPS,
        "form": form,
        "place": ics.place(found.office.office),
        "documents": selectors.documents(found),
        "again": wishes.query_of(selectors.counts(found)),
    }
    if found.booking.state == Booking.State.HELD and active(found.booking):
        return _quiet(render(request, "appointments/details.html", context, status=422 if form.errors else 200))
    if found.confirmed_at is None:
        return _quiet(render(request, "appointments/expired.html", context, status=410))
    more = {"stands": writes.stands(found), "qr": ics.qr_code(_address(secret)), "link": _address(secret)}
    return _quiet(render(request, "appointments/appointment.html", context | more))


def _moving(request: HttpRequest, found: Appointment, secret: str, refused: Refused | None) -> HttpResponse:
    if not writes.stands(found):
        raise Http404
    given = {"stelle": found.office.office.key, **request.GET.dict()}
    context = {
        "page": wishes.times_page(selectors.counts(found), given),
        "appointment": found,
        "secret": secret,
        "refused": refused,
        "to": reverse("appointments:move", args=[secret]),
    }
    return _quiet(render(request, "appointments/times.html", context, status=409 if refused else 200))


def _other_times(request: HttpRequest, refused: Refused) -> HttpResponse:
    try:
        page = wishes.times_page(wishes.counts_of(request.POST), {})
    except Refused as wrong:
        context = {
            "services": [(row, 0) for row in selectors.services()],
            "refused": wrong,
            "prefix": wishes.PREFIX,
            "steps": STEPS,
        }
        return render(request, "appointments/services.html", context, status=422)
    context = {"page": page, "refused": refused, "to": reverse("appointments:hold"), "steps": STEPS}
    return render(request, "appointments/times.html", context, status=409)
