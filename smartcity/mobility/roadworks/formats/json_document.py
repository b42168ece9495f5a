"""A JSON document in, strictly: no NaN, no bottomless nesting; unreadable ones are refused with line and column."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, NoReturn

from pydantic_core import from_json

from smartcity.kernel.refusal import Refusal, Refused
from smartcity.mobility.roadworks.formats.item import line_and_column, short


def parse(document: bytes) -> Any:
    """Return the value of a JSON document (UTF-8, UTF-16 or UTF-32); raise Refused where it is none."""
    with suppress(ValueError):
        return from_json(document, allow_inf_nan=False)
    # the slower parser names the line and column, and reads what the fast one leaves (UTF-16, deep nesting)
    try:
        return json.loads(document, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"Zeile {error.lineno}, Spalte {error.colno}"
        raise Refused([Refusal(place, "Das Dokument ist kein gültiges JSON.", error.msg)]) from None
    except UnicodeDecodeError as error:
        place = line_and_column(document, error.start)
        raise Refused([Refusal(place, "Das Dokument ist nicht in UTF-8 geschrieben.", error.reason)]) from None
    except RecursionError:
        raise Refused([Refusal("Dokument", "Das Dokument ist zu tief verschachtelt.")]) from None
    except ValueError as error:
        raise Refused([Refusal("Dokument", "Das Dokument enthält eine unlesbare Zahl.", short(str(error)))]) from None


def _refuse_constant(name: str) -> NoReturn:
    raise Refused([Refusal("Dokument", "NaN und Infinity sind in JSON nicht erlaubt.", name)])
