"""In: a tree. Out: what ruff and mypy say against it, under the settings of pyproject.toml.
mypy runs with the plugin floats.py, so it also says where a float comes from."""

import os
import subprocess
import sys
from pathlib import Path

from tests.laws.sources import ROOT

SETTINGS = str(ROOT / "pyproject.toml")


def ruff(root: Path) -> list[str]:
    """The complaints of ruff, one line each."""
    return _said(
        [sys.executable, "-m", "ruff", "check", "--config", SETTINGS, "--no-cache", "--output-format", "concise"], root
    )


def mypy(root: Path, *packages: str) -> list[str]:
    """The errors of mypy in these packages, one line each, `path:line: error: text [code]`."""
    command = [sys.executable, "-m", "mypy", "--config-file", SETTINGS, "--no-error-summary", "--hide-error-context"]
    cache = os.devnull if root != ROOT else str(ROOT / "var" / "mypy")
    return [line for line in _said([*command, "--cache-dir", cache, *packages], root) if ": error:" in line]


def _said(command: list[str], root: Path) -> list[str]:
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stdout + done.stderr  # 2: the tool itself failed
    return [line for line in done.stdout.splitlines() if ":" in line]
