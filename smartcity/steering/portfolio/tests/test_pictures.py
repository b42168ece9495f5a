"""The timeline and the cycle as drawn."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from smartcity.steering.portfolio.cycle import BOX_HEIGHT, BOX_WIDTH, HEIGHT, WIDTH, cycle
from smartcity.steering.portfolio.domain import CYCLE, PHASES
from smartcity.steering.portfolio.timeline import NARROW, WIDE, Row, Span, timeline

KNOWN = date(2019, 8, 31)


def span(first: date, last: date | None, *, event: bool = False, approximate: bool = False) -> Span:
    return Span("Schritt", "genannt", first, last, event, approximate)


def test_without_a_dated_step_there_is_no_picture() -> None:
    assert timeline([Row("6.1", [])], KNOWN) is None


def test_undated_projects_get_no_lane() -> None:
    picture = timeline([Row("6.1", []), Row("6.6", [span(date(2019, 4, 16), date(2019, 4, 16), event=True)])], KNOWN)
    assert picture
    assert [lane.label for lane in picture.lanes] == ["6.6"]


def test_a_stated_day_is_a_point_and_a_vague_one_fills_its_span() -> None:
    day = span(date(2019, 4, 16), date(2019, 4, 16), event=True)
    month = span(date(2019, 8, 1), date(2019, 8, 31), event=True, approximate=True)
    picture = timeline([Row("a", [day]), Row("b", [month])], KNOWN)
    assert picture
    assert [lane.marks[0].shape for lane in picture.lanes] == ["point", "span"]
    assert picture.lanes[1].marks[0].width > picture.lanes[0].marks[0].width


def test_what_is_still_going_on_ends_where_the_plans_knowledge_ends() -> None:
    picture = timeline([Row("7.1", [span(date(2016, 1, 1), None)]), Row("x", [span(KNOWN, KNOWN, event=True)])], KNOWN)
    assert picture
    open_bar, last_day = picture.lanes[0].marks[0], picture.lanes[1].marks[0]
    assert open_bar.is_open
    assert abs(open_bar.end - last_day.x) < 1


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first, event = draw(DAYS), draw(st.booleans())
    length = draw(st.integers(0, 4000) if event else st.none() | st.integers(0, 4000))
    last = None if length is None else first + timedelta(length)
    return Span("Schritt", "genannt", first, last, event, draw(st.booleans()))


@given(st.lists(st.lists(spans(), max_size=4), min_size=1, max_size=5), st.sampled_from([WIDE, NARROW]))
def test_every_mark_lies_inside_the_picture(rows: list[list[Span]], width: float) -> None:
    picture = timeline([Row(f"6.{i}", spans) for i, spans in enumerate(rows, 1)], KNOWN, width)
    if picture is None:
        assert not any(rows)
        return
    assert len(picture.lanes) == sum(1 for spans in rows if spans)
    for lane in picture.lanes:
        assert 0 < lane.y < picture.height
        for mark in lane.marks:
            assert picture.plot_left <= mark.x
            assert mark.end <= picture.width


def test_the_cycle_has_a_box_for_each_phase_and_none_touches_another() -> None:
    picture = cycle([PHASES[phase].de for phase in CYCLE])
    assert len(picture.nodes) == len(picture.arrows) == 7
    for i, node in enumerate(picture.nodes):
        assert 0 <= node.x <= WIDTH - BOX_WIDTH
        assert 0 <= node.y <= HEIGHT - BOX_HEIGHT
        for other in picture.nodes[i + 1 :]:
            assert abs(node.x - other.x) > BOX_WIDTH or abs(node.y - other.y) > BOX_HEIGHT
