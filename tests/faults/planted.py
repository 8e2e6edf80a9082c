"""Plants a seeded fault in a copy of the tree and runs the tests there, never in the tree itself.

In: a fault. Out: the test that caught it, or nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.faults.seeded import Fault

ROOT = Path(__file__).resolve().parents[2]
#: what the engine's tests need of the tree; they do not ask for the portal's pages, but its settings of the machine
NEEDED = ("comp_rules", "statements", "portal", "migrations", "tests", "pyproject.toml", "config.py", "wsgi.py")
#: from the smallest parts to whole plans; the first failure ends a run
TESTS = (
    ("tests/comp_rules/values", "tests/comp_rules/kernel/test_ladder.py"),
    tuple(f"tests/comp_rules/kernel/test_{name}.py" for name in ("ladders_in_time", "windows", "limits")),
    ("tests/comp_rules/flow",),
    ("tests/comp_rules/kinds", "tests/scenarios"),
)
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


def copy_of_tree(folder: Path) -> Path:
    """Copy what the tests of the engine need."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "var"))
        else:
            shutil.copy(source, folder / name)
    return folder


def caught_by(fault: Fault | None, copy: Path, seconds: int = 600) -> str:
    """Return the first test that fails in the copy with the fault in it, empty when all pass.

    The copy is then as it was. Raises AssertionError when the tests could not be run.
    """
    file = copy / "comp_rules" / fault.file if fault else None
    right = file.read_text(encoding="utf-8") if file else ""
    if file and fault:
        assert right.count(fault.right) == 1, fault.name
        file.write_text(right.replace(fault.right, fault.wrong), encoding="utf-8")
    try:
        return next((test for tests in TESTS if (test := _first_failure(tests, copy, seconds))), "")
    finally:
        if file:
            file.write_text(right, encoding="utf-8")


def _first_failure(tests: tuple[str, ...], copy: Path, seconds: int) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-rfE", "--tb=no", "-p", "tests.faults.unshrunk", *tests],
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=seconds,
        env=_surroundings(),
    )
    found = _FAILED.search(done.stdout)
    assert done.returncode == 0 or found, done.stdout[-2000:] + done.stderr[-2000:]
    return found.group(1) if found else ""


def _surroundings() -> dict[str, str]:
    """The environment without what a test run tells its own workers, and without compiled files of another text."""
    own = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    return {**own, "PYTHONDONTWRITEBYTECODE": "1"}
