"""Reading the files of a city folder: TOML, CSV and GeoJSON into typed records, each fault with file and place."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from smartcity.kernel.refusal import Refusal, Refused

MAX_BYTES = 50_000_000
MAX_VALUE_LENGTH = 60
R = TypeVar("R", bound=BaseModel)

RULES = {
    "missing": "Die Angabe fehlt.",
    "extra_forbidden": "Diese Angabe ist hier nicht bekannt.",
    "string_type": "Erwartet wird ein Text.",
    "string_too_short": "Der Text darf nicht leer sein.",
    "string_too_long": "Der Text ist zu lang.",
    "string_pattern_mismatch": "Der Text hat nicht die verlangte Form.",
    "literal_error": "Dieser Wert ist hier nicht vorgesehen.",
    "int_parsing": "Erwartet wird eine ganze Zahl.",
    "int_type": "Erwartet wird eine ganze Zahl.",
    "float_parsing": "Erwartet wird eine Zahl.",
    "float_type": "Erwartet wird eine Zahl.",
    "bool_parsing": "Erwartet wird true oder false.",
    "bool_type": "Erwartet wird true oder false.",
    "date_from_datetime_parsing": "Erwartet wird ein Datum der Form JJJJ-MM-TT.",
    "date_parsing": "Erwartet wird ein Datum der Form JJJJ-MM-TT.",
    "date_type": "Erwartet wird ein Datum der Form JJJJ-MM-TT.",
    "time_parsing": "Erwartet wird eine Uhrzeit der Form HH:MM:SS.",
    "time_type": "Erwartet wird eine Uhrzeit der Form HH:MM:SS.",
    "list_type": "Erwartet wird eine Liste.",
    "tuple_type": "Erwartet wird eine Liste von Zahlen.",
    "too_short": "Die Liste hat zu wenige Einträge.",
    "too_long": "Die Liste hat zu viele Einträge.",
    "model_type": "Erwartet wird eine Tabelle mit benannten Angaben.",
    "url_parsing": "Erwartet wird eine Webadresse mit https://.",
    "url_too_long": "Die Webadresse ist zu lang.",
    "finite_number": "Erwartet wird eine endliche Zahl.",
    "url_scheme": "Erwartet wird eine Webadresse mit https://.",
    "greater_than": "Der Wert ist zu klein.",
    "greater_than_equal": "Der Wert ist zu klein.",
    "less_than_equal": "Der Wert ist zu groß.",
}


class Findings:
    """Collects refusals while reading goes on, so that a person sees all faults of a folder at once."""

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []

    def add(self, place: str, rule: str, value: object = "", hint: str = "") -> None:
        """Note one refusal; long values are cut."""
        text = str(value)
        self.refusals.append(Refusal(place, rule, text if len(text) <= MAX_VALUE_LENGTH else text[:57] + "…", hint))

    def record(self, form: type[R], data: object, place: str) -> R | None:
        """The data as a record, or None with its refusals noted."""
        try:
            return form.model_validate(data)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self._fault(fault, place)
        return None

    def unique(self, values: Iterable[tuple[str, str]], what: str) -> None:
        """Refuse each (place, value) whose value came before."""
        seen: dict[str, str] = {}
        for place, value in values:
            if value in seen:
                self.add(place, f"{what} gibt es schon: {seen[value]}.", value)
            seen.setdefault(value, place)

    def close(self) -> None:
        """Raise Refused when anything was noted."""
        if self.refusals:
            raise Refused(self.refusals)

    def _fault(self, fault: Any, place: str) -> None:
        inside = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"])
        own = fault["type"] == "value_error"
        rule = str(fault["ctx"]["error"]) if own else RULES.get(fault["type"], fault["msg"])
        allowed = fault.get("ctx", {})
        hint = f"Möglich: {allowed['expected']}." if "expected" in allowed else ""
        if "pattern" in allowed:
            hint = f"Form: {allowed['pattern']}"
        value = "" if isinstance(fault["input"], dict | list) else fault["input"]
        self.add(place + inside, rule, value, hint)


def read_text(path: Path, findings: Findings) -> str | None:
    """The file's text, or None with a refusal: missing, too large, not UTF-8."""
    try:
        if path.stat().st_size > MAX_BYTES:
            findings.add(path.name, f"Die Datei ist größer als {MAX_BYTES // 1_000_000} MB.")
            return None
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        findings.add(path.name, "Die Datei ist nicht in UTF-8 geschrieben.", f"Byte {error.start}")
    except FileNotFoundError:
        findings.add(path.name, "Die Datei fehlt.")
    except OSError as error:
        findings.add(path.name, "Die Datei lässt sich nicht lesen.", error.strerror or "")
    return None


def read_toml(path: Path, findings: Findings) -> dict[str, Any] | None:
    """A TOML file as a dictionary, or None with the refused line."""
    text = read_text(path, findings)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        findings.add(path.name, "Die Datei ist kein gültiges TOML.", error)
    return None


def read_json(path: Path, findings: Findings) -> Any:
    """A JSON file, or None with the refused line; numbers like NaN are refused."""
    text = read_text(path, findings)
    if text is None:
        return None
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (json.JSONDecodeError, RecursionError) as error:
        findings.add(path.name, "Die Datei ist kein gültiges JSON.", error)
    except ValueError as error:
        findings.add(path.name, str(error))
    return None


def _no_constant(name: str) -> float:
    raise ValueError(f"Die Datei enthält {name}, das ist keine Zahl.")


def read_tables(path: Path, name: str, form: type[R], findings: Findings) -> list[R]:
    """The records of the array of tables ``[[name]]`` of a TOML file."""
    content = read_toml(path, findings)
    if content is None:
        return []
    tables = content.get(name)
    if not isinstance(tables, list) or set(content) != {name}:
        findings.add(path.name, f"Die Datei besteht aus Tabellen [[{name}]] und nichts anderem.")
        return []
    return _records(tables, form, findings, lambda index: f"{path.name} [[{name}]] {index + 1}")


def read_rows(path: Path, form: type[R], findings: Findings) -> list[R]:
    """The records of a CSV file with a header line; places name the line of the file."""
    text = read_text(path, findings)
    if text is None:
        return []
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    try:
        for row in reader:
            rows.append(
                {column or "(überzählige Spalte)": "" if cell is None else cell for column, cell in row.items()}
            )
            lines.append(reader.line_num)
    except csv.Error as error:
        findings.add(f"{path.name} Zeile {reader.line_num}", "Die Zeile ist kein gültiges CSV.", error)
    return _records(rows, form, findings, lambda index: f"{path.name} Zeile {lines[index]}")


def _records(items: list[Any], form: type[R], findings: Findings, place: Callable[[int], str]) -> list[R]:
    records = [findings.record(form, item, place(index)) for index, item in enumerate(items)]
    return [record for record in records if record is not None]
