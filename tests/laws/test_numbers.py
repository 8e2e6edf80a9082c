"""In: every expression of the two pure packages. Out: none of them is, makes or reads a binary float.
One float is enough to move a cent, so the law is told twice: by what is written, and by the types that mypy infers
(the plugin floats.py beside this file complains within the check of test_tools.py)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.sources import ROOT, Source, imports, is_within, plant, sources
from tests.laws.tools import mypy

PURE = ("comp_rules", "statements")
FLOAT_MODULES = ("math", "cmath", "statistics", "array")
WHOLE_NUMBERS = {"math.comb", "math.gcd", "math.isqrt", "math.lcm", "math.prod"}
# A column of these holds a binary float on SQLite.
INEXACT_COLUMNS = {"Numeric", "Float", "Double", "DECIMAL", "NUMERIC", "FLOAT", "REAL", "DOUBLE_PRECISION"}


def faults(root: Path) -> list[str]:
    found = [fault for source in sources(root, *PURE) for fault in _written(source)]
    return found + [fault for source in sources(root, "portal", "migrations") for fault in _stored(source)]


def _written(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield f"{source.at(node)} writes the float {node.value}"
        elif isinstance(node, ast.Name) and node.id in ("float", "complex"):
            yield f"{source.at(node)} names {node.id}"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and ast.unparse(node.right).startswith("-"):
            yield f"{source.at(node)} raises to a negative power, which makes a float of an integer"
        elif isinstance(node, ast.Call) and _reads_json(node):
            yield f"{source.at(node)} reads JSON without parse_float, so 0.1 would become a float"
    for node, name in imports(source):
        if any(is_within(name, module) for module in FLOAT_MODULES) and name not in WHOLE_NUMBERS:
            yield f"{source.at(node)} imports {name}, which works in floats"


def _reads_json(call: ast.Call) -> bool:
    called = ast.unparse(call.func)
    return called in ("json.loads", "json.load") and "parse_float" not in {word.arg for word in call.keywords}


def _stored(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name in INEXACT_COLUMNS:
            yield f"{source.at(node)} makes a column of {name}, which is a float on SQLite"


def test_no_float_is_written():
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("comp_rules/values/money.py", "HALF = 0.5"),
        ("comp_rules/values/money.py", "LARGE = 1e9"),
        ("comp_rules/values/money.py", "SMALL = 10 ** -2"),
        ("statements/charts.py", "def width(amount):\n    return float(amount)"),
        ("statements/charts.py", "def width(amount: float) -> int: ..."),
        ("statements/charts.py", "import math"),
        ("comp_rules/values/ratio.py", "from math import floor"),
        ("comp_rules/flow/trace.py", "import json\nx = json.loads('0.1')"),
        ("portal/models/runs.py", "from sqlalchemy import Numeric\nx = Numeric(12, 2)"),
        ("migrations/versions/0001_facts.py", "import sqlalchemy as sa\nx = sa.Float()"),
    ],
)
def test_a_written_float_is_caught(tmp_path, path, line):
    assert len(faults(plant(tmp_path, {path: line}))) == 1


def test_whole_numbers_and_exact_readers_pass(tmp_path):
    text = (
        "from math import gcd\nfrom decimal import Decimal\nimport json\nx = json.loads('0.1', parse_float=Decimal)\n"
    )
    assert faults(plant(tmp_path, {"comp_rules/values/ratio.py": text})) == []


def test_a_float_that_is_nowhere_written_is_caught_by_its_type(tmp_path):
    text = (
        "from fractions import Fraction\n"
        "from pathlib import Path\n"
        "def half(amount: int) -> object:\n"
        "    return amount / 2\n"
        "def both(amount: int) -> object:\n"
        "    return divmod(amount, Path().stat().st_size / 1)\n"
        "def several(folder: Path) -> object:\n"
        "    return folder.stat().st_mtime\n"
        "def exact(amount: Fraction) -> Fraction:\n"
        "    return amount / 2\n"
        "def size(folder: Path) -> int:\n"
        "    return folder.stat().st_size\n"
        "def beside(folder: Path) -> Path:\n"
        "    return folder / 'fonts'\n"
    )
    found = mypy(plant(tmp_path, {"comp_rules/__init__.py": "", "comp_rules/ratio.py": text}), "comp_rules")
    assert [line.split(": error:")[0] for line in found] == [f"comp_rules/ratio.py:{line}" for line in (4, 6, 6, 8)]
