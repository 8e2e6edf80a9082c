"""Conditions on measures, caps, and components that pay on each other: exactly these faults, at these places."""

import pytest

from comp_rules.kernel.steps import Frame, Limit
from comp_rules.kinds.caps import cap_scope
from comp_rules.values.words import Words
from tests.comp_rules.kinds import window_plans
from tests.comp_rules.kinds.settings import MEASURES, codes, faults_of, plan_of, step_of

LABEL = "label: {en: Extra, ko: 추가}"
#: measures made of measures, all with a quota: some of them divide
MADE = MEASURES + (
    "  sums: {label: {en: S, ko: 가}, plus: [qtd, first], quota: q1}\n"
    "  deep: {label: {en: D, ko: 나}, plus: [qtd, parts], quota: q2}\n"
    "  parts: {label: {en: P, ko: 다}, minus: [first, kept]}\n"
    "  ring: {label: {en: R, ko: 라}, plus: [ring, qtd], quota: q3}\n"
    "  left: {label: {en: A, ko: 아}, plus: [right, qtd], quota: q6}\n"
    "  right: {label: {en: B, ko: 자}, plus: [left, qtd]}\n"
    "  half: {label: {en: H, ko: 마}, plus: [nobody, kept], quota: q4}\n"
    "  lost: {label: {en: L, ko: 바}, plus: [nobody, qtd], quota: q5}\n"
    "  score: {label: {en: W, ko: 사}, weighted: [{by: ytd, weight: 100%}]}\n"
)


def flat(settings: str) -> str:
    return f"  x: {{{LABEL}, kind: flat, pays_on: sale, rate: 5%, {settings}}}"


def found(earn: str, **more: str) -> list[tuple[str, str]]:
    return [fault for fault in codes(earn, **more) if fault[1].startswith("earn")]


def conditions(*said: str) -> str:
    return flat(f"only_if: [{', '.join(f'{{{one}}}' for one in said)}], judged: to_date")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        # attainment, a ratio, an amount, a count: each compared with its own
        ("measure: ytd, at_least: 90%", []),
        ("measure: ytd, above: 90 USD", []),
        ("measure: ytd, under: 90", [("mixed_units", "at_least")]),
        ("measure: won, at_most: 90%", []),
        ("measure: won, at_least: 90", []),
        ("measure: won, at_least: 90 USD", [("mixed_units", "at_least")]),
        ("measure: qtd, at_least: 90%", [("quota_needed", "at_least")]),
        ("measure: kept, at_least: 90%, undefined: pass", []),
        ("measure: kept, at_least: 90 USD, undefined: pass", [("mixed_units", "at_least")]),
        ("measure: kept, at_least: 90, undefined: fail", [("mixed_units", "at_least")]),
        ("measure: score, at_least: 90%", []),
        # what is undefined where a measure divides, itself or below: said there, and only there
        ("measure: kept, at_least: 90%", [("missing_key", "")]),
        ("measure: sums, at_least: 90%", []),
        ("measure: deep, at_least: 90%", [("missing_key", "")]),
        ("measure: half, at_least: 90%", [("missing_key", "")]),
        ("measure: lost, at_least: 90%", []),
        ("measure: ring, at_least: 90%", []),
        ("measure: left, at_least: 90%", []),
        ("measure: ytd, at_least: 90%, undefined: fail", []),
        ("measure: ytd, at_least: 90 USD, undefined: fail", [("key_without_use", "undefined")]),
        ("measure: won, at_least: 9, undefined: pass", [("key_without_use", "undefined")]),
        # what cannot be read is one fault
        ("measure: kept, at_least: few", [("wrong_value", "at_least")]),
        ("measure: nobody, at_least: 90%, undefined: fail", [("unknown_name", "measure")]),
    ],
)
def test_a_condition_compares_like_with_like(condition: str, expected: list[tuple[str, str]]) -> None:
    word = condition.split(", ")[1].partition(":")[0]
    places = [(code, f"earn.x.only_if[0].{key.replace('at_least', word)}".rstrip(".")) for code, key in expected]
    assert found(conditions(condition), measures=MADE) == places


