"""A message leaves exactly when its change is committed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from smartcity.kernel.accounts.models import Person
from smartcity.kernel.notices.backend import OutboxBackend
from smartcity.kernel.notices.jobs import sweep
from smartcity.kernel.notices.models import Notice
from smartcity.kernel.notices.services import deliver_notice, send_notice
from smartcity.kernel.service import SystemActor

ACTOR = SystemActor("test")


@pytest.fixture
def template(tmp_path, settings):
    (tmp_path / "hello.txt").write_text("Guten Tag {{ name }}\nIhre Nachricht.")
    (tmp_path / "hello.html").write_text("<p>Guten Tag {{ name }}</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    return "hello"


def send(template, **fields):
    values = {"recipient": "a@example.org", "context": {"name": "<Ada>"}, **fields}
    return send_notice(actor=ACTOR, template=template, **values)


def test_the_first_line_is_the_subject_and_only_html_is_escaped(db, template):
    notice = send(template)
    assert (notice.subject, notice.text) == ("Guten Tag <Ada>", "Ihre Nachricht.\n")
    assert "&lt;Ada&gt;" in notice.html


def test_a_rolled_back_change_sends_nothing(transactional_db, template):
    with transaction.atomic():
        send(template)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="notices.deliver").exists()


def test_the_same_key_is_written_once(db, template):
    assert send(template, dedup_key="works-1") is not None
    assert send(template, dedup_key="works-1") is None
    assert Notice.objects.count() == 1


def test_without_a_mail_server_it_is_kept_and_with_one_it_is_sent_once(db, template, settings):
    kept = send(template)
    assert deliver_notice(kept.pk) == "kept"
    settings.EMAIL_HOST = "mail.example.org"
    notice = send(template, calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert [deliver_notice(notice.pk), deliver_notice(notice.pk)] == ["sent", "sent"]
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<{notice.uuid}@")
    assert mail.outbox[0].attachments[0][0] == "termin.ics"


def test_a_message_whose_job_was_lost_is_swept_up(db, template):
    late, hopeless = send(template), send(template)
    now = timezone.now()
    Notice.objects.filter(pk=late.pk).update(created_at=now - timedelta(hours=1))
    Notice.objects.filter(pk=hopeless.pk).update(created_at=now - timedelta(days=4))
    before = ProcrastinateJob.objects.count()
    assert sweep(0) == 1
    assert ProcrastinateJob.objects.count() == before + 1
    assert Notice.objects.get(pk=hopeless.pk).state == "failed"


def test_mails_of_libraries_go_through_the_outbox(db):
    message = mail.EmailMultiAlternatives("Code", "123", "from@example.org", ["b@example.org"])
    message.attach_alternative("<b>123</b>", "text/html")
    assert OutboxBackend().send_messages([message]) == 1
    assert Notice.objects.get().html == "<b>123</b>"


def test_a_person_reads_only_their_own_mailbox(client, db, template):
    ada, bob = (Person.objects.create_user(f"{name}@example.org", "x") for name in ("ada", "bob"))
    notice = send(template, recipient=ada)
    client.force_login(bob)
    assert client.get(f"/postfach/{notice.uuid}").status_code == 404
    client.force_login(ada)
    assert client.get(f"/postfach/{notice.uuid}").status_code == 200
    assert Notice.objects.get().read_at is not None
    assert "Guten Tag" in client.get("/postfach/").content.decode()
