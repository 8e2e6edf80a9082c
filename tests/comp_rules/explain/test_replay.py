"""Traces are worked out again from their operands alone: no line of any plan differs, and no change goes unseen."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comp_rules import replay
from comp_rules.flow.trace import json_from_payee, json_from_run
from comp_rules.shell import main
from tests.comp_rules.invariants.corpus import GROUPS, of_histories, of_scenario, results_of

Change = Callable[[dict[str, Any]], None]


@pytest.mark.parametrize("group", GROUPS)
def test_every_line_replays_to_the_cent(group: str, request: pytest.FixtureRequest) -> None:
    results = results_of(group, 300 if request.config.getoption("--long") else 12)
    lines = 0
    for result in results:
        for payee in result.payees:
            replayed = replay(json.loads(json.dumps(json_from_payee(payee))))
            assert not replayed.differences, [difference.words.en for difference in replayed.differences]
            assert replayed.lines == sum(len(part.lines) for part in payee.parts)
            lines += replayed.lines
    assert lines or not any(part.total for result in results for payee in result.payees for part in payee.parts)


def test_a_run_replays_whole() -> None:
    run = max(of_scenario("ae-2026"), key=lambda result: len(result.payees))
    replayed = replay(json_from_run(run))
    assert replayed.lines == sum(len(part.lines) for payee in run.payees for part in payee.parts) > 0
    assert replayed.operands > replayed.lines
    assert not replayed.differences


def _changed_amount(line: dict[str, Any]) -> None:
    line["amount"] += 1


def _changed_exact(line: dict[str, Any]) -> None:
    line["exact"] = f"{line['amount'] * 7 + 1}/7"


def _changed_formula(line: dict[str, Any]) -> None:
    line["formula"] = line["formula"].replace("ROUND", "ROUNDUP", 1)


def _changed_factor(line: dict[str, Any]) -> None:
    operand = next(operand for operand in line["operands"] if operand["in_amount"])
    operand["value"] = "123456789"


def _lost_source(line: dict[str, Any]) -> None:
    line["operands"][-1]["source"]["table"] = ""


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (_changed_amount, "amount"),
        (_changed_exact, "exact"),
        (_changed_formula, "formula"),
        (_changed_factor, "formula"),
        (_lost_source, "source"),
    ],
)
@pytest.mark.parametrize("group", ["kinds/flat", "kinds/target", "ae-2026", "cro-2026"])
def test_a_changed_number_is_found_on_every_line(group: str, change: Change, what: str) -> None:
    tried = 0
    for payee in (payee for result in of_scenario(group) for payee in result.payees):
        trace = json_from_payee(payee)
        for number, part in enumerate(trace["parts"]):
            for place, line in enumerate(part["lines"]):
                other = copy.deepcopy(trace)
                change(other["parts"][number]["lines"][place])
                found = [d.what for d in replay(other).differences if d.where == line["line_id"]]
                assert what in found, (line["line_id"], found)
                tried += 1
    assert tried


def test_what_was_computed_from_others_is_computed_again() -> None:
    tried = set()
    for payee in (payee for group in GROUPS[:120] for result in results_of(group) for payee in result.payees):
        trace = json_from_payee(payee)
        for line in (line for part in trace["parts"] for line in part["lines"]):
            for operand in (operand for operand in line["operands"] if operand["how"] not in ("", *tried)):
                tried.add(operand["how"])
                operand["via"][0]["value"] = "987654321"
                found = [d.what for d in replay(trace).differences]
                assert f"operand:{operand['role']}" in found
    assert tried >= {"ratio", "line"}


def test_totals_are_added_up_again_and_credits_looked_up() -> None:
    payee = next(p for result in of_scenario("ae-2026") for p in result.payees if any(x.lines for x in p.parts))
    trace = json_from_payee(payee)
    part = next(part for part in trace["parts"] if part["lines"])
    part["total"] += 1
    part["components"][0]["total"] += 1
    for credit in (*part["credits"], *part["earlier"]):
        credit["amount"] = "1"
    found = replay(trace).differences
    assert [d.what for d in found].count("total") == 2
    assert "operand:credit" in {d.what for d in found}
    assert all(d.words.en and d.words.ko for d in found)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"format": "daylight.trace", "version": 2},
        {"format": "daylight.trace", "version": 1},
        {"format": "daylight.trace", "version": 1, "payee": "ann", "period": "2026-01", "parts": [{}]},
        {"format": "daylight.trace", "version": 1, "payee": "ann", "period": "2026-01", "parts": [7]},
        {"format": "daylight.trace", "version": 1, "payees": None},
    ],
)
def test_what_is_no_trace_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a"):
        replay(data)


def test_the_shell_replays_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trace = json_from_run(
        next(r for r in of_histories("marginal", 12) if any(x.lines for p in r.payees for x in p.parts))
    )
    good, bad, no_trace = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "no-trace.json"
    good.write_text(json.dumps(trace))
    assert main(["replay", str(good)]) == 0
    assert "differences: 0." in capsys.readouterr().out
    part = next(part for payee in trace["payees"] for part in payee["parts"] if part["lines"])
    part["lines"][0]["amount"] += 1
    bad.write_text(json.dumps(trace))
    assert main(["replay", str(good), str(bad), "--lang", "ko"]) == 1
    assert part["lines"][0]["line_id"] in capsys.readouterr().out
    assert main(["replay", str(bad), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {d["what"] for d in told["differences"]} >= {"amount", "total"}
    for text in ("[]", "7", "{", '{"format": "daylight.trace", "version": 1, "payees": [3]}', "[" * 100_000):
        no_trace.write_text(text)
        with pytest.raises(SystemExit) as left:
            main(["replay", str(no_trace)])
        assert left.value.code == 2
        assert "not a trace" in capsys.readouterr().err