def test_every_condition_of_a_list_is_looked_at() -> None:
    said = conditions("measure: nobody, above: 1%", "measure: qtd, above: 90%", "measure: won, under: 9 USD")
    assert found(said) == [
        ("unknown_name", "earn.x.only_if[0].measure"),
        ("quota_needed", "earn.x.only_if[1].above"),
        ("mixed_units", "earn.x.only_if[2].under"),
    ]


def test_when_a_condition_is_judged_is_said_only_where_credits_are_paid_on_it() -> None:
    gate = "only_if: [{measure: ytd, at_least: 90%}]"
    assert found(flat(gate)) == [("missing_key", "earn.x.only_if")]
    assert found(flat(f"{gate}, judged: at_credit")) == []
    assert found(flat("judged: at_credit")) == [("key_without_use", "earn.x.judged")]
    award = f"  x: {{{LABEL}, kind: award, reached: [{{measure: ytd, at_least: 1%}}], pays: 5 USD, kept: no, {gate}"
    assert found(f"{award}}}") == []
    assert found(f"{award}, judged: to_date}}") == [("key_without_use", "earn.x.judged")]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("measure: won, under: 9 USD", "9 USD is not in the unit of won."),
        ("measure: kept, under: 9 USD, undefined: fail", "9 USD is not in the unit of kept, which is a ratio."),
        ("measure: qtd, under: 9%", "The condition is a percentage of a quota, but qtd has none."),
        ("measure: kept, under: 9%", "kept divides, and has no value while what it divides by is 0."),
        ("measure: qtd, under: 9 USD, undefined: fail", "qtd always has a value here."),
    ],
)
def test_a_fault_of_a_condition_names_measure_and_line(condition: str, said: str) -> None:
    assert [fault.sentence.en for fault in faults_of(conditions(condition))] == [said]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("pays: 5 USD, kept: no", []),
        ("pays: {personal: own_sum}, kept: yes", []),
        ("pays: {personal: own_rate}, kept: yes", [("mixed_units", "earn.x.pays")]),
        ("pays: {personal: nobody}, kept: yes", [("unknown_name", "earn.x.pays.personal")]),
        ("pays: 5%, kept: yes", [("wrong_value", "earn.x.pays")]),
        ("pays: 5 USD", [("missing_key", "earn.x")]),
    ],
)
def test_an_award_pays_a_sum_and_says_whether_it_stays(settings: str, expected: list[tuple[str, str]]) -> None:
    assert found(f"  x: {{{LABEL}, kind: award, reached: [{{measure: ytd, at_least: 50%}}], {settings}}}") == expected
    broken = f"  x: {{{LABEL}, kind: award, reached: [{{measure: qtd, at_least: 50%}}], {settings}}}"
    assert ("quota_needed", "earn.x.reached[0].at_least") in found(broken)


# -- caps -------------------------------------------------------------------------------------------------------------


