"""The rate table of a component as it stood for a person: every start, rate and base, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import PersonalValue, Quota, Value
from comp_rules.flow.records import TierUsed
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.words import Words
from tests.comp_rules.company import deal
from tests.comp_rules.flow.team import SALE, days, holds, incentive, part, quota, run, team, team_plan

MEASURES = """total: {label: {en: Total, ko: 합계}, sum: sale, over: quarter_to_date, quota: target}
  plain: {label: {en: Plain, ko: 합계}, sum: sale, over: quarter_to_date}
  share: {label: {en: Share, ko: 비율}, ratio: [plain, total]}
  month: {label: {en: Month, ko: 월}, sum: sale, over: month, quota: monthly}"""
#: 1,000.00 for the quarter, of which 45 of 90 days are worked
QUOTA = quota("ann", 1000_00)
WINDOW = "kind: tiered, pays_on: sale, by: total, ladder: window, applies: marginal, "
EACH = "kind: tiered, pays_on: sale, ladder: each_credit, applies: whole, "
ROWS = "facts: [kind], pick: first_row, otherwise: 3%, entries: [{kind: big, rate: 5%}]"
TABLES = f"""one: {{label: {{en: One, ko: 하나}}, {ROWS}}}
  rates: {{label: {{en: Rates, ko: 요율}}, {ROWS}}}"""


def plan_of(text: str, tables: str = "", more: str = "") -> CompiledPlan:
    credit = SALE.replace("TO", "to: owner")
    other = credit.replace("sale", "other").replace("won", "lost")
    extra = "\n  more: {label: {en: More, ko: 추가}, kind: flat, pays_on: other, rate: 1%}" + more
    earn = f"  c: {{label: {{en: C, ko: 다}}, {text}}}{extra}"
    return team_plan(credit=f"{other}\n  {credit}", measure=MEASURES, earn=earn, tables=tables)


def tiers(
    plan: CompiledPlan, quotas: Sequence[Quota] = (QUOTA,), targets: bool = True, own: Value | None = None
) -> tuple[TierUsed, ...]:
    personal = (PersonalValue("p", "ann", "own_rate", own, days(date(2026, 1, 1), date(2026, 3, 31))),) if own else ()
    facts = team(
        [holds("ann", span=days(date(2026, 2, 15), None))], [deal("D1", date(2026, 3, 5), 200_00)],
        quotas=tuple(quotas), targets=(incentive("ann", 12_000_00),) if targets else (), personal=personal,
    )  # fmt: skip
    return part(run([plan], facts), "ann").components[0].tiers


def tier(
    rate: Fraction | int | None, unit: str, text: str = "", start: int | Fraction | None = None, **more: object
) -> TierUsed:
    held = None if rate is None else Fraction(rate)
    return TierUsed(text, None if start is None else Fraction(start), more.pop("included", True), held, unit, **more)  # type: ignore[arg-type]


TENTH = Fraction(1, 10)


@pytest.mark.parametrize(
    ("base", "own", "rate"),
    [
        # a year's 12,000.00 for 4 quarters of 1,000.00: 3,000.00 / 1,000.00, both unprorated
        ("{target_share: 100%}", None, Fraction(3)),
        ("{personal: own_rate}", Value("percent", Fraction(3, 100)), Fraction(3, 100)),
        ("5%", None, Fraction(1, 20)),
    ],
)
def test_multiples_stand_on_the_base_rate_and_percentages_of_quota_in_money(
    base: str, own: Value | None, rate: Fraction
) -> None:
    plan = plan_of(f"{WINDOW}base_rate: {base}, tiers: [{{from: 0%, rate: 1x}}, {{above: 10%, rate: 1.5x}}]")
    assert tiers(plan, own=own) == (
        tier(1, "times", base=rate),
        tier(Fraction(3, 2), "times", "10%", 50_00, included=False, base=rate),
    )


def test_only_multiples_have_a_base() -> None:
    own = Value("percent", TENTH)
    plan = plan_of(
        f"{WINDOW}base_rate: 5%, tiers: [{{from: 0%, rate: 1x}}, {{from: 10%, rate: {{personal: own_rate}}}}]"
    )
    assert tiers(plan, own=own) == (tier(1, "times", base=Fraction(1, 20)), tier(None, "personal", "10%", 50_00))


def test_a_base_rate_that_lacks_a_part_is_not_shown() -> None:
    plan = plan_of(
        f"{WINDOW}base_rate: {{personal: own_rate}}, tiers: [{{from: 0 USD, rate: 1x}}, {{from: 9 USD, rate: 2x}}]"
    )
    assert [row.base for row in tiers(plan)] == [None, None]
    zero = Value("percent", Fraction(0))
    assert [row.base for row in tiers(plan, own=zero)] == [None, None]
    target = plan_of(
        f"{WINDOW}base_rate: {{target_share: 100%}}, tiers: [{{from: 0%, rate: 1x}}, {{from: 10%, rate: 2x}}]"
    )
    assert [(row.start, row.base) for row in tiers(target, targets=False)] == [(None, None), (50_00, None)]
    assert [row.base for row in tiers(target, quotas=())] == [None, None]


def test_starts_in_money_and_rates_without_a_base_stand_as_written() -> None:
    plan = plan_of(f"{WINDOW}tiers: [{{from: 0 USD, rate: 1%}}, {{from: 100.50 USD, rate: {{personal: own_rate}}}}]")
    assert tiers(plan, own=Value("percent", TENTH)) == (
        tier(Fraction(1, 100), "percent"),
        tier(None, "personal", "100.50 USD", 100_50),
    )


def test_a_percentage_of_a_quota_that_is_not_there_starts_nowhere() -> None:
    plan = plan_of(f"{WINDOW}tiers: [{{from: 0%, rate: 1%}}, {{from: 10%, rate: 2%}}]")
    assert tiers(plan, quotas=()) == (tier(Fraction(1, 100), "percent"), tier(Fraction(1, 50), "percent", "10%"))


def test_a_percentage_of_a_ratio_starts_at_itself() -> None:
    rows = "tiers: [{from: 0%, pays: 0%}, {from: 80%, pays: 100%}]"
    text = f"kind: target, target_share: 100%, by: share, paid: window_end, {rows}"
    assert tiers(plan_of(text)) == (tier(0, "percent"), tier(1, "percent", "80%", Fraction(4, 5)))


def test_months_since_a_date_are_counted_as_such() -> None:
    since = plan_of(f"{EACH}by: {{since: assignment}}, tiers: [{{from: 1, rate: 8%}}, {{from: 3, rate: 60%}}]")
    expected = (tier(Fraction(2, 25), "percent", months=True), tier(Fraction(3, 5), "percent", "3", 3, months=True))
    assert tiers(since) == expected
    residual = plan_of(
        "kind: residual, pays_on: sale, since: {field: signed}, tiers: [{from: 1, rate: 8%}, {from: 3, rate: 60%}]"
    )
    assert tiers(residual) == expected
    by_field = plan_of(f"{EACH}by: {{field: term}}, tiers: [{{from: 1, rate: 8%}}, {{from: 3, rate: 60%}}]")
    assert tiers(by_field) == tuple(replace(row, months=False) for row in expected)


def test_rates_from_tables_and_fields_are_called_as_the_plan_calls_them() -> None:
    second = "{from: {field: list_price}, rate: {ratio: [a_b, c_d]}}"
    text = f"{EACH}tiers: [{{from: 0 USD, rate: {{table: rates}}}}, {second}]"
    plan = plan_of(text, TABLES, "\n  use: {label: {en: Use, ko: 사용}, kind: flat, pays_on: sale, rate: {table: one}}")
    labels = {"list_price": Words("List", "정가"), "a_b": Words("Upper", "위"), "c_d": Words("Lower", "아래")}
    wrong = {name: Words("wrong", "틀림") for name in labels}
    other, sale = plan.credits
    named = replace(plan, credits=(replace(other, labels=wrong), replace(sale, labels=labels)))
    assert tiers(named) == (
        tier(None, "table", named=Words("Rates", "요율")),
        tier(None, "field", named=Words("Upper ÷ Lower", "위 ÷ 아래"), start_field=Words("List", "정가")),
    )
    assert tiers(plan)[1] == tier(
        None, "field", named=Words("a b ÷ c d", "a b ÷ c d"), start_field=Words("list price", "list price")
    )  # fmt: skip


def test_a_sum_for_each_one_counted_is_money_for_each() -> None:
    credit = "sale: {label: {en: Deals, ko: 거래}, records: deal, date: close_date, count: 1, to: owner}"
    earn = (
        f"  c: {{label: {{en: C, ko: 다}}, {WINDOW}tiers: [{{from: 0, rate: 10 USD}}, {{from: 2, rate: 15.50 USD}}]}}"
    )
    plan = team_plan(credit=credit, earn=earn, measure="total: {label: {en: N, ko: 수}, count: sale, over: month}")
    assert tiers(plan, quotas=()) == (tier(10_00, "money_each:USD"), tier(15_50, "money_each:USD", "2", 2))


def test_the_base_rate_is_that_of_the_periods_own_window() -> None:
    monthly = plan_of(f"{WINDOW.replace('by: total', 'by: month')}base_rate: {{target_share: 100%}}, "
                      "tiers: [{from: 0%, rate: 1x}, {from: 10%, rate: 2x}]")  # fmt: skip
    rows = [quota("ann", 500_00, "monthly", days(date(2026, 1, 1), date(2026, 2, 28))),
            quota("ann", 2000_00, "monthly", days(date(2026, 3, 1), None))]  # fmt: skip
    # 1,000.00 of target a month over March's 2,000.00
    assert [(row.start, row.base) for row in tiers(monthly, quotas=rows)] == [
        (None, Fraction(1, 2)), (200_00, Fraction(1, 2)),
    ]  # fmt: skip
