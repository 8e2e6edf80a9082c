"""Contests and overrides: what they may not say, the rule they leave for the flow, and the factors of their money."""

import pytest

from comp_rules.explain.outcomes_from_examples import outcomes_from_examples
from comp_rules.kernel.steps import Each, Given, Pay
from comp_rules.plan.compiled import ContestRule, OverrideRule
from tests.comp_rules.kinds.window_plans import codes_of, differing, example, plan_of

LABEL = "label: {en: Extra, ko: 추가}"
PRIZES = "prizes: [500 USD, 200 USD]"
AMONG = "among: {title: Account executive}"


def contest(rest: str) -> str:
    return f"  extra: {{{LABEL}, kind: contest, {rest}}}"


def override(rest: str) -> str:
    return f"  extra: {{{LABEL}, kind: override, {rest}}}"


@pytest.mark.parametrize(
    ("rest", "codes"),
    [
        (f"rank: quarter, {AMONG}, {PRIZES}, ties: share", []),
        (f"rank: won, among: {{plan: test-plan}}, {PRIZES}, ties: earliest", []),
        (f"rank: quarter, among: {{plan: other-plan}}, {PRIZES}, ties: share", ["contest_plan"]),
        (f"rank: quarter, among: {{title: AE, plan: test-plan}}, {PRIZES}, ties: share", ["one_of"]),
        (f"rank: quarter, {AMONG}, prizes: [500 USD, 0 USD], ties: higher", ["prize_not_above_zero"]),
        (f"rank: quarter, {AMONG}, prizes: [200 USD, 500 USD], ties: higher", ["prizes_rising"]),
        (f"rank: quarter, {AMONG}, {PRIZES}", ["missing_key"]),
        (f"rank: nothing, {AMONG}, {PRIZES}, ties: share", ["unknown_name"]),
        (f"rank: quarter, {AMONG}, {PRIZES}, ties: share, judged: to_date", ["key_without_use"]),
    ],
)
def test_faults_of_a_contest(rest: str, codes: list[str]) -> None:
    assert codes_of(contest(rest)) == codes


def test_a_contest_leaves_its_rule_for_the_flow() -> None:
    gate = "only_if: [{measure: margin, at_least: 10%}]"
    plan = plan_of(contest(f"rank: quarter, {AMONG}, {PRIZES}, ties: earliest, {gate}"))
    component = plan.component("extra")
    rule = component.contest
    assert isinstance(rule, ContestRule)
    assert (rule.rank, rule.among, rule.name, rule.ties) == ("quarter", "title", "Account executive", "earliest")
    assert [prize.value for prize in rule.prizes] == [50000, 20000]
    steps = {step.name: step for step in plan.steps}
    assert len(rule.gates) == 1
    assert set(rule.gates) <= set(steps)
    pay = steps[component.pay_step]
    assert isinstance(pay, Pay)
    assert isinstance(steps[pay.lines], Given)
    assert [factor.role for factor in pay.factors] == ["prize"]
    assert component.reads == ("quarter",)


EARNINGS = "earnings: [ae-2026.commission, ae-2026.extra]"


@pytest.mark.parametrize(
    ("rest", "codes"),
    [
        (f"{EARNINGS}, reach: {{levels: 1}}, rate: 5%", []),
        (f"{EARNINGS}, reach: {{relation: pod}}, as_of: credit_date, rate: 5%", []),
        (f"{EARNINGS}, reach: {{levels: all, relation: pod}}, rate: 5%", ["one_of"]),
        (f"{EARNINGS}, rate: 5%", ["missing_key"]),
        (f"{EARNINGS}, reach: {{levels: 1}}", ["missing_key"]),
        (f"{EARNINGS}, reach: {{levels: 1}}, rate: -5%", ["negative_rate"]),
        (f"{EARNINGS}, reach: {{levels: 1}}, rate: 5%, when: {{stage: won}}", ["key_without_use"]),
        (f"{EARNINGS}, reach: {{levels: 1}}, rate: 5%, pays_on: sale", ["one_of"]),
        ("earnings: [test-plan.extra], reach: {levels: 1}, rate: 5%", ["circle"]),
        ("rate: 5%", ["one_of"]),
        ("pays_on: sale", ["missing_key", "spread_on_own"]),
    ],
)
def test_faults_of_an_override(rest: str, codes: list[str]) -> None:
    assert codes_of(override(rest)) == codes


