"""The floor plan's own checks catch what they are for: each is shown a planted defect."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tools import check_house

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("name", "text", "finding"),
    [
        ("smartcity/x/utils.py", "", "room without a name"),
        ("smartcity/x/a.py", "\n" * 401, "401 lines"),
        ("smartcity/x/a.py", "def f():\n" + "    pass\n" * 41, "42 lines"),
        ("smartcity/x/a.py", "# TO" + "DO later\n", "leftover"),
        ("smartcity/x/domain.py", "from django.db import models\n", "domain without Django"),
        ("smartcity/x/tests/test_a.py", "def test_nothing():\n    pass\n", "checks nothing"),
    ],
)
def test_a_planted_defect_in_python_is_found(name, text, finding):
    assert any(finding in line for line in check_house.python_findings(name, text))


@pytest.mark.parametrize(
    ("name", "text", "finding"),
    [
        ("docs/a.md", "see /ro" + "ot/secret", "path of a machine"),
        ("a.lock", "https://files.python" + "hosted.org/x", "host of a registry"),
        ("package-lock.json", '{"resolved": "x"}', "download addresses"),
        ("a.html", "<p>\n" * 201, "201 lines"),
    ],
)
def test_a_planted_defect_in_a_text_is_found(name, text, finding):
    assert any(finding in line for line in check_house.text_findings(name, text))


def test_a_clean_file_has_no_findings():
    text = '"""A."""\n\n\ndef test_it():\n    assert 1 + 1 == 2\n'
    assert list(check_house.python_findings("smartcity/x/tests/test_a.py", text)) == []


def foreign_keys_that_leave(models_):
    """Foreign keys of systems' models that point into another system."""
    for model in models_:
        home = model.__module__.split(".")
        if home[0] != "smartcity" or home[1] == "kernel":
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField):
                target = field.related_model.__module__.split(".")
                if target[:2] != ["smartcity", "kernel"] and target[:3] != home[:3]:
                    yield f"{model.__name__}.{field.name} -> {field.related_model.__name__}"


def test_foreign_keys_stay_in_their_system_or_point_to_the_kernel():
    assert list(foreign_keys_that_leave(apps.get_models())) == []


def test_import_linter_catches_a_system_that_imports_another(tmp_path):
    """A copy of the tree with one forbidden import must break the contract."""
    copy = tmp_path / "house"
    copy.mkdir()
    subprocess.run(["cp", "-r", str(ROOT / "smartcity"), str(copy)], check=True)
    (copy / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    victim = copy / "smartcity/kernel/city/selectors.py"
    victim.write_text("import smartcity.mobility.roadworks.models  # planted\n" + victim.read_text())
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(
        command,
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(copy), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 1, done.stdout
    assert "smartcity.kernel.city.selectors -> smartcity.mobility.roadworks.models" in done.stdout.replace("\n", " ")
