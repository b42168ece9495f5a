"""Writes: store a scenario, start an experiment, note what its runs gave, publish and withdraw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from django.utils import timezone

from smartcity.kernel.jobs.app import app
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import Actor, service
from smartcity.mobility.traffic import scenario_files
from smartcity.mobility.traffic.comparing import BASELINE
from smartcity.mobility.traffic.control.registry import NAMES
from smartcity.mobility.traffic.models import LONGEST, Experiment, Run, Scenario
from smartcity.mobility.traffic.uploads import Upload, check_files

TASK = "traffic.simulate"
AT_A_TIME = 2  # runs over all workers: mail and the other jobs keep a worker's remaining places
MOST_SEEDS, LARGEST_SEED = 5, 99_999


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a scenario; begin and end in seconds of the day."""

    title: str
    begin: int
    end: int
    description: str = ""
    is_demo: bool = False


@service
def store_scenario(*, actor: Actor, facts: Facts, network: Upload, demand: Sequence[Upload]) -> Scenario:
    """Check and keep a network with its demand. Raises Refused naming file, line and rule; then nothing is kept."""
    if not 0 <= facts.begin < facts.end <= facts.begin + LONGEST:
        hint = f"Das Ende liegt nach dem Beginn, höchstens {LONGEST} s danach."
        raise Refused(
            [Refusal("end", "Das Zeitfenster ist leer oder zu lang.", f"{facts.begin} bis {facts.end}", hint)]
        )
    net, routes = check_files(network, demand, facts.begin, facts.end)
    made = Scenario.objects.create(
        title=facts.title.strip(),
        description=facts.description.strip(),
        begin=facts.begin,
        end=facts.end,
        signals=scenario_files.count_signals(net),
        is_demo=facts.is_demo,
    )
    scenario_files.keep(made, net, routes)
    return made


@service
def remove_scenario(*, actor: Actor, scenario: Scenario) -> None:
    """Delete a scenario that nobody has tried. Raises Refused once there are experiments: results need their input."""
    if scenario.experiments.exists():
        raise Refused([Refusal("szenario", "Zu diesem Szenario gibt es Versuche.", hint="Es bleibt als Nachweis.")])
    scenario.delete()


@service
def start_experiment(
    *, actor: Actor, scenario: Scenario, controllers: Iterable[str], seeds: Iterable[int]
) -> Experiment:
    """Queue one job per controller and seed; the fixed program is always among the controllers.

    Raises Refused for unknown controllers, or none to compare with the fixed program, and impossible seeds.
    """
    chosen = {BASELINE, *controllers}
    names = [name for name in NAMES if name in chosen]
    numbers = sorted(set(seeds))
    _check_choice(chosen, numbers)
    made = Experiment.objects.create(
        scenario=scenario, controllers=names, seeds=numbers, version=version("smartcity"), sumo=version("eclipse-sumo")
    )
    runs = [Run(experiment=made, controller=name, seed=seed) for seed in numbers for name in names]
    for number, run in enumerate(Run.objects.bulk_create(runs)):
        lock = f"{TASK}.{number % AT_A_TIME}"
        app.configure_task(TASK, lock=lock, priority=-10).defer(run_id=run.pk)
    return made


def _check_choice(chosen: set[str], seeds: list[int]) -> None:
    unknown = sorted(chosen - set(NAMES))
    if unknown:
        hint = f"Möglich sind: {', '.join(NAMES)}."
        raise Refused([Refusal("controllers", "Diese Steuerung gibt es nicht.", unknown[0][:40], hint)])
    if chosen == {BASELINE}:
        raise Refused([Refusal("controllers", "Wählen Sie mindestens eine Steuerung zum Vergleich.")])
    if not 1 <= len(seeds) <= MOST_SEEDS or not all(1 <= seed <= LARGEST_SEED for seed in seeds):
        rule = f"Nötig sind ein bis {MOST_SEEDS} Startwerte von 1 bis {LARGEST_SEED}."
        raise Refused([Refusal("seeds", rule, hint="Zum Beispiel 1, 2, 3.")])


@service
def begin_run(*, actor: Actor, run_id: int) -> Run | None:
    """Note that a run is being simulated; None when its outcome is known already or it is gone."""
    known = [Run.State.DONE, Run.State.FAILED]
    run = Run.objects.select_for_update(of=("self",)).filter(pk=run_id).exclude(state__in=known).first()
    if run is None:
        return None
    run.state, run.started_at = Run.State.RUNNING, timezone.now()
    run.save(update_fields=["state", "started_at"])
    return run


@service
def note_figures(*, actor: Actor, run: Run, figures: dict[str, Any]) -> None:
    """Keep what a run gave."""
    run.state, run.figures, run.ended_at = Run.State.DONE, figures, timezone.now()
    run.save(update_fields=["state", "figures", "ended_at"])


@service
def note_failure(*, actor: Actor, run: Run, refused: Refused) -> None:
    """Keep why a run gave nothing."""
    run.state, run.ended_at = Run.State.FAILED, timezone.now()
    run.refusals = [asdict(refusal) for refusal in refused.refusals]
    run.save(update_fields=["state", "refusals", "ended_at"])


@service
def publish_experiment(*, actor: Actor, experiment: Experiment) -> None:
    """Show it to everybody. Raises Refused while runs are open, or when one failed: half a comparison misleads."""
    if experiment.runs.exclude(state=Run.State.DONE).exists():
        rule, hint = "Es sind nicht alle Läufe fertig.", "Veröffentlicht wird nur ein vollständiger Vergleich."
        raise Refused([Refusal("versuch", rule, hint=hint)])
    if experiment.published_at is None:
        experiment.published_at = timezone.now()
        experiment.save(update_fields=["published_at"])


@service
def withdraw_experiment(*, actor: Actor, experiment: Experiment) -> None:
    """Take it off the public pages. Safe to repeat."""
    experiment.published_at = None
    experiment.save(update_fields=["published_at"])
