"""The sentence of a line names every operand that its formula does not show, in both languages, briefly."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_text
from comp_rules.kernel.operand import Operand
from comp_rules.kernel.steps import Factor, Pay
from comp_rules.kinds.catalog import KINDS
from comp_rules.kinds.sentence import role_label
from comp_rules.plan.compiled import CompiledPlan, Component
from comp_rules.values.identity import Source

SCENARIOS = Path(__file__).parents[2] / "scenarios"
GOOD = sorted(SCENARIOS.glob("*/plan.yaml"))
#: what every line can name besides its operands; `source` is what the base of an override was earned by
GIVEN = {"record", "component", "measure", "month", "source"}
PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)\}")
#: particles whose form depends on the word before them, so that none may follow a value
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


def operand(factor: Factor, value: Fraction, in_amount: bool) -> Operand:
    unit = {"money": "money:USD", "ratio": "percent"}.get(factor.unit, "count")
    if factor.role == "rate" and factor.numbers:
        form = factor.numbers[0].form
        unit = "money_each:USD" if form == "money" else form
    return Operand(factor.role, value, unit, Source("plan", "x"), in_amount, factor.divide)


def lines_of(plan: CompiledPlan, component: Component) -> Iterator[Shown]:
    """Every form in which a line of the component can come."""
    pay = next(step for step in plan.steps if isinstance(step, Pay) and step.component == component.name)
    full = tuple(operand(f, Fraction(7), True) for f in pay.factors)
    full += tuple(operand(f, Fraction(8), False) for f in pay.context)
    plain = Shown(component.shape, "new", 1, 100, full)
    yield plain
    yield replace(plain, operands=tuple(o for o in full if o.role != "edge"), tier=0)
    yield replace(plain, amount=-100, operands=tuple(replace(o, value=-o.value) for o in full))
    yield replace(plain, amount=0, operands=tuple(replace(o, value=Fraction(o.role != "rate")) for o in full))
    yield replace(plain, operands=tuple(replace(o, value=Fraction(7)) for o in full))
    yield replace(plain, amount=-100, operands=tuple(replace(o, value=Fraction(-7)) for o in full))
    if component.shape == "once":
        yield replace(plain, state="back", amount=-100)
    if component.shape == "restate":
        moving = [o for o in full if o.role != "credit"]
        for change in (1, -1):
            before = tuple(replace(o, value=o.value + change, before=True) for o in moving)
            yield replace(plain, state="uplift", operands=full + before)
            yield replace(plain, state="uplift", operands=full + before[1:])
        yield replace(plain, state="uplift", operands=full + before[:1])


def cases() -> Iterator[tuple[str, Component, CompiledPlan]]:
    for path in GOOD:
        plan, _ = compiled_from_text(path.read_text(), path.parent.name)
        assert plan is not None
        for component in plan.components:
            yield f"{plan.name}.{component.name}", component, plan


CASES = list(cases())


@pytest.mark.parametrize(("name", "component", "plan"), CASES, ids=[case[0] for case in CASES])
def test_sentence_and_formula_together_name_every_operand(name: str, component: Component, plan: CompiledPlan) -> None:
    for line in lines_of(plan, component):
        words = KINDS[component.kind].words(line)
        shown = {f"before_{o.role}" if o.before else o.role for o in line.operands}
        explaining = {f"before_{o.role}" if o.before else o.role for o in line.operands if not o.in_amount}
        for text in words:
            placed = {role_of(name) for name in PLACEHOLDER.findall(text)}
            assert explaining <= placed, (name, text)
            assert placed <= shown | GIVEN, (name, text)
            assert text.endswith(".") or "(" in text
            assert not PARTICLE.search(text), text
        assert set(PLACEHOLDER.findall(words.en)) == set(PLACEHOLDER.findall(words.ko))


@pytest.mark.parametrize(("name", "component", "plan"), CASES, ids=[case[0] for case in CASES])
def test_usual_lines_are_said_in_25_words(name: str, component: Component, plan: CompiledPlan) -> None:
    first = next(lines_of(plan, component))
    # a matrix names two measures with their quotas and edges
    assert len(KINDS[component.kind].words(first).en.split()) <= (32 if component.kind == "matrix" else 25)


def words_of(plan: str, component: str, **changes: object) -> tuple[str, str]:
    _, found, compiled = next(case for case in CASES if case[0] == f"{plan}.{component}")
    line = next(lines_of(compiled, found))
    return KINDS[found.kind].words(replace(line, **changes))  # type: ignore[arg-type]


def test_a_reversal_is_told_by_its_credit_and_not_by_the_sign_of_the_money() -> None:
    _, found, compiled = next(case for case in CASES if case[0] == "account-executive.long_contract")
    line = next(lines_of(compiled, found))
    back = replace(line, operands=tuple(replace(o, value=-o.value) for o in line.operands))
    assert "reversal" in KINDS["flat"].words(back).en
    assert "reversal" not in words_of("account-executive", "long_contract", amount=-5)[0]


def test_an_uplift_rises_or_falls_with_the_measure() -> None:
    _, found, compiled = next(case for case in CASES if case[0] == "partner.new_business")
    plain = next(lines_of(compiled, found))
    told = set()
    for change in (1, -1):
        before = tuple(replace(o, value=o.value + change, before=True) for o in plain.operands if o.role != "credit")
        for amount in (5, -5):
            line = replace(plain, state="uplift", amount=amount, operands=plain.operands + before)
            told.add((change, "fell" in KINDS["tiered"].words(line).en))
    assert told == {(1, True), (-1, False)}


def test_an_operand_without_a_place_is_appended_with_its_name() -> None:
    _, found, compiled = next(case for case in CASES if case[0] == "partner.new_business")
    plain = next(lines_of(compiled, found))
    extra = Operand("needed_2", Fraction(1), "percent", Source("plan", "x"), False)
    words = KINDS["tiered"].words(replace(plain, operands=(*plain.operands, extra)))
    assert "needed: {needed_2}" in words.en
    assert "필요한 값: {needed_2}" in words.ko


def test_every_role_has_a_name_in_both_languages() -> None:
    for _, component, plan in CASES:
        pay = next(step for step in plan.steps if isinstance(step, Pay) and step.component == component.name)
        for factor in (*pay.factors, *pay.context):
            assert re.search("[가-힣]", role_label(factor.role).ko), factor.role
            assert re.search("[가-힣]", role_label(f"before_{factor.role}").ko)