def test_a_spread_is_not_taken_on_ones_own_credit() -> None:
    assert "spread_on_own" in codes_of(override("pays_on: sale, spread: grades"))


@pytest.mark.parametrize(
    ("reach", "levels", "relation"), [("levels: all", 0, None), ("levels: 2", 2, None), ("relation: pod", None, "pod")]
)
def test_an_override_on_earnings_leaves_its_rule_for_the_flow(
    reach: str, levels: int | None, relation: str | None
) -> None:
    plan = plan_of(override(f"{EARNINGS}, reach: {{{reach}}}, rate: 5%"))
    rule = OverrideRule(("ae-2026.commission", "ae-2026.extra"), levels, relation, "period_end")
    assert plan.component("extra").override == rule
    assert plan.reads == ("ae-2026",)


def test_a_spread_pays_on_a_rollup_by_a_table() -> None:
    text = override("pays_on: team, spread: grades")
    rollup = "  team: {label: {en: Team, ko: 팀}, rollup: [ae-2026.new_arr], levels: 1, once_per_record: no}\nmeasure:"
    table = (
        "tables:\n  grades: {label: {en: Grades, ko: 직급}, facts: [payee.grade], pick: first_row, "
        "entries: [{payee.grade: senior, rate: 5%}], otherwise: 3%}\ncredit:"
    )
    plan = plan_of(text, change=lambda whole: whole.replace("measure:", rollup, 1).replace("credit:", table, 1))
    pay = next(step for step in plan.steps if isinstance(step, Pay))
    assert [(factor.role, factor.ref, factor.name) for factor in pay.factors] == [
        ("credit", "credit", ""),
        ("rate", "spread", "grades"),
    ]
    assert any(isinstance(step, Each) and step.credit == "team" for step in plan.steps)


def row(person: str, lines: str, period: str = "2026-03") -> str:
    return f"{{person: {person}, period: {period}, component: extra, lines: [{lines}]}}"


def deal(number: int, owner: str, amount: int) -> str:
    return f"{{deal: D{number}, stage: won, closed: 2026-01-10, amount: {amount} USD, owner: {owner}}}"


@pytest.mark.parametrize(
    ("ties", "ann", "bo"),
    [("share", "350 USD", "350 USD"), ("higher", "500 USD", "500 USD"), ("earliest", "500 USD", "200 USD")],
)
def test_prizes_go_by_rank_at_the_end_of_the_window(ties: str, ann: str, bo: str) -> None:
    people = ", ".join(f"{{person: {name}, title: AE}}" for name in ("ann", "bo", "cy"))
    given = f"people: [{people}], records: [{deal(1, 'ann', 500)}, {deal(2, 'bo', 500)}, {deal(3, 'cy', 100)}]"
    nothing = "{person: cy, period: 2026-03, component: extra, total: 0 USD}"
    early = "{person: ann, period: 2026-02, component: extra, total: 0 USD}"
    earn = contest(f"rank: sales, among: {{title: AE}}, {PRIZES}, ties: {ties}")
    assert differing(earn, given, f"{row('ann', ann)}, {row('bo', bo)}, {nothing}, {early}") == []


@pytest.mark.parametrize(("margin", "due"), [("10%", "lines: [7.50 USD]"), ("9%", "total: 0 USD")])
def test_an_override_pays_on_what_others_earned_if_its_condition_holds(margin: str, due: str) -> None:
    people = "{person: mia}, {person: ann, plan: low-plan, manager: mia}, {person: bo, plan: low-plan, manager: mia}"
    typed = f"inputs: [{{person: mia, input: margin, value: {margin}, last_day: 2026-01-31}}]"
    given = f"people: [{people}], {typed}, records: [{deal(1, 'ann', 1000)}, {deal(2, 'bo', 500)}]"
    expect = f"{{person: mia, period: 2026-01, component: extra, {due}}}"
    gate = "only_if: [{measure: margin, at_least: 10%}]"
    low = plan_of(
        f"  paid: {{{LABEL}, kind: flat, pays_on: sale, rate: 10%}}",
        change=lambda text: text.replace("plan: test-plan", "plan: low-plan"),
    )
    earn = override(f"earnings: [low-plan.paid], reach: {{levels: 1}}, rate: 5%, {gate}")
    plan = plan_of(earn, examples=example(given, expect))
    rows = [row for outcome in outcomes_from_examples(plan, [low])[1:] for row in outcome.rows]
    assert [row.state for row in rows] == ["agrees"]
