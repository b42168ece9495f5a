"""Runs a folder of codecs with their test cases, in the layout of chirpstack-device-profiles (LoRa Alliance TS013).

``<vendor>/codecs/<codec>.js`` with ``test_decode_<codec>.json`` and ``test_encode_<codec>.json`` beside it; every test
file below the folder is run. It is a list of ``{"name", "input", "expected"}``, in JSON or as a JavaScript literal.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smartcity.infrastructure.iot.codecs.runner import CodecFailure, CodecRunner, Door

SECONDS = 1.0
DOORS: dict[str, Door] = {"decode": "decodeUplink", "encode": "encodeDownlink"}
_TEST_FILE = re.compile(r"^test_(decode|encode)_(.+)\.json$")
_SHOWN = 200


@dataclass(slots=True)
class FileResult:
    """What became of one test file; ``failures``: name and reason of each case that failed."""

    vendor: str
    codec: str
    kind: str
    passed: int = 0
    failures: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The result as the command writes it."""
        return {
            "vendor": self.vendor,
            "codec": self.codec,
            "kind": self.kind,
            "passed": self.passed,
            "failed": len(self.failures),
            "failures": self.failures,
        }


def case_files(folder: Path) -> list[Path]:
    """Every test file below a folder, in the order of their paths."""
    return sorted(path for path in folder.rglob("test_*.json") if path.is_file() and _TEST_FILE.match(path.name))


def check_folder(folder: Path, progress: Callable[[FileResult], None] = lambda result: None) -> dict[str, Any]:
    """Run every case; returns passed, failed, wall_s and files. One bad file or case does not stop the others.

    Cases are independent: each runs in an engine of its own, for at most a second and 64 MiB.
    """
    began, files = time.monotonic(), []
    runner = CodecRunner(SECONDS)
    try:
        for path in case_files(folder):
            files.append(check_file(path, runner))
            progress(files[-1])
    finally:
        runner.close()
    return {
        "passed": sum(found.passed for found in files),
        "failed": sum(len(found.failures) for found in files),
        "wall_s": round(time.monotonic() - began, 3),
        "files": [found.as_json() for found in files],
    }


def check_file(path: Path, runner: CodecRunner) -> FileResult:
    """Run the cases of one file."""
    named = _TEST_FILE.match(path.name)
    if named is None:
        raise ValueError(f"{path.name} is no test file")
    kind, codec = named.groups()
    beside = path.parent.parent if path.parent.name == "codecs" else path.parent
    result = FileResult(beside.name, codec, kind)
    cases = _read_cases(path, runner)
    if not isinstance(cases, list):
        result.failures.append({"name": path.name, "reason": f"the test file cannot be read: {cases}"[:_SHOWN]})
        return result
    source = _read_source(path.with_name(f"{codec}.js"))
    for name, case in _named(cases):
        reason = _reason(case, source, DOORS[kind], runner)
        if reason:
            result.failures.append({"name": name, "reason": reason[:_SHOWN]})
        else:
            result.passed += 1
    return result


def same(found: Any, expected: Any) -> bool:
    """Whether two JSON values are equal: key order does not count, 1 equals 1.0, but true does not equal 1."""
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(same(found[key], expected[key]) for key in found)
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    return bool(found == expected)


def _read_cases(path: Path, runner: CodecRunner) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return error
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = runner.read_literal(text)
    return found if isinstance(found, list | CodecFailure) else "it is no list"


def _read_source(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def _named(cases: list[Any]) -> Iterator[tuple[str, Any]]:
    for number, case in enumerate(cases, 1):
        name = case.get("name") if isinstance(case, dict) else None
        yield str(name or f"case {number}"), case


def _reason(case: Any, source: str | None, door: Door, runner: CodecRunner) -> str:
    """Why a case fails; empty when it passes."""
    if source is None:
        return "missing: there is no such codec"
    if not isinstance(case, dict) or not isinstance(case.get("input"), dict) or "expected" not in case:
        return "unreadable: a case has an input and what is expected"
    found = runner.run(source, door, case["input"], fresh=True)
    if isinstance(found, CodecFailure):
        return str(found)
    return "" if same(found, case["expected"]) else f"differs: {json.dumps(found, ensure_ascii=False)}"
