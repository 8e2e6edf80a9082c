"""Every kind of line that credits, awards and caps make, with its amount and both sentences: `lines_told_whole.txt`.

A block of that file names the deals below and a component; then come months and, indented, what the lines of each are:
state, amount in USD | English | Korean. The amounts were worked out by hand."""

from pathlib import Path

import pytest

from tests.comp_rules.kinds import settings
from tests.comp_rules.kinds.settings import plan_of, told

MOVES = ("2026-01-10, amount: 600", "2026-02-10, amount: 600", "2026-03-10, amount: -300", "2026-03-11, amount: -400")
DEALS = {
    # 600, 1,200 and then 500 of a quota of 1,000
    "moves": [f"day: {deal} USD" for deal in MOVES],
    "own": [f"day: {deal} USD" for deal in MOVES],
    "started": [f"day: {deal} USD, started: 2026-01-01" for deal in MOVES],
    "big": [f"day: {deal} USD" for deal in (MOVES[0], "2026-02-10, amount: -900", "2026-03-11, amount: 600")],
    "units": ["day: 2026-03-11, units: 3", "day: 2026-03-11, units: -2"],
    "zero": ["day: 2026-03-11, amount: 600 USD, uplift: 0%"],
    "ratio": ["day: 2026-01-10, amount: 400 USD, fee: 3 USD, gross: 60 USD"],
    "fields": [
        "day: 2026-03-10, amount: 600 USD, uplift: 3%, units: 2, started: 2025-12-11, fee: 30 USD, gross: 300 USD",
        "day: 2026-03-11, amount: -200 USD, uplift: 7%, units: 9, started: 2026-03-01, fee: 0 USD, gross: 100 USD",
        "day: 2026-03-12, amount: 100 USD, uplift: -3%, units: 1, started: 2025-01-01, fee: 5 USD, gross: 100 USD",
    ],
}
BASE = "  base: {label: {en: Base, ko: 기본}, kind: flat, pays_on: sale, rate: 10%}\n"
UNITS = "  some: {{label: {{en: Units, ko: 수량}}, records: deal, date: day, count: units, to: owner}}\nmeasure:"
BLOCKS = Path(__file__).with_name("lines_told_whole.txt").read_text(encoding="utf-8").strip().split("\n\n")


def given(name: str) -> str:
    records = ", ".join(f"{{deal: D{n}, owner: ann, {deal}}}" for n, deal in enumerate(DEALS[name], start=1))
    personal = "own_sum, value: 70 USD" if name == "own" else "own_rate, value: 7%"
    return (
        "{people: [{person: ann, target: 12000 USD, hire: 2025-06-01}], "
        "quotas: [{person: ann, quota: year, value: 1000 USD}, {person: ann, quota: held, value: 4}], "
        f"personal: [{{person: ann, personal: {personal}}}], records: [{records}]}}"
    )


@pytest.mark.parametrize("block", BLOCKS, ids=[block.partition("\n")[0][:100] for block in BLOCKS])
def test_lines_are_told_whole_in_both_languages(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    head, *expected = block.split("\n")
    name, _, said = head.partition(" | ")
    monkeypatch.setattr(settings, "_PLAN", settings._PLAN.replace("measure:", UNITS, 1))
    base = BASE if "component: base" in said else ""
    plan = plan_of(f"{base}  x: {{label: {{en: Extra, ko: 추가}}, {said}}}", given=given(name))
    found = []
    for month in (line.strip() for line in expected if line.startswith("  2")):
        found.append(f"  {month}")
        for line in told(plan, month, "x"):
            sign, cents = "-" * (line.line.amount < 0), abs(line.line.amount)
            found.append(f"    {line.line.state} {sign}{cents // 100}.{cents % 100:02d} | {line.en} | {line.ko}")
    assert found == expected
