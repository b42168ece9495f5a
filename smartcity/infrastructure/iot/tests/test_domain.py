"""Identifiers, streams of a kind, secrets."""

from __future__ import annotations

import pytest

from smartcity.infrastructure.iot.domain import new_secret, normal_eui, read_streams, secret_fits, secret_hash
from smartcity.infrastructure.iot.tests.factories import STREAMS
from smartcity.kernel.refusal import Refused


def test_an_eui_is_read_as_people_write_it():
    assert normal_eui("70-B3-D5-7E-D0-00-00-01") == normal_eui("70:b3:d5:7e d0000001") == "70b3d57ed0000001"


@pytest.mark.parametrize("text", ["", "70b3d57ed000000", "70b3d57ed00000011", "70b3d57ed000000g", "../../../../etc/"])
def test_anything_else_is_refused(text):
    with pytest.raises(Refused):
        normal_eui(text)


def test_streams_of_a_kind_are_read():
    assert [(spec.name, spec.type) for spec in read_streams(STREAMS)] == [
        ("temperature", "number"),
        ("door", "boolean"),
    ]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ([], "streams"),
        ({}, "streams"),
        (["temperature"], "streams[0]"),
        ([{"name": "Temp", "title": "T"}], "streams[0].name"),
        ([{"name": "t"}], "streams[0].title"),
        ([{"name": "t", "title": "T", "type": "text"}], "streams[0].type"),
        ([{"name": "t", "title": "T", "lowest": "0"}], "streams[0].lowest"),
        ([{"name": "t", "title": "T", "lowest": 2, "highest": 1}], "streams[0].lowest"),
        ([{"name": "t", "title": "T", "interval": 0}], "streams[0].interval"),
        ([{"name": "t", "title": "T", "colour": "red"}], "streams[0].colour"),
        ([{"name": "t", "title": "T"}, {"name": "t", "title": "T"}], "streams"),
    ],
)
def test_every_fault_of_a_stream_is_named_with_its_place(given, place):
    with pytest.raises(Refused) as refused:
        read_streams(given)
    assert [refusal.place for refusal in refused.value.refusals] == [place]


def test_a_secret_fits_its_own_hash_alone():
    secret, other = new_secret(), new_secret()
    stored = secret_hash(secret)
    assert secret_fits(secret, stored)
    assert not secret_fits(other, stored)
    assert secret not in stored
    assert stored != secret_hash(secret)
