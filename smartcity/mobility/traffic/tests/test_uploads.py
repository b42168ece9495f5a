"""What a scenario's files may hold, and what is refused with file, line and rule."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartcity.kernel.refusal import Refused
from smartcity.mobility.traffic import uploads
from smartcity.mobility.traffic.tests.factories import crossing
from smartcity.mobility.traffic.uploads import Upload, check_files

NET = b'<net>\n<edge id="a" from="x" to="y"><lane id="a_0" index="0" length="10" speed="9"/></edge>\n</net>'
TRIP = b'<routes>\n<trip id="t" depart="5" from="a" to="a"/>\n</routes>'


def check(net: bytes = NET, demand: bytes = TRIP, begin: int = 0, end: int = 60):
    return check_files(Upload("n.net.xml", net), [Upload("f.rou.xml", demand)], begin, end)


def test_a_generated_scenario_is_taken_packed_or_not():
    net, demand = crossing()
    packed = Upload(f"{net.name}.gz", gzip.compress(net.sent))
    assert check_files(packed, [demand], 0, 120) == check_files(net, [demand], 0, 120)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            {"demand": TRIP.replace(b'from="a"', b'from="b"')},
            "f.rou.xml, Zeile 2, Kante b: Diese Kante gibt es im Netz nicht",
        ),
        ({"demand": b'<routes>\n<include href="/etc/passwd"/>\n</routes>'}, "f.rou.xml, Zeile 2: Dieses Element"),
        ({"net": NET.replace(b"</net>", b'<inductionLoop file="x"/></net>')}, "n.net.xml, Zeile 3: Dieses Element"),
        (
            {"demand": TRIP.replace(b"/>", b'><param key="device.ssm.file" value="x"/></trip>')},
            "f.rou.xml, Zeile 2: Dieser Parameter",
        ),
        ({"demand": b"<!DOCTYPE routes [<!ENTITY a 'b'>]>" + TRIP}, "Dokumenttyp"),
        ({"demand": TRIP[:30]}, "kein gültiges XML"),
        ({"demand": NET}, "nicht eine Fahrtendatei"),
        ({"net": TRIP}, "nicht ein SUMO-Netz"),
        ({"net": b"<net/>"}, "kein Straßennetz"),
        ({"demand": b"<routes/>"}, "keine Fahrten"),
        ({"begin": 10}, "fährt niemand"),
        ({"net": b"\x1f\x8bnonsense"}, "kein gültiges gzip"),
        ({"net": gzip.compress(NET)[:-9]}, "bricht mitten"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(files: dict[str, Any], said: str):
    with pytest.raises(Refused, match=said):
        check(**files)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_UNPACKED", 1000)
    with pytest.raises(Refused, match="ausgepackt zu groß"):
        check(demand=gzip.compress(TRIP + b" " * 100_000))


def test_names_become_plain():
    net, routes = check_files(Upload("../a,b ü.net.xml.gz", NET), [Upload("..\\x\\f.xml", TRIP)], 0, 60)
    assert (net.name, routes[0].name) == ("a_b__.net.xml", "f.xml")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_taken_or_refused(sent: bytes):
    with pytest.raises(Refused):
        check(net=sent)
    with pytest.raises(Refused):
        check(demand=sent)
