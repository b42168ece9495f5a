"""Content in German and English: two columns, one attribute that follows the reader's language."""

from __future__ import annotations

from typing import Any, overload

from django.utils.translation import get_language


def in_language(de: str, en: str) -> str:
    """The English text for readers in English where there is one, else the German."""
    return en if en and (get_language() or "de").startswith("en") else de


class Bilingual:
    """Descriptor over the columns ``<name>_de`` and ``<name>_en``."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.de, self.en = f"{name}_de", f"{name}_en"

    @overload
    def __get__(self, instance: None, owner: type) -> Bilingual: ...

    @overload
    def __get__(self, instance: Any, owner: type) -> str: ...

    def __get__(self, instance: Any, owner: type) -> Bilingual | str:
        if instance is None:
            return self
        return in_language(getattr(instance, self.de), getattr(instance, self.en))


def both(instance: Any, name: str) -> dict[str, str]:
    """``{"de": …, "en": …}`` of a bilingual attribute, as interfaces give it."""
    return {"de": getattr(instance, f"{name}_de"), "en": getattr(instance, f"{name}_en")}
