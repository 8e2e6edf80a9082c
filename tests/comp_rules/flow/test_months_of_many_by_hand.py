"""A whole calculation: who has a month, which versions were used, what nobody is credited for, and every fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules import calculate
from comp_rules.facts.facts import Assignment, Facts, FxRate, Opening, Person, RecordVersion, TableRow, Value
from comp_rules.flow.calculation import calculation_of, last_day_worked, records_by_type
from comp_rules.flow.earnings_from_measures import Earnings, earnings_from_measures
from comp_rules.flow.lines_from_before import Before
from comp_rules.flow.plan_versions import versions_by_name
from comp_rules.flow.records import Executed, RunResult
from comp_rules.flow.result_from_more_records import WhatIf
from comp_rules.flow.runs_from_assignment import runs_of
from comp_rules.flow.world_from_facts import own_rows
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import Place
from comp_rules.values.period import month_of
from tests.comp_rules.company import YEAR, deal, money
from tests.comp_rules.flow.team import (
    FLAT,
    SALE,
    days,
    holds,
    incentive,
    part,
    quota,
    reports,
    rollup,
    run,
    team,
    team_plan,
)  # fmt: skip

PLAN = team_plan()
MARCH = month_of(date(2026, 3, 1))
DAY = date(2026, 3, 5)
HALF = Fraction(1, 2)
SPLIT = team_plan(credit=SALE.replace("TO", "to: split, split_total: 100%"))


def placed(row: Assignment, line: int) -> Assignment:
    return replace(row, place=Place("assignments.csv", line, 1))


def said(result: RunResult) -> list[tuple[str, Place, str]]:
    return [(fault.code, fault.place, fault.say("en").partition(".")[0]) for fault in result.faults]


def test_everyone_assigned_in_the_period_has_a_month_in_order_of_name() -> None:
    people = [holds("cy"), holds("ann"), holds("bo", span=days(date(2026, 4, 1), None)),
              holds("di", span=days(date(2026, 1, 1), date(2026, 2, 28))),
              holds("ed", span=days(date(2026, 3, 31), None)),
              holds("fi", span=days(date(2026, 1, 1), date(2026, 3, 1)))]  # fmt: skip
    told: list[tuple[int, int]] = []
    result = calculate([PLAN], team(people, []), MARCH, None, lambda done, of: told.append((done, of)))
    assert [payee.payee for payee in result.payees] == ["ann", "cy", "ed", "fi"]
    # di has ended, and nothing is due later
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    only = calculate([PLAN], team(people, []), MARCH, {"cy", "zoe"}, lambda done, of: told.append((done, of)))
    assert ([payee.payee for payee in only.payees], told[4:]) == (["cy"], [(1, 1)])
    assert (result.period, result.span, result.engine) == ("2026-03", MARCH.span, "1")


def test_what_is_known_later_is_not_seen() -> None:
    later = replace(holds("bo"), known_no=7)
    facts = team([holds("ann"), later], [deal("D1", DAY, 100, known_no=3), deal("D2", DAY, 100, known_no=8)])
    assert calculate([PLAN], facts, MARCH).as_of == 8
    seen = calculate([PLAN], replace(facts, as_of=7), MARCH)
    assert (seen.as_of, [payee.payee for payee in seen.payees], part(seen, "ann").total) == (7, ["ann", "bo"], 10)
    before = calculate([PLAN], replace(facts, as_of=3), MARCH)
    assert (before.as_of, [payee.payee for payee in before.payees]) == (3, ["ann"])


def test_the_versions_used_are_those_of_the_parts_in_the_order_people_hold_them() -> None:
    others = team_plan("others")
    old = replace(PLAN, version=1, digest="old", span=days(date(2026, 1, 1), date(2026, 3, 20)))
    new = replace(PLAN, version=2, digest="new", span=days(date(2026, 3, 21), None))
    gone = holds("di", "others", days(date(2026, 1, 1), date(2026, 2, 28)))
    left = holds("bo", span=days(date(2026, 1, 1), date(2026, 3, 20)))
    people = [holds("ann"), left, holds("cy"), gone, holds("ed", "unknown")]
    result = run([old, new, others], team(people, []))
    assert result.plans == (("reps", 2, "new"), ("reps", 1, "old"))
    with_others = run([old, new, others], team([holds("fi", "others"), *people], []))
    assert with_others.plans[0] == ("others", 0, others.digest)
    assert part(result, "ed").plan_version == 0
    assert [fault.code for fault in part(result, "ed").faults] == ["plan_missing"]


def test_parts_of_a_month_come_by_their_first_day() -> None:
    early, late = (
        holds("ann", span=days(date(2026, 1, 1), date(2026, 3, 9))),
        holds("ann", span=days(date(2026, 3, 10), None)),
    )
    other = holds("ann", "others", days(date(2026, 2, 1), None))
    result = run([PLAN, team_plan("others")], team([late, other, early], []))
    month = result.payee("ann")
    assert month is not None
    assert [one.assignment for one in month.parts] == [early.row_id, other.row_id, late.row_id]


def test_two_assignments_under_one_plan_on_one_day_are_a_fault_of_the_later_one() -> None:
    first = placed(holds("ann", span=days(date(2026, 1, 1), date(2026, 3, 10))), 2)
    second = placed(holds("ann", span=days(date(2026, 3, 10), None)), 3)
    sentence = "ann holds the plan “reps” twice on 2026-03-10; each deal is credited to the assignment that began first"
    assert said(run([PLAN], team([second, first], []))) == [
        ("assignments_overlap", Place("assignments.csv", 3, 1), sentence)
    ]
    after = replace(second, span=days(date(2026, 3, 11), None))
    other = replace(second, plan="others")
    somebody = replace(second, payee="bo")
    for row in (after, other, somebody):
        assert said(run([PLAN, team_plan("others")], team([first, row], []))) == []
    # they overlap in February alone
    february = replace(second, span=days(date(2026, 2, 1), date(2026, 2, 28)))
    assert said(run([PLAN], team([first, february], []))) == []
    (fault,) = run([PLAN], team([replace(first, place=None), replace(second, place=None)], [])).faults
    assert fault.place == Place("assignments")


def test_two_managers_on_one_day_of_the_period_are_a_fault() -> None:
    until = reports("ann", "mia", days(date(2026, 1, 1), date(2026, 3, 10)))
    since = replace(reports("ann", "vic", days(date(2026, 3, 10), None)), place=Place("hierarchy.csv", 4, 1))
    result = run([PLAN], team([holds("ann")], [], hierarchy=(until, since)))
    sentence = "ann reports to two managers on 2026-03-10, mia and vic; the one that began last counts"
    assert said(result) == [("reports_twice", Place("hierarchy.csv", 4, 1), sentence)]
    assert said(run([PLAN], team([holds("ann")], [], hierarchy=(until, since)), "2026-04")) == []
    plain = run([PLAN], team([holds("ann")], [], hierarchy=(until, replace(since, place=None))))
    assert plain.faults[0].place == Place("hierarchy")


def uncredited(result: RunResult) -> list[tuple[str, str, date | None]]:
    return [(one.record.record_id, one.code, one.day) for one in result.uncredited]


def test_records_of_the_period_that_no_plan_credits_are_told_with_what_somebody_must_mend() -> None:
    bad = replace(deal("D2", DAY, 100, split=[("ann", HALF)]), place=Place("records.csv", 9, 1))
    records = [
        deal("D1", DAY, 100, split=[("ann", Fraction(1))]), bad, deal("D3", None, 100, split=[("ann", HALF)]),
        deal("D4", date(2026, 2, 28), 100, split=[("ann", HALF)]),
        deal("D5", date(2026, 4, 1), 100, split=[("ann", HALF)]),
        deal("D6", DAY, 100, split=[("ann", HALF), ("ann", HALF)]), deal("D7", DAY, 100, stage="open"),
        deal("D8", DAY, 100, split=[("ann", Fraction(2)), ("bo", Fraction(-1))]),
        deal("D9", DAY, 100, "EUR", split=[("ann", Fraction(1))]),
    ]  # fmt: skip
    result = run([SPLIT], team([holds("ann")], records))
    assert uncredited(result) == [
        ("D2", "split_total", DAY), ("D3", "no_date", None), ("D6", "split_twice", DAY), ("D7", "condition", DAY),
        ("D8", "split_negative", DAY), ("D9", "no_rate_of_exchange", DAY),
    ]  # fmt: skip
    assert sorted(said(result)) == sorted([
        ("split_total", Place("records.csv", 9, 1),
         "The shares on Customer D2 add up to 50%, not 100%, so nobody is credited for it"),
        ("split_twice", Place("records"), "The split of Customer D6 names ann twice, so nobody is credited for it"),
        ("split_negative", Place("records"), "A share of Customer D8 is below 0%, so nobody is credited for it"),
        ("no_rate_of_exchange", Place("records"),
         "No exchange rate from EUR is in force for Customer D9 on 2026-03-05, so nobody is credited for it"),
    ])  # fmt: skip


def test_a_record_that_another_plan_credits_is_credited() -> None:
    other = team_plan("aaa", credit=SALE.replace("TO", "to: owner").replace("won", "open"))
    record = deal("D1", DAY, 100, stage="open", split=[("ann", Fraction(1))])
    people = [holds("ann"), holds("ann", "aaa")]
    assert uncredited(run([SPLIT, other], team(people, [record]))) == []
    # that neither credits is told once, by the plan that comes first
    lost = deal("D2", DAY, 100, stage="lost")
    assert uncredited(run([SPLIT, other], team(people, [lost]))) == [("D2", "condition", DAY)]


def test_a_day_without_a_version_is_looked_at_as_the_newest_would() -> None:
    late = replace(SPLIT, version=1, span=days(date(2026, 3, 16), None))
    record = deal("D1", DAY, 100, split=[("ann", HALF), ("bo", HALF)])
    kept = deal("D2", date(2026, 3, 16), 100, split=[("ann", Fraction(1))])
    result = run([late], team([holds("ann"), holds("bo")], [record, kept, deal("D3", DAY, 100, stage="open")]))
    assert uncredited(result) == [("D1", "plan_not_in_force", DAY)]
    assert [[(r.record.record_id, r.code) for r in part(result, who).refusals] for who in ("ann", "bo")] == [
        [("D1", "plan_not_in_force")], [("D1", "plan_not_in_force")],
    ]  # fmt: skip
    assert [c.record.record_id for c in part(result, "ann").credits] == ["D2"]
    # of another month nothing is said
    assert uncredited(run([late], team([holds("ann")], [record]), "2026-02")) == []


def test_records_without_a_date_are_looked_at_by_the_newest_version_alone() -> None:
    old = replace(SPLIT, version=1, span=days(date(2026, 1, 1), date(2026, 3, 20)))
    renamed = replace(SPLIT.credits[0], name="renamed")
    new = replace(SPLIT, version=2, span=days(date(2026, 3, 21), None), credits=(renamed,))
    record = deal("D1", None, 100, split=[("ann", Fraction(1))])
    for period, rule in (("2026-03", "renamed"), ("2026-02", "sale")):
        result = run([old, new], team([holds("ann")], [record]), period)
        assert [(r.rule, r.code) for r in part(result, "ann").refusals] == [(rule, "no_date")]


# -- crediting further back --------------------------------------------------------------------------------------------


def test_credits_are_made_for_the_windows_of_those_who_read_them() -> None:
    capped = """  over: {label: {en: Over, ko: 관리 수당}, kind: override, earnings: [reps.pay], reach: {levels: 1},
    rate: 10%, caps: [{limit: 500 USD, per: year, excess: lost}]}"""
    own = "own: {label: {en: Own, ko: 본인}, records: deal, date: close_date, amount: amount, to: {field: helper}}"
    rolling = "last: {label: {en: Last, ko: 최근}, sum: sale, over: {rolling_months: 3}}"
    bonus = """  pay: {label: {en: Bonus, ko: 성과급}, kind: award, pays: 100 USD, kept: yes,
    reached: [{measure: last, at_least: 10 USD}]}"""
    reps, bosses = team_plan(measure=rolling, earn=bonus), team_plan("bosses", own, capped)
    # November's deal stands in January's rolling window, whose award the cap of March still reads
    people = [holds("ann", span=days(date(2025, 1, 1), None)), holds("mia", "bosses")]
    reps = replace(reps, span=days(date(2025, 1, 1), date(2026, 12, 31)))
    facts = team(people, [deal("D1", date(2025, 11, 5), 10_00)], hierarchy=(reports("ann", "mia"),))
    asked = calculation_of(versions_by_name([reps, bosses]), facts, records_by_type(facts.records), MARCH, runs_of)
    assert [c.day for credits in asked.credited["reps"].credits.values() for c in credits] == [date(2025, 11, 5)]
    alone = calculation_of(versions_by_name([reps]), facts, records_by_type(facts.records), MARCH, runs_of)
    assert alone.credited["reps"].credits == {}


def test_a_rollup_has_the_credits_of_its_own_windows_below() -> None:
    yearly = "all: {label: {en: All, ko: 전체}, sum: team, over: year_to_date}"
    pay = "  team_pay: {label: {en: Team pay, ko: 팀 지급}, kind: flat, pays_on: team, rate: 1%}"
    plans = [PLAN, team_plan("managers", rollup(), pay, yearly)]
    records = [
        deal("D2", date(2026, 2, 5), 20_00),
        deal("D1", date(2026, 1, 5), 10_00),
        deal("D0", date(2025, 12, 31), 1),
    ]
    people = [holds("ann", span=days(date(2025, 1, 1), None)), holds("mia", "managers")]
    result = run(plans, team(people, records, hierarchy=(reports("ann", "mia"),)))
    assert [credit.record.record_id for credit in part(result, "mia").earlier] == ["D1", "D2"]
    assert part(result, "mia").measures[0].total == 30_00


def test_the_last_day_worked_is_that_of_the_assignment_or_of_the_period() -> None:
    spans = [days(date(2026, 1, 1), last) for last in (None, date(2026, 3, 31), date(2026, 4, 1), date(2026, 3, 9))]
    assert [last_day_worked(holds("ann", span=span), MARCH).day for span in spans] == [31, 31, 31, 9]


def test_records_are_sorted_by_type_and_id_with_their_versions_in_order() -> None:
    first, second = deal("D1", DAY, 1), deal("D1", DAY, 2, version_no=2)
    lead, other = replace(first, record_type="lead"), deal("D2", DAY, 3)
    assert records_by_type([first, lead, second, other]) == {"deal": {"D1": [first, second], "D2": [other]},
                                                             "lead": {"D1": [lead]}}  # fmt: skip


def test_the_rows_of_a_person_are_theirs_alone() -> None:
    rows = tuple(quota(payee, minor) for payee, minor in (("ann", 1), ("bo", 2), ("ann", 3)))
    held = own_rows(team([], [], quotas=rows, targets=(incentive("bo", 5),)))
    assert (held.quotas, held.personal) == ({"ann": [rows[0], rows[2]], "bo": [rows[1]]}, {})
    assert [len(held.numbers(payee, "USD").targets) for payee in ("ann", "bo", "cy")] == [0, 1, 0]


# -- rows --------------------------------------------------------------------------------------------------------------

SINCE = "  pay: {label: {en: Pay, ko: 지급}, kind: tiered, pays_on: sale, ladder: each_credit, applies: whole, BY}"


@pytest.mark.parametrize(
    ("by", "rate"),
    [
        # D1 of 5 March: the third month since 15 January, the second since 20 February, the first since 28 February
        ("by: {since: hire}, tiers: [{from: 1, rate: 1%}, {from: 2, rate: 2%}, {from: 3, rate: 3%}]", 2),
        ("by: {since: assignment}, tiers: [{from: 1, rate: 1%}, {from: 2, rate: 2%}, {from: 3, rate: 3%}]", 1),
        ("by: {since: {field: signed}}, tiers: [{from: 1, rate: 1%}, {from: 2, rate: 2%}, {from: 3, rate: 3%}]", 3),
        ("by: {field: term_months}, tiers: [{from: 1, rate: 1%}, {from: 12, rate: 2%}, {from: 13, rate: 3%}]", 2),
    ],
)
def test_a_tier_may_be_picked_by_months_or_a_number_of_the_record(by: str, rate: int) -> None:
    sold = deal("D1", DAY, 100_00, term_months=Value("number", Fraction(12)), signed=Value("date", date(2025, 12, 31)))
    since = holds("ann", span=days(date(2026, 2, 28), None))
    facts = team([since], [sold], people=(Person("p", "ann", "Ann", date(2026, 1, 15)), Person("q", "bo", "Bo", None)))
    assert part(run([team_plan(earn=SINCE.replace("BY", by))], facts), "ann").total == rate * 1_00


def test_an_edge_in_another_currency_is_converted_exactly() -> None:
    earn = SINCE.replace("BY", "tiers: [{from: 0 USD, rate: 1%}, {from: {field: price}, rate: 2%}]")
    sold = deal("D1", DAY, 100_00, price=money(135_000, "KRW"))
    for rate, due in ((1350, 2_00), (1349, 1_00)):
        fx = (FxRate("f", "plan_rates", "USD", "KRW", Fraction(rate), date(2026, 1, 1)),)
        assert part(run([team_plan(earn=earn)], team([holds("ann")], [sold], fx=fx)), "ann").total == due
    blocked = part(run([team_plan(earn=earn)], team([holds("ann")], [sold])), "ann")
    assert [fault.code for fault in blocked.faults] == ["field_missing"]


LEVELS = (
    "levels: {label: {en: Levels, ko: 직급}, facts: [payee.grade], pick: first_row, otherwise: fault, "
    "entries: uploaded}"
)


def test_of_two_people_next_below_the_one_with_the_highest_rate_counts_for_the_spread() -> None:
    earn = "  gap: {label: {en: Gap, ko: 차이}, kind: override, pays_on: team, spread: levels}"
    plan = team_plan("managers", rollup(levels="all"), earn, tables=LEVELS)
    rows = tuple(
        TableRow(f"r-{grade}", "levels", (("payee.grade", (Value("text", grade),)),),
                 Value("percent", Fraction(rate, 100)), "percent", YEAR)
        for grade, rate in (("boss", 9), ("lead", 7), ("rep", 4))
    )  # fmt: skip
    people = [holds("ann", grade="rep"), holds("bo", grade="lead"), holds("mia", "managers", grade="boss")]
    both = [deal("D1", DAY, 100_00, split=[("ann", HALF), ("bo", HALF)])]
    chain = (reports("ann", "mia"), reports("bo", "mia"))
    facts = team(people, both, hierarchy=chain, table_rows=rows)
    assert part(run([SPLIT, plan], facts), "mia").total == 2_00
    # over ann stands bo on another day: whoever is next below mia counts
    through = (reports("ann", "bo"), reports("bo", "mia"))
    alone = [deal("D1", DAY, 100_00, split=[("ann", Fraction(1))])]
    assert part(run([SPLIT, plan], team(people, alone, hierarchy=through, table_rows=rows)), "mia").total == 2_00
    lacking = part(run([SPLIT, plan], team(people, both, hierarchy=chain, table_rows=rows[:2])), "mia")
    assert [fault.code for fault in lacking.faults] == ["rate_missing"]


# -- blocks and what is kept -------------------------------------------------------------------------------------------


def ran(facts: Facts, plans: Sequence[CompiledPlan], blocks_from: int) -> tuple[Executed, ...]:
    return calculate(plans, facts, MARCH, blocks_from=blocks_from).executed


def test_a_version_runs_as_blocks_from_so_many_credits_of_its_own_holders() -> None:
    old = replace(PLAN, version=1, span=days(date(2026, 1, 1), date(2026, 3, 15)))
    new = replace(PLAN, version=2, span=days(date(2026, 3, 16), None))
    people = [holds("ann"), holds("bo"), holds("cy", span=days(date(2026, 3, 16), None)), holds("di", "unknown")]
    sold = [deal(f"D{n}", date(2026, 3, 20), 1, owner=who) for n, who in enumerate(("ann", "bo", "cy", "cy"))]
    facts = team(people, sold)
    blocks = ran(facts, [old, new], 4)
    assert blocks == (
        Executed("reps", 1, "exact", 2, 2, 2, ()), Executed("reps", 2, "blocks", 3, 4, 0, ()),
    )  # fmt: skip
    assert [one.how for one in ran(facts, [old, new], 5)] == ["exact", "exact"]
    assert [(one.how, one.in_exact) for one in ran(facts, [old, new], 2)] == [("blocks", 0), ("blocks", 0)]


def test_what_ran_is_told_by_name_whoever_came_first() -> None:
    people = [holds("ann", "zed"), holds("bo", "abc")]
    noted = ran(team(people, []), [team_plan("zed"), team_plan("abc")], 1)
    assert noted == (Executed("abc", 0, "exact", 1, 0, 1, ()), Executed("zed", 0, "exact", 1, 0, 1, ()))


def earned(keep: dict[object, Before], *records: RecordVersion, opening: int = 0) -> Earnings:
    """The earnings of ann in March, with what a first question left in `keep`."""
    total = "total: {label: {en: Total, ko: 합계}, sum: sale, over: quarter_to_date, quota: target}"
    ladder = """  pay: {label: {en: Pay, ko: 지급}, kind: tiered, pays_on: sale, by: total, ladder: window,
    applies: marginal, tiers: [{from: 0%, rate: 1%}, {from: 100%, rate: 3%}],
    caps: [{limit: 900 USD, per: record, excess: lost}]}"""
    plan = team_plan(measure=total, earn=ladder)
    openings = (Opening("o", "ann", "measure", "total", money(opening), date(2026, 2, 1)),) if opening else ()
    facts = team([holds("ann")], records, quotas=(quota("ann", 300_00),), openings=openings)
    asked = calculation_of(versions_by_name([plan]), facts, records_by_type(records), MARCH, runs_of)
    return earnings_from_measures(asked.runs_of(holds("ann"), MARCH), asked.families["reps"], [], keep)


def test_what_a_line_shows_is_kept_only_while_all_of_it_is_the_same() -> None:
    def is_kept(now: Earnings) -> list[bool]:
        """Of each line whether its operands are the very ones of the first question, which laws do not ask again."""
        own = {line.line_id: line.operands for line in first.lines}
        return [line.operands is own.get(line.line_id) for line in now.lines]

    keep: dict[object, Before] = {}
    sold = [deal("D2", date(2026, 3, 6), 200_00), deal("D3", date(2026, 3, 7), 200_00)]
    first = earned(keep, *sold)
    assert [line.amount for line in first.lines] == [2_00, 1_00, 3_00]
    again = earned(keep, *sold)
    assert again.lines == first.lines
    assert is_kept(again) == [True, True, True]
    # a deal before moves every running total: no line is what it was
    moved = earned(keep, deal("D1", date(2026, 3, 1), 100_00), *sold)
    assert is_kept(moved) == [False] * len(moved.lines)
    # a deal after leaves the lines before it alone, and one of nothing before it only their numbers
    after = earned(keep, *sold, deal("D4", date(2026, 3, 8), 1_00))
    assert after.lines[:3] == first.lines
    assert is_kept(after) == [True, True, True, False]
    shifted = earned(keep, deal("D0", date(2026, 3, 1), 0), *sold)
    assert [(line.number, line.amount) for line in shifted.lines] == [(1, 0), (2, 2_00), (3, 1_00), (4, 3_00)]
    assert is_kept(shifted) == [False, True, True, True]
    assert shifted.lines[1:] == tuple(replace(line, number=line.number + 1) for line in first.lines)
    assert earned(keep, *sold, opening=100_00).lines != first.lines


def test_a_line_whose_measure_is_made_of_other_numbers_is_shown_anew_though_its_value_is_the_same() -> None:
    late = SALE.replace("TO", "to: owner").replace("sale", "late").replace("won", "late").replace("Sales", "Late")
    measure = """less: {label: {en: Less, ko: 차}, minus: [total, late_sum]}
  total: {label: {en: Total, ko: 합계}, sum: sale, over: quarter_to_date}
  late_sum: {label: {en: Late, ko: 이월}, sum: late, over: quarter_to_date}"""
    modifier = """
  more: {label: {en: More, ko: 추가}, kind: tiered, pays_on: {component: pay}, by: less, ladder: window, applies: whole,
    tiers: [{from: 0 USD, rate: 10%}, {from: 5 USD, rate: 20%}]}"""
    credit = SALE.replace("TO", "to: owner") + f"\n  {late}"
    plan = team_plan(credit=credit, measure=measure, earn=FLAT + modifier)
    facts = team([holds("ann")], [deal("D2", DAY, 100_00)])
    both = [deal("D8", date(2026, 3, 8), 40_00), deal("D9", date(2026, 3, 9), 40_00, stage="late")]
    asked = WhatIf([plan], facts, MARCH)
    everything = calculate([plan], replace(facts, records=(*facts.records, *both)), MARCH)
    assert asked.with_records(*both) == everything
    before, now = (part(one, "ann").lines[1] for one in (asked.result, everything))
    assert (before.component, before.line_id, before.amount) == (now.component, now.line_id, now.amount)
    assert before.operands != now.operands


def test_credits_come_by_date_also_where_a_record_of_somebody_else_is_added() -> None:
    people = [holds("ann"), holds("bo")]
    facts = team(people, [deal("D3", date(2026, 3, 9), 300_00), deal("D1", date(2026, 3, 2), 100_00)])
    more = deal("D5", date(2026, 3, 4), 50_00, owner="bo")
    asked = WhatIf([PLAN], facts, MARCH).with_records(more)
    assert asked == calculate([PLAN], replace(facts, records=(*facts.records, more)), MARCH)
    assert [credit.record.record_id for credit in part(asked, "ann").credits] == ["D1", "D3"]
    assert [credit.record.record_id for credit in part(asked, "bo").credits] == ["D5"]


def test_a_question_sees_what_was_known_at_its_moment() -> None:
    facts = team([holds("ann")], [deal("D1", DAY, 100, known_no=3), deal("D2", DAY, 100, known_no=8)])
    for as_of, total in ((3, 10), (0, 20)):
        known = replace(facts, as_of=as_of)
        asked = WhatIf([PLAN], known, MARCH).result
        assert asked == calculate([PLAN], known, MARCH)
        assert (asked.as_of, part(asked, "ann").total) == (as_of or 8, total)
