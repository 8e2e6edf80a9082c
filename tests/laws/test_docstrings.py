"""In: every module and every public function. Out: modules say what flows in and out, functions what they give.
Functions of the portal's pages are named by their routes; the two pure packages are read by strangers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.sources import ROOT, Source, plant, sources

Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def faults(root: Path) -> list[str]:
    found = [
        f"{source.path}: does not say what flows in and out"
        for source in sources(root)
        if source.tree.body and not ast.get_docstring(source.tree)
    ]
    for source in sources(root, "comp_rules", "statements"):
        found += [
            f"{source.at(node)} {node.name}: has no docstring"
            for node in _public(source)
            if not ast.get_docstring(node)
        ]
    return found


def _public(source: Source) -> Iterator[Defined]:
    """Public functions and classes of a module. Methods of a documented class explain themselves by its docstring."""
    for node in source.tree.body:
        if isinstance(node, Defined) and not node.name.startswith("_"):
            yield node


def test_everything_public_says_what_it_is():
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("portal/jobs.py", "x = 1\n"),
        ("tests/portal/test_jobs.py", "def test_it(): ...\n"),
        ("comp_rules/values/money.py", '"""In, out."""\ndef money(): ...\n'),
        ("statements/view.py", '"""In, out."""\nclass View: ...\n'),
    ],
)
def test_silence_is_caught(tmp_path, path, text):
    assert len(faults(plant(tmp_path, {path: text}))) == 1


def test_a_documented_module_passes(tmp_path):
    tree = {
        "comp_rules/values/money.py": '"""In, out."""\ndef money():\n    """Gives."""\ndef _inner(): ...\n',
        "portal/jobs.py": '"""In, out."""\ndef work(): ...\n',
        "portal/actions/__init__.py": "",
    }
    assert faults(plant(tmp_path, tree)) == []
