"""Why an earlier deal is paid again or goes back: told by what moved, and by a condition only where there is one."""

from comp_rules.explain.sentences_from_plan import component_sentences
from tests.comp_rules.kinds.settings import MEASURES, amounts, codes, plan_of, told

LABEL = "label: {en: Extra, ko: 추가}"
#: a quota of 1,000 a year that counts to date: 83.33, 166.67 and 250 at the ends of the first three months
TO_DATE = MEASURES.replace("quota: year}", "quota: year, against: quota_to_date}", 1)
ROWS = "tiers: [{from: 0%, rate: 0%}, {from: 50%, rate: 1%}, {above: 100%, rate: 3%}]"


def tiered(settings: str) -> str:
    return f"  x: {{{LABEL}, kind: tiered, pays_on: sale, {settings}}}"


def given(*deals: str) -> str:
    records = ", ".join(f"{{deal: D{n}, owner: ann, {deal}}}" for n, deal in enumerate(deals, start=1))
    return (
        "{people: [{person: ann}], quotas: [{person: ann, quota: year, value: 1000 USD}], "
        f"personal: [{{person: ann, personal: own_rate, value: 7%}}], records: [{records}]}}"
    )


DEALS = given("day: 2026-01-10, amount: 100 USD", "day: 2026-02-10, amount: 20 USD", "day: 2026-03-10, amount: 200 USD")


def test_the_attainment_may_fall_while_the_total_rises() -> None:
    plan = plan_of(tiered(f"by: ytd, ladder: window, applies: whole, {ROWS}"), given=DEALS, measures=TO_DATE)
    back, _ = told(plan, "2026-02", "x")
    assert (back.line.state, back.line.amount) == ("uplift", -200)
    assert back.en.startswith("Sales fell from 120.0048…% to 71.9985…% (100.00 USD to 120.00 USD, quota 166.67 USD)")
    assert back.ko.startswith("매출 지표의 달성률이 내렸습니다(120.0048…% → 71.9985…%")
    again = told(plan, "2026-03", "x")[0]
    assert again.en.startswith("Sales rose from 71.9985…% to 128%")


def test_a_part_that_no_longer_lies_above_the_first_tier_goes_back_without_a_condition() -> None:
    plan = plan_of(tiered(f"by: ytd, ladder: window, applies: overage, {ROWS}"), given=DEALS, measures=TO_DATE)
    # in March the first tier ends at 125, so that all of the first two deals lies in it: 1.75 - 1.58 and 0.20 go back
    gone = [line for line in told(plan, "2026-03", "x") if line.line.state == "back"]
    assert [line.line.amount for line in gone] == [-17, -20]
    for line in gone:
        assert "lies beyond 50% of quota 250.00 USD any more, so what it was paid at 1% goes back" in line.en
        assert "목표 250.00 USD의 50%) 초과 부분이 없어져 앞서 지급한 금액을 되돌립니다. 되돌리는 기준: 1%." in line.ko
        assert "condition" not in line.en
        assert "지급 조건" not in line.ko


def test_a_rate_of_two_fields_replaces_another_one() -> None:
    rows = "tiers: [{from: 0%, rate: 1%}, {from: 50%, rate: {ratio: [fee, gross]}}]"
    deals = given(
        "day: 2026-01-10, amount: 400 USD, fee: 3 USD, gross: 60 USD",
        "day: 2026-02-10, amount: 400 USD, fee: 6 USD, gross: 60 USD",
    )
    plan = plan_of(tiered(f"by: ytd, ladder: window, applies: whole, {rows}"), given=deals)
    uplift, new = told(plan, "2026-02", "x")
    # 400 x 3 / 60 less the 4 of January; 400 x 6 / 60
    assert (uplift.line.amount, new.line.amount) == (1600, 4000)
    assert uplift.en == (
        "Sales rose from 40% to 80% (400.00 USD to 800.00 USD, quota 1000.00 USD); "
        "3.00 USD ÷ 60.00 USD replaces 1% for D1, 400.00 USD."
    )
    assert uplift.ko.endswith("D1 건의 400.00 USD에 소급 적용되는 요율: 1% → 3.00 USD ÷ 60.00 USD.")


def test_examples_may_give_the_money_or_number_at_which_a_tier_starts() -> None:
    by_goal = tiered("by: {field: goal}, tiers: [{from: 0 USD, rate: 1%}, {from: 100 USD, rate: 2%}]")
    deals = given(
        "day: 2026-01-10, amount: 400 USD, goal: 99.99 USD", "day: 2026-01-11, amount: 400 USD, goal: 100 USD"
    )
    assert amounts(plan_of(by_goal, given=deals, company=None), "2026-01", "x") == [400, 800]
    rows = "tiers: [{from: 0, rate: 1 USD}, {from: {field: units}, rate: 2 USD}]"
    by_units = tiered(f"ladder: each_credit, applies: marginal, {rows}").replace("pays_on: sale", "pays_on: each")
    deals = given("day: 2026-01-10, units: 0", "day: 2026-01-11, units: 5")
    plan = plan_of(by_units, company=None, given=deals)
    by_fields = by_units.replace("from: 0,", "from: {field: seats},")
    assert codes(by_fields.replace("seats", "stars")) == [("unknown_field", "earn.x.tiers[0].from")]
    seats = given("day: 2026-01-10, units: 0, seats: 0", "day: 2026-01-11, units: 5, seats: 0")
    assert amounts(plan_of(by_fields, company=None, given=seats), "2026-01", "x") == [200, 100]
    # a deal counts 1: above 0 units it earns 2, below 5 units 1
    assert amounts(plan, "2026-01", "x") == [200, 100]


def test_a_rate_of_each_persons_own_is_called_by_its_label() -> None:
    rows = "tiers: [{from: 0 USD, rate: {personal: own_rate}}, {from: 9 USD, rate: {personal: own_rate}}]"
    earn = tiered(f"ladder: each_credit, applies: whole, {rows}")
    plan = plan_of(earn, company=None)
    # without a company its name with a space stands for the label
    assert component_sentences(plan, "x", "ko")[2] == "9.00 USD 미만: 개인별 요율(‘own rate’)."


def test_a_cap_closes_a_tier_of_overage_off_by_what_everything_above_the_second_line_is_paid() -> None:
    # at 3,000: 1,000 x 10% and 2,000 x 20% are 500, though the tier before paid 30%
    rows = (
        "tiers: [{from: 0 USD, rate: 10%}, {from: 1000 USD, rate: 30%}, {from: 2000 USD, rate: 20%}, "
        "{from: 3000 USD, rate: 40%}]"
    )
    for limit, closed in (("400 USD", 2), ("400.01 USD", 3), ("500 USD", 3), ("501 USD", None), ("100 USD", 1)):
        cap = f"caps: [{{limit: {limit}, per: window, excess: lost}}]"
        found = codes(tiered(f"by: qtd, ladder: window, applies: overage, {rows}, {cap}"))
        expected = [("never_reached", f"earn.x.tiers[{closed}].from")] if closed else []
        assert [fault for fault in found if fault[0] == "never_reached"] == expected
