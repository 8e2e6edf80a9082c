"""A plan read aloud: every literal of its rules is said, in short sentences, in both languages."""

from pathlib import Path

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.explain.sentences_from_plan import component_sentences, plan_sentences
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.words import LANGUAGES

SCENARIOS = Path(__file__).parents[2] / "scenarios"
GOOD = sorted(path.parent.name for path in SCENARIOS.glob("*/plan.yaml"))


def plan_of(name: str) -> CompiledPlan:
    plan, _ = compiled_from_text((SCENARIOS / name / "plan.yaml").read_text(), name)
    assert plan is not None
    return plan


@pytest.mark.parametrize("name", GOOD)
def test_sentences_are_short_and_end(name: str) -> None:
    for lang in LANGUAGES:
        for sentence in plan_sentences(plan_of(name), lang):
            assert len(sentence.split()) <= 25, sentence
            assert sentence.endswith("."), sentence
            assert "{" not in sentence


@pytest.mark.parametrize("name", GOOD)
def test_both_languages_say_as_much(name: str) -> None:
    plan = plan_of(name)
    assert len(plan_sentences(plan, "en")) == len(plan_sentences(plan, "ko"))


def test_a_ladder_read_aloud() -> None:
    assert component_sentences(plan_of("account-executive"), "commission", "en") == [
        "You earn Commission on New ARR.",
        "Your base rate is 90% of your target incentive divided by your quota.",
        "The tier goes by New ARR this year, which adds up over the plan year.",
        "Below 100% of quota the rate is the base rate.",
        "From 100% of quota it is 1.5 times the base rate.",
        "Above 160% of quota it is 2.25 times the base rate.",
        "Only the part above a line gets the higher rate.",
        "The accelerator begins exactly at quota.",
    ]


def test_a_matrix_read_aloud_a_row_at_a_time() -> None:
    said = component_sentences(plan_of("cro-2026"), "annual_matrix", "en")
    rows, columns = "attainment of Company ARR this year", "attainment of Operating margin"
    assert said[1:6] == [
        f"The row of the table goes by {rows}, the column by {columns}.",
        "Row below 80%: 0% in every column.",
        "Row from 80%: 0% below 90%, 50% from 90%, 75% from 100%, 90% from 110%.",
        "Row from 100%: 50% below 90%, 90% from 90%, 100% from 100%, 125% from 110%.",
        "Row from 120%: 75% below 90%, 110% from 90%, 150% from 100%, 200% from 110%.",
    ]


def test_conditions_are_said_with_their_bounds() -> None:
    plan = plan_of("account-executive")
    assert component_sentences(plan, "long_contract", "en")[-1] == "It pays only when term months is at least 36."
    assert component_sentences(plan, "long_contract", "ko")[-1] == "지급 조건: term months 36 이상."
    assert "It counts only when stage is not lost or open." in plan_sentences(plan_of("meetings"), "en")
    assert "It counts only when partner is empty." in plan_sentences(plan_of("renewals"), "en")


def test_whether_an_award_stays_is_said() -> None:
    kept = component_sentences(plan_of("quarterly-growth"), "quarter_award", "en")
    assert kept == [
        "You earn Quarter award, 1000000 KRW, once for the quarter.",
        "It is due when Contracts this quarter is at least 110% of quota.",
        "If the measure falls back, the award is taken back.",
    ]
    assert "개인별 금액(‘quota bonus’)" in " ".join(component_sentences(plan_of("order-commission"), "bonus", "ko"))


def test_a_component_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        component_sentences(plan_of("partner"), "residual", "en")
