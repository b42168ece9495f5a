"""Roadworks of every shape that the rules allow, for hypothesis."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints

from hypothesis import strategies as st

from smartcity.mobility.roadworks import domain, vocabulary
from smartcity.mobility.roadworks.domain import Detour, Lane, Phase, Restriction, Roadwork, Text
from smartcity.mobility.roadworks.validation import check

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
names = words.filter(str.strip)
ids = names.filter(lambda text: len(text) < 150)
texts = st.builds(Text, words | st.just(" ä\n<&>" * 300), words)
times = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
positions = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
lines = st.lists(positions, min_size=2, max_size=5, unique=True).map(lambda line: domain.line_string(*line))
points = st.lists(positions, min_size=1, max_size=4).map(lambda line: domain.multi_point(*line))
areas = st.builds(
    lambda x, y, side: domain.polygon(((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))),
    st.floats(6, 7),
    st.floats(51, 52),
    st.floats(0.001, 0.1),
)
measures = st.floats(0.01, 1e6)
simple = [vocabulary.RestrictionType.NO_TRUCKS, vocabulary.RestrictionType.NO_PARKING]
restrictions = st.builds(Restriction, st.sampled_from(simple)) | st.builds(
    Restriction,
    st.just(vocabulary.RestrictionType.REDUCED_WIDTH),
    measures,
    st.sampled_from([vocabulary.Unit.CENTIMETERS, vocabulary.Unit.FEET]),
)


@st.composite
def lanes(draw: st.DrawFn) -> tuple[Lane, ...]:
    """Complete lists of lanes."""
    made = st.builds(
        Lane, st.just(1), restrictions=st.lists(restrictions, max_size=2).map(tuple), lane_number=st.none() | st.just(1)
    )
    return tuple(dataclasses.replace(lane, order=n) for n, lane in enumerate(draw(st.lists(made, max_size=4)), 1))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | names,
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=4,
)


@st.composite
def roadworks(draw: st.DrawFn) -> Roadwork:
    """Any roadwork that passes its own rules."""
    start = draw(times)
    end = start + draw(st.timedeltas(timedelta(0), timedelta(days=3000)))
    phase = st.builds(
        Phase, title=texts, start=st.just(start), end=st.just(end), description=texts,
        lanes=lanes(), opposite_lanes=lanes(),
    )  # fmt: skip
    special: dict[str, st.SearchStrategy[Any]] = {
        "source_id": ids, "source_system": ids, "geometry": lines | points | areas,
        "start": st.just(start), "end": st.just(end), "actual_start": st.none() | times, "actual_end": st.none(),
        "created": st.none() | times, "updated": st.none() | times,
        "street_names": st.lists(names, min_size=1, max_size=3).map(tuple), "title": texts, "description": texts,
        "order_number": words, "lanes": lanes(), "opposite_lanes": lanes(),
        "restrictions": st.lists(restrictions, max_size=3).map(tuple),
        "speed_limit_kph": st.none() | st.floats(0, 300), "phases": st.lists(phase, max_size=2).map(tuple),
        "detour": st.none() | st.builds(Detour, texts, st.none() | lines | points),
        "stretch": st.builds(domain.Stretch, words, words, st.none() | measures, st.none() | measures),
        "access": st.builds(domain.Access, note=texts),
        "lines": st.lists(words, max_size=2).map(tuple), "stops": st.lists(words, max_size=2).map(tuple),
        "related": st.lists(st.builds(domain.Related, source_id=names), max_size=2).map(tuple),
        "worker_presence": st.none() | st.builds(domain.WorkerPresence, st.booleans(), last_confirmed=times),
        "foreign": st.dictionaries(st.sampled_from(["wzdx", "other"]), json_values, max_size=2),
    }  # fmt: skip
    hints = get_type_hints(Roadwork)
    values = {field.name: draw(special[field.name] if field.name in special else st.from_type(hints[field.name]))
              for field in dataclasses.fields(Roadwork)}  # fmt: skip
    roadwork = Roadwork(**values)
    assert check(roadwork) == []
    return roadwork
