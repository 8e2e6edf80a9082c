"""In: the lengths of files and functions. Out: nothing is longer than a person reads in one go.
A file has at most 499 lines, a function at most 69."""

import ast
from pathlib import Path

from tests.laws.sources import ROOT, files, plant, sources

LONGEST_FILE = 499
LONGEST_FUNCTION = 69
WRITTEN_BY_HAND = {".py", ".js", ".css", ".html"}


def faults(root: Path) -> list[str]:
    found = []
    for path in files(root):
        if path.suffix in WRITTEN_BY_HAND:
            lines = len((root / path).read_text(encoding="utf-8").splitlines())
            found += [f"{path}: {lines} lines"] if lines > LONGEST_FILE else []
    for source in sources(root):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found += [f"{source.at(node)} {node.name}: {lines} lines"] if lines > LONGEST_FUNCTION else []
    return found


def test_nothing_is_too_long():
    assert faults(ROOT) == []


def test_a_long_file_is_caught(tmp_path):
    tree = {"portal/static/page.css": "\n" * 500, "portal/jobs.py": "\n" * 499}
    assert faults(plant(tmp_path, tree)) == ["portal/static/page.css: 500 lines"]


def test_a_long_function_is_caught(tmp_path):
    body = "    pass\n"
    text = f"class Job:\n  def long(self):\n{body * 69}\n  def short(self):\n{body * 68}"
    assert faults(plant(tmp_path, {"portal/jobs.py": text})) == ["portal/jobs.py:2 long: 70 lines"]
