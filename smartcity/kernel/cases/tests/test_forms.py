"""The form engine finds every unsound answer and drops what was not asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.kernel.cases.domain import Step as WorkflowStep
from smartcity.kernel.cases.domain import StepForbidden, Who, Workflow, delivered_on, end_of_objection
from smartcity.kernel.cases.forms.checking import check
from smartcity.kernel.cases.forms.elements import Field, Form, Kind, Words
from smartcity.kernel.cases.forms.elements import Step as FormStep
from smartcity.kernel.cases.forms.iban import read_iban
from smartcity.kernel.cases.tests.factories import ANSWERS, FORM
from smartcity.kernel.cases.workflows import APPLICATION, REPORT

TODAY = date(2026, 11, 27)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
EVERY_KIND = Form(
    tuple(
        FormStep(
            key=kind.value,
            title=Words("Schritt"),
            fields=(Field(key=f"a_{kind.value}", kind=kind, title=Words("Feld")),),
        )
        for kind in Kind
        if kind not in {Kind.CHOICE, Kind.CHOICES, Kind.GROUP, Kind.REPEAT}
    )
)


def codes(answers: dict[str, Any]) -> set[tuple[Any, ...]]:
    return {(*problem.path, problem.code) for problem in check(FORM, answers, TODAY).problems}


def test_sound_answers_come_back_in_their_stored_form():
    checked = check(FORM, ANSWERS, TODAY)
    assert not checked.problems
    assert checked.answers["iban"] == "DE89370400440532013000"


def test_an_answer_to_what_was_not_asked_is_dropped():
    checked = check(FORM, {**ANSWERS, "pays_by_debit": False}, TODAY)
    assert not checked.problems
    assert "iban" not in checked.answers


def test_every_problem_has_its_place():
    assert codes({"pays_by_debit": True, "iban": "DE00", "dogs": [{}], "strange": 1}) == {
        ("name", "required"),
        ("iban", "iban"),
        ("dogs", 0, "name", "required"),
        ("strange", "unknown"),
    }
    assert ("dogs", "too_few") in codes({**ANSWERS, "dogs": []})
    assert ("dogs", "too_many") in codes({**ANSWERS, "dogs": [{"name": "x"}] * 4})


@given(st.fixed_dictionaries({part.key: JSON for part in EVERY_KIND.fields}))
def test_no_answer_makes_the_engine_fail(answers):
    check(EVERY_KIND, answers, TODAY)


@given(JSON)
def test_a_row_may_be_anything(value):
    check(FORM, {"name": value, "dogs": value, "proof": value, "iban": value, "pays_by_debit": True}, TODAY)


@pytest.mark.parametrize("text", ["DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19", "nl91abna0417164300"])
def test_a_true_iban_is_read(text):
    assert read_iban(text) == "".join(text.split()).upper()


@pytest.mark.parametrize(
    "text", ["", "DE89370400440532013001", "DE8937040044053201300", "XX89370400440532013000", "DE"]
)
def test_a_wrong_iban_is_refused(text):
    assert read_iban(text) is None


@pytest.mark.parametrize("workflow", [APPLICATION, REPORT])
def test_every_step_from_every_state_by_everybody_is_allowed_or_refused_as_the_table_says(workflow: Workflow):
    for state in workflow.states:
        for step in workflow.steps:
            for who in Who:
                allowed = state.key in step.sources and step.by is who
                if allowed:
                    assert workflow.take(step.key, state.key, who) is step
                    continue
                with pytest.raises(StepForbidden):
                    workflow.take(step.key, state.key, who)


def test_a_workflow_refuses_a_way_out_of_a_final_state():
    back = WorkflowStep(key="back", title=Words("Zurück"), sources=("approved",), target="received")
    with pytest.raises(ValueError, match="final"):
        Workflow(APPLICATION.states, (*APPLICATION.steps, back))


def test_a_month_to_object_ends_on_a_working_day():
    assert delivered_on(date(2026, 1, 27)) == date(2026, 1, 31)
    # 28 February 2026 is a Saturday
    assert end_of_objection(date(2026, 1, 31), 30, lambda day: False) == date(2026, 3, 2)
