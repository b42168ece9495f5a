"""Every field of every table is classified: none, personal or sensitive."""

from __future__ import annotations

from django.db import models
from django.test.utils import isolate_apps

from smartcity.kernel.accounts import registry


def test_every_field_is_classified() -> None:
    assert registry.unclassified() == []


def test_nothing_is_classified_that_does_not_exist() -> None:
    assert registry.stale() == []


@isolate_apps("smartcity.kernel.accounts")
def test_an_unclassified_field_is_caught() -> None:
    class Planted(models.Model):
        iban = models.TextField()

        class Meta:
            app_label = "accounts"

        def __str__(self) -> str:
            return ""

    assert registry.unclassified(iter([Planted])) == ["accounts.Planted.id", "accounts.Planted.iban"]


def test_a_stale_entry_is_caught(monkeypatch) -> None:
    known = {**registry.classification(), "accounts.Person.shoe_size": registry.Level.PERSONAL}
    monkeypatch.setattr(registry, "classification", lambda: known)
    assert registry.stale() == ["accounts.Person.shoe_size"]
