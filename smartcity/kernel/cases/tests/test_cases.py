"""From the draft to the decision: once, in one transaction, by whom it may be."""

from __future__ import annotations

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from smartcity.kernel.accounts.services import confirm_identity
from smartcity.kernel.accounts.tests.factories import organisation, person
from smartcity.kernel.accounts.trust import Trust
from smartcity.kernel.cases import drafting, papers, selectors, working
from smartcity.kernel.cases.domain import Applicant, Who
from smartcity.kernel.cases.drafting import begin_draft
from smartcity.kernel.cases.following_up import do_follow_up
from smartcity.kernel.cases.forms.elements import Words
from smartcity.kernel.cases.jobs import sweep
from smartcity.kernel.cases.models import Case, CaseDocument, CaseEvent, Draft, FollowUp, ProcedureVersion
from smartcity.kernel.cases.purposes import UPLOAD
from smartcity.kernel.cases.sealing import unseal
from smartcity.kernel.cases.storing import from_json, procedure_of, to_json
from smartcity.kernel.cases.submitting import submit
from smartcity.kernel.cases.tests.factories import ANSWERS, case, draft, procedure
from smartcity.kernel.documents.models import Document
from smartcity.kernel.documents.selectors import may_read
from smartcity.kernel.notices.models import Notice
from smartcity.kernel.refusal import Refused
from smartcity.kernel.service import VISITOR, SystemActor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
SYSTEM = SystemActor("test")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def clerk(office: str = ""):
    return person("cases.clerk", office=office)


def test_a_procedure_survives_its_way_through_json():
    assert from_json(to_json(procedure())) == procedure()


def test_a_case_stays_with_the_version_it_began_with():
    old = draft()
    newer = draft(title=Words("Neuer Titel"))
    assert procedure_of(submit(actor=SYSTEM, draft=old).version).title.de == "Hund anmelden"
    assert newer.version.number == old.version.number + 1
    assert draft().version == old.version
    assert ProcedureVersion.objects.filter(key="sample").count() == 2


def test_the_account_number_is_not_readable_in_the_tables():
    made = case()
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers::text || search_text FROM cases_case WHERE id = %s", [made.pk])
        stored = cursor.fetchone()[0]
    assert "370400440532013000" not in stored.replace(" ", "")
    assert "DE89" in str(unseal(procedure().form, made.answers))


def test_two_tabs_notice_each_other():
    made = draft()
    with pytest.raises(Refused, match="Fenster"):
        drafting.save_answers(actor=SYSTEM, draft=made, answers={"name": "Zwei"}, revision=0)
    assert drafting.answers_of(Draft.objects.get(pk=made.pk))["name"] == ANSWERS["name"]


def test_an_unsound_draft_is_refused_with_every_place_and_stays():
    made = draft(answers={"name": "", "dogs": [{}]})
    with pytest.raises(Refused) as refused:
        submit(actor=SYSTEM, draft=made)
    assert {item.place for item in refused.value.refusals} == {"name", "dogs.0.name"}
    assert Draft.objects.filter(pk=made.pk).exists()


def test_sending_twice_gives_the_same_case():
    made = draft()
    assert submit(actor=SYSTEM, draft=made) == submit(actor=SYSTEM, draft=made)
    assert FollowUp.objects.count() == 1


def test_a_case_has_number_fee_due_day_and_history():
    made = case()
    assert made.number.startswith(str(made.received_at.year))
    assert made.fee == 2_000
    assert made.due_on > made.received_at.date()
    assert [event.state for event in made.events.all()] == ["received"]


def test_without_account_only_where_the_procedure_allows_it():
    with pytest.raises(Refused, match="Konto"):
        draft(applicant=Applicant.ACCOUNT)
    stranger, other = person(), organisation()
    with pytest.raises(Refused, match="gehören nicht"):
        drafting.begin_draft(actor=stranger, procedure=procedure(), person=stranger, organisation=other)


def test_files_move_to_the_case_and_only_its_people_read_them():
    owner, stranger, worker, other_office = person(), person(), clerk("amt-61"), clerk("amt-62")
    made = draft(owner)
    part = procedure().form.field("proof")
    upload = SimpleUploadedFile("foto.png", PNG)
    drafting.add_file(actor=owner, draft=made, part=part, upload=upload)
    sent = submit(actor=owner, draft=made)
    document = sent.documents.get().document
    assert document.purpose == UPLOAD
    assert [may_read(someone, document) for someone in (owner, worker, stranger, other_office)] == [
        *(True, True, False, False)
    ]


def test_a_removed_file_is_gone_and_a_third_one_too_many():
    made, part = draft(), procedure().form.field("proof")
    for _number in range(2):
        drafting.add_file(actor=SYSTEM, draft=made, part=part, upload=SimpleUploadedFile("foto.png", PNG))
    with pytest.raises(Refused, match="schon 2"):
        drafting.add_file(actor=SYSTEM, draft=made, part=part, upload=SimpleUploadedFile("foto.png", PNG))
    first = made.documents.first().document
    drafting.remove_file(actor=SYSTEM, draft=made, document=first.uuid)
    assert not Document.objects.filter(pk=first.pk).exists()
    assert len(drafting.answers_of(Draft.objects.get(pk=made.pk))["proof"]) == 1


def test_the_receipt_is_made_once_and_told_once():
    made = case(person())
    owed = made.follow_ups.get()
    assert [do_follow_up(actor=SYSTEM, pk=owed.pk) for _time in range(2)] == [True, False]
    assert made.documents.get().document.file.read().startswith(b"%PDF")
    assert Notice.objects.filter(person=made.applicant).count() == 1


