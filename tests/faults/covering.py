"""Which test runs which line, and how long each takes: measured once, kept, and again where tests change.

In: collected tests. Out: for lines of a file the tests that run them, in the order in which they are likely to notice.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

import coverage

#: seconds of processor from which on a test is slow
SLOW = 0.3


@dataclass
class Covering:
    """Seconds of processor of each test, by file and line the tests that run it, and the texts that were measured."""

    seconds: dict[str, float] = field(default_factory=dict)
    tests: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def of_lines(self, file: str, first: int, last: int) -> list[str]:
        """Return the tests that run one of the lines."""
        by_line = self.tests.get(file, {})
        return list(dict.fromkeys(test for line in range(first, last + 1) for test in by_line.get(line, ())))

    def unknown(self, names: Sequence[str], root: Path) -> list[int]:
        """Return which of the tests were not measured yet, or are in a file that has changed; those are forgotten."""
        changed = {file for file, text in self.texts.items() if text != text_of(root / file)}
        self.seconds = {name: spent for name, spent in self.seconds.items() if file_of(name) not in changed}
        for lines in self.tests.values():
            for line, found in lines.items():
                lines[line] = [name for name in found if name in self.seconds]
        return [number for number, name in enumerate(names) if name not in self.seconds]

    def measure(
        self, names: Sequence[str], which: Sequence[int], run: Callable[[int], bool], folders: Iterable[str]
    ) -> list[str]:
        """Run tests under the eyes of coverage; return those that fail without any change: they judge no mutant."""
        measured = coverage.Coverage(data_file=None, config_file=False, source=list(folders))
        failing = []
        measured.start()
        for number in which:
            measured.switch_context(names[number])
            began = time.process_time()
            if not run(number):
                failing.append(names[number])
            self.seconds[names[number]] = round(time.process_time() - began, 4)
        measured.stop()
        data = measured.get_data()
        for file in data.measured_files():
            lines = self.tests.setdefault(file, {})
            for line, found in data.contexts_by_lineno(file).items():
                lines.setdefault(line, []).extend(name for name in found if name and name not in failing)
        return failing

    def write(self, path: Path, root: Path) -> None:
        """Keep everything in a file, with what the text of each test file was."""
        names = {test: number for number, test in enumerate(self.seconds)}
        told = {
            "seconds": self.seconds,
            "tests": {
                file: {line: [names[test] for test in tests] for line, tests in lines.items()}
                for file, lines in self.tests.items()
            },
            "texts": {file: text_of(root / file) for file in {file_of(name) for name in names}},
        }
        path.write_bytes(gzip.compress(json.dumps(told).encode()))

    @classmethod
    def read(cls, path: Path) -> Covering:
        """Read what `write` kept, nothing when there is no file."""
        if not path.is_file():
            return cls()
        told = json.loads(gzip.decompress(path.read_bytes()))
        names = list(told["seconds"])
        tests = {
            file: {int(line): [names[number] for number in numbers] for line, numbers in lines.items()}
            for file, lines in told["tests"].items()
        }
        return cls(told["seconds"], tests, told["texts"])


def file_of(test: str) -> str:
    """Return the file of a test by its name."""
    return test.partition("::")[0]


def text_of(path: Path) -> str:
    """Return a mark of the text of a file, empty when there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def in_order(
    path: str, tests: Sequence[str], seconds: dict[str, float], kills: dict[str, int], budget: float
) -> list[str]:
    """Order the tests of a mutant of the file `path`.

    First those that caught its neighbours; then quick ones before slow ones, those that lie in a folder of the same
    name before others, and in turn one of every test file. Stops at a budget of seconds; 0 runs all of them.
    """
    near = f"tests/{path.rpartition('/')[0]}/"
    groups: dict[tuple[bool, bool], dict[str, list[str]]] = {}
    for test in sorted(tests, key=seconds.__getitem__):
        group = groups.setdefault((seconds[test] >= SLOW, not test.startswith(near)), {})
        group.setdefault(file_of(test), []).append(test)
    ordered = sorted((test for test in tests if kills.get(test)), key=lambda test: -kills[test])[:5]
    for _, by_file in sorted(groups.items()):
        for some in zip_longest(*by_file.values()):
            ordered += [test for test in some if test is not None]
    chosen, spent = [], 0.0
    for test in dict.fromkeys(ordered):
        if not budget or not chosen or spent + seconds[test] <= budget:
            chosen.append(test)
            spent += seconds[test]
    return chosen
