"""Jobs about jobs: those of killed workers go back to the queue, old finished ones are deleted."""

from __future__ import annotations

from procrastinate import JobContext

from smartcity.kernel.jobs.app import app

DEAD_AFTER_S = 30
KEEP_HOURS = 72


@app.periodic(cron="* * * * *")
@app.task(name="jobs.rescue", queueing_lock="jobs.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> int:
    """Give jobs whose worker stopped beating back to the queue; returns how many."""
    manager = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_S))
    for job in stalled:
        await manager.retry_job(job)
    return len(stalled)


@app.periodic(cron="17 3 * * *")
@app.task(name="jobs.tidy", queueing_lock="jobs.tidy", pass_context=True)
async def tidy(context: JobContext, timestamp: int) -> None:
    """Delete finished jobs after three days; failed ones stay until somebody has seen them."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS, include_failed=False)
