"""In: the whole tree. Out: ruff has nothing to say, and mypy --strict nothing about the two pure packages.
Settings and their reasons are in pyproject.toml."""

from tests.laws.sources import ROOT, plant
from tests.laws.tools import mypy, ruff


def test_ruff_has_nothing_to_say():
    assert ruff(ROOT) == []


def test_mypy_has_nothing_to_say():
    assert mypy(ROOT, "comp_rules", "statements") == []


def test_what_ruff_should_see_it_sees(tmp_path):
    tree = {"portal/jobs.py": "import os\nfrom datetime import datetime\n\nnow = datetime.now()\nprint(now)\n"}
    assert [line.split(": ")[1].split()[0] for line in ruff(plant(tmp_path, tree))] == ["F401", "DTZ005", "T201"]


def test_mypy_is_strict_about_the_pure_packages(tmp_path):
    tree = {"comp_rules/__init__.py": "", "comp_rules/money.py": "def amount(text):\n    return text\n"}
    found = mypy(plant(tmp_path, tree), "comp_rules")
    assert len(found) == 1
    assert "no-untyped-def" in found[0]
