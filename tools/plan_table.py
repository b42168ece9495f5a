"""Write the README's table of the plan's 27 entries from the portfolio's data and the systems' manifests.

usage: tools/plan_table.py [--check]    (--check exits 1 when the README differs)
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- plan: begin -->", "<!-- plan: end -->"
STATES = {"planned": "planned", "pilot": "runs", "operation": "runs"}


def rows() -> list[str]:
    """The table's lines."""
    from smartcity.kernel.manifest import systems

    running = {config.plan_number: config for config in systems()}
    projects = tomllib.loads((ROOT / "data/duisburg/portfolio.toml").read_text(encoding="utf-8"))["projects"]
    projects.sort(key=lambda project: [int(part) for part in project["number"].split(".")])
    numbers = {project["number"] for project in projects}
    lines = ["| plan | project or measure | state | page | where it lives |", "|---|---|---|---|---|"]
    for project in projects:
        number, title = project["number"], project["title"]["en"]
        config = running.get(number)
        if config is None:
            lines.append(f"| {number} | {title} | planned | – | – |")
        else:
            where = config.name.replace(".", "/")
            lines.append(f"| {number} | {title} | {STATES[config.maturity]} | `{config.address}` | `{where}` |")
    for number, config in sorted(running.items()):
        if number and number not in numbers:
            where = config.name.replace(".", "/")
            chapter = f"{config.title_en} (chapter {number} of the plan)"
            lines.append(f"| {number} | {chapter} | {STATES[config.maturity]} | `{config.address}` | `{where}` |")
    return lines


def renewed(text: str) -> str:
    """The README with a fresh table."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + "\n" + "\n".join(rows()) + "\n" + END + after


def main(words: list[str]) -> int:
    """Write or check."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartcity.config.settings.demo")
    django.setup()
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    if "--check" in words:
        return int(renewed(text) != text)
    readme.write_text(renewed(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
