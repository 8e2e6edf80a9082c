"""Lines of windows in words: every form names all that the formula does not show, in both languages, briefly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from comp_rules.explain.sentences_from_plan import component_sentences
from comp_rules.kernel.operand import Operand
from comp_rules.kernel.steps import Factor, Pay
from comp_rules.kinds.catalog import KINDS
from comp_rules.kinds.sentence import role_label
from comp_rules.plan.compiled import CompiledPlan, Component
from comp_rules.values.identity import Source
from tests.comp_rules.kinds.window_plans import plan_of

CURVE = "curve: {points: [[50%, 0%], [100%, 100%]], below: nothing, beyond: edge}"
SUMS = "tiers: [{from: 0, pays: 0 USD}, {from: 2, pays: 500 USD}]"
LABEL = "label: {en: Bonus, ko: 성과급}"
GATE = "only_if: [{measure: margin, at_least: 10%}]"
TO_DATE = "paid: monthly_to_date, target_counted: to_date"
KINDS_SAID = {
    "target": f"kind: target, target_share: 100%, by: quarter, {CURVE}, paid: window_end",
    "gated": f"kind: target, target_share: 100%, by: quarter, {CURVE}, paid: window_end, {GATE}",
    "to_date": f"kind: target, target_share: 100%, by: quarter, {CURVE}, {TO_DATE}",
    "sums": f"kind: target, by: won, {SUMS}, paid: window_end",
    "scorecard": "kind: scorecard, target_share: 100%, paid: window_end, "
    f"items: [{{by: quarter, weight: 60%, {CURVE}}}, {{by: month, weight: 40%, {CURVE}}}]",
    "matrix": "kind: matrix, target_share: 100%, rows: {by: quarter, edges: [{from: 0%}]}, "
    f"columns: {{by: margin, edges: [{{from: 0%}}, {{above: 10%}}]}}, pays: [[50%, 100%]], {TO_DATE}",
    "contest": "kind: contest, rank: quarter, among: {plan: test-plan}, prizes: [500 USD, 200 USD], ties: share",
    "override": "kind: override, earnings: [ae-2026.commission], reach: {levels: all}, rate: 5%",
}
#: what every line can name besides its operands; `source` is what the base of an override was earned by
GIVEN = {"record", "component", "measure", "month", "source"}
PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)\}")
PARTICLE = re.compile(r"\}(은|는|이|가|을|를|와|과|으로|로|이나|나|이라|예요|이에요)(?![가-힣])")


def role_of(name: str) -> str:
    """The role that a placeholder names: its value, its value without the sign, or the measure behind it."""
    return name.removeprefix("size_of_").removesuffix("_measure")


@dataclass(frozen=True)
class Shown:
    """A line as a sentence sees it."""

    shape: str
    state: str
    tier: int | None
    amount: int
    operands: tuple[Operand, ...]


def made(said: str) -> tuple[CompiledPlan, Component]:
    plan = plan_of(f"  bonus: {{{LABEL}, {said}}}")
    return plan, plan.components[0]


def operand(factor: Factor, value: int, in_amount: bool) -> Operand:
    unit = {"money": "money:USD", "ratio": "percent"}.get(factor.unit, "count")
    return Operand(factor.role, Fraction(value), unit, Source("plan", "x"), in_amount, factor.divide)


def lines_of(plan: CompiledPlan, component: Component) -> Iterator[Shown]:
    """Every form in which a line of the component can come."""
    for pay in (step for step in plan.steps if isinstance(step, Pay)):
        full = tuple(operand(f, 7, True) for f in pay.factors) + tuple(operand(f, 8, False) for f in pay.context)
        plain = Shown(component.shape, "new", 1, 100, full)
        yield plain
        yield replace(plain, amount=0, operands=tuple(replace(o, value=Fraction(0)) for o in full))
        yield replace(plain, amount=-100, operands=tuple(replace(o, value=-o.value) for o in full))
        if component.shape == "to_date":
            for change in (1, -1):
                before = tuple(replace(o, value=o.value + change, before=True) for o in full)
                for some in (before, before[1:], before[2:], before[-1:]):
                    yield replace(plain, state="uplift", amount=-100 * change, operands=full + some)
            yield replace(plain, state="back", amount=-100)


CASES = [(name, *made(said)) for name, said in KINDS_SAID.items()]


@pytest.mark.parametrize(("name", "plan", "component"), CASES, ids=list(KINDS_SAID))
def test_sentence_and_formula_together_name_every_operand(name: str, plan: CompiledPlan, component: Component) -> None:
    for line in lines_of(plan, component):
        words = KINDS[component.kind].words(line)
        shown = {f"before_{o.role}" if o.before else o.role for o in line.operands}
        explaining = {f"before_{o.role}" if o.before else o.role for o in line.operands if not o.in_amount}
        for text in words:
            placed = {role_of(name) for name in PLACEHOLDER.findall(text)}
            assert explaining <= placed, text
            assert placed <= shown | GIVEN, text
            assert not PARTICLE.search(text), text
        assert set(PLACEHOLDER.findall(words.en)) == set(PLACEHOLDER.findall(words.ko))
        assert words.en.endswith(".")


@pytest.mark.parametrize(("name", "plan", "component"), CASES, ids=list(KINDS_SAID))
def test_usual_lines_are_said_in_25_words(name: str, plan: CompiledPlan, component: Component) -> None:
    first = next(lines_of(plan, component))
    # a matrix names two measures with their quotas and edges
    assert len(KINDS[component.kind].words(first).en.split()) <= (32 if component.kind == "matrix" else 25)


@pytest.mark.parametrize(("name", "plan", "component"), CASES, ids=list(KINDS_SAID))
def test_rules_are_short_sentences_in_both_languages(name: str, plan: CompiledPlan, component: Component) -> None:
    en, ko = (component_sentences(plan, "bonus", lang) for lang in ("en", "ko"))
    assert len(en) == len(ko)
    for sentence in (*en, *ko):
        assert len(sentence.split()) <= 25, sentence
        assert sentence.endswith("."), sentence
        assert "{" not in sentence


def test_every_role_has_a_name_in_korean() -> None:
    for _, plan, _ in CASES:
        for pay in (step for step in plan.steps if isinstance(step, Pay)):
            for factor in (*pay.factors, *pay.context):
                assert re.search("[가-힣]", role_label(factor.role).ko), factor.role


def test_a_measure_that_falls_is_said_to_fall() -> None:
    _, plan, component = next(case for case in CASES if case[0] == "to_date")
    told = [KINDS["target"].words(line).en for line in lines_of(plan, component) if line.state == "uplift"]
    assert any("rose:" in text and "is paid" in text for text in told)
    assert any("fell:" in text and "goes back" in text for text in told)


def test_zero_says_why_it_is_zero() -> None:
    for name, plan, component in CASES:
        zero = next(line for line in lines_of(plan, component) if line.amount == 0)
        words = KINDS[component.kind].words(zero).en
        assert re.search("nothing is paid|no prize|is nothing", words), (name, words)


def test_the_rule_of_a_curve_read_aloud() -> None:
    _, plan, _ = CASES[0]
    assert component_sentences(plan, "bonus", "en") == [
        "You earn Bonus on 100% of your target incentive.",
        "It goes by Quarter, which counts over the quarter.",
        "At 50% of quota it pays 0%.",
        "At 100% of quota it pays 100%.",
        "Between two points it follows the straight line that joins them.",
        "Below 50% it pays nothing.",
        "Beyond 100% it stays at 100%.",
        "It is paid once for each window, in the period that holds its last day.",
    ]


def test_a_measure_short_of_the_first_edge_lies_in_the_lowest_row_which_covers_all_below() -> None:
    edges = "edges: [{from: 80%}, {from: 100%}]"
    plan, component = made(
        f"kind: matrix, target_share: 100%, rows: {{by: quarter, {edges}}}, columns: {{by: margin, {edges}}}, "
        "pays: [[0%, 50%], [50%, 100%]], paid: window_end"
    )
    line = next(lines_of(plan, component))
    values = {"attainment": Fraction(1, 2), "row_from": Fraction(4, 5), "column_total": 1, "column_from": 1}
    low = replace(line, operands=tuple(replace(o, value=Fraction(values.get(o.role, 7))) for o in line.operands))
    words = KINDS["matrix"].words(low)
    assert "the lowest row ({row_from});" in words.en
    assert "column from {column_from}" in words.en
    assert "가장 낮은 행({row_from})" in words.ko
