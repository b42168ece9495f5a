"""Folders of two cities: the platform's own and an invented one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from smartcity.kernel.city.services import load_city
from smartcity.kernel.service import SystemActor

CHECKOUT = Path(__file__).resolve().parents[4]
OWN = CHECKOUT / "data" / "duisburg"
INVENTED = Path(__file__).parent / "data" / "musterstadt"
ACTOR = SystemActor("test")


@pytest.fixture
def own_city(db: None) -> Path:
    """The platform's own city, loaded."""
    load_city(actor=ACTOR, directory=OWN)
    return OWN


@pytest.fixture
def invented_city(db: None) -> Path:
    """The invented town, loaded."""
    load_city(actor=ACTOR, directory=INVENTED)
    return INVENTED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented town's folder that a test may spoil."""
    return Path(shutil.copytree(INVENTED, tmp_path / "musterstadt"))
