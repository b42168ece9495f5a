"""Foreign codecs: what they may use, what they may not do, and the folder of codecs with its test cases."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from smartcity.infrastructure.iot.codecs.checking import case_files, check_folder, same
from smartcity.infrastructure.iot.codecs.runner import CodecFailure, CodecRunner
from smartcity.infrastructure.iot.commands import group

TEMPERATURE = """
var seen = 0;
function decodeUplink(input) {
  seen++;
  leaked = (typeof leaked === "undefined" ? 0 : leaked) + 1;
  var bytes = Buffer.from(input.bytes);
  var temperature = bytes.readInt16BE(0) / 10;
  return {data: {temperature: temperature, port: input.fPort, seen: seen, leaked: leaked, none: undefined}};
}
function encodeDownlink(input) { return {bytes: [input.data.led ? 1 : 0], fPort: 2}; }
"""
HOSTILE = {
    "an endless loop": "function decodeUplink(i) { while (true); }",
    "an endless loop at the top": "while (true); function decodeUplink(i) {}",
    "a memory bomb": "function decodeUplink(i) { var a = []; while (true) a.push(new Array(1e5).fill(7)); }",
    "a huge text": "function decodeUplink(i) { var s = 'x'; while (true) s += s; }",
    "a search that the engine cannot stop": "function decodeUplink(i) { /(a+)+$/.test('a'.repeat(40) + 'b'); }",
    "a result that never ends": "function decodeUplink(i) { return {get data() { while (true); }}; }",
    "deep recursion": "function decodeUplink(i) { return decodeUplink(i); }",
    "an error": "function decodeUplink(i) { throw new Error('broken'); }",
    "no such function": "var a = 1;",
    "nothing": "function decodeUplink(i) {}",
    "a syntax error": "function decodeUplink(",
}


@pytest.fixture(scope="module")
def runner() -> Iterator[CodecRunner]:
    made = CodecRunner()
    yield made
    made.close()


@pytest.fixture(scope="module")
def patient() -> Iterator[CodecRunner]:
    made = CodecRunner(1.0)
    yield made
    made.close()


def test_a_codec_decodes_with_nodes_buffer_and_keeps_no_state(patient: CodecRunner) -> None:
    expected = {"data": {"temperature": 21.5, "port": 2, "seen": 1, "leaked": 1}}
    assert patient.decode(TEMPERATURE, b"\x00\xd7", 2) == expected
    assert patient.decode_many(TEMPERATURE, [(b"\x00\xd7", 2)] * 5) == [expected] * 5
    for _ in range(2):
        value = {"bytes": [0, 0xD7], "fPort": 2}
        assert patient.run(TEMPERATURE, "decodeUplink", value, fresh=True) == expected


def test_a_codec_encodes(patient: CodecRunner) -> None:
    assert patient.encode(TEMPERATURE, {"led": True}) == {"bytes": [1], "fPort": 2}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("fresh", [True, False])
def test_a_bad_codec_is_stopped_and_the_next_one_runs(runner: CodecRunner, name: str, fresh: bool) -> None:
    began = time.monotonic()
    found = runner.run(HOSTILE[name], "decodeUplink", {"bytes": [1], "fPort": 1}, fresh=fresh)
    assert isinstance(found, CodecFailure), found
    assert time.monotonic() - began < 10, "also on a busy machine"
    good = runner.run(
        "function decodeUplink(i) { return {data: i.bytes[0]}; }", "decodeUplink", {"bytes": [7], "fPort": 1}
    )
    assert good == {"data": 7} or (isinstance(good, CodecFailure) and good.reason == "timeout")


@pytest.mark.parametrize(
    "trick",
    [
        "Object.prototype.polluted = 1; Array.prototype.push = function () { return 'stolen'; };",
        'JSON.stringify = function () { return \'{"data": "forged"}\'; };',
        "globalThis.decodeUplink = null;",
    ],
)
def test_what_a_codec_does_to_the_engine_reaches_no_other_codec(patient: CodecRunner, trick: str) -> None:
    source = f"function decodeUplink(i) {{ {trick} return {{data: 1}}; }}"
    for fresh in (False, True):
        patient.run(source, "decodeUplink", {"bytes": [1], "fPort": 1}, fresh=fresh)
    probe = "function decodeUplink(i) { var a = []; a.push(5); return {data: [a[0], typeof ({}).polluted]}; }"
    assert patient.decode(probe, b"\x01", 1) == {"data": [5, "undefined"]}


def test_a_codec_reaches_neither_files_nor_modules(patient: CodecRunner) -> None:
    probe = "function decodeUplink(i) { return {data: [typeof require, typeof process, typeof std, typeof os]}; }"
    assert patient.decode(probe, b"\x01", 1) == {"data": ["undefined"] * 4}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(json_values, json_values)
def test_equal_is_what_json_calls_equal(one: Any, other: Any) -> None:
    assert same(one, one)
    assert same(one, other) == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


def test_numbers_are_equal_by_value_and_true_is_no_number() -> None:
    assert same({"a": 1}, {"a": 1.0})
    assert not same(1, True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    codecs = tmp_path / "vendors" / "acme" / "codecs"
    codecs.mkdir(parents=True)
    (codecs / "temp.js").write_text(TEMPERATURE)
    loose = """[ // as the public repository writes them
      {name: "hex", input: {bytes: [0x00, 0xd7,], fPort: 1},
       expected: {data: {temperature: 21.5, port: 1, seen: 1, leaked: 1}},},
      {"name": "wrong", "input": {"bytes": [0, 0], "fPort": 1}, "expected": {"data": {"temperature": 99}}},
    ]"""
    (codecs / "test_decode_temp.json").write_text(loose)
    on = {"name": "on", "input": {"data": {"led": True}}, "expected": {"fPort": 2.0, "bytes": [1]}}
    (codecs / "test_encode_temp.json").write_text(json.dumps([on, "no case"]))
    (codecs / "test_decode_gone.json").write_text(json.dumps([on]))
    (codecs / "test_decode_broken.json").write_text("[{")
    (codecs / "test_decode_empty.json").write_text("[]")
    return tmp_path


def test_a_folder_of_codecs_is_run_case_by_case(folder: Path) -> None:
    found = check_folder(folder)
    assert (found["passed"], found["failed"]) == (2, 4)
    by_name = {(item["codec"], item["kind"]): item for item in found["files"]}
    assert by_name["temp", "decode"]["passed"] == by_name["temp", "encode"]["passed"] == 1
    assert by_name["temp", "decode"]["failures"][0]["name"] == "wrong"
    assert by_name["temp", "decode"]["failures"][0]["reason"].startswith("differs")
    assert by_name["gone", "decode"]["failures"][0]["reason"].startswith("missing")
    assert by_name["broken", "decode"]["failed"] == 1
    assert (by_name["empty", "decode"]["passed"], by_name["empty", "decode"]["failed"]) == (0, 0)
    assert {item["vendor"] for item in found["files"]} == {"acme"}


def test_the_folder_may_also_be_a_vendors_or_its_codecs(folder: Path) -> None:
    acme = folder / "vendors" / "acme"
    assert len(case_files(folder)) == len(case_files(acme)) == len(case_files(acme / "codecs")) == 5
    assert check_folder(acme / "codecs")["files"][0]["vendor"] == "acme"


def test_the_command_writes_the_result_and_ends_well_although_cases_failed(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    done = CliRunner().invoke(group, ["codec-test", str(folder), "--json", str(target)])
    assert done.exit_code == 0
    assert json.loads(target.read_text())["passed"] == 2


def test_the_command_refuses_a_folder_without_case_files(tmp_path: Path) -> None:
    done = CliRunner().invoke(group, ["codec-test", str(tmp_path)])
    assert "keine Testdatei" in str(done.exception)


def test_every_test_file_of_the_public_catalogue_can_be_read(shared_data: Path, patient: CodecRunner) -> None:
    files = case_files(shared_data / "iot")
    found = check_folder(shared_data / "iot")
    unread = [item for item in found["files"] for failure in item["failures"] if "cannot be read" in failure["reason"]]
    assert files
    assert unread == []
