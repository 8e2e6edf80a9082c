"""The pay section is read aloud: every number of it is said, in both languages."""

from __future__ import annotations

import pytest

from comp_rules.explain.form import PLAIN
from comp_rules.explain.words_from_pay import pay_words
from tests.scenarios.folder import eight, worked
from tests.scenarios.test_worked_examples import NEEDS_PAYMENT


def said(name: str, file: str = "plan.yaml") -> list[str]:
    return [words.en for words in pay_words(worked(name).plans[file], PLAIN)]


def test_a_plan_with_everything() -> None:
    assert [words.en for words in pay_words(eight().plans["ae-2026"], PLAIN)] == [
        "50% is held until booked.",
        "50% is held until invoice paid.",
        "Within 180 days of the credit date, cancelled takes back 100%.",
        "What is taken back is recalculated as if the record had never counted.",
        "A record above 40% of the quota “arr year” waits for review before it is paid.",
        "What is below 0 goes to the next period.",
        "Starting draw tops pay up to 3000.00 USD a period.",
        "It holds in months 1, 2, 3 from the assignment.",
        "50% of what is payable above the floor recovers it.",
        "At the end of the year its balance goes on.",
        "Who leaves owes nothing of it.",
        "Pay is converted to the payroll currency by the rates “month end” of the payment date.",
        "What is held when somebody leaves is paid when it is released.",
    ]


def test_parts_over_time_and_terms() -> None:
    assert said("korean-inews24-7year")[:3] == [
        "50% is payable 1 month after the credit date.",
        "12.5% is payable 12 months after the credit date.",
        "37.5% is payable 12 months after the credit date, in 7 parts every 12 months.",
    ]
    assert said("chargeback-nneessen-progress")[1:3] == [
        "Within 9 months of the record's effective on, cancelled takes back the part not served.",
        "The term served is 9 months, only whole months count.",
    ]
    assert said("timing-oracle-50-50")[:3] == [
        "50% is payable at once.",
        "50% is held until collected, each time in proportion to its amount.",
        "Nothing is taken back.",
    ]


def test_advances_and_guarantees() -> None:
    assert said("advance-aag-balance")[2:6] == [
        "Advance advances 50% of Policies sold, one balance for each record.",
        "Later lines of Commission with the same policy no pay it down.",
        "100% of what is payable above the floor recovers it.",
        "If the record is undone, what is left of it is taken back.",
    ]
    assert said("draw-tt-ramp-prorated")[3:5] == [
        "Pay is topped up to 80% of the period's target incentive a period, and nothing of it is taken back.",
        "It holds in months 1 from the assignment.",
    ]
    assert "It is paid ahead of the period." in said("draw-visdum")
    assert "From month 2 on it is 90% of that." in said("draw-declining-900")


def test_payments_that_are_rounded_down_say_what_becomes_of_the_rest() -> None:
    words = pay_words(eight().plans["partner-2026"], PLAIN)
    assert "Each payment is rounded down to 10 KRW; the remainder is carried." in [one.en for one in words]
    assert "지급 단위: 10 KRW(절사). 끝수는 이월합니다." in [one.ko for one in words]


@pytest.mark.parametrize("name", NEEDS_PAYMENT)
def test_both_languages_end_every_sentence(name: str) -> None:
    for plan in worked(name).plans.values():
        for words in pay_words(plan, PLAIN):
            assert words.en.endswith(".")
            assert words.ko.endswith(".")
            assert "{" not in words.en + words.ko