def caps(*said: str) -> str:
    return flat(f"caps: [{', '.join(f'{{{one}}}' for one in said)}]")


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        *((f"limit: 5 USD, per: {per}, excess: {excess}", [] if allowed else [("excess", "excess")])
          for per, words in (("record", ["lost"]), ("period", ["lost", "carry", "year_end"]),
                             ("quarter", ["lost", "year_end"]), ("year", ["lost"]))
          for excess in ("lost", "carry", "year_end")
          for allowed in (excess in words,)),
        ("limit: 5 USD, per: window, excess: carry", [("window_needed", "per"), ("excess", "excess")]),
        ("limit: 5 USD, per: period, excess: kept", [("unknown_word", "excess")]),
        ("limit: 5 USD, per: month, excess: carry", [("unknown_word", "per")]),
        ("limit: 5 USD, excess: lost", [("missing_key", "")]),
        ("limit: 5 USD, per: year", [("missing_key", "")]),
        ("limit: 0.01 USD, per: year, excess: lost", []),
        ("limit: 0 USD, per: year, excess: lost", [("cap_of_nothing", "limit")]),
        ("limit: -1 USD, per: year, excess: lost", [("cap_of_nothing", "limit")]),
        ("limit: 0%, of: year, per: year, excess: lost", [("cap_of_nothing", "limit")]),
        ("limit: 5%, of: year, per: year, excess: lost", []),
        ("limit: 5%, of: held, per: year, excess: lost", [("mixed_units", "of")]),
        ("limit: 5%, of: nobody, per: year, excess: lost", [("unknown_name", "of")]),
        ("limit: 5%, per: year, excess: lost", [("missing_key", "limit")]),
        ("limit: 5%, of: target, per: year, excess: lost", [("target_needed", "of")]),
        ("limit: 5 USD, of: year, per: year, excess: lost", [("key_without_use", "of")]),
        ("limit: few, of: held, per: year, excess: lost", [("wrong_value", "limit")]),
        ("limit: few, per: record, excess: carry", [("wrong_value", "limit"), ("excess", "excess")]),
    ],
)  # fmt: skip
def test_a_cap_to_the_point(cap: str, expected: list[tuple[str, str]]) -> None:
    places = sorted((code, f"earn.x.caps[0].{key}".rstrip(".")) for code, key in expected)
    assert sorted(found(caps(cap))) == places


def test_a_quota_that_only_a_measure_knows_has_the_unit_of_that_measure() -> None:
    cap = "limit: 5%, of: q, per: year, excess: lost"
    for unit, expected in (("sum: sale", []), ("count: each", [("mixed_units", "earn.x.caps[0].of")])):
        measures = f"{MEASURES}  own: {{label: {{en: O, ko: 가}}, {unit}, over: month, quota: q}}\n"
        undeclared = [fault for fault in found(caps(cap), measures=measures) if fault[0] != "unknown_name"]
        assert undeclared == expected


def test_a_cap_that_cannot_carry_says_what_it_can() -> None:
    (fault,) = faults_of(caps("limit: 5 USD, per: quarter, excess: carry"))
    assert fault.sentence.en == "`excess: carry` has no meaning with `per: quarter`."
    assert fault.hint == Words("Write `lost`, `year_end`.", "쓸 수 있는 값: `lost`, `year_end`.")


def test_a_cap_for_each_period_warns_where_months_are_settled_to_date() -> None:
    curve = "curve: {points: [[50%, 0%], [100%, 100%]], below: nothing, beyond: edge}"
    for paid, more, expected in (
        ("monthly_to_date", ", target_counted: full_window", ["cap_cuts_true_up"]),
        ("window_end", "", []),
    ):
        for per in ("period", "quarter"):
            said = f"caps: [{{limit: 5 USD, per: {per}, excess: lost}}]"
            way = f"kind: target, target_share: 100%, by: quarter, paid: {paid}{more}"
            bonus = f"  bonus: {{{LABEL}, {way}, {curve}, {said}}}"
            assert window_plans.codes_of(bonus) == (expected if per == "period" else [])


TARGET = "target_share: 100%, paid: window_end, "
CURVE = "curve: {points: [[50%, 0%], [100%, 100%]], below: nothing, beyond: edge}"
CAP = "caps: [{limit: 5 USD, per: window, excess: lost}]"