def test_a_wiped_queue_is_made_up_by_the_sweep():
    made = case()
    FollowUp.objects.update(created_at="2026-01-01T00:00Z")
    assert (sweep(0), sweep(0)) == (1, 0)
    assert made.documents.filter(kind=CaseDocument.Kind.RECEIPT).count() == 1


def test_a_paper_that_fails_halfway_leaves_nothing_and_is_done_later(monkeypatch):
    made = case()
    owed = made.follow_ups.get()
    with monkeypatch.context() as patched:
        patched.setattr("smartcity.kernel.cases.following_up.tell_applicant", lambda **_values: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            do_follow_up(actor=SYSTEM, pk=owed.pk)
    assert not made.documents.exists()
    assert do_follow_up(actor=SYSTEM, pk=owed.pk)


def test_the_whole_way_to_a_decision():
    applicant, worker = person(), clerk()
    made = case(applicant)
    made = working.take_step(actor=worker, case=made, step="take_up", by=Who.CLERK, revision=made.revision)
    made = working.take_step(
        actor=worker, case=made, step="request_documents", by=Who.CLERK, revision=made.revision, text="Bitte ein Foto."
    )
    assert made.waits_for == "applicant"
    made = working.take_step(
        actor=applicant, case=made, step="answer", by=Who.APPLICANT, revision=made.revision, text="Hier."
    )
    made = working.decide(actor=worker, case=made, step="approve", text="Alles da.", revision=made.revision)
    assert (made.state, made.is_final) == ("approved", True)
    assert made.decision.objection_until > made.decision.delivered_on
    assert do_follow_up(actor=SYSTEM, pk=made.follow_ups.get(kind="paper").pk)
    assert papers.decision_paper(made).startswith(b"%PDF")
    with pytest.raises(Refused, match="nicht möglich"):
        working.take_step(actor=applicant, case=made, step="withdraw", by=Who.APPLICANT, revision=made.revision)


def test_four_eyes_need_a_second_person():
    first, second = clerk(), clerk()
    made = case(four_eyes=True)
    made = working.take_step(actor=first, case=made, step="take_up", by=Who.CLERK, revision=made.revision)
    made = working.decide(actor=first, case=made, step="reject", text="Fehlt.", revision=made.revision)
    assert made.state == "in_review"
    with pytest.raises(Refused, match="Vier Augen"):
        working.sign(actor=first, case=made, revision=made.revision)
    assert working.sign(actor=second, case=made, revision=made.revision).state == "rejected"


def test_a_decision_cannot_be_taken_as_a_plain_step():
    worker, made = clerk(), case()
    made = working.take_step(actor=worker, case=made, step="take_up", by=Who.CLERK, revision=made.revision)
    with pytest.raises(Refused, match="Entscheidung"):
        working.take_step(actor=worker, case=made, step="approve", by=Who.CLERK, revision=made.revision)


def test_whoever_changes_an_older_state_is_told():
    worker, made = clerk(), case()
    working.assign(actor=worker, case=made, person=worker, revision=0)
    with pytest.raises(Refused, match="inzwischen"):
        working.take_step(actor=worker, case=made, step="take_up", by=Who.CLERK, revision=0)


def test_only_who_works_for_the_office_gets_the_case():
    made = case()
    with pytest.raises(Refused, match="keine Vorgänge"):
        working.assign(actor=SYSTEM, case=made, person=clerk("amt-62"), revision=0)


def test_notes_are_never_public_and_messages_reach_the_applicant():
    applicant, worker = person(), clerk()
    made = case(applicant)
    working.write_note(actor=worker, case=made, text="Intern")
    working.write_message(actor=worker, case=made, text="Hallo", by=Who.CLERK)
    assert [event.text for event in made.events.filter(public=True, kind=CaseEvent.Kind.MESSAGE)] == ["Hallo"]
    assert "Hallo" not in Notice.objects.get(person=applicant).text


def test_who_sees_which_cases():
    applicant, worker = person(), clerk("amt-61")
    club = organisation(applicant)
    mine, foreign = case(applicant), case(person())
    joint, _secret = drafting.begin_draft(actor=applicant, procedure=procedure(), person=applicant, organisation=club)
    assert set(selectors.cases_of(applicant)) == {mine}
    assert list(selectors.drafts_of(applicant)) == [joint]
    assert set(selectors.worklist(worker)) == {mine, foreign}
    assert not selectors.worklist(clerk("amt-62")).exists()
    assert [applicant.has_perm("cases.see", found) for found in (mine, foreign)] == [True, False]
    assert list(selectors.matching(selectors.worklist(worker), mine.number)) == [mine]


@pytest.mark.django_db(transaction=True)
def test_ten_presses_of_send_at_once_make_one_case():
    made, found, barrier = draft(), [], threading.Barrier(10)

    def press() -> None:
        barrier.wait()
        try:
            found.append(submit(actor=SYSTEM, draft=made).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 10
    assert len(set(found)) == Case.objects.count() == 1


def test_a_rolled_back_sending_leaves_the_draft():
    made = draft()
    with transaction.atomic():
        submit(actor=SYSTEM, draft=made)
        transaction.set_rollback(True)
    assert Draft.objects.filter(pk=made.pk).exists()
    assert not Case.objects.exists()


def test_a_procedure_may_demand_a_checked_identity() -> None:
    erika = person()
    wanted = procedure(trust=Trust.SUBSTANTIAL)
    with pytest.raises(Refused, match="geprüft"):
        begin_draft(actor=erika, procedure=wanted, person=erika)
    with pytest.raises(Refused, match="geprüft"):
        begin_draft(actor=VISITOR, procedure=wanted, person=None)
    confirm_identity(actor=VISITOR, person=erika, level=Trust.HIGH)
    draft, _secret = begin_draft(actor=erika, procedure=wanted, person=erika)
    assert draft.person == erika
