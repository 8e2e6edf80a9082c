"""Every setting of the kinds that pay on credits, from its text to steps, money, formula and sentence."""

from fractions import Fraction

import pytest

from comp_rules.explain.sentences_from_plan import component_sentences
from comp_rules.kernel.steps import Dated, Each, Factor, Gate, Limit, Restate, Scale, Share, Slice, Tier, Worked
from tests.comp_rules.kinds.settings import MEASURES, amounts, pay_of, plan_of, step_of, told

LABEL = "label: {en: Extra, ko: 추가}"
ONE_TWO = "tiers: [{from: 0%, rate: 1%}, {from: 20%, rate: 2%}, {above: 100%, rate: 3%}]"
TABLE = """tables:
  t: {label: {en: Products, ko: 제품}, facts: [product], pick: first_row, otherwise: fault,
      entries: [{product: cheap, rate: 4%}, {product: dear, rate: 8%}]}"""


def given(*deals: str, quota: str = "value: 1000 USD", person: str = "", more: str = "") -> str:
    """Ann with a quota and deals D1, D2 .. of her own."""
    records = ", ".join(f"{{deal: D{n}, owner: ann, {deal}}}" for n, deal in enumerate(deals, start=1))
    return (
        f"{{people: [{{person: ann, target: 12000 USD, hire: 2025-06-01{person}}}], "
        f"quotas: [{{person: ann, quota: year, {quota}}}, {{person: ann, quota: held, value: 4}}], "
        f"personal: [{{person: ann, personal: own_rate, value: 7%}}], records: [{records}]{more}}}"
    )


TWO = given("day: 2026-01-10, amount: 600 USD", "day: 2026-03-10, amount: 600 USD")
FOUR = given(
    "day: 2026-01-10, amount: 600 USD, product: cheap",
    "day: 2026-02-10, amount: 300 USD",
    "day: 2026-03-10, amount: 600 USD",
    "day: 2026-03-12, amount: -400 USD",
)
FIELDS = given(
    "day: 2026-03-10, amount: 600 USD, cost: 200 USD, goal: 500 USD, owner_rate: 5%, fee: 30 USD, gross: 300 USD, "
    "product: cheap, started: 2025-12-11, uplift: 3%, units: 2"
)
BASE = "  base: {label: {en: Base, ko: 기본}, kind: flat, pays_on: sale, rate: 10%}\n"


def tiered(settings: str, pays_on: str = "sale") -> str:
    return f"  x: {{{LABEL}, kind: tiered, pays_on: {pays_on}, {settings}}}"


def flat(settings: str, pays_on: str = "sale") -> str:
    return f"  x: {{{LABEL}, kind: flat, pays_on: {pays_on}, {settings}}}"


# -- what is paid on --------------------------------------------------------------------------------------------------


def test_a_flat_rate_on_the_lines_of_a_component() -> None:
    plan = plan_of(flat("rate: -2%", "{component: base}") + "\n" + BASE, given=TWO)
    names = [step.name for step in plan.steps]
    assert names.index("base.pay") < names.index("x.lines"), "written first, and yet run after what it is paid on"
    assert [component.name for component in plan.components] == ["x", "base"]
    assert plan.component("x").pays_on_component == "base"
    (line,) = told(plan, "2026-03", "x")
    assert line.line.amount == -120
    assert line.en == "Extra is -2% of 60.00 USD already earned."
    assert component_sentences(plan, "x", "en")[0] == "You earn Extra on what Base pays."


def test_a_measure_lifts_all_that_a_component_has_earned() -> None:
    modifier = tiered(
        "by: ytd, ladder: window, applies: whole, tiers: [{from: 0%, rate: 0%}, {from: 100%, rate: 20%}]",
        "{component: base}",
    )
    plan = plan_of(BASE + modifier, given=TWO)
    assert amounts(plan, "2026-01", "x") == [0]
    assert sorted(amounts(plan, "2026-03", "x")) == [1200, 1200]
    first = next(line for line in told(plan, "2026-03", "x") if line.line.state == "uplift")
    assert "20% replaces 0% for 60.00 USD" in first.en


def test_a_ratio_may_pick_the_rate_of_a_components_lines() -> None:
    modifier = tiered(
        "by: kept, ladder: window, applies: whole, tiers: [{from: 0%, rate: 1%}, {from: 50%, rate: 5%}]",
        "{component: base}",
    )
    plan = plan_of(BASE + modifier, given=FOUR)
    tier = step_of(plan, "x.tier")
    assert isinstance(tier, Tier)
    assert tier.value == plan.measure("kept").attainment_step
    assert plan.component("x").reads == ()
    # 600 of 600 kept in January
    assert amounts(plan, "2026-01", "x") == [300]


