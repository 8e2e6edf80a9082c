"""How the shell states a measure: a share in percent, one without a value as such, its days in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comp_rules.shell import main
from tests.comp_rules.test_shell import FILES

PLAN = """language: 1
plan: ae
label: {en: Care, ko: 고객 관리}
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: USD
calendar: {calculate: month, year_starts: January}
proration: {basis: calendar_days, scales: [quota, target], leave: absent}
credit:
  sales: {label: {en: Sales, ko: 매출}, records: deal, when: {stage: won}, date: closed_on, amount: arr, to: split, split_total: 100%}
measure:
  all: {label: {en: All, ko: 전체}, sum: sales, over: month, quota: arr_year}
  none: {label: {en: None, ko: 없음}, minus: [all, all]}
  whole: {label: {en: Whole, ko: 비중}, ratio: [all, all]}
  lost: {label: {en: Lost, ko: 감소율}, ratio: [all, none]}
earn:
  bonus: {label: {en: Bonus, ko: 성과급}, kind: target, target_share: 50%, by: whole, paid: window_end, tiers: [{from: 0%, pays: 100%}]}
  more: {label: {en: More, ko: 추가}, kind: target, target_share: 50%, by: lost, paid: window_end, tiers: [{from: 0%, pays: 100%}]}
pay: {release: [{share: 100%, event: earned}], clawback: none, negative: carry, held_at_exit: pay}
examples: []
"""  # noqa: E501


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("en", ["All: 100.00 USD / 11000.00 USD = 0.9090…% (11 of 31 days)", "Whole: 100%", "Lost: no value"]),
        ("ko", ["전체: 100.00 USD / 11000.00 USD = 0.9090…% (31일 중 11일)", "비중: 100%", "감소율: 값 없음"]),
    ],
)
def test_measures_are_stated_as_a_rep_reads_them(
    tmp_path: Path, lang: str, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    first = date(2026, 3, 21).isoformat()
    files = {
        **FILES,
        "assignments.csv": f"payee,plan,first_day\nann,ae,{first}\n",
        "targets.csv": f"payee,amount,first_day\nann,12000 USD,{first}\n",
        "quotas.csv": f"payee,quota,value,first_day\nann,arr_year,31000 USD,{first}\n",
        "records.csv": "record_type,record_id,split,stage,closed_on,arr,customer\n"
        "deal,D1,ann 100%,won,2026-03-25,100 USD,One\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "ae.yaml").write_text(PLAN, encoding="utf-8")
    main(["calculate", str(tmp_path / "ae.yaml"), "--facts", str(tmp_path), "--period", "2026-03", "--lang", lang])
    printed = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line not in printed] == []
