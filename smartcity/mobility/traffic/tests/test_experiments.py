"""From a stored scenario through jobs to figures in the database, and what is refused on the way."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from smartcity.kernel.refusal import Refused
from smartcity.mobility.traffic import demo, jobs, selectors, services
from smartcity.mobility.traffic.models import Experiment, Run, Scenario, ScenarioFile
from smartcity.mobility.traffic.services import Facts
from smartcity.mobility.traffic.tests.factories import ACTOR, crossing, experiment, figures, finished, scenario, states
from smartcity.mobility.traffic.uploads import Upload

pytestmark = pytest.mark.django_db


def test_an_experiment_is_a_job_per_run_of_which_two_go_at_a_time():
    made = experiment(controllers=("adaptive", "greedy"), seeds=(2, 1, 2))
    assert (made.controllers, made.seeds) == (["static", "greedy", "adaptive"], [1, 2])
    queued = ProcrastinateJob.objects.filter(task_name="traffic.simulate")
    assert sorted(job.args["run_id"] for job in queued) == sorted(made.runs.values_list("pk", flat=True))
    assert {job.lock for job in queued} == {"traffic.simulate.0", "traffic.simulate.1"}


def test_the_job_simulates_and_keeps_the_figures_and_a_second_try_changes_nothing():
    run = experiment().runs.get(controller="adaptive")
    assert jobs.simulate(run.pk)
    run.refresh_from_db()
    assert (run.state, run.figures["violations"]) == ("done", 0)
    assert run.figures["vehicles"] > 0
    assert not jobs.simulate(run.pk)


def test_a_run_that_a_killed_worker_left_is_begun_again():
    run = experiment().runs.get(controller="static")
    services.begin_run(actor=ACTOR, run_id=run.pk)
    assert jobs.simulate(run.pk)


def test_a_run_that_sumo_refuses_says_why_without_the_folder():
    network, demand = crossing()
    broken = Upload("fahrten.rou.xml", demand.sent.replace(b'departLane="best"', b'departLane="nowhere"'))
    stored = services.store_scenario(actor=ACTOR, facts=Facts("x", 0, 120), network=network, demand=[broken])
    made = services.start_experiment(actor=ACTOR, scenario=stored, controllers=["adaptive"], seeds=[1])
    assert not jobs.simulate(made.runs.get(controller="static").pk)
    run = made.runs.get(controller="static")
    assert (run.state, run.figures) == ("failed", None)
    assert run.refusals[0]["place"] == "fahrten.rou.xml"
    assert "/" not in run.refusals[0]["place"]
    assert states(made).count("waiting") == 1


def test_an_unexpected_error_is_noted_and_raised(monkeypatch):
    run = experiment().runs.first()
    monkeypatch.setattr(jobs, "evaluate", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.simulate(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"


def test_a_scenario_is_kept_as_a_whole_or_not_at_all():
    network, demand = crossing()
    quiet = Upload("n.net.xml", network.sent.replace(b"tlLogic", b"junction"))
    with pytest.raises(Refused, match=r"Lichtsignalanlage|widerspricht"):
        services.store_scenario(actor=ACTOR, facts=Facts("x", 0, 120), network=quiet, demand=[demand])
    assert not Scenario.objects.exists()
    scenario()
    assert ScenarioFile.objects.count() == 2


@pytest.mark.parametrize(("begin", "end"), [(10, 10), (20, 10), (0, 20_000), (-1, 5)])
def test_an_impossible_window_is_refused(begin, end):
    network, demand = crossing()
    with pytest.raises(Refused, match="Zeitfenster"):
        services.store_scenario(actor=ACTOR, facts=Facts("x", begin, end), network=network, demand=[demand])


@pytest.mark.parametrize(
    ("controllers", "seeds", "said"),
    [
        (["os:system"], [1], "gibt es nicht"),
        ([], [1], "mindestens eine"),
        (["adaptive"], [], "Startwerte"),
        (["adaptive"], [1, 2, 3, 4, 5, 6], "Startwerte"),
        (["adaptive"], [0], "Startwerte"),
    ],
)
def test_an_impossible_choice_is_refused(controllers, seeds, said):
    with pytest.raises(Refused, match=said):
        services.start_experiment(actor=ACTOR, scenario=scenario(), controllers=controllers, seeds=seeds)
    assert not Experiment.objects.exists()


def test_only_a_complete_comparison_is_published_and_can_be_withdrawn():
    made = experiment()
    with pytest.raises(Refused, match="nicht alle Läufe"):
        services.publish_experiment(actor=ACTOR, experiment=made)
    made = finished()
    assert list(selectors.published()) == [made]
    services.withdraw_experiment(actor=ACTOR, experiment=made)
    assert not selectors.published().exists()


def test_a_scenario_with_experiments_stays():
    made = experiment()
    with pytest.raises(Refused, match="gibt es Versuche"):
        services.remove_scenario(actor=ACTOR, scenario=made.scenario)
    services.remove_scenario(actor=ACTOR, scenario=scenario("frei"))
    assert Scenario.objects.count() == 1


def test_the_database_refuses_figures_of_a_run_that_is_not_done():
    run = experiment().runs.first()
    with pytest.raises(IntegrityError, match="traffic_run_figures"), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(figures=figures())


def test_the_demo_is_made_once_and_shown_when_it_is_simulated():
    assert "1 Versuch" in demo.load(ACTOR)
    assert demo.load(ACTOR) == "Demo-Szenario ist da"
    made = Experiment.objects.get()
    assert (made.scenario.signals, made.scenario.is_demo) == (30, True)
    assert not selectors.published().exists()
    for run in made.runs.all():
        services.note_figures(actor=ACTOR, run=run, figures=figures())
    assert selectors.published().exists()
