"""What holds for people and time whatever the plan: splits, rollups, neighbours, news, versions, the order of lines."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import AssignmentResult, RunResult
from comp_rules.flow.trace import canonical, json_from_payee, json_from_run
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import period_from_text
from tests.comp_rules.invariants.corpus import compiled, ready
from tests.comp_rules.invariants.stories import MONTHS, PURE, Deal, Story, stories
from tests.oracle.literals import Plain

EXAMPLES = settings(max_examples=40)
SHARES = st.sampled_from(["1/3", "50%", "33.33%", "0%", "1/7", "99.99%", "100%", "12.5%"])
ODD = st.sampled_from(["remainder", "first", "last", "cumulative"])
AMOUNTS = st.sampled_from([0, 1, -1, 2, 3, 99, 100, 101, -101, 100_001, 123_456_789, -123_456_789])
MANAGERS: Plain = {
    "plan": "managers-2026",
    "credit": {
        "team": {
            "label": {"en": "Team", "ko": "팀"},
            "rollup": ["tried-2026.sales"],
            "levels": "all",
            "as_of": "credit_date",
            "once_per_record": "yes",
        }
    },
    "measure": {"month": {"label": {"en": "Month", "ko": "월"}, "sum": "team", "over": "month"}},
    "earn": {
        "pay": {"label": {"en": "Pay", "ko": "지급"}, "kind": "flat", "pays_on": "team", "rate": "1/3"},
    },
}


def _split_plan(shares: list[str], odd_unit: str, amounts: list[int]) -> tuple[Plain, list[str]]:
    """A plan whose deals are split among as many people as there are shares."""
    people = [f"p{number}" for number in range(len(shares))]
    plan = Story("flat", 0, "USD", 100, tuple(Deal(f"D{n}", 3, 1 + n, a) for n, a in enumerate(amounts)), PURE).plan()
    rule = plan["credit"]["sales"]
    total = sum(map(_share, shares))
    rule |= {"to": "split", "split_total": f"{total.numerator}/{total.denominator}", "odd_unit": odd_unit}
    given = plan["examples"][0]["given"]
    given["people"] = [{"person": person, "manager": "mia"} for person in people] + [
        {"person": "mia", "plan": "managers-2026", "manager": "top"},
        {"person": "top", "plan": "managers-2026"},
    ]
    del given["quotas"], given["inputs"]
    for row in given["records"]:
        row.pop("owner")
        row["split"] = dict(zip(people, shares, strict=True))
    plan["examples"][0]["expect"][0]["person"] = people[0]
    return plan, people


def _share(text: str) -> Fraction:
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def _march(plan: Plain) -> RunResult:
    reps = compiled(json.dumps(plan))
    managers = compiled(json.dumps({**plan, **MANAGERS, "examples": []}), (reps,))
    _, facts = ready(plan, (managers,))
    return calculate([reps, managers], facts, period_from_text("2026-03"))


def _part(result: RunResult, who: str) -> AssignmentResult:
    payee = result.payee(who)
    assert payee is not None
    return payee.parts[0]


@EXAMPLES
@given(
    st.lists(SHARES, min_size=1, max_size=4).filter(lambda shares: sum(map(_share, shares))),
    ODD,
    st.lists(AMOUNTS, min_size=1, max_size=3),
)
def test_splits_lose_nothing_and_managers_get_what_those_below_got(
    shares: list[str], odd_unit: str, amounts: list[int]
) -> None:
    """9 and 10."""
    plan, people = _split_plan(shares, odd_unit, amounts)
    result = _march(plan)
    exact = [_share(share) for share in shares]
    for number, amount in enumerate(amounts):
        found = {
            who: [c for c in _part(result, who).credits if c.record.record_id == f"D{number}"]
            for who in (*people, "mia", "top")
        }
        parts = [sum((c.amount for c in found[who]), Fraction(0)) for who in people]
        whole = amount * sum(exact)
        assert abs(sum(parts) - whole) <= Fraction(1, 2)
        assert sum(exact) != 1 or sum(parts) == amount
        for part, share in zip(parts, exact, strict=True):
            # the first or last of a list may be given every unit left over
            assert abs(part - amount * share) < (len(people) if odd_unit in ("first", "last") else 1) + Fraction(1, 2)
        for manager in ("mia", "top"):
            rolled = sum((c.amount for c in found[manager]), Fraction(0))
            held = sum(parts) if sum(exact) <= 1 else amount
            assert abs(rolled) <= abs(amount)
            assert rolled == held
            assert abs(rolled - amount * min(Fraction(1), sum(exact))) <= Fraction(1, 2)


@EXAMPLES
@given(stories(), st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=4))
def test_a_month_does_not_change_with_the_deals_of_others(story: Story, others: list[int]) -> None:
    """16: byte by byte."""
    more = [Deal(f"A{n}", 1 + n, 14, amount, "bo") for n, amount in enumerate(others)]
    one, other = story.months(), story.with_deals(*story.deals, *more).months()
    for before, after in zip(one, other, strict=True):
        of_ann = [next(p for p in result.payees if p.payee == "ann") for result in (before, after)]
        first, second = (json_from_payee(payee) for payee in of_ann)
        for trace in (first, second):
            for part in trace["parts"]:
                part["plan_digest"] = ""  # the example stands in the plan's text here
        assert canonical(first) == canonical(second)


@EXAMPLES
@given(stories(), st.integers(1, 6), st.randoms(use_true_random=False))
def test_a_month_as_of_a_moment_does_not_know_what_came_after(story: Story, month: int, chance: object) -> None:
    """7: the same bytes, with or without rows that were learnt later, in whatever order they lie."""
    plan, facts = ready(story.plan())
    later = tuple(
        replace(record, version_no=record.version_no + 1, known_no=9, fields={**record.fields, **_amount_of(facts, n)})
        for n, record in enumerate(facts.records)
    )
    quotas = tuple(replace(quota, known_no=7, value=facts.quotas[-1].value) for quota in facts.quotas[:1])
    rows = [*facts.records, *later]
    chance.shuffle(rows)  # type: ignore[attr-defined]
    known = replace(facts, records=tuple(rows), quotas=(*quotas, *facts.quotas)).known_by(5)
    period = period_from_text(f"2026-{month:02d}")
    one = json_from_run(calculate([plan], facts.known_by(5), period))
    other = json_from_run(calculate([plan], known, period))
    assert canonical(one) == canonical(other)


def _amount_of(facts: object, number: int) -> dict[str, object]:
    """The amount of another record."""
    records = facts.records  # type: ignore[attr-defined]
    return {"amount": records[(number + 1) % len(records)].fields["amount"]}


@EXAMPLES
@given(stories())
def test_lines_come_in_the_order_of_their_credits(story: Story) -> None:
    """14: by day, then by record, within the new lines of a component."""
    for result in story.months():
        for payee in result.payees:
            for part in payee.parts:
                credits = {c.credit_id: (c.day, c.booked_at, c.record.record_id) for c in part.credits}
                new = [credits[x.credit_id] for x in part.lines if x.state == "new" and x.credit_id in credits]
                assert new == sorted(new)
                assert [line.number for line in part.lines] == list(range(1, len(part.lines) + 1))


@EXAMPLES
@given(stories(), stories(), st.integers(2, 6))
def test_a_version_effective_next_month_changes_no_line_before(story: Story, other: Story, month: int) -> None:
    """19: neither in a month before it, nor of a day before it."""
    old, facts = ready(story.plan())
    newer = copy.deepcopy(replace(other, currency=story.currency, deals=story.deals).plan())
    newer["effective"] = {"first_day": f"2026-{month:02d}-01", "last_day": "2026-12-31"}
    newer["examples"] = []
    plans: list[CompiledPlan] = [replace(old, version=1), replace(compiled(json.dumps(newer)), version=2)]
    for number in MONTHS:
        period = period_from_text(f"2026-{number:02d}")
        one, both = calculate(plans[:1], facts, period), calculate(plans, facts, period)
        if number < month:
            assert canonical(json_from_run(one)) == canonical(json_from_run(both))
            continue
        before = {
            (payee.payee, line.line_id): line.amount
            for payee in one.payees
            for part in payee.parts
            for line in part.lines
            if line.day.month < month and line.state == "new"
        }
        for payee in both.payees:
            for part in payee.parts:
                for line in part.lines:
                    if line.day.month < month and line.state == "new" and line.credit_id:
                        assert before.get((payee.payee, line.line_id)) == line.amount
