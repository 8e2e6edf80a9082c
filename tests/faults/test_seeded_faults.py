"""Every fault that is planted in the engine makes a test fail: a few are tried always, all of them with --long."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults.planted import ROOT, caught_by, copy_of_tree
from tests.faults.seeded import SEEDED, Fault

#: one of a ladder, one of lines in time, one of the flow: those that are found soonest
ALWAYS = ("lost tier: the part above the last edge", "restate: a later tier", "rollup: it goes one level")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_tree(tmp_path_factory.mktemp("planted"))


def test_there_are_faults_of_every_sort() -> None:
    sorts = {fault.name.partition(":")[0] for fault in SEEDED}
    assert sorts >= {"boundary", "order", "rounding", "sign", "cap", "lost tier", "window", "gate", "restate"}
    assert len({fault.name for fault in SEEDED}) == len(SEEDED) >= 24
    assert {fault.file.partition("/")[0] for fault in SEEDED} == {"kernel", "flow", "kinds", "values"}


@pytest.mark.parametrize("fault", SEEDED, ids=lambda fault: fault.name)
def test_a_fault_can_still_be_planted(fault: Fault) -> None:
    text = (ROOT / "comp_rules" / fault.file).read_text(encoding="utf-8")
    assert text.count(fault.right) == 1
    compile(text.replace(fault.right, fault.wrong), fault.file, "exec")


@pytest.mark.parametrize("fault", [f for f in SEEDED if f.name.startswith(ALWAYS)], ids=lambda fault: fault.name)
def test_a_planted_fault_is_caught(fault: Fault, copy: Path) -> None:
    assert caught_by(fault, copy)


@pytest.mark.long
@pytest.mark.timeout(7200)
def test_every_planted_fault_is_caught(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not caught_by(None, copy), "the tests fail without any fault"
    caught = {fault.name: caught_by(fault, copy) for fault in SEEDED}
    with capsys.disabled():
        for name, test in caught.items():
            sys.stdout.write(f"\n{name:70} {test or 'NOTHING'}")
    assert [name for name, test in caught.items() if not test] == []
