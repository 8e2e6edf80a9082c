"""The trace of a small month, written out whole by hand, and the laws that a result breaks when a number is changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from comp_rules.facts.facts import FxRate, Value
from comp_rules.flow.laws import LawBroken, check_laws
from comp_rules.flow.pipeline import result_of
from comp_rules.flow.records import AssignmentResult, Line, RunResult
from comp_rules.flow.result_from_more_records import WhatIf
from comp_rules.flow.trace import (
    canonical,
    digest_of,
    json_from_payee,
    json_from_run,
    payee_from_json,
    run_from_json,
)
from comp_rules.kernel.operand import Operand
from comp_rules.values.identity import Source
from comp_rules.values.period import month_of
from tests.comp_rules.company import deal
from tests.comp_rules.flow.team import FLAT, SALE, days, holds, part, run, team, team_plan

PLAN = team_plan()
DEALS = [deal("D1", date(2026, 3, 5), 200_00), deal("D2", date(2026, 3, 6), 1, owner=None)]


@cache
def small() -> RunResult:
    return run([PLAN], team([holds("ann", span=days(date(2026, 1, 1), None))], DEALS))


def both(text: str, korean: str) -> dict[str, str]:
    return {"en": text, "ko": korean}


def record(number: str) -> dict[str, Any]:
    return {"record_type": "deal", "record_id": number, "version_no": 1, "title": f"Customer {number}"}


def operand(role: str, value: str, unit: str, table: str, ref: str) -> dict[str, Any]:
    return {
        "role": role, "value": value, "unit": unit, "source": {"table": table, "ref": ref, "version": 0},
        "in_amount": True, "divide": False, "before": False, "how": "", "via": [],
    }  # fmt: skip


CREDIT = "sale/deal:D1/ann"
WRITTEN: dict[str, Any] = {
    "credits": [{
        "credit_id": CREDIT, "rule": "sale", "label": both("Sales", "매출"), "record": record("D1"),
        "day": "2026-03-05", "booked_at": "", "basis": "owner", "share": "1", "original": "20000",
        "original_unit": "money:USD", "original_text": None, "fx": None, "converted": "20000", "amount": "20000",
        "unit": "money:USD", "split": [], "people_version": 1, "reverses": None, "odd_unit": "remainder",
        "payee": "ann", "sources": [],
    }],
    "earlier": [],
    "measures": [{
        "measure": "any", "label": both("Any", "지표"), "rules": ["sale"], "over": "month",
        "window": {"first_day": "2026-03-01", "last_day": "2026-03-31"}, "window_over": True, "opened": "0",
        "total": "20000", "unit": "money:USD", "credits": 1, "quota": None, "attainment": None, "shape": "credits",
        "parts": [], "undefined": "", "opening": None, "opening_source": None, "source": None,
    }],
    "components": [{
        "component": "pay", "label": both("Pay", "지급"), "kind": "flat", "total": 2000, "lines": 1, "by": None,
        "tiers": [], "reason_code": None, "reason_operands": [], "reason_measure": None,
        "named": [],
    }],
    "lines": [{
        "line_id": f"pay/{CREDIT}", "number": 1, "component": "pay", "kind": "flat", "shape": "each", "state": "new",
        "record": record("D1"), "credit_id": CREDIT, "day": "2026-03-05", "tier": None, "rule_path": "earn.pay",
        "operands": [
            operand("credit", "20000", "money:USD", "credit", CREDIT),
            operand("rate", "1/10", "percent", "plan", "earn.pay.rate"),
        ],
        "formula": "=ROUND(200*10%,2)", "exact": "2000", "amount": 2000, "currency": "USD",
        "earned_period": "2026-03", "item": 0, "measure": None, "plan_version": 0, "round_to": 1,
        "rounding": "half_away",
    }],
    "refusals": [], "faults": [],
}  # fmt: skip
PART: dict[str, Any] = {
    "assignment": "reps-ann-2026-01-01", "payee": "ann", "period": "2026-03", "position": "p-ann", "title": "rep",
    "plan": "reps", "plan_label": both("A plan", "플랜"), "plan_version": 0, "plan_digest": PLAN.digest,
    "span": {"first_day": "2026-01-01", "last_day": None}, "currency": "USD", **WRITTEN, "total": 2000,
}  # fmt: skip
MONTH = {"payee": "ann", "period": "2026-03", "parts": [PART]}
HEAD = {"format": "daylight.trace", "version": 1}
RUN: dict[str, Any] = {
    **HEAD, "period": "2026-03", "span": {"first_day": "2026-03-01", "last_day": "2026-03-31"}, "as_of": 0,
    "engine": "1", "plans": [["reps", 0, PLAN.digest]], "payees": [MONTH],
    "uncredited": [{
        "record": record("D2"), "day": "2026-03-06", "code": "no_receiver",
        "sentence": both("It names nobody who could be credited.", "실적을 인정받을 사람이 지정되지 않았습니다."),
    }],
    "faults": [],
    "executed": [
        {"plan": "reps", "version": 0, "how": "exact", "people": 1, "credits": 1, "in_exact": 1, "unknown": []}
    ],
}  # fmt: skip


def test_a_month_is_written_as_people_may_read_it_and_read_back() -> None:
    assert json_from_run(small()) == RUN
    assert run_from_json(RUN) == small()
    assert json_from_payee(small().payees[0]) == {**HEAD, **MONTH}
    assert payee_from_json({**HEAD, **MONTH}) == small().payees[0]


def test_the_canonical_bytes_do_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": [1, None, True], "a": "é"}) == '{"a":"é","b":[1,null,true]}'.encode()
    assert digest_of({"b": 1, "a": "é"}) == hashlib.sha256('{"a":"é","b":1}'.encode()).hexdigest()
    assert digest_of(RUN) == digest_of(dict(reversed(RUN.items()))) != digest_of({**RUN, "as_of": 1})


def without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


@pytest.mark.parametrize(
    "data",
    [
        {**RUN, "format": "other"}, {**RUN, "version": 2}, without(RUN, "format"), without(RUN, "version"),
        {**RUN, "payees": ["ann"]}, {**RUN, "uncredited": [5]},
    ],
)  # fmt: skip
def test_what_is_no_trace_of_this_version_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a"):
        run_from_json(data)
    with pytest.raises(ValueError, match=r"not a daylight\.trace of version 1: 'other' 1"):
        payee_from_json({**HEAD, **MONTH, "format": "other"})


def test_a_month_with_shares_rates_and_refusals_is_read_back_without_loss() -> None:
    plan = team_plan(credit=SALE.replace("TO", "to: split, split_total: 100%"))
    shared = deal("D1", date(2026, 3, 5), 10_00, "EUR", split=[("ann", Fraction(1, 3)), ("bo", Fraction(2, 3))])
    euro = FxRate("f", "plan_rates", "EUR", "USD", Fraction(11, 10), date(2026, 3, 1))
    wrong = deal("D2", date(2026, 3, 6), 10_00, split=[("ann", Fraction(1, 2))])
    result = run([plan], team([holds("ann"), holds("bo")], [shared, wrong], fx=(euro,)))
    data = json_from_run(result)
    credit = data["payees"][0]["parts"][0]["credits"][0]
    assert (credit["split"], credit["fx"]["rate"]) == ([["ann", "1/3"], ["bo", "2/3"]], "11/10")
    again = run_from_json(data)
    assert again == result
    assert part(again, "ann").credits[0].split == (("ann", Fraction(1, 3)), ("bo", Fraction(2, 3)))
    assert again.faults[0].place == result.faults[0].place


def test_pairs_of_another_length_are_refused() -> None:
    broken = deepcopy(RUN)
    broken["plans"] = [["reps", 0]]
    with pytest.raises(ValueError, match="shorter"):
        run_from_json(broken)


# -- laws --------------------------------------------------------------------------------------------------------------

Change = Callable[[AssignmentResult], AssignmentResult]


def changed(result: RunResult, change: Change) -> RunResult:
    """The result with the one part of its last person changed; everyone before is as they were."""
    *before, last = result.payees
    return replace(result, payees=(*before, replace(last, parts=tuple(change(one) for one in last.parts))))


def line(change: Callable[[Line], Line]) -> Change:
    return lambda part: replace(part, lines=(change(part.lines[0]), *part.lines[1:]))


def factor(role: str, **more: Any) -> Change:
    """Put other values into an operand of the first line."""

    def of(one: Operand) -> Operand:
        return replace(one, **more) if one.role == role else one

    return line(lambda found: replace(found, operands=tuple(of(one) for one in found.operands)))


def component(**more: Any) -> Change:
    return lambda part: replace(part, components=(replace(part.components[0], **more), *part.components[1:]))


MORE = Operand("more", Fraction(1), "money:USD", Source("plan", "x"), True)


@cache
def two_people() -> RunResult:
    sold = [deal("D1", date(2026, 3, 5), 100_00), deal("D2", date(2026, 3, 6), 200_00), DEALS[0]]
    more = FLAT + "\n  more: {label: {en: More, ko: 추가}, kind: flat, pays_on: sale, rate: 1%}"
    people = [holds("ann"), holds("bo")]
    return run([team_plan(earn=more)], team(people, [*sold[:2], deal("D3", date(2026, 3, 7), 300_00, owner="bo")]))


@pytest.mark.parametrize(
    ("change", "law"),
    [
        (lambda part: replace(part, total=part.total + 1), "the total 3301 is not the sum of the lines"),
        (component(total=2999), "pay is not the sum of its lines"),
        (component(total=None), "pay is blocked and has lines"),
        (lambda part: replace(part, lines=(*part.lines[1:], part.lines[1])), "is not the sum of"),
        (line(lambda one: replace(one, line_id="more/sale/deal:D3/bo")), "two lines have the same key"),
        (line(lambda one: replace(one, round_to=7)), "is 3000, its operands make 3003"),
        (factor("rate", value=Fraction(1, 11)), "is 3000, its operands make 2727"),
        (factor("rate", divide=True), "its operands make 300000"),
        (line(lambda one: replace(one, operands=(*one.operands, MORE))), "has not exactly one factor of money"),
        (factor("credit", unit="count"), "has not exactly one factor of money"),
        (line(lambda one: replace(one, operands=(*one.operands, replace(MORE, divide=True)))), "has not exactly one"),
    ],
)  # fmt: skip
def test_a_result_that_contradicts_itself_is_refused_with_the_person_and_the_law(change: Change, law: str) -> None:
    with pytest.raises(LawBroken, match=law) as told:
        check_laws(changed(two_people(), change))
    assert str(told.value).startswith("bo: ")


@pytest.mark.parametrize(
    "change",
    [
        lambda part: part,
        lambda part: replace(part, lines=tuple(reversed(part.lines))),
        line(lambda one: replace(one, operands=(*one.operands, replace(MORE, in_amount=False)))),
        line(lambda one: replace(one, operands=(*one.operands, replace(MORE, in_amount=False, value=Fraction(9))))),
        line(lambda one: replace(one, operands=(*one.operands, replace(MORE, unit="money_each:USD", in_amount=False)))),
    ],
)
def test_a_result_that_agrees_with_itself_is_let_through(change: Change) -> None:
    check_laws(changed(two_people(), change))


def test_only_lines_with_the_operands_and_amount_that_kept_the_law_are_not_asked_again() -> None:
    known = two_people()
    check_laws(known, known)
    for change in (line(lambda one: replace(one, round_to=7)), factor("rate", value=Fraction(1, 11))):
        with pytest.raises(LawBroken, match="its operands make"):
            check_laws(changed(known, change), known)
    with pytest.raises(LawBroken, match="is not the sum of"):
        check_laws(changed(known, component(total=2999)), known)


CAPPED = FLAT.replace("10%", "10%, caps: [{limit: 5 USD, per: record, excess: lost}]")


@cache
def capped() -> RunResult:
    """A deal of 10.00 held down to 5.00, and another that does not reach the cap."""
    sold = [deal("D1", date(2026, 3, 5), 100_00), deal("D2", date(2026, 3, 6), 40_00)]
    return run([team_plan(earn=CAPPED)], team([holds("ann")], sold))


def cut(change: Callable[[Line], Line]) -> Change:
    return lambda part: replace(part, lines=tuple(change(one) if one.state == "cap" else one for one in part.lines))


def cap_of(value: int) -> Change:
    def of(one: Line) -> Line:
        held = tuple(replace(o, value=Fraction(value)) if o.role == "cap" else o for o in one.operands)
        return replace(one, operands=held)

    return cut(of)


def test_a_cap_holds_what_the_lines_of_its_record_come_to() -> None:
    ann = part(capped(), "ann")
    assert [(one.amount, one.state) for one in ann.lines] == [(10_00, "new"), (-5_00, "cap"), (4_00, "new")]
    check_laws(capped())
    # of a cap of 4.00 the cut line would be -6.00: its own operands say so first
    with pytest.raises(LawBroken, match="its operands make -600"):
        check_laws(changed(capped(), cap_of(4_00)))


def held(amount: int, sums: Fraction | None = None) -> Change:
    """Another deal's line, of `amount`, said to be of the record that the cap holds."""

    def change(part: AssignmentResult) -> AssignmentResult:
        first, cut_line, other = part.lines
        operands = (replace(other.operands[0], value=Fraction(amount * 10)), *other.operands[1:])
        moved = replace(other, credit_id=first.credit_id, amount=amount, operands=operands)
        if sums is not None:
            before = Operand("sum_before", sums, "money:USD", Source("plan", "x"), True)
            cut_line = replace(cut_line, operands=(*cut_line.operands, before))
        total = first.amount + cut_line.amount + amount
        components = (replace(part.components[0], total=total),)
        return replace(part, lines=(first, cut_line, moved), components=components, total=total)

    return change


