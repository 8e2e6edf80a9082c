"""The mutator changes what it says and leaves words alone; with --long, nearly all of a sample of mutants is caught."""

from __future__ import annotations

import subprocess
import sys
import types

import pytest

from tests.faults.covering import in_order
from tests.faults.mutants import compiled_with, mutants_of
from tests.faults.patched import exchange, living_functions
from tests.faults.planted import ROOT

TEXT = '''"""Words 1 < 2."""
LIMIT = 7
def reached(value: int, *, above: bool = False) -> bool:
    """Words."""
    assert value > -9, f"{value < 3}"
    if above and not value:
        return Words("1 + 1") is value
    return sum(v for v in range(value) if v % 2) >= 1
'''


def test_every_change_of_a_function_is_listed_and_nothing_else() -> None:
    assert [mutant.name.split(" ", 1)[1] for mutant in mutants_of("x.py", TEXT)] == [
        "condition turned",
        "And to Or",
        "without Not",
        "returns None",
        "Is to IsNot",
        "returns None",
        "GtE to Gt",
        "GtE to Lt",
        "without a condition",
        "Mod to FloorDiv",
        "2 to 1",
        "2 to 3",
        "1 to 0",
        "1 to 2",
    ]


def test_every_mutant_compiles_and_does_what_it_says() -> None:
    found = {}
    for mutant in mutants_of("x.py", TEXT):
        module: dict[str, object] = {}
        exec(compiled_with(mutant, TEXT, "x.py"), module)
        reached = module["reached"]
        assert isinstance(reached, types.FunctionType)
        found[mutant.name.split(" ", 1)[1]] = reached
    # of 0, 1 only 1 is odd
    assert (found["GtE to Gt"](2), found["GtE to Lt"](2), found["1 to 2"](2)) == (False, False, False)
    assert found["without a condition"](2) is True
    assert found["2 to 1"](2) is False


def test_a_live_function_runs_the_mutant_until_it_is_put_back(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = str(tmp_path / "x.py")
    before = compile(TEXT, file, "exec")
    module = types.ModuleType("x")
    exec(before, module.__dict__)
    same = module.reached
    mutant = next(m for m in mutants_of(file, TEXT) if m.what == "GtE to Lt")
    after = compiled_with(mutant, TEXT, file)
    assert same(2) is True
    assert exchange(living_functions(str(tmp_path)), before, after) == 1
    assert same(2) is False
    assert exchange(living_functions(str(tmp_path)), after, before) == 1
    assert same(2) is True


def test_what_caught_a_neighbour_comes_first_then_quick_and_near_tests() -> None:
    seconds = {"tests/a/t.py::far": 0.1, "tests/comp_rules/kinds/t.py::near": 0.2, "tests/a/t.py::slow": 5.0,
               "tests/b/u.py::killer": 0.1}  # fmt: skip
    order = in_order("comp_rules/kinds/flat.py", list(seconds), seconds, {"tests/b/u.py::killer": 2}, 3)
    assert order == ["tests/b/u.py::killer", "tests/comp_rules/kinds/t.py::near", "tests/a/t.py::far"]
    assert len(in_order("comp_rules/kinds/flat.py", list(seconds), seconds, {}, 0)) == 4


@pytest.mark.long
@pytest.mark.timeout(4 * 3600)
def test_a_sample_of_mutants_is_caught() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.faults"], cwd=ROOT, capture_output=True, text=True)
    told = done.stdout[done.stdout.find("Not caught:") :]
    assert done.returncode == 0, told + done.stderr[-2000:]
