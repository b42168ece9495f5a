"""Runs device codecs (LoRa Alliance TS013) in a process of their own, which is ended when a codec overstays.

The engine stops loops and floods of memory by itself; a native loop (a regular expression, a sort, a search in a huge
array) it cannot stop, so that the limit is kept from outside. What counts is the process's own computing time: a good
codec on a busy machine is not ended because it had to wait.
"""

from __future__ import annotations

import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

Door = Literal["decodeUplink", "encodeDownlink", "decodeDownlink"]
Reason = Literal["timeout", "memory", "thrown", "undefined", "nothing", "unreadable"]

SECONDS = 0.05
WAIT_FACTOR = 20  # wall time at most, as a multiple of the computing time
BATCH = 512
MAX_ANSWER = 32 << 20
STARTS_WITHIN = 20.0
OVERSTAYS = 3  # in one batch: then the rest of it is refused unread
_WORKER = Path(__file__).with_name("worker.py")


@dataclass(frozen=True, slots=True)
class CodecFailure:
    """Why a codec gave no result: the kind, and the codec's own words."""

    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


Answer = dict[str, Any] | CodecFailure


class _Overstayed(Exception):
    """The process had to be ended, or ended by itself."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class _Worker:
    """One process and its two pipes."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(_WORKER)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"TZ": "UTC"}, cwd="/",
        )  # fmt: skip
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("the process has no pipes")
        self._input: IO[bytes] = self._process.stdin
        self._output: IO[bytes] = self._process.stdout
        self._clock = (~self._process.pid << 3) | 2  # the kernel's clock of that process's computing time
        self._ready = False

    def ask(self, request: Sequence[str], seconds: float) -> list[str]:
        """Return the answer; raise `_Overstayed` after ending the process if there is none in time."""
        try:
            if not self._ready:
                self._receive(STARTS_WITHIN, STARTS_WITHIN)
                self._ready = True
            parts = [text.encode("utf-8", "replace") for text in request]
            head = struct.pack(f">I{len(parts)}I", len(parts), *map(len, parts))
            self._input.write(head + b"".join(parts))
            self._input.flush()
            return self._receive(seconds, seconds * WAIT_FACTOR)
        except _Overstayed:
            self.end()
            raise
        except OSError:
            self.end()
            raise _Overstayed("memory") from None

    def _receive(self, seconds: float, wall: float) -> list[str]:
        pipe, data = self._output.fileno(), bytearray()
        begun, computed = time.monotonic(), self._computed()
        while True:
            left = seconds - (self._computed() - computed)
            if left <= 0 or time.monotonic() - begun > wall:
                raise _Overstayed("timeout")
            if not select.select([pipe], [], [], max(left, 0.001))[0]:
                continue
            chunk = os.read(pipe, 1 << 20)
            if not chunk:
                raise _Overstayed("memory")
            data += chunk
            if len(data) > MAX_ANSWER:
                raise _Overstayed("memory")
            if (texts := _message(data)) is not None:
                return texts

    def _computed(self) -> float:
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            raise _Overstayed("memory") from None

    def end(self) -> None:
        """End the process for good."""
        self._process.kill()
        for pipe in (self._input, self._output):
            with suppress(OSError):
                pipe.close()
        self._process.wait()


def _message(data: bytearray) -> list[str] | None:
    if len(data) < 4 or len(data) < (start := 4 + 4 * (count := struct.unpack_from(">I", data)[0])):
        return None
    sizes = struct.unpack_from(f">{count}I", data, 4)
    if len(data) < start + sum(sizes):
        return None
    texts = []
    for size in sizes:
        texts.append(data[start : start + size].decode("utf-8", "replace"))
        start += size
    return texts


class CodecRunner:
    """Runs codecs; may be shared by threads. `seconds` is what one input may take of the processor.

    No state of a codec survives from one input to the next.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._spare: _Worker | None = None

    def decode(self, source: str, payload: bytes, port: int, **more: Any) -> Answer:
        """Decode one uplink; `more` are further keys of the input (`recvTime`, `variables`)."""
        return self.run(source, "decodeUplink", {"bytes": list(payload), "fPort": port, **more})

    def decode_many(self, source: str, uplinks: Sequence[tuple[bytes, int]]) -> list[Answer]:
        """Decode many uplinks (payload, port) of one codec: the fast door. One answer each, in order."""
        inputs = [f'{{"bytes":{[*payload]},"fPort":{port}}}' for payload, port in uplinks]
        with self._lock:
            return [
                answer
                for start in range(0, len(inputs), BATCH)
                for answer in self._batch(source, inputs[start : start + BATCH])
            ]

    def encode(self, source: str, data: dict[str, Any], **more: Any) -> Answer:
        """Encode a downlink: the answer holds `bytes` and perhaps `fPort`."""
        return self.run(source, "encodeDownlink", {"data": data, **more})

    def run(self, source: str, door: Door, value: dict[str, Any], *, fresh: bool = False) -> Answer:
        """Call one of the codec's functions; `fresh`: in an engine made for this call alone."""
        text = json.dumps(value)
        with self._lock:
            return self._once(source, door, text) if fresh else self._one(source, door, text)

    def read_literal(self, text: str) -> Any:
        """Return the value of a JavaScript literal (comments, hexadecimal numbers, trailing commas), or a failure."""
        with self._lock:
            kind, answer = self._ask("literal", "", "decodeUplink", text)
        return json.loads(answer) if kind == "done" and answer else CodecFailure("unreadable", answer)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            for worker in (self._worker, self._spare):
                if worker is not None:
                    worker.end()
            self._worker = self._spare = None

    def _batch(self, source: str, inputs: list[str]) -> Iterator[Answer]:
        kind, answer = self._ask("many", source, "decodeUplink", f"[{','.join(inputs)}]")
        if kind == "done":
            yield from map(_answer, json.loads(answer))
            return
        overstays = 0
        for text in inputs:
            found = CodecFailure("timeout") if overstays >= OVERSTAYS else self._one(source, "decodeUplink", text)
            overstays += isinstance(found, CodecFailure) and found.reason == "timeout"
            yield found

    def _one(self, source: str, door: Door, text: str) -> Answer:
        kind, answer = self._ask("many", source, door, f"[{text}]")
        return self._once(source, door, text) if kind == "cold" else _single(kind, answer)

    def _once(self, source: str, door: Door, text: str) -> Answer:
        return _single(*self._ask("once", source, door, f"[{text}]"))

    def _ask(self, what: str, source: str, door: Door, value: str) -> tuple[str, str]:
        worker, self._worker = self._worker or self._spare or _Worker(), None
        if self._spare is None or self._spare is worker:
            self._spare = _Worker()
        try:
            kind, answer = worker.ask([what, source, door, value, str(self._seconds * 0.8)], self._seconds * 0.9)
        except _Overstayed as overstayed:
            return overstayed.reason, ""
        self._worker = worker
        return kind, answer


def _single(kind: str, answer: str) -> Answer:
    if kind == "done":
        return _answer(json.loads(answer)[0])
    return CodecFailure(kind, answer)  # type: ignore[arg-type]  # the worker's words are the reasons


def _answer(found: dict[str, Any]) -> Answer:
    if "error" in found:
        reason, detail = found["error"], str(found.get("reason", ""))
        return CodecFailure("memory" if "out of memory" in detail else reason, detail)
    result = found["result"]
    return result if isinstance(result, dict) else CodecFailure("nothing", "the result is no object")
