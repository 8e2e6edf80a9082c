"""The whole pay section compiles to data: tranches, take-backs, advances, floors, caps and reviews."""

from fractions import Fraction

from comp_rules import compile_plan
from comp_rules.plan.pay_section import PaySection
from comp_rules.values.fault import errors_in
from comp_rules.values.length import Length

TEXT = """language: 1
plan: rep
label: {en: Rep, ko: 담당자}
effective: {first_day: 2026-01-01, last_day: 2026-12-31}
currency: USD
calendar: {calculate: month, year_starts: January}
proration: {basis: calendar_days, scales: [quota, target, draw], leave: absent}
credit:
  won: {label: {en: Won, ko: 수주}, records: deal, date: signed_on, amount: arr, to: owner}
measure:
  share: {label: {en: Share, ko: 비율}, ratio: [won_year, won_year]}
  won_year: {label: {en: Won, ko: 수주}, sum: won, over: year_to_date, quota: arr_year}
earn:
  first: {label: {en: First, ko: 첫째}, kind: flat, pays_on: won, rate: 5%}
  second: {label: {en: Second, ko: 둘째}, kind: flat, pays_on: won, rate: 1%}
pay:
  release:
    - {share: 1/3, event: booked, components: [first]}
    - {share: 2/3, after: 12 months, since: {field: signed_on}, components: [first],
       pace: {parts: 3, every: 30 days, odd_unit: last}}
    - {share: 100%, event: invoice_paid, pace: in_proportion, components: [second]}
  clawback:
    - {event: cancelled, within: 180 days, take_back: 50%, method: recalculate, components: [first]}
    - {event: cancelled, within: 1 month, take_back: by_time, term: 12 months, month_counts: completed,
       method: original_rate, components: [second]}
  advance:
    policy: {label: {en: Advance, ko: 선지급금}, pays_on: won, rate: 20%, matched_by: customer, components: [second],
             recovery: {share: 50%, at_most: 12.34 USD}, on_undo: take_back}
  guarantee: {each_period: {target_share: 80%}, since: hire, months: all, timing: ahead}
  draw:
    start: {label: {en: Draw, ko: 선지급금}, shape: top_up, recoverable: yes, each_period: 3000 USD, since: assignment,
            months: [1, 2, 3], schedule: [{from: 1, share: 100%}, {from: 3, share: 50%}],
            recovery: {share: 50%, first_month: 4}, year_end: keep, at_exit: flag}
    extra: {label: {en: Extra, ko: 추가}, shape: on_top, recoverable: no, each_period: 5 USD, since: calendar,
            months: all}
  caps:
    - {limit: 200%, of: target, per: year, excess: lost,
       unless: [{measure: share, above: 90%, undefined: pass}, {measure: won_year, at_least: 5 USD}]}
    - {limit: 5000 USD, per: quarter, excess: year_end}
  windfall: {above: 40%, of: arr_year}
  negative: deduct
  held_at_exit: forfeit
"""


def pay_of(old: str = "", new: str = "") -> PaySection:
    assert old in TEXT
    plan, faults = compile_plan(TEXT.replace(old, new, 1) if old else TEXT, "rep.yaml")
    assert plan is not None, [fault.say("en") for fault in errors_in(faults)]
    return plan.pay


def test_releases() -> None:
    booked, later, paid = pay_of().releases
    assert (booked.share, booked.event, booked.after, booked.pace) == (Fraction(1, 3), "booked", None, "whole")
    assert booked.components == ("first",)
    assert (later.event, later.after, later.since) == (None, Length(12, "month"), "field:signed_on")
    assert (later.pace, later.parts, later.every, later.odd_unit) == ("parts", 3, Length(30, "day"), "last")
    assert (paid.pace, paid.since, paid.path) == ("in_proportion", "credit_date", "pay.release[2]")


def test_clawbacks() -> None:
    part, by_time = pay_of().clawbacks
    assert (part.within, part.take_back, part.method) == (Length(180, "day"), Fraction(1, 2), "recalculate")
    assert (part.term, part.month_counts) == (None, None)
    assert by_time.take_back is None
    assert (by_time.term, by_time.month_counts, by_time.method) == (Length(12, "month"), "completed", "original_rate")
    text = TEXT[TEXT.index("  clawback:") : TEXT.index("  advance:")]
    assert pay_of(text, "  clawback: none\n").clawbacks == ()


def test_an_advance_is_paid_down_in_minor_units() -> None:
    (advance,) = pay_of().advances
    assert (advance.name, advance.pays_on, advance.matched_by) == ("policy", "won", "customer")
    assert (advance.rate.value, advance.on_undo) == (Fraction(1, 5), "take_back")
    assert (advance.recovery.share, advance.recovery.at_most) == (Fraction(1, 2), 1234)


def test_floors() -> None:
    pay = pay_of()
    start, extra = pay.draws
    assert pay.guarantee is not None
    assert (pay.guarantee.amount, pay.guarantee.target_share) == (None, Fraction(4, 5))
    assert (pay.guarantee.months, pay.guarantee.since, pay.guarantee.timing) == (None, "hire", "ahead")
    assert (start.floor.amount, start.floor.months) == (300_000, (1, 2, 3))
    assert start.floor.schedule == ((1, Fraction(1)), (3, Fraction(1, 2)))
    assert start.recovery is not None
    assert (start.recovery.first_month, start.year_end, start.at_exit) == (4, "keep", "flag")
    assert (extra.shape, extra.recoverable, extra.recovery, extra.floor.timing) == ("on_top", False, None, "with_pay")


def test_caps_windfall_and_what_is_left() -> None:
    pay = pay_of()
    of_target, of_quarter = pay.caps
    assert (of_target.limit.value, of_target.of, of_target.per) == (Fraction(2), "target", "year")
    assert [(c.measure, c.comparison, c.undefined) for c in of_target.unless] == [
        ("share", "above", "pass"),
        ("won_year", "at_least", "fail"),
    ]
    assert (of_quarter.limit.value, of_quarter.of, of_quarter.excess) == (Fraction(500_000), None, "year_end")
    assert pay.windfall is not None
    assert (pay.windfall.above.value, pay.windfall.of) == (Fraction(2, 5), "arr_year")
    assert (pay.negative, pay.held_at_exit, pay.rounding, pay.conversion) == ("deduct", "forfeit", None, None)
