"""In: notes on how plan versions ran. Out: one quiet line for large runs, in both languages; none for small ones."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from comp_rules import calculate, shell
from comp_rules.explain.words_from_executed import executed_words
from comp_rules.flow.records import Executed
from tests.comp_rules.test_shell import FILES, PLAN

EXACT = Executed("ae", 2, "exact", people=40, credits=70, in_exact=40, unknown=())
BLOCKS = replace(EXACT, how="blocks", in_exact=3)
UNKNOWN = replace(EXACT, plan="mgr", unknown=("override", "override.pay"))


def test_small_runs_and_what_could_have_run_as_blocks_are_not_worth_a_word() -> None:
    assert executed_words([]) is None
    assert executed_words([EXACT, UNKNOWN], large=71) is None
    assert executed_words([EXACT], large=1) is None


def test_one_line_names_the_versions_that_ran_as_blocks_and_the_steps_that_blocks_do_not_know() -> None:
    words = executed_words([BLOCKS, EXACT, UNKNOWN], large=70)
    assert words is not None
    assert words.en == (
        "ae version 2 ran as blocks (people: 40, of these one by one: 3). "
        "mgr version 2 ran one person at a time (people: 40): override, override.pay cannot run as blocks."
    )
    assert words.ko == (
        "ae 버전 2: 여러 사람을 묶어 계산했습니다(40명, 그중 3명은 한 명씩 계산). "
        "mgr 버전 2: 한 명씩 계산했습니다(40명). 묶어서 계산할 수 없는 단계: override, override.pay."
    )


def test_the_shell_prints_the_line_of_a_large_run_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    arguments = ["calculate", str(plan), "--facts", str(tmp_path), "--period", "2026-03", "--payee", "ann"]
    assert shell.main(arguments) == 0
    small = capsys.readouterr().out
    monkeypatch.setattr(shell, "calculate", partial(calculate, blocks_from=0))
    assert shell.main(arguments) == 0
    large = capsys.readouterr().out
    line = "ae version 0 ran as blocks (people: 1, of these one by one: 0)."
    assert large.replace(f"{line}\n\n", "") == small
    assert line in large
