"""Keys of programs by command."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from smartcity.infrastructure.iot.commands import group
from smartcity.infrastructure.iot.keys import caller_of
from smartcity.kernel.refusal import Refused

pytestmark = pytest.mark.django_db


def test_a_key_is_shown_once_holds_and_ends() -> None:
    secret = CliRunner().invoke(group, ["add-key", "Leitstand", "--write"]).output.strip()
    caller = caller_of(f"Bearer {secret}")
    assert caller is not None
    assert (caller.name, caller.sees_all, caller.may_write) == ("iot-key:Leitstand", True, True)
    CliRunner().invoke(group, ["revoke-key", "Leitstand"])
    assert caller_of(f"Bearer {secret}") is None


@pytest.mark.parametrize("arguments", [["add-key", ""], ["add-key", "a" * 61], ["revoke-key", "keiner"]])
def test_what_is_wrong_is_refused(arguments: list[str]) -> None:
    assert isinstance(CliRunner().invoke(group, arguments).exception, Refused)


def test_a_name_is_given_once_while_it_holds() -> None:
    CliRunner().invoke(group, ["add-key", "A"])
    assert isinstance(CliRunner().invoke(group, ["add-key", "A"]).exception, Refused)
