"""The engine from a shell: a folder of CSV files and a plan become text, JSON and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from comp_rules.facts.facts_from_csv import facts_from_csv
from comp_rules.flow.trace import run_from_json
from comp_rules.shell import main
from tests.laws.sources import ROOT

PLAN = """language: 1
plan: ae
label: {en: Account Executive, ko: 영업대표}
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: USD
calendar: {calculate: month, year_starts: January}
proration: {basis: calendar_days, scales: [quota, target], leave: absent}
credit:
  sales: {label: {en: Sales, ko: 매출}, records: deal, when: {stage: won}, date: closed_on, amount: arr,
          to: split, split_total: 100%}
measure:
  year: {label: {en: Sales this year, ko: 연간 매출}, sum: sales, over: year_to_date, quota: arr_year}
earn:
  commission:
    label: {en: Commission, ko: 커미션}
    kind: tiered
    pays_on: sales
    by: year
    ladder: window
    applies: marginal
    base_rate: {target_share: 100%}
    tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 1.5x}]
pay: {release: [{share: 100%, event: earned}], clawback: none, negative: carry, held_at_exit: pay}
examples:
  - label: {en: One deal, ko: 거래 한 건}
    given:
      people: [{person: ann, target: 80000 USD}]
      quotas: [{person: ann, quota: arr_year, value: 1000000 USD}]
      records: [{deal: D1, stage: won, closed_on: 2026-03-05, arr: 10000 USD, split: {ann: 100%}}]
    expect: [{person: ann, period: 2026-03, component: commission, record: D1, lines: [800 USD]}]
  - label: {en: Not won, ko: 미체결}
    given:
      people: [{person: ann, target: 80000 USD}]
      quotas: [{person: ann, quota: arr_year, value: 1000000 USD}]
      records: [{deal: D1, stage: lost, closed_on: 2026-03-05, arr: 10000 USD, split: {ann: 100%}}]
    expect: [{person: ann, period: 2026-03, component: commission, record: D1, refused: when}]