@pytest.mark.parametrize(
    ("settings", "window"),
    [
        (f"kind: target, by: month, {TARGET}{CURVE}", "month"),
        (f"kind: scorecard, {TARGET}items: [{{by: month, weight: 100%, {CURVE}}}]", "month"),
        (
            f"kind: matrix, {TARGET}rows: {{by: quarter, edges: [{{from: 0%}}]}}, columns: {{by: sales, "
            "edges: [{from: 0 USD}]}, pays: [[50%]]",
            "quarter_to_date",
        ),
        ("kind: award, reached: [{measure: year, at_least: 50%}, {measure: month, at_least: 50%}], pays: 9 USD, "
         "kept: no", "year_to_date"),
        ("kind: contest, rank: quarter, among: {plan: test-plan}, prizes: [9 USD], ties: share", "quarter_to_date"),
    ],
)  # fmt: skip
def test_a_cap_on_the_window_of_a_component_is_counted_over_that_window(settings: str, window: str) -> None:
    plan = window_plans.plan_of(f"  bonus: {{{LABEL}, {settings}, {CAP}}}")
    limit = step_of(plan, "bonus.cap1")
    assert isinstance(limit, Limit)
    assert limit.frame == Frame(window)  # type: ignore[arg-type]


@pytest.mark.parametrize("ladder", ["ladder: each_credit", "ladder: window"])
def test_a_ladder_for_each_credit_has_no_window_to_cap(ladder: str) -> None:
    rows = "tiers: [{from: 0%, rate: 1%}]"
    said = f"  x: {{{LABEL}, kind: tiered, pays_on: sale, by: ytd, {ladder}, applies: marginal, {rows}, {CAP}}}"
    assert found(said) == ([("window_needed", "earn.x.caps[0].per")] if "each" in ladder else [])
    # a measure that nobody knows is one fault, and a field that picks the tier is no measure
    assert found(said.replace("by: ytd", "by: nobody"))[0][0] == "unknown_name"
    assert ("window_needed", "earn.x.caps[0].per") in found(said.replace("by: ytd", "by: {field: uplift}"))


def test_caps_are_called_by_what_they_are_counted_per() -> None:
    assert [cap_scope(per) for per in ("record", "period", "quarter", "year", "window", "")] == [
        Words("cap for each record", "건당 상한"),
        Words("cap for each period", "산정 기간 상한"),
        Words("cap for the quarter", "분기 상한"),
        Words("cap for the plan year", "플랜 연도 상한"),
        Words("cap for the window of its measure", "집계 기간 상한"),
        Words("cap", "상한"),
    ]


# -- components that pay on each other --------------------------------------------------------------------------------


def on(name: str, source: str) -> str:
    return f"  {name}: {{label: {{en: {name}, ko: {name}}}, kind: flat, pays_on: {source}, rate: 5%}}\n"


def component(name: str) -> str:
    return f"{{component: {name}}}"


def test_a_circle_is_told_at_each_component_in_it_and_at_no_other() -> None:
    earn = on("a", component("b")) + on("b", component("c")) + on("c", component("b")) + on("d", "sale")
    faults = faults_of(earn)
    assert [(fault.code, fault.place.path, fault.sentence.en) for fault in faults] == [
        ("circle", "earn.b.pays_on.component", "These components pay on each other in a circle: b → c → b."),
        ("circle", "earn.c.pays_on.component", "These components pay on each other in a circle: c → b → c."),
    ]
    assert [fault.code for fault in faults_of(on("a", component("a")))] == ["circle"]
    assert [fault.code for fault in faults_of(on("a", component("nobody")))] == ["unknown_name"]
    assert faults_of(on("a", component("b")) + on("b", component("c")) + on("c", "sale")) == []


def test_components_run_after_what_they_pay_on_however_they_are_written() -> None:
    earn = (
        on("a", component("c")) + on("b", "sale") + on("c", component("d")) + on("d", "sale") + on("e", component("b"))
    )
    plan = plan_of(earn)
    assert [step.name for step in plan.steps if step.name.endswith(".pay")] == [
        "d.pay", "c.pay", "a.pay", "b.pay", "e.pay"
    ]  # fmt: skip
    assert [one.name for one in plan.components] == ["a", "b", "c", "d", "e"]
