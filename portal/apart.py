"""Work on strangers' files, done apart from the server: a child process with limits of memory, time and output.

In: the name of a function of ours and its argument as JSON. Out: the JSON values it yields, or why it was stopped.

The child inherits no settings and no open files, writes to one file of limited size, and dies with its work. Whatever
a file does to a parser, the server goes on.
"""

from __future__ import annotations

import importlib
import json
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

ROOT = Path(__file__).resolve().parent.parent
#: how the child says that its memory was used up
_NO_MEMORY = 3
#: no answer is longer; a longer line is not read
_LONGEST_ANSWER = 8_000_000

#: The child's first words. The package `portal` is entered without its web application, which no parser needs.
_START = """
import sys, types
root = sys.argv[1]
sys.path.insert(0, root)
sys.modules["portal"] = types.ModuleType("portal")
sys.modules["portal"].__path__ = [root + "/portal"]
from portal.apart import child_main
child_main()
"""

Why = Literal["memory", "time", "output", "broken"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: megabytes of address space, seconds of processor and of the clock, megabytes written."""

    memory_mb: int = 1024
    cpu_seconds: int = 60
    wall_seconds: int = 120
    output_mb: int = 400


class Stopped(Exception):
    """The child did not come to its end. `why` says what it used up, or that it broke."""

    def __init__(self, why: Why) -> None:
        """Keep why."""
        self.why: Why = why
        super().__init__(f"the child process was stopped: {why}")


def answers_apart(work: str, argument: dict[str, Any], limits: Limits | None = None) -> Iterator[Any]:
    """Run `package.module:function` on `argument` in a child and iterate over the JSON values that it yields.

    The child has ended before the first value is given out. Raises Stopped when it used up a limit or broke.
    """
    answers = run_apart(work, argument, limits or Limits())
    with answers:
        yield from answers_in(answers)


def run_apart(work: str, argument: dict[str, Any], limits: Limits) -> IO[bytes]:
    """Run the work and return the open file of its answers, at its beginning, to be read with `answers_in`.

    Raises Stopped. The file has no name and is gone when it is closed.
    """
    output = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the caller, who closes it
    try:
        _run(work, argument, limits, output)
    except BaseException:
        output.close()
        raise
    output.seek(0)
    return output


def answers_in(output: IO[bytes]) -> Iterator[Any]:
    """Iterate over the answers of a child. Raises Stopped for one that is longer than any honest answer."""
    while line := output.readline(_LONGEST_ANSWER + 1):
        if len(line) > _LONGEST_ANSWER:
            raise Stopped("output")
        yield json.loads(line)


def _run(work: str, argument: dict[str, Any], limits: Limits, output: IO[bytes]) -> None:
    given = json.dumps({"work": work, "argument": argument, "limits": _numbers(limits)})
    try:
        ended = subprocess.run(
            [sys.executable, "-I", "-B", "-c", _START, str(ROOT)],
            input=given.encode(),
            stdout=output,
            stderr=subprocess.DEVNULL,
            timeout=limits.wall_seconds,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Stopped("time") from None
    if ended.returncode:
        raise Stopped(_why(ended.returncode))


def _numbers(limits: Limits) -> dict[str, int]:
    return {name: getattr(limits, name) for name in ("memory_mb", "cpu_seconds", "output_mb")}


def _why(code: int) -> Why:
    """Say what a child used up; an allocator that is given no more memory aborts."""
    return {
        _NO_MEMORY: "memory",
        -signal.SIGABRT: "memory",
        -signal.SIGKILL: "memory",
        -signal.SIGXCPU: "time",
        -signal.SIGXFSZ: "output",
    }.get(code, "broken")


def child_main() -> None:
    """Be the child: take on the limits before anything of a stranger is read, then do the work."""
    given = json.loads(sys.stdin.buffer.read())
    _limit(**given["limits"])
    module, _, function = given["work"].partition(":")
    try:
        work = getattr(importlib.import_module(module), function)
        for answer in work(given["argument"]):
            sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")) + "\n")
        sys.stdout.flush()
    except MemoryError:
        sys.exit(_NO_MEMORY)


def _limit(memory_mb: int, cpu_seconds: int, output_mb: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory_mb * 1_000_000),
        (resource.RLIMIT_FSIZE, output_mb * 1_000_000),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))
    # The soft limit says why it ends; at the hard one the kernel kills without a word.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    # Python ignores this signal by itself and would go on with an error that a parser may swallow.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
