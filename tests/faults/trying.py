"""Tries mutants: imports and collects once, then for each mutant a copy of this process with the change in it.

In: mutants and the tests that run their lines. Out: for each which test caught it, that none did, or that time ran out.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from tests.faults.covering import Covering, in_order
from tests.faults.mutants import Mutant, compiled_with
from tests.faults.patched import Living, exchange, living_functions

#: what a mutant may hold in memory, and the seconds of processor it may take: a few, and some times those that its
#: tests take without it; on a busy machine, or asleep, it may be there much longer
MEMORY = 4 << 30
LEAST, PATIENCE, IDLE = 5, 4, 10


@dataclass
class Trial:
    """What is tried: `choose` gives the mutants once all tests are collected; results are added to a file."""

    root: Path
    folders: tuple[str, ...]
    choose: Callable[[], list[Mutant]]
    results: Path
    coverage: Path
    processes: int
    budget: float
    say: Callable[[str], None]
    kills: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try mutants instead of running the tests once."""
        items = {item.nodeid: item for item in session.items}
        covered = self._covering(list(items.values()))
        living = living_functions(f"{self.root}{os.sep}")
        waiting = iter(self.choose())
        running: dict[int, _Child] = {}
        try:
            while True:
                while len(running) < self.processes and (mutant := next(waiting, None)) is not None:
                    child = self._begin(mutant, covered, items, living)
                    if child is not None:
                        running[child.pid] = child
                if not running:
                    return True
                self._await(running)
        finally:
            for pid in running:
                os.killpg(pid, signal.SIGKILL)

    def _covering(self, items: list[pytest.Item]) -> Covering:
        names = [item.nodeid for item in items]
        if which := Covering.read(self.coverage).unknown(names, self.root):
            self.say(f"measuring which lines {len(which)} tests run ...")
            pid = os.fork()
            if not pid:
                _in_child(lambda: self._measure(items, names, which))
            _, status = os.waitpid(pid, 0)
            assert status == 0, "the tests could not be measured"
        return Covering.read(self.coverage)

    def _measure(self, items: list[pytest.Item], names: list[str], which: list[int]) -> int:
        known = Covering.read(self.coverage)
        known.unknown(names, self.root)
        folders = [str(self.root / folder) for folder in self.folders]
        failing = known.measure(names, which, lambda at: _passes(items, at), folders)
        known.write(self.coverage, self.root)
        for name in failing:
            self.say(f"{name} fails without any change and judges nothing")
        return 0

    def _begin(self, mutant: Mutant, covered: Covering, items: dict[str, pytest.Item], living: Living) -> _Child | None:
        file = str(self.root / mutant.path)
        text = Path(file).read_text(encoding="utf-8")
        possible = [test for test in covered.of_lines(file, mutant.first, mutant.last) if test in items]
        if not possible:
            self._note(mutant, "no test runs it", "", 0)
            return None
        tests = in_order(mutant.path, possible, covered.seconds, self.kills[mutant.path], self.budget)
        limit = int(LEAST + PATIENCE * sum(covered.seconds[test] for test in tests))
        reader, writer = os.pipe()
        pid = os.fork()
        if not pid:
            os.setpgid(0, 0)
            os.close(reader)

            def work() -> int:
                before = compile(text, file, "exec", dont_inherit=True)
                if not exchange(living, before, compiled_with(mutant, text, file)):
                    return 3
                chosen = [items[test] for test in tests]
                caught = next((item.nodeid for at, item in enumerate(chosen) if not _passes(chosen, at)), "")
                os.write(writer, caught.encode())
                return 1 if caught else 0

            _in_child(work, limit)
        os.close(writer)
        return _Child(pid, reader, mutant, time.monotonic(), IDLE * limit, len(tests) < len(possible))

    def _await(self, running: dict[int, _Child]) -> None:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            for child in running.values():
                if time.monotonic() - child.began > child.limit:
                    child.late = True
                    os.killpg(child.pid, signal.SIGKILL)
            time.sleep(0.02)
            return
        child = running.pop(pid)
        caught = os.read(child.reader, 4096).decode()
        os.close(child.reader)
        code = os.waitstatus_to_exitcode(status)
        took = time.monotonic() - child.began
        if child.late or code == -signal.SIGXCPU:
            self._note(child.mutant, "out of time", "", took)
        elif code == 1:
            self.kills[child.mutant.path][caught] += 1
            self._note(child.mutant, "caught", caught, took)
        elif code == 0:
            self._note(child.mutant, "survived the quick tests" if child.cut else "survived", "", took)
        elif code == 3:
            self._note(child.mutant, "not reached: no live function has it", "", took)
        else:
            self._note(child.mutant, "crashed", f"status {code}", took)

    def _note(self, mutant: Mutant, outcome: str, by: str, took: float) -> None:
        told = {"mutant": mutant.name, "outcome": outcome, "by": by, "seconds": round(took, 2)}
        with self.results.open("a", encoding="utf-8") as out:
            out.write(json.dumps(told) + "\n")
        self.say(f"{outcome:24} {mutant.name} {by}")


@dataclass
class _Child:
    """A process that tries one mutant."""

    pid: int
    reader: int
    mutant: Mutant
    began: float
    limit: float
    cut: bool
    late: bool = False


def _in_child(work: Callable[[], int], limit: int = 0) -> None:
    """Do the work in a process that was just split off, say nothing, and never come back."""
    code = 4
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        if not os.environ.get("DAYLIGHT_FAULTS_LOUD"):
            os.dup2(silence, 2)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        if limit:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        code = work()
    except BaseException as error:
        sys.stderr.write(f"{error!r}\n")
    finally:
        os._exit(code)


def _passes(items: list[pytest.Item], at: int) -> bool:
    after = items[at + 1] if at + 1 < len(items) else None
    return not any(report.failed for report in runtestprotocol(items[at], log=False, nextitem=after))


def results_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield what earlier runs found, the latest of each mutant last."""
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)
