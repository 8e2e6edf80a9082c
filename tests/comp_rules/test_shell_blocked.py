"""The shell never shows a zero in the place of what could not be calculated, nor a month made of faulty facts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comp_rules.shell import main
from tests.comp_rules.test_shell import FILES, PLAN, arguments

BONUS = """  bonus: {label: {en: Deal bonus, ko: 거래 보너스}, kind: flat, pays_on: sales, rate: 1%}
pay:"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def plan_in(folder: Path, text: str = PLAN) -> Path:
    path = folder / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lang", "component", "total"),
    [
        ("en", "Commission                                            blocked  The quota", "earned"),
        ("ko", "커미션                                                   계산하지 않음  2026-03-31", "발생 인센티브"),
    ],
)
def test_a_month_that_is_blocked_says_so_and_why_and_prints_no_zero(
    tmp_path: Path, facts: Path, capsys: pytest.CaptureFixture[str], lang: str, component: str, total: str
) -> None:
    assert main(arguments("explain", plan_in(tmp_path), facts, "--payee", "bo", "--lang", lang)) == 1
    printed = capsys.readouterr().out
    assert component in printed
    (line,) = (line for line in printed.splitlines() if line.strip().startswith(f"{total}  "))
    assert line.split()[-1] in ("blocked", "않음")
    assert not re.search(r"(?<![0-9])0\.00 USD", printed)


def test_a_sum_beside_something_blocked_says_that_it_is_not_all(
    tmp_path: Path, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = plan_in(tmp_path, PLAN.replace("pay:", BONUS, 1))
    assert main(arguments("calculate", plan, facts, "--payee", "bo")) == 1
    printed = capsys.readouterr().out
    assert re.search(r"earned, without what is blocked +160\.00 USD\n", printed)
    assert main(arguments("calculate", plan, facts, "--payee", "ann")) == 0
    assert "without what is blocked" not in capsys.readouterr().out


@pytest.mark.parametrize("command", ["calculate", "explain"])
@pytest.mark.parametrize("more", [(), ("--json",), ("--payee", "ann"), ("--lang", "ko")])
def test_faulty_rows_are_all_told_with_their_places_and_no_month_is_printed(
    tmp_path: Path, facts: Path, capsys: pytest.CaptureFixture[str], command: str, more: tuple[str, ...]
) -> None:
    rows = FILES["records.csv"].replace("2026-02-10", "2026-02-30").replace("40000 USD", "4O000 USD")
    (facts / "records.csv").write_text(rows, encoding="utf-8")
    assert main(arguments(command, plan_in(tmp_path), facts, *more)) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line.split(" ")[0] for line in printed.err.splitlines()] == ["records.csv:2:7:", "records.csv:3:8:"]


def test_rows_that_contradict_each_other_where_they_are_used_make_no_month_either(
    tmp_path: Path, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = FILES["records.csv"].replace("ann 60%, bo 40%", "ann 60%, ann 40%")
    (facts / "records.csv").write_text(rows, encoding="utf-8")
    assert main(arguments("explain", plan_in(tmp_path), facts)) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("records.csv:3:1: The split of Corvid names ann twice")
