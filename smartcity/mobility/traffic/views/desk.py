"""The engineers' workplace: scenarios, experiments, their progress and results."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smartcity.kernel.accounts.access import require_role
from smartcity.kernel.accounts.views import signed_in
from smartcity.kernel.refusal import Refused
from smartcity.kernel.web.refusals import into_form
from smartcity.mobility.traffic import selectors, services
from smartcity.mobility.traffic.forms import ExperimentForm, ScenarioForm
from smartcity.mobility.traffic.models import Experiment, Scenario
from smartcity.mobility.traffic.reports import as_csv, as_json, report_of
from smartcity.mobility.traffic.roles import ENGINEER
from smartcity.mobility.traffic.tables import experiments_table


@require_safe
@require_role(ENGINEER)
def desk(request: HttpRequest) -> HttpResponse:
    """All scenarios, and all experiments with their progress."""
    table = experiments_table(request, selectors.experiments())
    if table.wants_csv:
        return table.csv("versuche")
    return render(request, "traffic/desk.html", {"table": table, "scenarios": selectors.scenarios()})


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(ENGINEER)
def upload(request: HttpRequest) -> HttpResponse:
    """Add a scenario."""
    sent = request.method == "POST"
    form = ScenarioForm(request.POST, request.FILES) if sent else ScenarioForm(initial={"begin": 25200, "end": 28800})
    if form.is_valid():
        try:
            made = form.save(signed_in(request))
        except Refused as refused:
            into_form(form, refused)
        else:
            messages.success(request, _("Gespeichert: %(title)s") % {"title": made.title})
            return redirect("traffic:scenario", made.uuid)
    return render(request, "traffic/upload.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(ENGINEER)
def scenario(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One scenario with its files and experiments; POST starts another one."""
    found = get_object_or_404(Scenario, uuid=uuid)
    form = ExperimentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = form.start(signed_in(request), found)
        except Refused as refused:
            into_form(form, refused)
        else:
            return redirect("traffic:experiment", made.uuid)
    table = experiments_table(request, selectors.experiments().filter(scenario=found))
    context = {"scenario": found, "files": found.files.defer("content"), "form": form, "table": table}
    return render(request, "traffic/scenario.html", context, status=422 if form.errors else 200)


@require_POST
@require_role(ENGINEER)
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete a scenario without experiments."""
    try:
        services.remove_scenario(actor=signed_in(request), scenario=get_object_or_404(Scenario, uuid=uuid))
    except Refused as refused:
        return _told(request, refused, "traffic:scenario", uuid)
    messages.success(request, _("Das Szenario ist gelöscht."))
    return redirect("traffic:desk")


@require_safe
@require_role(ENGINEER)
def experiment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One experiment: progress, then results."""
    return render(request, "traffic/experiment.html", {"report": report_of(_experiment(uuid))})


@require_POST
@require_role(ENGINEER)
def publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show an experiment to everybody, or (``zurueck``) no longer."""
    found = _experiment(uuid)
    if "zurueck" in request.POST:
        services.withdraw_experiment(actor=signed_in(request), experiment=found)
        return redirect("traffic:experiment", uuid)
    try:
        services.publish_experiment(actor=signed_in(request), experiment=found)
    except Refused as refused:
        return _told(request, refused, "traffic:experiment", uuid)
    return redirect("traffic:experiment", uuid)


@require_safe
@require_role(ENGINEER)
def experiment_csv(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An experiment's finished runs as CSV."""
    return as_csv(request, [_experiment(uuid)], "versuch")


@require_safe
@require_role(ENGINEER)
def experiment_json(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An experiment as JSON."""
    return as_json([get_object_or_404(selectors.with_files(selectors.with_runs()), uuid=uuid)], "versuch")


def _experiment(uuid: UUID) -> Experiment:
    return get_object_or_404(selectors.with_runs(), uuid=uuid)


def _told(request: HttpRequest, refused: Refused, address: str, uuid: UUID) -> HttpResponse:
    for refusal in refused.refusals:
        messages.error(request, f"{refusal.rule} {refusal.hint}")
    return redirect(address, uuid)
