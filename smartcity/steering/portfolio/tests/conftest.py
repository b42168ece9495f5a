"""The city's own plan, loaded, and a copy of its folder that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from smartcity.kernel.service import SystemActor
from smartcity.steering.portfolio.plan_files import BOARDS, PARTNERS, PORTFOLIO
from smartcity.steering.portfolio.services import load_portfolio

CHECKOUT = Path(__file__).resolve().parents[4]
OWN = CHECKOUT / "data" / "duisburg"
ACTOR = SystemActor("test")


# the plan's rows as the loader wrote them for the first test of this process; later tests get copies of them
_loaded: list[tuple[type[Model], list[Model]]] = []


@pytest.fixture
def plan(db: None) -> Path:
    """The city's plan in the database."""
    if _loaded:
        for model, rows in _loaded:
            model._default_manager.bulk_create(rows)
        return OWN
    load_portfolio(actor=ACTOR, directory=OWN)
    room = apps.get_app_config("portfolio")
    rooms_models = [model for model in room.get_models(include_auto_created=True) if not model._meta.auto_created]
    links = [model for model in room.get_models(include_auto_created=True) if model._meta.auto_created]
    _loaded.extend((model, list(model._default_manager.all())) for model in _owners_first(rooms_models) + links)
    return OWN


def _owners_first(models: list[type[Model]]) -> list[type[Model]]:
    """Models in an order in which every foreign key finds its row."""
    ordered: list[type[Model]] = []
    while len(ordered) < len(models):
        for model in models:
            owners = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
            if model not in ordered and owners <= set(ordered):
                ordered.append(model)
    return ordered


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
