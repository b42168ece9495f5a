"""Jobs of killed workers come back; dead ones are shown and can be tried again."""

from __future__ import annotations

from types import SimpleNamespace

from asgiref.sync import sync_to_async
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from smartcity.kernel.accounts.tests.factories import person
from smartcity.kernel.jobs import selectors
from smartcity.kernel.jobs.app import app
from smartcity.kernel.jobs.jobs import rescue


def dead_job() -> ProcrastinateJob:
    """A job that failed for good."""
    job_id = app.configure_task("jobs.rescue", queueing_lock=None).defer(timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job_id])
    job: ProcrastinateJob = ProcrastinateJob.objects.get(pk=job_id)
    return job


def test_a_dead_job_is_shown_and_can_be_tried_again(client, db):
    job = dead_job()
    assert list(selectors.dead_jobs()) == [job]
    client.force_login(person("administrator"))
    assert "jobs.rescue" in client.get("/arbeitsplatz/hintergrundarbeit/").content.decode()
    client.post(f"/arbeitsplatz/hintergrundarbeit/{job.pk}/wiederholen")
    job.refresh_from_db()
    assert job.status == "todo"


def test_a_job_that_is_not_dead_cannot_be_tried_again(client, db):
    job_id = app.configure_task("jobs.rescue").defer(timestamp=0)
    client.force_login(person("administrator"))
    assert client.post(f"/arbeitsplatz/hintergrundarbeit/{job_id}/wiederholen").status_code == 404


async def test_the_job_of_a_killed_worker_goes_back_to_the_queue(transactional_db):
    @sync_to_async
    def of_a_killed_worker():
        job_id = app.configure_task("notices.sweep").defer(timestamp=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
            )
            worker = cursor.fetchone()[0]
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job_id]
            )
        return job_id

    job_id = await of_a_killed_worker()

    assert await rescue.func(SimpleNamespace(app=app), 0) == 1
    job = await sync_to_async(ProcrastinateJob.objects.get)(pk=job_id)
    assert job.status == "todo"