"""
FILES = {
    "fields.csv": "record_type,field,type,label_en,label_ko,title\ndeal,stage,text,Stage,단계,\n"
    "deal,closed_on,date,Closed,계약일,\n"
    "deal,arr,money,ARR,ARR,\ndeal,customer,text,Customer,고객사,yes\n",
    "names.csv": "kind,name,unit,label_en,label_ko\nquota,arr_year,money,ARR quota,연간 목표\n",
    "people.csv": "payee,name\nann,Ann Lee\nbo,Bo Kim\n",
    "assignments.csv": "payee,position,title,plan,first_day,last_day\nann,p1,ae,ae,2026-01-01,\n"
    "bo,p2,ae,ae,2026-01-01,2026-12-31\n",
    "quotas.csv": "payee,quota,value,first_day,last_day\nann,arr_year,1000000 USD,2026-01-01,2026-12-31\n",
    "targets.csv": "payee,amount,first_day,last_day\nann,80000 USD,2026-01-01,\nbo,80000 USD,2026-01-01,\n",
    "records.csv": "record_type,record_id,known_no,owner,split,stage,closed_on,arr,customer\n"
    'deal,D1,1,ann,"ann 100%",won,2026-02-10,990000 USD,Mirae\n'
    'deal,D2,2,ann,"ann 60%, bo 40%",won,2026-03-05,40000 USD,Corvid\n'
    'deal,D3,3,ann,"ann 100%",negotiation,2026-03-09,5000 USD,Halcyon\n',
}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def arguments(command: str, plan: Path, facts: Path, *more: str) -> list[str]:
    return [command, str(plan), "--facts", str(facts), "--period", "2026-03", *more]


def test_a_month_as_json_is_the_versioned_trace_and_a_missing_quota_exits_with_1(
    plan: Path, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments("calculate", plan, facts, "--json")) == 1
    printed = capsys.readouterr()
    data = json.loads(printed.out)
    assert (data["format"], data["version"]) == ("daylight.trace", 1)
    result = run_from_json(data)
    ann, bo = result.payee("ann"), result.payee("bo")
    assert ann is not None
    assert bo is not None
    assert [line.amount for line in ann.parts[0].lines] == [80000, 168000]
    assert bo.parts[0].components[0].total is None
    assert "quota_missing" in printed.err
    assert main(arguments("calculate", plan, facts, "--payee", "ann")) == 0


def test_explain_says_every_line_in_both_languages_with_its_formula(
    plan: Path, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments("explain", plan, facts, "--payee", "ann")) == 0
    english = capsys.readouterr().out
    assert "=ROUND(14000*1.5*80000/1000000,2)" in english
    assert "1680.00 USD" in english
    assert "not counted  Halcyon (D3)" in english
    assert "“negotiation”" in english
    assert "not calculated yet" in english
    main(arguments("explain", plan, facts, "--payee", "ann", "--lang", "ko"))
    assert "발생 인센티브" in capsys.readouterr().out


def test_as_of_sees_only_what_was_known(plan: Path, facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments("calculate", plan, facts, "--payee", "ann", "--as-of", "1")) == 0
    assert "Nothing was credited" in capsys.readouterr().out


def test_a_person_nobody_knows_is_not_mistaken_for_one_who_earned_nothing(
    plan: Path, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments("calculate", plan, facts, "--payee", "zoe"))
    assert stopped.value.code == 2
    assert "zoe" in capsys.readouterr().err


def test_a_month_before_anyone_was_assigned_says_so(
    plan: Path, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calculate", str(plan), "--facts", str(facts), "--period", "2025-12", "--payee", "ann"]) == 0
    assert "no assignment of ann touches 2025-12" in capsys.readouterr().out


@pytest.mark.parametrize(("written", "kept"), [("9:30", "09:30:00"), ("10:00", "10:00:00"), ("23:59:59", "23:59:59")])
def test_times_of_one_day_sort_as_times_do(tmp_path: Path, written: str, kept: str) -> None:
    (tmp_path / "fields.csv").write_text("record_type,field,type\ndeal,stage,text\n", encoding="utf-8")
    (tmp_path / "records.csv").write_text(f"record_type,record_id,booked_at\ndeal,D1,{written}\n", encoding="utf-8")
    read, faults = facts_from_csv(tmp_path)
    assert not faults
    assert read.records[0].booked_at == kept


def test_faults_of_facts_come_all_at_once_with_line_and_column(
    plan: Path, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (facts / "quotas.csv").write_text(
        "payee,quota,value,first_day,last_day\nann,arr_yer,1 USD,2026-01-01,\nann,arr_year,abc,2026-01-01,\n"
        "ann,arr_year,5 USD,2026-13-01,\nann,arr_year,0 USD,2026-01-01,\nann,arr_year,9 USD,2026-02-01,2026-01-01\n",
        encoding="utf-8",
    )
    (facts / "people.csv").write_text("payee,nam\nann,Ann\n", encoding="utf-8")
    assert main(arguments("calculate", plan, facts)) == 1
    found = [line for line in capsys.readouterr().err.splitlines() if ".csv:" in line]
    assert [line.split(" ")[0] for line in found] == [
        "people.csv:1:2:", "quotas.csv:2:2:", "quotas.csv:3:3:", "quotas.csv:4:4:", "quotas.csv:5:3:",
        "quotas.csv:6:5:",
    ]  # fmt: skip
    assert "Did you mean “name”?" in found[0]
    assert "Did you mean “arr_year”?" in found[1]


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("records.csv", "record_type,record_id\ndela,D1\n", "unknown_record_type"),
        ("records.csv", "record_type,record_id,stag\ndeal,D1,won\n", "unknown_field"),
        ("records.csv", 'record_type,record_id,split\ndeal,D1,"ann sixty"\n', "not_a_split"),
        ("records.csv", 'record_type,record_id\ndeal,"D1\n', "not_csv"),
        ("records.csv", "record_type,record_id,booked_at\ndeal,D1,25:99\n", "not_a_time"),
        ("people.csv", "payee,name\n,Ann\n", "cell_empty"),
        ("people.csv", "payee,name\nann,Ann,more\n", "row_too_long"),
        ("fx.csv", "table,day,one,is\nplan,2026-01-01,USD,1350\n", "not_a_rate"),
        ("fx.csv", "table,day,one,is\nplan,2026-01-01,USD,-5 KRW\n", "not_a_rate"),
        ("fields.csv", "record_type,field,type\ndeal,arr,monney\n", "unknown_word"),
        ("assignments.csv", "payee,plan\nann,ae\n", "column_missing"),
    ],
)
def test_each_mistake_in_a_file_is_named(
    plan: Path, facts: Path, file: str, text: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (facts / file).write_text(text, encoding="utf-8")
    assert main(arguments("calculate", plan, facts, "--payee", "ann")) == 1
    assert f"[{code}]" in capsys.readouterr().err


def test_a_file_that_is_not_utf8_is_said_to_be_so(plan: Path, facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (facts / "people.csv").write_bytes("payee,name\nann,김민지\n".encode("cp949"))
    assert main(arguments("calculate", plan, facts, "--payee", "ann")) == 1
    assert "[not_utf8]" in capsys.readouterr().err


def test_check_prints_faults_as_text_and_json(plan: Path, facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(plan)]) == 0
    assert "were not checked" in capsys.readouterr().out
    assert main(["check", str(plan), "--facts", str(facts)]) == 0
    plan.write_text(PLAN.replace("pays_on: sales", "pays_on: sale"), encoding="utf-8")
    assert main(["check", str(plan), "--json"]) == 1
    printed = capsys.readouterr().out
    fault = json.loads(printed[printed.index("{") :])["faults"][0]
    assert (fault["line"], fault["column"], fault["code"]) == (17, 14, "unknown_name")
    assert fault["hint"]["en"] == "Did you mean “sales”?"


def test_a_plan_runs_its_own_examples_and_a_wrong_expectation_differs(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["examples", str(plan)]) == 0
    assert "agrees  One deal" in capsys.readouterr().out
    plan.write_text(PLAN.replace("lines: [800 USD]", "lines: [801 USD]"), encoding="utf-8")
    assert main(["examples", str(plan)]) == 1
    assert "expected 801.00 USD, the plan gives 800.00 USD" in capsys.readouterr().out


@pytest.mark.parametrize(
    "given",
    [
        [],
        ["pay"],
        ["calculate", "x", "--facts", ".", "--period", "2026-01", "--as-of", "-1"],
        ["calculate", "x.yaml"],
        ["check", "there-is-no-such.yaml"],
    ],
)
def test_what_is_not_understood_exits_with_2(given: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(given)
    assert stopped.value.code == 2


MANAGER = """language: 1
plan: mgr
label: {en: Manager, ko: 팀장}
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: USD
calendar: {calculate: quarter, year_starts: April}
proration: {basis: calendar_days, scales: [quota, target], leave: absent}
credit:
  team: {label: {en: Team, ko: 팀 매출}, rollup: [ae.sales], levels: 1, as_of: credit_date, once_per_record: yes}
