"""Simulations in the background: one job per run, so that an experiment spreads over workers."""

from __future__ import annotations

from smartcity.kernel.jobs.app import app
from smartcity.kernel.refusal import Refusal, Refused
from smartcity.kernel.service import SystemActor
from smartcity.mobility.traffic import services
from smartcity.mobility.traffic.evaluate import evaluate
from smartcity.mobility.traffic.scenario_files import unpacked

ACTOR = SystemActor("traffic-jobs")


@app.task(name=services.TASK)
def simulate(run_id: int) -> bool:
    """Simulate one run in a process of its own and keep its figures, or why there are none; True when it was done.

    Repeating it is safe: a run whose outcome is known is left alone, one that a killed worker left is begun again.
    """
    run = services.begin_run(actor=ACTOR, run_id=run_id)
    if run is None:
        return False
    try:
        with unpacked(run.experiment.scenario) as it:
            result = evaluate(
                it.net, it.routes, begin=it.begin, end=it.end, controller=run.controller, seeds=(run.seed,)
            )
    except Refused as refused:
        services.note_failure(actor=ACTOR, run=run, refused=refused)
        return False
    except Exception:
        rule = "Die Simulation ist unerwartet abgebrochen."
        wrong = Refused([Refusal("SUMO", rule, hint="Die Hintergrundarbeit nennt den Fehler.")])
        services.note_failure(actor=ACTOR, run=run, refused=wrong)
        raise
    services.note_figures(actor=ACTOR, run=run, figures=result["seeds"][str(run.seed)])
    return True