def test_lines_of_a_capped_record_that_come_to_more_than_the_cap_break_the_law() -> None:
    check_laws(changed(capped(), held(0)))
    with pytest.raises(LawBroken, match=r"ann: the lines of .* come to 501, above 500"):
        check_laws(changed(capped(), held(1)))
    with pytest.raises(LawBroken, match="come to -501, above 500"):
        check_laws(changed(capped(), held(-10_01)))
    check_laws(changed(capped(), held(-10_00)))
    # what stood before the period is not among the lines: nothing can be said
    check_laws(changed(capped(), held(1, Fraction(1))))


def test_the_lines_of_a_reversal_are_of_the_record_that_it_takes_back() -> None:
    sold = [
        deal("D1", date(2026, 3, 5), 100_00), deal("D2", date(2026, 3, 6), -100_00, reverses="D1"),
        deal("D3", date(2026, 3, 7), 90_00, kind=Value("text", "new")),
    ]  # fmt: skip
    result = run([team_plan(earn=CAPPED)], team([holds("ann")], sold))
    assert part(result, "ann").total == 5_00
    check_laws(result)


def test_every_result_is_held_against_the_laws(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[RunResult, RunResult | None]] = []
    monkeypatch.setattr("comp_rules.flow.pipeline.check_laws", lambda *told: asked.append(told))
    result = run([PLAN], team([holds("ann")], DEALS))
    again = WhatIf([PLAN], team([holds("ann")], DEALS), month_of(date(2026, 3, 1)))
    assert asked == [(result, None), (again.result, None)]
    assert again.with_records() == result
    # what is asked again says which result kept the laws before
    assert len(asked) == 3
    assert asked[2] == (result, again.result)
    assert asked[2][1] is again.result
    assert callable(result_of)