measure:
  quarter: {label: {en: This quarter, ko: 분기 매출}, sum: team, over: quarter_to_date}
earn:
  extra: {label: {en: Extra, ko: 추가 커미션}, kind: flat, pays_on: team, rate: 1%}
pay: {release: [{share: 100%, event: earned}], clawback: none, negative: carry, held_at_exit: pay}
examples:
  - label: {en: One deal, ko: 거래 한 건}
    given:
      people: [{person: mia}, {person: ann, plan: ae, manager: mia}]
      records: [{deal: D1, stage: won, closed_on: 2026-04-05, arr: 10000 USD, split: {ann: 100%}}]
    expect: [{person: mia, period: 2026-Q1, component: extra, record: D1, lines: [100 USD]}]
  - label: {en: A month of a plan for quarters, ko: 분기 플랜의 한 달}
    given:
      people: [{person: mia}]
    expect: [{person: mia, period: 2026-04, component: extra, total: 0 USD}]
"""


@pytest.fixture
def manager(tmp_path: Path) -> Path:
    path = tmp_path / "mgr.yaml"
    path.write_text(MANAGER, encoding="utf-8")
    return path


def test_plans_made_of_each_other_are_checked_and_run_together_in_any_order(
    plan: Path, manager: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(manager), str(plan)]) == 0
    assert capsys.readouterr().out.count(": 0 faults") == 2
    assert main(["examples", str(manager), str(plan)]) == 1
    printed = capsys.readouterr().out
    assert "mia 2026-Q1 extra D1: 100.00 USD" in printed
    assert "this plan is calculated for quarters, such as 2026-Q1" in printed
    main(["examples", str(manager)])
    assert "needs the plan ae, which is not at hand" in capsys.readouterr().out


def test_what_a_plan_takes_from_another_must_exist_there(
    plan: Path, manager: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manager.write_text(MANAGER.replace("ae.sales", "ae.sale"), encoding="utf-8")
    assert main(["check", str(manager), str(plan), "--json"]) == 1
    plans = json.loads(capsys.readouterr().out)["plans"]
    assert [fault["line"] for fault in plans[0]["faults"] if fault["severity"] == "error"] == [9]
    assert [fault for fault in plans[1]["faults"] if fault["severity"] == "error"] == []


def test_plans_that_read_each_other_in_a_circle_are_refused(
    plan: Path, manager: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back = (
        "  up: {label: {en: Up, ko: 상위}, rollup: [mgr.team], levels: 1, as_of: credit_date, once_per_record: yes}\n"
    )
    plan.write_text(PLAN.replace("measure:\n", f"{back}measure:\n", 1), encoding="utf-8")
    assert main(["check", str(plan), str(manager)]) == 1
    assert capsys.readouterr().err.count("[plan_circle]") == 2


def test_a_quarter_is_that_of_the_plans_year(
    plan: Path, manager: Path, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (facts / "assignments.csv").write_text(
        "payee,plan,first_day\nann,ae,2026-01-01\nbo,mgr,2026-01-01\n", encoding="utf-8"
    )
    (facts / "hierarchy.csv").write_text("payee,manager,first_day\nann,bo,2026-01-01\n", encoding="utf-8")
    files = [str(manager), str(plan), "--facts", str(facts), "--period"]
    assert main(["explain", *files, "2025-Q4", "--payee", "bo"]) == 0
    printed = capsys.readouterr().out
    assert "9900.00 USD" in printed
    assert "240.00 USD" in printed
    manager.write_text(MANAGER.replace("April", "January"), encoding="utf-8")
    main(["explain", *files, "2026-Q1", "--payee", "bo"])
    assert "9900.00 USD" in capsys.readouterr().out


def test_the_module_runs_as_a_command(plan: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "comp_rules", "check", str(plan)], cwd=ROOT, capture_output=True)
    assert done.returncode == 0
