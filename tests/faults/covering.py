"""Which test runs which line, and how long each takes: measured once, kept beside the results.

In: collected tests. Out: for lines of a file the tests that run them, those that cost least and differ most first.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import coverage


@dataclass
class Covering:
    """Seconds of each test, and by file and line the tests that run it."""

    seconds: dict[str, float]
    tests: dict[str, dict[int, list[str]]]

    def of_lines(self, file: str, first: int, last: int) -> list[str]:
        """Return the tests that run one of the lines."""
        by_line = self.tests.get(file, {})
        return list(dict.fromkeys(test for line in range(first, last + 1) for test in by_line.get(line, ())))

    def write(self, path: Path) -> None:
        names = {test: number for number, test in enumerate(self.seconds)}
        told = {
            "seconds": self.seconds,
            "tests": {
                file: {line: [names[test] for test in tests] for line, tests in lines.items()}
                for file, lines in self.tests.items()
            },
        }
        path.write_bytes(gzip.compress(json.dumps(told).encode()))

    @classmethod
    def read(cls, path: Path) -> Covering:
        told = json.loads(gzip.decompress(path.read_bytes()))
        names = list(told["seconds"])
        return cls(
            told["seconds"],
            {
                file: {int(line): [names[number] for number in numbers] for line, numbers in lines.items()}
                for file, lines in told["tests"].items()
            },
        )


def covering(names: Sequence[str], run: Callable[[int], bool], folders: Iterable[str]) -> Covering:
    """Run all tests under the eyes of coverage. A test that fails without any change must not judge mutants."""
    measured = coverage.Coverage(data_file=None, config_file=False, source=list(folders))
    seconds: dict[str, float] = {}
    failing = []
    measured.start()
    for number, name in enumerate(names):
        measured.switch_context(name)
        began = time.perf_counter()
        if not run(number):
            failing.append(name)
        seconds[name] = round(time.perf_counter() - began, 4)
    measured.stop()
    assert not failing, f"{len(failing)} tests fail without any change: {failing[:5]}"
    data = measured.get_data()
    return Covering(
        seconds,
        {
            file: {
                line: [name for name in names_of if name] for line, names_of in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        },
    )


def in_order(tests: Sequence[str], seconds: dict[str, float], kills: dict[str, int], budget: float) -> list[str]:
    """Order the tests of a mutant: those that caught its neighbours, then in turn the quickest of every test file.

    Stops at a budget of seconds; 0 runs all of them.
    """
    known = sorted((test for test in tests if kills.get(test)), key=lambda test: -kills[test])[:5]
    by_file: dict[str, list[str]] = {}
    for test in sorted(tests, key=seconds.__getitem__):
        by_file.setdefault(test.partition("::")[0], []).append(test)
    rounds = max(map(len, by_file.values()), default=0)
    turns = [found[at] for at in range(rounds) for found in by_file.values() if at < len(found)]
    chosen, spent = [], 0.0
    for test in dict.fromkeys([*known, *turns]):
        if budget and chosen and spent + seconds[test] > budget:
            continue
        chosen.append(test)
        spent += seconds[test]
    return chosen
