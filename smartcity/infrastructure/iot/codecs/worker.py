"""The process in which foreign codecs run: requests on standard input, answers on standard output, nothing else.

It imports only the standard library and the engine, is started without the caller's environment, and gives up files and
memory by resource limits. A codec that the engine cannot interrupt (a native loop in a regular expression or a sort)
is ended from outside, by ending this process: see `runner`.

A message is a list of texts: the number of texts and then each text's length as four bytes, then the texts in UTF-8.
"""

from __future__ import annotations

import re
import resource
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

import _quickjs

MEBIBYTE = 1 << 20
MEMORY = 64 * MEBIBYTE  # of the engine
ADDRESS_SPACE = 512 * MEBIBYTE  # of the process: interpreter, engine, answers on their way
STACK = 512 * 1024
FOLDER = Path(__file__).resolve().parent
GLOBALS = (FOLDER / "globals.js").read_text(encoding="utf-8")
CALLING = (FOLDER / "calling.js").read_text(encoding="utf-8")
DOORS = ("decodeUplink", "encodeDownlink", "decodeDownlink")
_DOORS = ",".join(f"{door}:typeof {door}==='function'?{door}:undefined" for door in DOORS)
# A codec that asks for the global object itself would notice that its variables are not on it.
_ASKS_FOR_GLOBAL = re.compile(r"\b(globalThis|global|eval|Function)\b|\bthis\s*\[")
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
KEPT_CODECS = 64


def read_message(stream: BinaryIO) -> list[str] | None:
    """Return the next message, or None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    sizes = struct.unpack(f">{(count := struct.unpack('>I', head)[0])}I", stream.read(4 * count))
    return [stream.read(size).decode("utf-8", "replace") for size in sizes]


def write_message(stream: BinaryIO, texts: list[str]) -> None:
    """Write a message and send it off."""
    parts = [text.encode("utf-8", "replace") for text in texts]
    stream.write(struct.pack(f">I{len(parts)}I", len(parts), *map(len, parts)) + b"".join(parts))
    stream.flush()


def _engine(seconds: float) -> Any:
    context = _quickjs.Context()
    context.set_memory_limit(MEMORY)
    context.set_max_stack_size(STACK)
    context.eval(GLOBALS)
    context.set_time_limit(seconds)
    return context


def _calling(context: Any) -> list[Any]:
    parts, pick = context.eval(CALLING), context.eval("(function (parts, at) { return parts[at]; })")
    return [pick(parts, at) for at in range(3)]


def _bundle(source: str, hoisted: str) -> str:
    """Return an expression whose value makes the codec anew, with its own variables, at every call."""
    names = f"var {hoisted.replace(' ', ',')};" if hoisted else ""
    return f"(function(){{{names}return (function(){{{source}\n;return {{{_DOORS}}};}}).call(globalThis);}})"


class Codec:
    """A codec in one engine, for as long as nothing outlives a call."""

    def __init__(self, source: str, seconds: float) -> None:
        self._source, self._seconds, self._hoisted = source, seconds, ""
        self._ready: tuple[Any, ...] | None = None
        self.warm = not _ASKS_FOR_GLOBAL.search(source)
        if self.warm:
            _engine(seconds).eval(source)  # a script of its own: text that closes the bundle's brackets is none

    def _engines(self) -> tuple[Any, ...]:
        if self._ready is None:
            context = _engine(self._seconds)
            many, remember, changes = _calling(context)
            remember()
            self._ready = (context, many, changes, context.eval(_bundle(self._source, self._hoisted)))
        return self._ready

    def run(self, door: str, inputs: str) -> str | None:
        """Return the JSON list of answers for a JSON list of inputs; None if each needs an engine of its own."""
        for _attempt in range(3):
            if not self.warm:
                return None
            _context, many, changes, bundle = self._engines()
            self._ready, kept = None, self._ready  # an exception leaves no engine behind
            answers: str = many(bundle, door, inputs)
            leaked = changes()
            if leaked == "":
                self._ready = kept
                return answers
            names = leaked.split(" ") if leaked else []
            # Variables that were never declared become the codec's own; whatever else was changed is thrown away.
            self.warm = bool(names) and all(map(_IDENTIFIER.fullmatch, names))
            self._hoisted = " ".join([*self._hoisted.split(), *names])
        self.warm = False
        return None


def run_once(source: str, door: str, value: str, seconds: float) -> str:
    """Return the JSON list with the answer for one input, run in an engine made for it."""
    context = _engine(seconds)
    many, _remember, _changes = _calling(context)
    context.eval(source)
    doors = context.eval(f"(function(){{return {{{_DOORS}}};}})")
    answers: str = many(doors, door, value)
    return answers


def read_literal(text: str, seconds: float) -> str:
    """Return a JavaScript literal as JSON; only data can be given, for the text's functions have nothing to reach."""
    context = _engine(seconds)
    stringify = context.eval("JSON.stringify")
    answer: str = stringify(context.eval(f"({text}\n)"))
    return answer


def answer(request: list[str], codecs: dict[str, Codec]) -> list[str]:
    """Return what the process answers to a request: what to do, source, door, input, seconds."""
    what, source, door, value, limit = request
    seconds = float(limit)
    try:
        if what == "literal":
            return ["done", read_literal(value, seconds)]
        if what == "once":
            return ["done", run_once(source, door, value, seconds)]
        codec = codecs.pop(source, None) or Codec(source, seconds)
        codecs[source] = codec
        if len(codecs) > KEPT_CODECS:
            del codecs[next(iter(codecs))]
        answers = codec.run(door, value)
        return ["cold", ""] if answers is None else ["done", answers]
    except (_quickjs.JSException, _quickjs.StackOverflow, MemoryError, TypeError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:300]
        for name, words in (("timeout", "interrupted"), ("memory", "out of memory")):
            if words in reason:
                return [name, reason]
        return ["thrown", reason]


def give_up_power() -> None:
    """Lower the limits of this process: no new file content, no processes, bounded memory, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def main() -> None:
    """Answer requests until the other side closes."""
    give_up_power()
    codecs: dict[str, Codec] = {}
    write_message(sys.stdout.buffer, ["ready"])
    while (request := read_message(sys.stdin.buffer)) is not None:
        write_message(sys.stdout.buffer, answer(request, codecs))


if __name__ == "__main__":
    main()