# -- where rates come from --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "cents", "said"),
    [
        ("{field: owner_rate}", 3000, "pays 5%"),
        ("{ratio: [fee, gross]}", 6000, "pays 30.00 USD ÷ 300.00 USD"),
        ("{table: t}", 2400, "pays 4%"),
        ("{personal: own_rate}", 4200, "pays 7%"),
    ],
)
def test_a_rate_may_come_from_the_record_a_table_or_the_payee(rate: str, cents: int, said: str) -> None:
    (line,) = told(plan_of(flat(f"rate: {rate}"), given=FIELDS, head=TABLE), "2026-03", "x")
    assert line.line.amount == cents
    assert said in line.en


def test_each_tier_may_take_its_rate_from_elsewhere() -> None:
    rows = (
        "{from: 0 USD, rate: {personal: own_rate}}, {from: 200 USD, rate: {field: owner_rate}}, "
        "{above: 500 USD, rate: {table: t}}"
    )
    plan = plan_of(tiered(f"ladder: each_credit, applies: marginal, tiers: [{rows}]"), given=FIELDS, head=TABLE)
    rate = pay_of(plan, "x").factors[1]
    assert (rate.ref, [choice.ref for choice in rate.choices]) == ("by_tier", ["personal", "record_field", "table"])
    assert amounts(plan, "2026-03", "x") == [1400, 1500, 400]
    shown = [(row.personal, row.fields, row.table) for row in plan.component("x").tiers]
    assert shown == [("own_rate", (), None), (None, ("owner_rate",), None), (None, (), "t")]
    assert "From 200.00 USD it is owner_rate of each record." in component_sentences(plan, "x", "en")


def test_a_tier_may_divide_two_fields_beside_tiers_that_do_not() -> None:
    rows = "{from: 0 USD, rate: 1%}, {from: 200 USD, rate: {ratio: [fee, gross]}}"
    plan = plan_of(tiered(f"ladder: each_credit, applies: marginal, tiers: [{rows}]"), given=FIELDS)
    low, high = told(plan, "2026-03", "x")
    assert (low.line.amount, high.line.amount) == (200, 4000)
    assert "earns 1%." in low.en
    assert "earns 30.00 USD ÷ 300.00 USD." in high.en


# -- ladders ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("applies", "january", "march"),
    [
        ("marginal", [200, 800], [600, 800]),
        ("whole", [1200], [600, 1800]),
        # March reaches 3%: January's 400 above 20% are paid 1% more, and all of March lies above it
        ("overage", [200, 800], [400, 1800]),
    ],
)
def test_a_ladder_over_a_window(applies: str, january: list[int], march: list[int]) -> None:
    plan = plan_of(tiered(f"by: ytd, ladder: window, applies: {applies}, {ONE_TWO}"), given=TWO)
    assert sorted(amounts(plan, "2026-01", "x")) == january
    assert sorted(amounts(plan, "2026-03", "x")) == march


@pytest.mark.parametrize(("applies", "cents"), [("marginal", [200, 800]), ("whole", [1200]), ("overage", [200, 800])])
def test_a_credit_alone_on_a_ladder_of_its_quota(applies: str, cents: list[int]) -> None:
    plan = plan_of(tiered(f"by: ytd, ladder: each_credit, applies: {applies}, {ONE_TWO}"), given=TWO)
    assert sorted(amounts(plan, "2026-03", "x")) == cents
    assert plan.component("x").reads == ("ytd",)


def test_overage_alone_pays_all_above_the_first_tier_at_the_rate_reached() -> None:
    rows = "tiers: [{from: 0 USD, rate: 1%}, {from: 200 USD, rate: 2%}, {from: 500 USD, rate: 5%}]"
    plan = plan_of(tiered(f"ladder: each_credit, applies: overage, {rows}"), given=TWO)
    lines = step_of(plan, "x.lines")
    assert isinstance(lines, Slice)
    assert lines.overage
    assert amounts(plan, "2026-03", "x") == [200, 2000]


def test_overage_over_a_window_is_restated_with_its_way_along_the_ladder() -> None:
    plan = plan_of(tiered(f"by: ytd, ladder: window, applies: overage, {ONE_TWO}"), given=TWO)
    lines = step_of(plan, "x.lines")
    assert isinstance(lines, Restate)
    assert lines.running
    assert lines.quota == plan.measure("ytd").prorated_step
    assert [edge.at for edge in lines.edges] == [0, Fraction(1, 5), 1]


def test_tiers_may_start_at_fields_of_the_record() -> None:
    rows = "{from: 0 USD, rate: 0%}, {from: {field: cost}, rate: 10%}, {above: {field: goal}, rate: 20%}"
    plan = plan_of(tiered(f"ladder: each_credit, applies: marginal, tiers: [{rows}]"), given=FIELDS)
    lines = step_of(plan, "x.lines")
    assert isinstance(lines, Slice)
    assert [(edge.field, edge.form, edge.included) for edge in lines.edges] == [
        ("", "money", True),
        ("cost", "money", True),
        ("goal", "money", False),
    ]
    assert amounts(plan, "2026-03", "x") == [0, 3000, 2000]
    assert "Above goal it is 20%." in component_sentences(plan, "x", "en")


@pytest.mark.parametrize(
    ("since", "field", "cents", "month"),
    [
        ("hire", "since:hire", 1200, 10),
        ("assignment", "since:assignment", 600, 3),
        ("{field: started}", "since:field:started", 600, 3),
    ],
)
def test_a_date_may_pick_the_tier(since: str, field: str, cents: int, month: int) -> None:
    rows = "tiers: [{from: 1, rate: 1%}, {from: 4, rate: 2%}]"
    plan = plan_of(tiered(f"by: {{since: {since}}}, ladder: each_credit, applies: whole, {rows}"), given=FIELDS)
    lines = step_of(plan, "x.lines")
    assert isinstance(lines, Each)
    assert lines.tier_field == field
    (line,) = told(plan, "2026-03", "x")
    assert line.line.amount == cents
    assert f"it falls into month {month}" in line.en


def test_a_residual_falls_with_the_months_of_its_contract() -> None:
    residual = (
        f"  x: {{{LABEL}, kind: residual, pays_on: sale, since: {{field: started}}, tiers: [{{from: 1, "
        "rate: 3%}, {from: 4, rate: 1%}]}"
    )
    deals = [f"day: 2026-03-{day}, amount: 100 USD, started: 2025-12-11" for day in ("10", "11")]
    plan = plan_of(residual, given=given(*deals))
    # month 3 ends on 10 March, month 4 begins on the 11th
    assert amounts(plan, "2026-03", "x") == [300, 100]
    assert "the contract is in month 3" in told(plan, "2026-03", "x")[0].en


def test_a_base_rate_of_the_target_counts_the_months_of_the_window() -> None:
    measures = MEASURES.replace("over: quarter_to_date}", "over: quarter_to_date, quota: quarter}", 1)
    rows = "base_rate: {target_share: 50%}, tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 2x}]"
    facts = TWO.replace("quota: year, value: 1000 USD", "quota: quarter, value: 600 USD")
    other = BASE.replace("rate: 10%", "rate: 10%, expected_share: 50%")
    earn = other + tiered(f"by: qtd, ladder: window, applies: marginal, {rows}")
    plan = plan_of(earn, given=facts, measures=measures, company=None)
    roles = [factor.role for factor in pay_of(plan, "x").factors]
    assert roles == ["part", "rate", "target", "share", "months", "year_months", "quota"]
    # 600 of 600 at 12,000 x 50% x 3 / 12 / 600, and the second 600 twice
    assert amounts(plan, "2026-01", "x") == [150000]
    assert amounts(plan, "2026-03", "x") == [300000]


@pytest.mark.parametrize(("if_zero", "cents"), [("base_rate", [6000]), ("at_target", [12000]), ("nothing", [])])
@pytest.mark.parametrize("applies", ["marginal", "whole", "overage"])
def test_a_quota_stated_as_0(applies: str, if_zero: str, cents: list[int]) -> None:
    rows = "base_rate: 10%, tiers: [{from: 0%, rate: 0.5x}, {from: 100%, rate: 2x}]"
    facts = given("day: 2026-03-10, amount: 600 USD", quota=f"value: 0 USD, if_zero: {if_zero}")
    plan = plan_of(tiered(f"by: ytd, ladder: window, applies: {applies}, {rows}"), given=facts)
    assert amounts(plan, "2026-03", "x") == cents


# -- conditions on measures -------------------------------------------------------------------------------------------

GATED = (
    "rate: 10%, only_if: [{measure: ytd, at_least: 100%}, {measure: kept, at_least: 40%, undefined: pass}], judged: "
)


def test_a_condition_is_judged_at_the_credit_or_to_date() -> None:
    frozen, open_ = (plan_of(flat(GATED + word), given=FOUR) for word in ("at_credit", "to_date"))
    assert amounts(frozen, "2026-01", "x") == amounts(open_, "2026-01", "x") == []
    assert amounts(frozen, "2026-03", "x") == [6000, -4000]
    assert sorted(amounts(open_, "2026-03", "x")) == [-4000, 3000, 6000, 6000]
    opened = next(line for line in told(open_, "2026-03", "x") if line.line.state == "uplift")
    assert opened.en.startswith("D1: its condition holds now, so it is paid at 10%")
    assert "지급 조건이 이제 충족되어" in opened.ko


def test_a_condition_that_no_longer_holds_takes_back_what_was_paid() -> None:
    deals = ("day: 2026-01-10, amount: 1000 USD", "day: 2026-03-10, amount: -400 USD")
    plan = plan_of(flat(GATED.replace("kept, at_least: 40%", "kept, at_least: 0%") + "to_date"), given=given(*deals))
    assert amounts(plan, "2026-01", "x") == [10000]
    (back,) = told(plan, "2026-03", "x")
    assert (back.line.state, back.line.amount) == ("back", -10000)
    assert "no longer holds" in back.en


def test_gates_stand_before_the_lines_and_are_shown_by_them() -> None:
    plan = plan_of(flat(GATED + "to_date"), given=FOUR)
    lines = step_of(plan, "x.lines")
    assert isinstance(lines, Each)
    assert (lines.gates, lines.judged) == (("x.only_if1", "x.only_if2"), "to_date")
    gates = [step_of(plan, name) for name in lines.gates]
    assert [gate.undefined for gate in gates if isinstance(gate, Gate)] == ["fail", "pass"]
    assert [factor.role for factor in pay_of(plan, "x").context] == ["stood", "at_least", "stood_2", "at_least_2"]
    names = [step.name for step in plan.steps]
    assert names.index("x.only_if2") < names.index("x.lines")
    sentences = component_sentences(plan, "x", "en")
    assert "It pays only if Sales is at least 100% of quota." in sentences
    assert "It pays only if Kept is at least 40%." in sentences


def test_an_award_may_look_at_several_windows() -> None:
    award = (
        f"  x: {{{LABEL}, kind: award, reached: [{{measure: qtd, at_least: 500 USD}}, {{measure: won, "
        "at_least: 50%}], pays: 100 USD, kept: yes}"
    )
    plan = plan_of(award, given=FOUR)
    assert amounts(plan, "2026-01", "x") == []
    (line,) = told(plan, "2026-02", "x")
    assert line.line.amount == 10000
    assert "Won is at least 50% of quota" in " ".join(component_sentences(plan, "x", "en"))


# -- caps -------------------------------------------------------------------------------------------------------------


def limits(plan: object, *names: str) -> list[Limit]:
    found = [step_of(plan, name) for name in names]  # type: ignore[arg-type]
    assert all(isinstance(step, Limit) for step in found)
    return found  # type: ignore[return-value]


def test_caps_cut_in_order_each_on_its_own_line() -> None:
    caps = "caps: [{limit: 50 USD, per: record, excess: lost}, {limit: 90 USD, per: year, excess: lost}]"
    plan = plan_of(flat(f"rate: 10%, {caps}"), given=FOUR)
    first, second = limits(plan, "x.cap1", "x.cap2")
    assert plan.component("x").limits == ("x.cap1", "x.cap2")
    assert (first.pays, second.pays) == (("x.pay",), ("x.pay", "x.cap1"))
    assert amounts(plan, "2026-01", "x") == [6000, -1000]
    # 50 and 30 so far, then 50 and -40: the year stands at 90 of 90
    assert sum(amounts(plan, "2026-02", "x")) == 3000
    assert sum(amounts(plan, "2026-03", "x")) == 1000
    cut = next(line for line in told(plan, "2026-01", "x") if line.line.state == "cap")
    assert cut.en == "Extra comes to 60.00 USD. Its cap for each record is 50.00 USD, so what lies above is cut."


def test_a_cap_does_not_bind_while_its_condition_holds() -> None:
    caps = "caps: [{limit: 50 USD, per: year, excess: lost, unless: [{measure: won, at_least: 50%}]}]"
    plan = plan_of(flat(f"rate: 10%, {caps}"), given=FOUR)
    (limit,) = limits(plan, "x.cap1")
    assert limit.unless == ("x.cap1.unless1",)
    assert amounts(plan, "2026-01", "x") == [6000, -1000]
    lifted = next(line for line in told(plan, "2026-02", "x") if line.line.state == "cap")
    assert lifted.line.amount == 1000
    assert "does not bind now" in lifted.en
    assert "The cap does not bind while Won is at least 50% of quota." in component_sentences(plan, "x", "en")


def test_what_is_cut_may_be_carried_or_paid_at_the_end_of_the_year() -> None:
    carry = plan_of(flat("rate: 10%, caps: [{limit: 40 USD, per: period, excess: carry}]"), given=FOUR)
    assert [sum(amounts(carry, month, "x")) for month in ("2026-01", "2026-02", "2026-03")] == [4000, 4000, 3000]
    said = [line.en for line in told(carry, "2026-02", "x")]
    assert "20.00 USD that the cap for each period of Extra cut before counts now." in said
    year = plan_of(flat("rate: 10%, caps: [{limit: 40 USD, per: period, excess: year_end}]"), given=FOUR)
    assert sum(amounts(year, "2026-01", "x")) == 4000
    (paid,) = told(year, "2026-12", "x")
    assert (paid.line.state, paid.line.amount) == ("paid_out", 2000)


def test_a_cap_in_percent_is_a_named_amount_of_the_target_or_a_quota() -> None:
    rows = "base_rate: {target_share: 100%}, tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 2x}]"
    caps = (
        "caps: [{limit: 100%, of: target, per: window, excess: lost}, {limit: 4%, of: year, per: period, excess: lost}]"
    )
    plan = plan_of(
        tiered(f"by: ytd, ladder: window, applies: marginal, {rows}, {caps}"), given=FOUR, scales="quota, target"
    )
    window, period = limits(plan, "x.cap1", "x.cap2")
    assert (window.frame.window, period.frame.window) == ("year_to_date", "period")
    share = step_of(plan, str(window.cap))
    assert isinstance(share, Share)
    target = step_of(plan, str(share.factors[0][0]))
    assert isinstance(target, Scale)
    months = step_of(plan, str(share.factors[1][0]))
    assert isinstance(months, Dated)
    assert months.table == "target_months"
    assert [divide for _, divide in share.factors] == [False, False, True, False]
    assert isinstance(step_of(plan, str(period.cap)), Share)


# -- proration --------------------------------------------------------------------------------------------------------

LATE = (
    "{people: [{person: ann, first_day: 2026-03-17, target: 12000 USD}], "
    "quotas: [{person: ann, quota: year, value: 1000 USD}], "
    "records: [{deal: D1, owner: ann, day: 2026-03-20, amount: 600 USD}]}"
)


def test_earnings_shrink_with_the_period_unless_the_target_does() -> None:
    plan = plan_of(flat("rate: 10%"), given=LATE, scales="earnings")
    assert isinstance(step_of(plan, "worked.period"), Worked)
    assert pay_of(plan, "x").factors[-1] == Factor("worked", "cell", "ratio", name="worked.period")
    (line,) = told(plan, "2026-03", "x")
    assert line.line.amount == 2903  # 60 x 15 / 31
    assert line.en.endswith("Only 15/31 of the period was worked, so as much is paid.")
    rows = "base_rate: {target_share: 100%}, tiers: [{from: 0%, rate: 1x}]"
    with_target = plan_of(tiered(f"by: ytd, ladder: window, applies: marginal, {rows}"), given=LATE, scales="earnings")
    assert all(factor.role != "worked" for factor in pay_of(with_target, "x").factors)


def test_edges_in_money_shrink_with_the_window_and_percentages_do_not() -> None:
    money = "by: qtd, ladder: window, applies: marginal, tiers: [{from: 0 USD, rate: 10%}, {from: 900 USD, rate: 20%}]"
    plan = plan_of(tiered(money), given=LATE, scales="tier_edges")
    # 15 of the quarter's 90 days: the line lies at 150
    assert amounts(plan, "2026-03", "x") == [1500, 9000]
    percent = plan_of(tiered(f"by: ytd, ladder: window, applies: marginal, {ONE_TWO}"), scales="tier_edges")
    lines = step_of(percent, "x.lines")
    assert isinstance(lines, Slice)
    assert not lines.scaled
