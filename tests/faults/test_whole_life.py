"""From an empty folder to a served page, through backup and restore, to an orderly end."""

from __future__ import annotations

import json
import tarfile
import time
import urllib.request

import pytest

from benchmarks.running.platform import Platform, free_port, scratch_home

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]


def test_a_second_up_on_the_same_state_is_refused_and_the_first_goes_on(running):
    other = Platform(running.home, free_port())
    refused = other.run("up")
    assert refused.returncode == 1
    assert "läuft die Plattform schon" in refused.stderr
    assert running.answers()


def test_backup_and_restore_bring_every_row_and_file_back(running, tmp_path):
    (running.home / "media/documents").mkdir(parents=True, exist_ok=True)
    (running.home / "media/documents/plan").write_bytes(b"%PDF-1.7 a plan")
    file = running.home / "backup.tar"
    made = running.run("backup", str(file))
    assert made.returncode == 0, made.stderr
    with tarfile.open(file) as archive:
        manifest = json.load(archive.extractfile("manifest.json"))
    assert manifest["tables"]["accounts_person"].split(":")[0] != "0"
    assert list(manifest["media"]) == ["documents/plan"]
    with scratch_home() as home:
        second = Platform(home, free_port(), running.variables)
        restored = second.run("restore", str(file))
        assert restored.returncode == 0, restored.stderr
        assert "alles gleich" in restored.stdout
        again = second.run("restore", str(file))
        assert again.returncode == 1
        assert "ist nicht leer" in again.stderr
        try:
            second.start("--no-simulator")
            assert second.answers("/projekte")
        finally:
            second.stop()


def test_a_damaged_backup_is_refused_and_named(running):
    file = running.home / "broken.tar"
    file.write_bytes(b"this is no archive")
    with scratch_home() as home:
        refused = Platform(home, free_port()).run("restore", str(file))
    assert refused.returncode == 1
    assert "broken.tar: ist keine lesbare Sicherung" in refused.stderr


def test_a_changed_document_in_a_backup_is_noticed(running, tmp_path):
    (running.home / "media/documents").mkdir(parents=True, exist_ok=True)
    (running.home / "media/documents/plan").write_bytes(b"%PDF-1.7 a plan")
    good, bad = running.home / "good.tar", running.home / "bad.tar"
    running.run("backup", str(good))
    with tarfile.open(good) as source:
        source.extractall(tmp_path, filter="data")
    (tmp_path / "media/documents/plan").write_bytes(b"%PDF-1.7 another plan")
    with tarfile.open(bad, "w") as target:
        for path in sorted(tmp_path.rglob("*")):
            if path.is_file():
                target.add(path, str(path.relative_to(tmp_path)))
    with scratch_home() as home:
        refused = Platform(home, free_port()).run("restore", str(bad))
    assert refused.returncode == 1
    assert "documents/plan: ist nach dem Einspielen nicht gleich" in refused.stderr


def test_the_end_takes_at_most_ten_seconds_and_a_request_in_flight_finishes():
    with scratch_home() as home:
        made = Platform(home, free_port(), {"SMARTCITY_BASEMAP_STYLE_URL": "none"})
        try:
            made.start("--no-simulator")
            stream = urllib.request.urlopen(made.url + "/live/roadworks", timeout=20)
            page = urllib.request.urlopen(made.url + "/projekte", timeout=20)
            began = time.monotonic()
            made.process.terminate()
            assert b"</html>" in page.read()
            made.process.wait(10)
            assert time.monotonic() - began < 10
            assert made.process.returncode == 0
            stream.close()
            assert made.descendants() == {"web": [], "worker": [], "database": [], "simulator": []}
        finally:
            made.stop()
