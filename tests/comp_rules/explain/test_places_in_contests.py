"""A contest tells each person their place, whom they share it with, and how far the next prize is."""

import pytest

from comp_rules import explained_line
from comp_rules.explain.form import PLAIN
from comp_rules.explain.outcomes_from_examples import outcomes_from_examples
from comp_rules.explain.reasons_from_result import zero_reason
from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import AssignmentResult
from comp_rules.plan.facts_from_examples import facts_from_example
from comp_rules.values.period import period_from_text
from comp_rules.values.words import Language
from tests.comp_rules.kinds.window_plans import example, plan_of


def months(ties: str, amounts: dict[str, int]) -> dict[str, AssignmentResult]:
    """What each person's March came to, who sold the amounts in this order."""
    people = ", ".join(f"{{person: {name}, title: AE}}" for name in amounts)
    deals = ", ".join(
        f"{{deal: D{number}, stage: won, closed: 2026-01-1{number}, amount: {amount} USD, owner: {name}}}"
        for number, (name, amount) in enumerate(amounts.items())
    )
    given = f"people: [{people}], records: [{deals}]"
    expect = f"{{person: {next(iter(amounts))}, period: 2026-03, component: extra, total: 0 USD}}"
    text = (
        "  extra: {label: {en: Race, ko: 경주}, kind: contest, rank: sales, among: {title: AE}, "
        f"prizes: [500 USD, 201 USD], ties: {ties}}}"
    )
    plan = plan_of(text, examples=example(given, expect))
    assert outcomes_from_examples(plan)
    facts, faults = facts_from_example(plan.document, 1, plan)
    assert not faults
    result = calculate([plan], facts, period_from_text("2026-03"))
    return {payee.payee: payee.parts[0] for payee in result.payees}


def said(part: AssignmentResult, lang: Language = "en") -> str:
    (line,) = part.lines
    return explained_line(line, part, lang, PLAIN).sentence


FIVE = {"ann": 900, "bo": 500, "cy": 500, "di": 300, "ed": 300}


def test_who_shares_a_place_reads_how_many_share_which_sum_and_what_the_next_place_took() -> None:
    parts = months("share", FIVE)
    assert said(parts["ann"]) == "Sales of the quarter came to 900.00 USD, which is place 1 of 5; its prize is due."
    assert said(parts["bo"]) == (
        "Sales of the quarter came to 500.00 USD, which is place 2 of 5, tied: 2 people share 201.00 USD, "
        "the prizes of their places; place 1 took 900.00 USD."
    )
    assert said(parts["cy"], "ko") == (
        "분기 합계 지표의 값: 500.00 USD. 순위는 5명 중 공동 2위이며, 동점인 2명이 해당 순위의 시상금 "
        "합계(201.00 USD)를 나눕니다. 1위의 값: 900.00 USD."
    )
    assert [part.total for part in parts.values()] == [50000, 10050, 10050, 0, 0]


def test_who_has_no_prize_reads_how_far_the_last_place_with_one_was() -> None:
    part = months("share", FIVE)["ed"]
    assert said(part) == (
        "Sales of the quarter came to 300.00 USD, which is place 4 of 5, tied by 2 people; that place has no prize; "
        "place 2 took 500.00 USD."
    )
    (component,) = part.components
    assert zero_reason(component, part, "en", PLAIN) == (
        "Place 4 of 5 has no prize: Sales of the quarter came to 300.00 USD, and place 2 took 500.00 USD."
    )
    assert "2위의 값: 500.00 USD" in zero_reason(component, part, "ko", PLAIN)


@pytest.mark.parametrize(
    ("ties", "sentence"),
    [
        ("higher", "which is place 2 of 5, tied: 2 people each get its prize; place 1 took 900.00 USD."),
        ("earliest", "which is place 3 of 5; that place has no prize; place 2 had 500.00 USD earlier."),
    ],
)
def test_other_ways_to_settle_a_tie_are_told_as_they_are(ties: str, sentence: str) -> None:
    assert said(months(ties, FIVE)["cy"]).endswith(sentence)


def test_the_distance_is_in_the_trace_and_only_of_the_next_place_with_a_prize() -> None:
    parts = months("share", FIVE)
    roles = {payee: [o.role for o in part.lines[0].operands] for payee, part in parts.items()}
    assert roles["ann"] == ["prize", "rank", "of", "value"]
    assert roles["bo"] == ["prize", "rank", "of", "value", "tied", "shared", "next_place", "next_value"]
    values = {o.role: o.value for o in parts["di"].lines[0].operands}
    assert (values["next_place"], values["next_value"]) == (2, 50000)
