"""The floor plan's rules that no other linter knows: sizes, names, leftovers, foreign hosts, checks that check nothing.

Prints one line per finding and exits 1 when there is one.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAX_FILE, MAX_FUNCTION, MAX_TEMPLATE, MAX_BYTES = 400, 40, 200, 1_000_000
BANNED = {"utils.py", "util.py", "helpers.py", "helper.py", "common.py", "misc.py", "base.py"}
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|raise NotImplemented" r"Error")
MACHINE = re.compile(r"(?<![\w.])/(?:wo" r"rk|ro" r"ot|fa" r"rm)/[a-z]")
REGISTRY = re.compile(r"registry\.npm" r"js|files\.python" r"hosted|pypi\.o" r"rg|deb\.deb" r"ian")
TEXTS = {".py", ".md", ".html", ".ts", ".css", ".toml", ".txt", ".lock", ".json", ".yaml", ".yml", ".sh", ".in", ""}
CHECKING = ("raises", "assert", "expect", "check", "verify", "warns", "fail", "refused")


def tracked(root: Path) -> list[Path]:
    """Files that git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    return [root / name for name in names if name and (root / name).is_file()]


def is_test(name: str) -> bool:
    """Whether the file belongs to tests."""
    parts = name.split("/")
    return "tests" in parts or parts[-1].startswith("test_") or parts[-1] == "conftest.py"


def checks_something(node: ast.AST) -> bool:
    """Whether a test function asserts, expects an error, or calls something that does by its name."""
    for sub in ast.walk(node):
        if isinstance(sub, ast.Assert):
            return True
        if isinstance(sub, ast.Call) and any(word in ast.unparse(sub.func).lower() for word in CHECKING):
            return True
    return False


def text_findings(name: str, text: str) -> Iterator[str]:
    """Findings that hold for any text file."""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if MACHINE.search(line):
            yield f"{name}:{number}: path of a machine"
        if REGISTRY.search(line):
            yield f"{name}:{number}: host of a registry"
    if name.endswith("package-lock.json") and '"resolved":' in text:
        yield f"{name}: names download addresses"
    if name.endswith(".html") and len(lines) > MAX_TEMPLATE:
        yield f"{name}: template of {len(lines)} lines, at most {MAX_TEMPLATE}"


def python_findings(name: str, text: str) -> Iterator[str]:
    """Findings in a Python file."""
    lines = text.splitlines()
    file = name.rsplit("/", 1)[-1]
    if file in BANNED and name != "smartcity/config/settings/base.py":
        yield f"{name}: a room without a name"
    if len(lines) > MAX_FILE and not is_test(name):
        yield f"{name}: {len(lines)} lines, at most {MAX_FILE}"
    for number, line in enumerate(lines, 1):
        if LEFTOVER.search(line):
            yield f"{name}:{number}: leftover"
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > MAX_FUNCTION and not is_test(name):
            yield f"{name}:{node.lineno}: {node.name} has {length} lines, at most {MAX_FUNCTION}"
        if is_test(name) and node.name.startswith("test") and not checks_something(node):
            yield f"{name}:{node.lineno}: {node.name} checks nothing"
    if file == "domain.py":
        yield from _django_imports(name, tree)


def _django_imports(name: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        if any(found.split(".")[0] == "django" for found in names):
            yield f"{name}: a domain without Django"


def findings(root: Path) -> Iterator[str]:
    """All findings below ``root``."""
    for path in tracked(root):
        name = path.relative_to(root).as_posix()
        if path.name == "uv.lock":
            yield f"{name}: a lock file that names a registry"
        if path.stat().st_size > MAX_BYTES:
            yield f"{name}: larger than 1 MB"
        if path.suffix not in TEXTS:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        yield from text_findings(name, text)
        if path.suffix == ".py" and "/migrations/" not in f"/{name}":
            yield from python_findings(name, text)


def main() -> int:
    """Print findings; 1 when there are any."""
    found = list(findings(ROOT))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
