"""The city's own plan, loaded, and a copy of its folder that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from smartcity.kernel.service import SystemActor
from smartcity.steering.portfolio.plan_files import BOARDS, PARTNERS, PORTFOLIO
from smartcity.steering.portfolio.services import load_portfolio

CHECKOUT = Path(__file__).resolve().parents[4]
OWN = CHECKOUT / "data" / "duisburg"
ACTOR = SystemActor("test")


@pytest.fixture
def plan(db: None) -> Path:
    """The city's plan in the database."""
    load_portfolio(actor=ACTOR, directory=OWN)
    return OWN


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the plan's three files."""
    for name in (PORTFOLIO, PARTNERS, BOARDS):
        shutil.copy(OWN / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def spoil(folder: Path) -> Callable[..., Path]:
    """Replace the first occurrence of a text in one of the files."""

    def replace(name: str, old: str, new: str) -> Path:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace
