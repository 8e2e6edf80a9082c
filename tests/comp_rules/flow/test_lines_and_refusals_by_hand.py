"""Lines and refusals of a month, whole: number, day, path and version of every line, and each sentence of a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Assignment, RecordVersion, TypedResult, Value
from comp_rules.flow.records import AssignmentResult, ConditionLook, Line, Refusal
from comp_rules.flow.result_from_runs import once_refused
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Place
from comp_rules.values.period import Span
from comp_rules.values.words import Words
from tests.comp_rules.company import deal, money
from tests.comp_rules.flow.team import SALE, days, holds, incentive, part, quota, run, team, team_plan

CREDITS = (
    SALE.replace("TO", "to: owner")
    + """
  late: {label: {en: Late, ko: 이월}, records: deal, when: {stage: late}, date: close_date, amount: amount,
    to: owner}
  deals: {label: {en: Deals, ko: 거래}, records: deal, when: {stage: won}, date: close_date, count: 1, to: owner}"""
)
MEASURES = """month: {label: {en: Month, ko: 월}, sum: sale, over: month, quota: monthly}
  quarter: {label: {en: Quarter, ko: 분기}, sum: sale, over: quarter_to_date, quota: target}
  plain: {label: {en: Plain, ko: 합계}, sum: sale, over: quarter_to_date}
  won: {label: {en: Won, ko: 건수}, count: deals, over: quarter_to_date}
  goal: {label: {en: Goal, ko: 목표}, input: goal, over: quarter_to_date}
  share: {label: {en: Share, ko: 비율}, ratio: [late_sum, plain]}
  none: {label: {en: None, ko: 없음}, ratio: [plain, late_sum]}
  late_sum: {label: {en: Late, ko: 이월}, sum: late, over: quarter_to_date}
  two: {label: {en: Two, ko: 둘}, weighted: [{by: quarter, weight: 50%}, {by: share, weight: 50%}]}
  less: {label: {en: Less, ko: 차}, minus: [quarter, late_sum]}
  net: {label: {en: Net, ko: 순매출}, minus: [quarter, late_sum], quota: net}
  win: {label: {en: Win, ko: 창}, sum: sale, over: quota_window, quota: win}"""
WINDOW = days(date(2026, 2, 1), date(2026, 3, 20))
QUOTAS = (quota("ann", 1000_00), quota("ann", 100_00, "monthly"), quota("ann", 200_00, "win", WINDOW))
SOLD = [
    deal("D3", date(2026, 3, 20), 50_00),
    deal("D1", date(2026, 1, 20), 100_00),
    deal("D2", date(2026, 3, 5), 300_00),
]
MARCH_31 = date(2026, 3, 31)
Brief = tuple[object, ...]


def plan_of(*components: str, **more: str) -> CompiledPlan:
    earn = "\n".join(
        f"  c{n}: {{label: {{en: C{n}, ko: 다{n}}}, {text}}}" for n, text in enumerate(components, start=1)
    )
    return team_plan(credit=CREDITS, measure=MEASURES, earn=earn, **more)


def month(
    plans: CompiledPlan | Sequence[CompiledPlan], records: Sequence[RecordVersion] = SOLD, period: str = "2026-03",
    held: Assignment | None = None, **facts: object,
) -> AssignmentResult:  # fmt: skip
    known = {"quotas": QUOTAS, "targets": (incentive("ann", 12_000_00),), **facts}
    of = [plans] if isinstance(plans, CompiledPlan) else plans
    return part(run(of, team([held or holds("ann")], records, **known), period), "ann")


def brief(line: Line) -> Brief:
    """What tells a line apart: its number and component, its deal and day, tier, path, money and period."""
    record = line.record.record_id if line.record else None
    return (
        line.number, line.component, line.shape, line.state, record, line.day, line.tier, line.rule_path, line.amount,
        line.earned_period, line.item, line.measure,
    )  # fmt: skip


WHOLE = "kind: tiered, pays_on: sale, by: quarter, ladder: window, applies: whole, "


def test_lines_are_numbered_by_deal_and_then_by_component_and_windows_come_last() -> None:
    plan = plan_of(
        "kind: award, reached: [{measure: quarter, at_least: 40%}], pays: 10 USD, kept: yes",
        f"{WHOLE}tiers: [{{from: 0%, rate: 1%}}, {{from: 40%, rate: 2%}}]",
        "kind: flat, pays_on: sale, rate: 5%",
    )
    day_1, day_2, day_3 = date(2026, 1, 20), date(2026, 3, 5), date(2026, 3, 20)
    tiers = "earn.c2.tiers[1]"
    assert [brief(line) for line in month(plan).lines] == [
        (1, "c2", "restate", "uplift", "D1", day_1, 1, tiers, 1_00, "2026-03", 0, "quarter"),
        (2, "c2", "restate", "new", "D2", day_2, 1, tiers, 6_00, "2026-03", 0, "quarter"),
        (3, "c3", "each", "new", "D2", day_2, None, "earn.c3", 15_00, "2026-03", 0, None),
        (4, "c2", "restate", "new", "D3", day_3, 1, tiers, 1_00, "2026-03", 0, "quarter"),
        (5, "c3", "each", "new", "D3", day_3, None, "earn.c3", 2_50, "2026-03", 0, None),
        (6, "c1", "once", "new", None, MARCH_31, None, "earn.c1", 10_00, "2026-03", 0, "quarter"),
    ]


def test_a_line_of_a_window_has_the_last_day_of_the_window_or_of_the_period() -> None:
    award = "kind: award, reached: [{measure: MEASURE, at_least: 1%}], pays: 10 USD, kept: yes"
    ends = plan_of(award.replace("MEASURE", "win"), award.replace("MEASURE", "month"))
    assert [(line.component, line.day) for line in month(ends).lines] == [("c1", date(2026, 3, 20)), ("c2", MARCH_31)]


def test_the_items_of_a_scorecard_name_their_measures() -> None:
    pays = "tiers: [{from: 0%, pays: 50%}, {from: 300%, pays: 100%}]"
    card = plan_of(
        f"kind: scorecard, target_share: 100%, paid: window_end, items: [{{by: quarter, weight: 60%, {pays}}}, "
        f"{{by: month, weight: 40%, {pays}}}]"
    )
    # 50% of 60% of a quarter's 3,000.00, and 100% of 40% of a month's 1,000.00
    found = [(one.day, one.tier, one.amount, one.item, one.measure, one.rule_path) for one in month(card).lines]
    assert found == [
        (MARCH_31, 0, 900_00, 1, "quarter", "earn.c1.items[0].tiers[0]"),
        (MARCH_31, 1, 400_00, 2, "month", "earn.c1.items[1].tiers[1]"),
    ]


def test_a_matrix_has_no_tier_in_its_path_and_a_cap_none_at_all() -> None:
    matrix = plan_of(
        "kind: matrix, target_share: 100%, paid: window_end, rows: {by: quarter, edges: [{from: 0%}, {from: 40%}]}, "
        "columns: {by: goal, edges: [{from: 0%}, {from: 5%}]}, pays: [[0%, 20%], [50%, 100%]], "
        "caps: [{limit: 1000 USD, per: quarter, excess: lost}]"
    )
    typed = TypedResult("i", "ann", "goal", Value("percent", Fraction(1, 10)), date(2026, 2, 1))
    paid, cut = month(matrix, inputs=(typed,)).lines
    assert (paid.rule_path, paid.amount, paid.shape, paid.state) == ("earn.c1", 3000_00, "window", "new")
    assert (cut.rule_path, cut.amount, cut.shape, cut.state) == ("earn.c1.caps[0]", -2000_00, "quarter", "cap")
    assert (cut.day, cut.record, cut.credit_id, cut.tier, cut.item, cut.measure) == (
        MARCH_31,
        None,
        None,
        None,
        0,
        None,
    )


def test_lines_on_the_lines_of_another_component_are_of_the_deal_behind_them() -> None:
    on_top = plan_of("kind: flat, pays_on: sale, rate: 5%", "kind: flat, pays_on: {component: c1}, rate: 10%")
    assert [(line.number, line.component, line.record and line.record.record_id, line.amount, line.credit_id)
            for line in month(on_top).lines] == [
        (1, "c1", "D2", 15_00, "sale/deal:D2/ann"), (2, "c2", "D2", 1_50, "sale/deal:D2/ann"),
        (3, "c1", "D3", 2_50, "sale/deal:D3/ann"), (4, "c2", "D3", 25, "sale/deal:D3/ann"),
    ]  # fmt: skip


def test_lines_are_rounded_as_the_plan_says_and_say_so() -> None:
    plain = plan_of("kind: flat, pays_on: sale, rate: 1%")
    down = replace(plain, rounding=replace(plain.rounding, unit=1_00, mode="down"))
    (line,) = month(down, [deal("D1", date(2026, 3, 5), 199_99)]).lines
    assert (line.amount, line.exact, line.round_to, line.rounding) == (1_00, Fraction(19999, 100), 1_00, "down")


JUNE_AND_JULY = (days(date(2026, 1, 1), date(2026, 3, 10)), days(date(2026, 3, 11), None))


def versions(first: CompiledPlan, second: CompiledPlan, spans: tuple[Span, Span] = JUNE_AND_JULY) -> list[CompiledPlan]:
    return [replace(first, version=1, span=spans[0]), replace(second, version=2, span=spans[1])]


def test_components_of_both_versions_stand_once_and_lines_name_the_earlier_one() -> None:
    flat, fee = "kind: flat, pays_on: sale, rate: 5%", "kind: flat, pays_on: sale, rate: 1%"
    both = versions(plan_of(flat, fee), plan_of(fee))
    found = month(both)
    assert [(c.component, c.total, c.lines) for c in found.components] == [("c1", 15_50, 2), ("c2", 3_00, 1)]
    assert [(line.number, line.component, line.record and line.record.record_id, line.plan_version)
            for line in found.lines] == [
        (1, "c1", "D2", 1), (2, "c2", "D2", 1), (3, "c1", "D3", 0),
    ]  # fmt: skip
    assert (found.plan_version, found.total) == (2, 18_50)
    # what only an earlier version has and nothing came of is not shown, in whichever order they stand
    assert [c.component for c in month(both, SOLD[:1]).components] == ["c1"]
    missing = plan_of(fee, "kind: flat, pays_on: sale, rate: {personal: own_rate}")
    blocked = month(versions(missing, plan_of(fee)))
    assert [(c.component, c.total, c.reason_code) for c in blocked.components] == [
        ("c1", 3_50, None), ("c2", None, "personal_missing"),
    ]  # fmt: skip
    assert [(fault.code, fault.place) for fault in blocked.faults] == [
        ("personal_missing", Place("facts", path="earn.c2")),
    ]  # fmt: skip


def test_what_one_version_cannot_calculate_is_blocked_whole() -> None:
    fee = "kind: flat, pays_on: sale, rate: 1%"
    lacking, whole = plan_of(fee, fee.replace("1%", "{personal: own_rate}")), plan_of(fee, fee)
    for both in (versions(lacking, whole), versions(whole, lacking)):
        found = month(both)
        assert [(c.component, c.total, c.lines) for c in found.components] == [("c1", 3_50, 2), ("c2", None, 0)]
        assert [line.number for line in found.lines] == [1, 2]


def test_three_versions_show_what_each_of_them_paid_once() -> None:
    fee = "kind: flat, pays_on: sale, rate: 1%"
    spans = [
        days(date(2026, 1, 1), date(2026, 3, 4)),
        days(date(2026, 3, 5), date(2026, 3, 19)),
        days(date(2026, 3, 20), None),
    ]
    old, middle, new = plan_of(fee, fee, fee), plan_of(fee, fee), plan_of(fee)
    plans = [
        replace(p, version=n, span=span) for n, (p, span) in enumerate(zip((old, middle, new), spans, strict=True), 1)
    ]
    found = month(plans, [*SOLD, deal("D0", date(2026, 3, 1), 10_00)])
    assert [(c.component, c.total) for c in found.components] == [("c1", 3_60), ("c2", 3_10), ("c3", 10)]
    assert [line.number for line in found.lines] == list(range(1, 7))


def test_what_only_a_version_in_the_middle_has_is_shown() -> None:
    fee = "kind: flat, pays_on: sale, rate: 1%"
    plain, middle = plan_of(fee), plan_of(fee, fee)
    plans = [
        replace(plan, version=n, span=days(first, None))
        for n, (plan, first) in enumerate(
            ((plain, date(2026, 1, 1)), (middle, date(2026, 3, 5)), (plain, date(2026, 3, 20))), start=1
        )
    ]
    assert [(c.component, c.total) for c in month(plans).components] == [("c1", 3_50), ("c2", 3_00)]


def test_credits_of_versions_in_two_currencies_come_by_date() -> None:
    fee = "kind: flat, pays_on: sale, rate: 1%"
    usd, won = plan_of(fee), plan_of(fee, currency="KRW")
    inside = [replace(usd, version=1), replace(won, version=2, span=days(date(2026, 3, 4), date(2026, 3, 9)))]
    sold = [
        deal("D3", date(2026, 3, 25), 300_00),
        deal("D1", date(2026, 3, 1), 100_00),
        deal("D2", date(2026, 3, 6), 20_000, "KRW"),
    ]
    found = month(inside, sold)
    assert [(c.record.record_id, c.unit) for c in found.credits if c.rule == "sale"] == [
        ("D1", "money:USD"), ("D2", "money:KRW"), ("D3", "money:USD"),
    ]  # fmt: skip
    assert found.currency == "USD"


def test_a_quota_that_was_missing_in_an_earlier_month_blocks_nothing_now() -> None:
    by_month = (
        "kind: tiered, pays_on: sale, by: month, ladder: window, applies: marginal, tiers: [{from: 0%, rate: 1%}]"
    )
    since_march = (quota("ann", 100_00, "monthly", days(date(2026, 3, 1), None)),)
    assert month(plan_of(by_month), quotas=since_march).total == 3_50
    assert month(plan_of(by_month), quotas=since_march, period="2026-01").components[0].reason_code == "quota_missing"


def test_a_weighted_measure_needs_the_quotas_of_its_parts_and_a_difference_does_not() -> None:
    award = "kind: award, reached: [{measure: MEASURE, CONDITION}], pays: 10 USD, kept: yes"
    two = plan_of(award.replace("MEASURE", "two").replace("CONDITION", "at_least: 1%, undefined: fail"))
    less = plan_of(award.replace("MEASURE", "less").replace("CONDITION", "at_least: 1 USD"))
    assert (month(two, SOLD[2:]).total, month(less, SOLD[2:]).total) == (10_00, 10_00)
    blocked = month(two, quotas=())
    assert [(c.total, c.reason_code) for c in blocked.components] == [(None, "quota_missing")]
    assert [fault.code for fault in blocked.faults] == ["quota_missing"]
    assert "“target” is missing on 2026-03-31" in blocked.faults[0].say("en")
    assert month(less, SOLD[2:], quotas=()).total == 10_00
    net = plan_of(award.replace("MEASURE", "net").replace("CONDITION", "at_least: 1%"))
    assert month(net, SOLD[2:], quotas=(quota("ann", 1000_00, "net"),)).total == 10_00
    # also in a month without a deal
    assert month(two, [], quotas=()).components[0].reason_code == "quota_missing"


def test_a_window_is_paid_by_the_version_of_its_last_day_worked() -> None:
    award = "kind: award, reached: [{measure: MEASURE, at_least: 1%}], pays: PAYS USD, kept: yes"
    old, new = (plan_of(award.replace("MEASURE", "win").replace("PAYS", pays)) for pays in ("10", "20"))
    until_20 = (days(date(2026, 1, 1), date(2026, 3, 20)), days(date(2026, 3, 21), None))
    assert [line.amount for line in month(versions(old, new, until_20)).lines] == [10_00]
    assert [line.amount for line in month(versions(old, new)).lines] == [20_00]
    # after the last version ended the last one pays
    ended = [replace(new, version=1, span=days(date(2026, 1, 1), date(2026, 3, 10)))]
    assert month(ended, held=holds("ann", span=days(date(2026, 1, 1), date(2026, 3, 10)))).total == 20_00


# -- refusals ----------------------------------------------------------------------------------------------------------

FLAT_IF = "kind: flat, pays_on: sale, rate: 5%, judged: at_credit, only_if: "


def refused(plan: CompiledPlan, records: Sequence[RecordVersion] = SOLD[2:], **facts: object) -> list[Refusal]:
    return list(month(plan, records, **facts).refusals)


def test_a_condition_on_a_measure_refuses_with_everything_about_the_deal() -> None:
    plan = plan_of(f"{FLAT_IF}[{{measure: quarter, above: 30%}}]")
    (refusal,) = refused(plan)
    quarter, wanted, found = Words("Quarter", "분기"), Words("more than 30%", "30% 초과"), Words("30%", "30%")
    (credit, *_) = month(plan, SOLD[2:]).credits
    assert refusal == Refusal(
        "only_if", credit.record, Fraction(300_00), "money:USD", date(2026, 3, 5), "sale", "c1", "earn.c1",
        Words("Quarter is 30%; this part of the plan pays only for “more than 30%”.",
              "분기 값이 30%입니다. 이 항목은 ‘30% 초과’일 때만 지급합니다."),
        Words("It is paid once Quarter is “more than 30%”.", "분기 값이 ‘30% 초과’이면 지급됩니다."),
        (ConditionLook("", quarter, wanted, found, "not_met"),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "found", "wanted"),
    [
        ("{measure: month, at_most: 250%}", "300%", "250% or less"),
        ("{measure: quarter, at_least: 400 USD}", "300.00 USD", "400.00 USD or more"),
        ("{measure: quarter, under: 300 USD}", "300.00 USD", "less than 300.00 USD"),
        ("{measure: won, at_least: 2}", "1", "2 or more"),
        ("{measure: share, above: 0%, undefined: fail}", "0%", "more than 0%"),
        ("{measure: goal, at_least: 20%}", "10%", "20% or more"),
        ("{measure: none, above: 0%, undefined: fail}", "without a value", "more than 0%"),
    ],
)
def test_what_was_found_and_wanted_is_printed_in_the_units_of_the_measure(
    condition: str, found: str, wanted: str
) -> None:
    typed = TypedResult("i", "ann", "goal", Value("percent", Fraction(1, 10)), date(2026, 2, 1))
    (refusal,) = refused(plan_of(f"{FLAT_IF}[{condition}]"), inputs=(typed,))
    if refusal.code == "only_if":
        (look,) = refusal.conditions
        assert (look.found.en, look.wanted.en) == (found, wanted)
    else:
        assert (refusal.code, refusal.conditions, found) == ("undefined", (), "without a value")


def test_a_quota_of_0_refuses_every_deal_of_a_ladder() -> None:
    zero = replace(QUOTAS[0], value=money(0), if_zero="nothing")
    ladder = (
        "kind: tiered, pays_on: sale, by: quarter, ladder: window, applies: marginal, "
        "tiers: [{from: 0%, rate: 1%}, {from: 9%, rate: 2%}]"
    )
    found = refused(plan_of(ladder), SOLD, quotas=(zero, *QUOTAS[1:]))
    assert [(r.code, r.record.record_id, r.component, r.sentence.en) for r in found] == [
        ("quota_zero", number, "c1", "The quota of Quarter is 0, and nothing is paid then.") for number in ("D2", "D3")
    ]


def test_a_component_that_is_blocked_refuses_nothing_and_those_after_it_still_do() -> None:
    twice = "[{measure: quarter, above: 90%}]"
    plan = plan_of(
        f"{FLAT_IF}{twice}".replace("5%", "{personal: own_rate}"), f"{FLAT_IF}[{{measure: quarter, above: 90%}}]"
    )
    rich = [*SOLD, deal("D4", date(2026, 3, 1), 1)]
    assert [(r.component, r.record.record_id) for r in refused(plan, rich)] == [
        (name, number) for name in ("c1", "c2") for number in ("D4", "D2", "D3")
    ]
    lacking = plan_of(f"{FLAT_IF}[{{measure: month, above: 900%}}]", f"{FLAT_IF}{twice}")
    assert [(r.component, r.code) for r in refused(lacking, quotas=QUOTAS[:1])] == [("c2", "only_if")]


def test_a_cap_that_reads_earlier_months_says_nothing_of_what_they_refused() -> None:
    capped = f"{FLAT_IF}[{{measure: quarter, above: 90%}}], caps: [{{limit: 900 USD, per: quarter, excess: lost}}]"
    assert [refusal.record.record_id for refusal in refused(plan_of(capped), SOLD)] == ["D2", "D3"]


def test_a_condition_of_what_pays_on_the_lines_of_another_component_refuses_no_deal() -> None:
    on_top = (
        "kind: flat, pays_on: {component: c1}, rate: 10%, judged: at_credit, only_if: [{measure: quarter, above: 90%}]"
    )
    found = month(plan_of("kind: flat, pays_on: sale, rate: 5%", on_top))
    assert ([c.total for c in found.components], found.refusals) == ([17_50, 0], ())
    assert found.components[1].reason_code == "only_if"


def test_refusals_of_conditions_on_the_deal_come_before_those_of_measures_and_of_records() -> None:
    plan = plan_of(
        "kind: flat, pays_on: sale, rate: 5%, when: {kind: big}", f"{FLAT_IF}[{{measure: quarter, above: 90%}}]"
    )
    records = [*SOLD, deal("D8", date(2026, 3, 1), 1, stage="open"), deal("D9", date(2026, 2, 1), 1, stage="open"),
               deal("D7", None, 1)]  # fmt: skip
    assert [(r.code, r.record.record_id, r.component) for r in refused(plan, records)] == [
        ("component_condition", "D2", "c1"), ("component_condition", "D3", "c1"),
        ("only_if", "D2", "c2"), ("only_if", "D3", "c2"), ("condition", "D8", None), ("no_date", "D7", None),
    ]  # fmt: skip


def test_a_refusal_is_said_once_among_the_parts_of_a_month_and_not_of_what_another_part_credits() -> None:
    whole = month(plan_of("kind: flat, pays_on: sale, rate: 5%, when: {kind: big}"),
                  [*SOLD, deal("D8", date(2026, 3, 1), 1, stage="open")])  # fmt: skip
    of_d2, of_d3, of_d8 = whole.refusals
    other = replace(of_d8, record=replace(of_d8.record, record_id="D2"))
    empty = replace(whole, credits=(), refusals=(of_d8, of_d8, of_d2, other))
    kept = [one.refusals for one in once_refused([whole, empty])]
    assert kept == [(of_d2, of_d3, of_d8), (of_d2,)]
    assert [one.refusals for one in once_refused([empty])] == [(of_d8, of_d2, other)]
    lead = replace(of_d8, record=replace(of_d8.record, record_type="lead"))
    assert [one.refusals for one in once_refused([replace(empty, refusals=(of_d8, lead))])] == [(of_d8, lead)]


# -- who left, and no plan ---------------------------------------------------------------------------------------------


def test_credits_of_the_month_and_of_its_windows_before_stand_apart() -> None:
    found = month(plan_of("kind: flat, pays_on: sale, rate: 5%"), [*SOLD, deal("D4", date(2026, 4, 1), 1)])
    assert [c.credit_id for c in found.credits] == [
        f"{rule}/deal:{number}/ann" for number in ("D2", "D3") for rule in ("deals", "sale")
    ]
    assert [c.credit_id for c in found.earlier] == ["deals/deal:D1/ann", "sale/deal:D1/ann"]


def test_someone_who_left_has_a_month_only_where_something_is_due() -> None:
    left = holds("ann", span=days(date(2026, 1, 1), date(2026, 1, 31)))
    target = "kind: target, target_share: 100%, by: quarter, paid: window_end, tiers: [{from: 0%, pays: 100%}]"
    plan = plan_of(target)
    facts = {"quotas": QUOTAS, "targets": (incentive("ann", 12_000_00),)}

    def months(plan: CompiledPlan, **known: object) -> list[str]:
        of = team([left], SOLD, **{**facts, **known})
        return [name for name in ("2026-02", "2026-03", "2026-04") if run([plan], of, name).payee("ann")]

    # 31 of 90 days of a quarter's 3,000.00
    assert months(plan) == ["2026-03"]
    assert month(plan, held=left).total == 1033_33
    # the target is missing: it blocks the month in which the window ends
    assert months(plan, targets=()) == ["2026-03"]
    blocked = month(plan, held=left, targets=())
    assert (blocked.components[0].total, [f.code for f in blocked.faults]) == (None, ["target_missing"])
    assert months(plan_of("kind: flat, pays_on: sale, rate: 5%")) == []


def test_without_a_version_in_force_the_part_says_only_that() -> None:
    ended = replace(team_plan(), span=days(date(2026, 1, 1), date(2026, 3, 30)))
    found = month(ended, [])
    label = Words("reps", "reps")
    (fault,) = found.faults
    assert found == AssignmentResult(
        "reps-ann-2026-01-01", "ann", "2026-03", "p-ann", "rep", "reps", label, 0, "", holds("ann").span, "",
        (), (), (), (), (), (), (fault,), 0,
    )  # fmt: skip
    assert (fault.code, fault.place) == ("plan_missing", Place("plans", path="reps"))
    assert fault.say("en").startswith("No approved version of the plan “reps” is in force on 2026-03-31, so nothing")
