"""Fault tests run against a platform of their own, once per session; each test leaves it running."""

from __future__ import annotations

import pytest

from benchmarks.running.platform import platform
from smartcity.config.state import StateFolder


@pytest.fixture(scope="session")
def running():
    """A platform with its demo, without the simulator, so that nobody else writes."""
    with platform("--no-simulator") as made:
        yield made


@pytest.fixture(scope="session")
def site_key(running):
    """The demo's key of a site manager's program."""
    return StateFolder(running.home).existing_secret("simulator-key")
