"""Components as steps, whole: every operand, edge, frame, gate and limit that a setting asks for, and nothing else."""

from fractions import Fraction

import pytest

from comp_rules.kernel.steps import (
    AnyStep,
    Dated,
    Each,
    Edge,
    Factor,
    Frame,
    Gate,
    Limit,
    Number,
    Once,
    Pay,
    Restate,
    Running,
    Scale,
    Share,
    Slice,
    Tier,
    Worked,
)
from comp_rules.plan.compiled import CompiledPlan, Component, TierRow
from comp_rules.values.words import Words
from tests.comp_rules.kinds.settings import MEASURES, pay_of, plan_of, step_of

LABEL = "label: {en: Extra, ko: 추가}"
BASE = "  base: {label: {en: Base, ko: 기본}, kind: flat, pays_on: sale, rate: 10%}\n"
OTHER = BASE.replace("10%", "10%, expected_share: 40%")
YEAR, QUARTER, PERIOD = Frame("year_to_date"), Frame("quarter_to_date"), Frame("period")
QUARTERS = MEASURES.replace("over: quarter_to_date}", "over: quarter_to_date, quota: quarter}", 1)
CREDIT, PART = Factor("credit", "credit", "money"), Factor("part", "part", "money")
WORKED = Factor("worked", "cell", "ratio", name="worked.period")


def plan(settings: str, kind: str = "tiered", pays_on: str = "sale", other: str = "", **more: object) -> CompiledPlan:
    base = BASE if "component" in pays_on else other
    paid = f"pays_on: {pays_on}, " if pays_on else ""
    return plan_of(f"{base}  x: {{{LABEL}, kind: {kind}, {paid}{settings}}}", **more)  # type: ignore[arg-type]


def own(found: CompiledPlan, *names: str) -> list[AnyStep]:
    """The steps of the component in their order, and before them those of other names that are asked for."""
    assert all(any(step.name == name for step in found.steps) for name in names)
    return [step for step in found.steps if step.name in names or step.name.startswith("x.")]


def percent(value: str, path: str) -> Number:
    return Number(Fraction(value) / 100, "percent", f"earn.x.{path}")


def usd(value: int, path: str) -> Number:
    return Number(Fraction(value * 100), "money", f"earn.x.{path}")


def times(value: str, path: str) -> Number:
    return Number(Fraction(value), "times", f"earn.x.{path}")


def rates(*values: str) -> tuple[Number, ...]:
    return tuple(percent(value, f"tiers[{at}].rate") for at, value in enumerate(values))


def edge(at: Fraction | int, form: str, row: int, key: str = "from") -> Edge:
    return Edge(Fraction(at), form, key == "from", f"earn.x.tiers[{row}].{key}")  # type: ignore[arg-type]


def by_tier(numbers: tuple[Number, ...], unit: str = "ratio") -> Factor:
    return Factor("rate", "by_tier", unit, numbers=numbers)  # type: ignore[arg-type]


def cell(role: str, name: str, unit: str = "money", *, divide: bool = False) -> Factor:
    return Factor(role, "cell", unit, name=name, divide=divide)  # type: ignore[arg-type]


def literal(role: str, number: Number, unit: str) -> Factor:
    return Factor(role, "literal", unit, numbers=(number,))  # type: ignore[arg-type]


#: the line up to which overage earns the first rate
SECOND_LINE = literal("line", percent("50", "tiers[1].from"), "ratio")
MULTIPLES = "tiers: [{from: 0%, rate: 1x}, {above: 100%, rate: 1.5x}]"


def test_a_ladder_of_multiples_of_the_target() -> None:
    more = "note: {en: Mind it, ko: 참고}, accounting: not_incremental, wage_type: C1, when: {product: cheap}"
    settings = f"by: qtd, ladder: window, applies: marginal, base_rate: {{target_share: 60%}}, {MULTIPLES}, {more}"
    found = plan(settings, other=OTHER, measures=QUARTERS, scales="quota, target", company=None)
    target, months = "target.quarter_to_date", "target_months.quarter_to_date"
    stated = "quota(quarter).quarter_to_date"
    base, prorated = "earn.x.base_rate", f"prorated.{stated}"
    way = (Factor("open", "open", "money"), Factor("close", "close", "money"), Factor("edge", "edge", "ratio"))
    assert own(found, target, months, "running(qtd)") == [
        Dated(name=target, path=base, table="target", key="", unit="money", frame=QUARTER),
        Dated(name=months, path=base, table="target_months", key="", unit="count", frame=QUARTER),
        Running(name="running(qtd)", path="measure.qtd", credits=("sale",), frame=QUARTER, opening="qtd"),
        Slice(
            name="x.lines", path="earn.x", component="x", credit="sale", running="running(qtd)", quota=prorated,
            edges=(edge(0, "percent", 0), edge(1, "percent", 1, "above")),
        ),
        Pay(
            name="x.pay", path="earn.x", component="x", lines="x.lines", measure="qtd",
            factors=(
                PART,
                by_tier((times("1", "tiers[0].rate"), times("1.5", "tiers[1].rate"))),
                cell("target", target),
                literal("share", percent("60", "base_rate.target_share"), "ratio"),
                cell("months", months, "count"),
                Factor("year_months", "literal", "count", numbers=(Number(Fraction(12), "count", base),), divide=True),
                cell("quota", stated, divide=True),
            ),
            context=(CREDIT, *way, cell("window_quota", prorated)),
        ),
    ]  # fmt: skip
    component = found.component("x")
    assert component == Component(
        name="x", label=Words("Extra", "추가"), note=Words("Mind it", "참고"), kind="tiered", path="earn.x",
        shape="slice", pays=("x.pay",), pays_on="sale", conditions=component.conditions, by="qtd", reads=("qtd",),
        accounting="not_incremental", wage_type="C1",
        tiers=(
            TierRow(None, True, times("1", "tiers[0].rate")),
            TierRow(percent("100", "tiers[1].above"), False, times("1.5", "tiers[1].rate")),
        ),
    )  # fmt: skip
    assert [condition.field for condition in component.conditions] == ["product"]


def test_a_whole_target_over_a_year_needs_neither_share_nor_months() -> None:
    found = plan(f"by: ytd, ladder: window, applies: whole, base_rate: {{target_share: 100%}}, {MULTIPLES}")
    assert pay_of(found, "x").factors[2:] == (
        cell("target", "target.year_to_date"),
        cell("quota", "quota(year).year_to_date", divide=True),
    )
    assert found.component("x").note is None


def test_a_ladder_in_money_whose_base_rate_divides_by_a_quota_needs_that_quota() -> None:
    rows = "base_rate: {target_share: 100%}, tiers: [{from: 0 USD, rate: 1x}, {from: 9 USD, rate: 2x}]"
    assert plan(f"by: ytd, ladder: window, applies: marginal, {rows}").component("x").reads == ("ytd",)
    for applies in ("whole", "marginal", "overage"):
        alone = plan(f"by: ytd, ladder: each_credit, applies: {applies}, {rows}")
        lines = step_of(alone, "x.lines")
        assert isinstance(lines, Each | Slice)
        assert lines.quota is None
        assert all(factor.role != "window_quota" for factor in pay_of(alone, "x").context)
        assert alone.component("x").reads == ("ytd",)
    rows = "base_rate: 10%, tiers: [{from: 0 USD, rate: 1x}, {from: 9 USD, rate: 2x}]"
    assert plan(f"by: ytd, ladder: window, applies: marginal, {rows}").component("x").reads == ()


def test_a_whole_rate_reached_by_a_count_for_what_a_component_earned() -> None:
    rows = "tiers: [{from: 0, rate: 1%}, {above: 4, rate: 2%}]"
    found = plan(f"by: won, ladder: window, applies: whole, {rows}", pays_on="{component: base}", scales="tier_edges")
    edges = (edge(0, "count", 0), edge(4, "count", 1, "above"))
    assert own(found) == [
        Tier(name="x.tier", path="earn.x.tiers", value="total(won)", edges=edges, frame=YEAR, scaled=True),
        Restate(name="x.lines", path="earn.x", component="x", credit="component:base", tier="x.tier", frame=YEAR),
        Pay(
            name="x.pay", path="earn.x", component="x", lines="x.lines", measure="won",
            factors=(Factor("earned", "credit", "money"), by_tier(rates("1", "2"))),
            context=(cell("total", "total(won)", "count"),),
        ),
    ]  # fmt: skip
    described = found.component("x")
    assert (described.pays_on, described.pays_on_component, described.by) == (None, "base", "won")
    assert (described.shape, described.reads) == ("restate", ())


def test_overage_over_a_window_shows_its_way_its_quota_and_its_attainment() -> None:
    rows = "tiers: [{from: 0%, rate: 1%}, {from: 50%, rate: 2%}, {above: 100%, rate: 3%}]"
    found = plan(f"by: ytd, ladder: window, applies: overage, {rows}", scales="tier_edges, quota, target")
    quota, attainment = "prorated.quota(year).year_to_date", "attainment(ytd)"
    edges = (edge(0, "percent", 0), edge(Fraction(1, 2), "percent", 1), edge(1, "percent", 2, "above"))
    assert own(found) == [
        Tier(name="x.tier", path="earn.x.tiers", value=attainment, edges=edges, frame=YEAR),
        Restate(
            name="x.lines", path="earn.x", component="x", credit="sale", tier="x.tier", frame=YEAR,
            running="running(ytd)", quota=quota, edges=edges,
        ),
        Pay(
            name="x.pay", path="earn.x", component="x", lines="x.lines", measure="ytd",
            factors=(PART, by_tier(rates("1", "2", "3"))),
            context=(
                CREDIT, Factor("open", "open", "money"), Factor("close", "close", "money"),
                Factor("edge", "edge", "ratio"), SECOND_LINE, cell("total", "total(ytd)"), cell("window_quota", quota),
                cell("attainment", attainment, "ratio"),
            ),
        ),
    ]  # fmt: skip
    money = plan("by: ytd, ladder: window, applies: overage, tiers: [{from: 0 USD, rate: 1%}, {from: 9 USD, rate: 2%}]",
                 scales="tier_edges")  # fmt: skip
    lines, tier = step_of(money, "x.lines"), step_of(money, "x.tier")
    assert isinstance(lines, Restate)
    assert isinstance(tier, Tier)
    assert (lines.quota, lines.scaled, tier.scaled, tier.value) == (None, True, True, "total(ytd)")
    assert money.component("x").reads == ()


def test_a_credit_alone_is_sliced_from_nothing_at_lines_that_no_window_shrinks() -> None:
    rows = "tiers: [{from: {field: cost}, rate: 1%}, {above: {field: goal}, rate: 2%}]"
    found = plan(f"ladder: each_credit, applies: marginal, {rows}", scales="tier_edges, quota, target")
    edges = (
        Edge(Fraction(0), "money", True, "earn.x.tiers[0].from.field", "cost"),
        Edge(Fraction(0), "money", False, "earn.x.tiers[1].above.field", "goal"),
    )
    assert own(found) == [
        Slice(name="x.lines", path="earn.x", component="x", credit="sale", running=None, quota=None, edges=edges),
        Pay(
            name="x.pay", path="earn.x", component="x", lines="x.lines", factors=(PART, by_tier(rates("1", "2"))),
            context=(CREDIT, Factor("edge", "edge", "money")),
        ),
    ]  # fmt: skip
    counted = "tiers: [{from: 0, rate: 1 USD}, {from: 5, rate: 2 USD}]"
    lines = step_of(plan(f"ladder: each_credit, applies: marginal, {counted}", pays_on="each", scales="tier_edges"),
                    "x.lines")  # fmt: skip
    assert isinstance(lines, Slice)
    assert (lines.edges, lines.scaled) == ((edge(0, "count", 0), edge(5, "count", 1)), False)
    mixed = counted.replace("from: 0", "from: {field: units}")
    beside = step_of(plan(f"ladder: each_credit, applies: marginal, {mixed}", pays_on="each"), "x.lines")
    assert isinstance(beside, Slice)
    assert [(one.field, one.form) for one in beside.edges] == [("units", "count"), ("", "count")]


def test_a_credit_placed_alone_by_its_quota_shows_that_quota() -> None:
    rows = "tiers: [{from: 0%, rate: 1%}, {from: 50%, rate: 2%}]"
    quota = "quota(year).year_to_date"
    whole = plan(f"by: ytd, ladder: each_credit, applies: whole, {rows}")
    edges = (edge(0, "percent", 0), edge(Fraction(1, 2), "percent", 1))
    assert own(whole) == [
        Each(name="x.lines", path="earn.x", component="x", credit="sale", edges=edges, quota=quota),
        Pay(
            name="x.pay", path="earn.x", component="x", lines="x.lines", measure="ytd",
            factors=(CREDIT, by_tier(rates("1", "2"))), context=(cell("window_quota", quota),),
        ),
    ]  # fmt: skip
    over = plan(f"by: ytd, ladder: each_credit, applies: overage, {rows}")
    assert step_of(over, "x.lines") == Slice(
        name="x.lines",
        path="earn.x",
        component="x",
        credit="sale",
        running=None,
        quota=quota,
        edges=edges,
        overage=True,
    )
    assert pay_of(over, "x").context == (
        CREDIT,
        Factor("edge", "edge", "ratio"),
        SECOND_LINE,
        cell("window_quota", quota),
    )
    assert (whole.component("x").reads, over.component("x").reads) == (("ytd",), ("ytd",))


@pytest.mark.parametrize(
    ("settings", "tier_field", "context", "form"),
    [
        ("by: {field: uplift}, tiers: [{from: 0%, rate: 1%}, {from: 5%, rate: 2%}]", "uplift", ("field", "ratio"),
         "percent"),
        ("by: {field: units}, tiers: [{from: 0, rate: 1%}, {from: 5, rate: 2%}]", "units", ("field", "count"), "count"),
        ("by: {field: goal}, tiers: [{from: 0 USD, rate: 1%}, {from: 5 USD, rate: 2%}]", "goal", ("field", "money"),
         "money"),
        ("by: {since: hire}, tiers: [{from: 0, rate: 1%}, {from: 5, rate: 2%}]", "since:hire", ("number", "count"),
         "count"),
        ("by: {since: {field: started}}, tiers: [{from: 0, rate: 1%}, {from: 5, rate: 2%}]", "since:field:started",
         ("number", "count"), "count"),
    ],
)  # fmt: skip
def test_a_fact_of_the_record_picks_the_tier(
    settings: str, tier_field: str, context: tuple[str, str], form: str
) -> None:
    five = {"percent": Fraction(5, 100), "count": Fraction(5), "money": Fraction(500)}[form]
    role, unit = context
    found = plan(settings, scales="tier_edges")
    assert own(found) == [
        Each(
            name="x.lines", path="earn.x", component="x", credit="sale", tier_field=tier_field,
            edges=(edge(0, form, 0), edge(five, form, 1)),
        ),
        Pay(
            name="x.pay", path="earn.x", component="x", lines="x.lines", factors=(CREDIT, by_tier(rates("1", "2"))),
            context=(Factor(role, "record_field", unit, name=tier_field),),  # type: ignore[arg-type]
        ),
    ]  # fmt: skip
    assert (found.component("x").by, found.component("x").reads) == (None, ())


def test_a_residual_counts_months_from_a_date_of_the_record() -> None:
    rows = "tiers: [{from: 1, rate: 3 USD}, {from: 13, rate: 1 USD}]"
    found = plan(f"since: {{field: started}}, {rows}", "residual", "each", scales="earnings")
    assert own(found, "worked.period") == [
        Worked(name="worked.period", path="proration", frame=PERIOD),
        Each(
            name="x.lines", path="earn.x", component="x", credit="each", tier_field="since:field:started",
            edges=(edge(1, "count", 0), edge(13, "count", 1)),
        ),
        Pay(
            name="x.pay", path="earn.x", component="x", lines="x.lines",
            factors=(
                Factor("credit", "credit", "count"),
                by_tier((usd(3, "tiers[0].rate"), usd(1, "tiers[1].rate")), "money"),
                WORKED,
            ),
            context=(Factor("number", "record_field", "count", name="since:field:started"),),
        ),
    ]  # fmt: skip
    assert found.component("x").tiers[1] == TierRow(Number(Fraction(13), "count", "earn.x.tiers[1].from"), True,
                                                    usd(1, "tiers[1].rate"))  # fmt: skip


# -- conditions and caps ----------------------------------------------------------------------------------------------

CONDITIONS = (
    "{measure: ytd, at_least: 90%}, {measure: kept, above: 40%, undefined: pass}, {measure: won, at_most: 5}, "
    "{measure: ytd, under: 900 USD}"
)


def test_conditions_stand_before_the_lines_and_are_shown_by_them() -> None:
    found = plan(f"rate: 5%, only_if: [{CONDITIONS}], judged: at_credit", "flat")
    gates = [
        ("attainment(ytd)", "at_least", percent("90", "only_if[0].at_least"), "ytd", YEAR, "fail", "ratio"),
        ("ratio(kept)", "above", percent("40", "only_if[1].above"), "kept", QUARTER, "pass", "ratio"),
        ("total(won)", "at_most", Number(Fraction(5), "count", "earn.x.only_if[2].at_most"), "won", YEAR, "fail",
         "count"),
        ("total(ytd)", "under", usd(900, "only_if[3].under"), "ytd", YEAR, "fail", "money"),
    ]  # fmt: skip
    names = tuple(f"x.only_if{at}" for at in range(1, 5))
    shown: list[Factor] = []
    for at, (value, word, line, _, _, _, unit) in enumerate(gates):
        behind = f"_{at + 1}" if at else ""
        shown += [cell(f"stood{behind}", value, unit), literal(f"{word}{behind}", line, unit)]
    rate = literal("rate", percent("5", "rate"), "ratio")
    assert own(found) == [
        *(
            Gate(name=name, path=f"earn.x.only_if[{at}]", value=value, comparison=word, line=line, measure=measure,
                 frame=frame, undefined=undefined)  # type: ignore[arg-type]
            for at, (name, gate) in enumerate(zip(names, gates, strict=True))
            for value, word, line, measure, frame, undefined, _ in (gate,)
        ),
        Each(name="x.lines", path="earn.x", component="x", credit="sale", gates=names, judged="at_credit"),
        Pay(name="x.pay", path="earn.x", component="x", lines="x.lines", factors=(CREDIT, rate), context=tuple(shown)),
    ]  # fmt: skip
    assert found.component("x").reads == ("ytd",)


def limit(number: int, path: str, per: str, excess: str, frame: Frame, cap: Number | str, **more: object) -> Limit:
    pays = ("x.pay", *(f"x.cap{at}" for at in range(1, number)))
    return Limit(
        name=f"x.cap{number}", path=path, component="x", pays=pays, cap=cap, per=per, excess=excess, frame=frame, **more
    )  # type: ignore[arg-type]


def test_caps_in_money_cut_one_after_the_other_each_over_its_own_window() -> None:
    caps = (
        "{limit: 1 USD, per: record, excess: lost}, {limit: 2 USD, per: period, excess: carry}, "
        "{limit: 3 USD, per: quarter, excess: year_end, unless: [{measure: won, at_least: 2}, {measure: ytd, "
        "above: 50%}]}, {limit: 4 USD, per: year, excess: lost}, {limit: 5 USD, per: window, excess: lost}"
    )
    rows = "tiers: [{from: 0 USD, rate: 10%}]"
    found = plan(f"by: qtd, ladder: window, applies: marginal, {rows}, caps: [{caps}]")
    money = [usd(at + 1, f"caps[{at}].limit") for at in range(5)]
    paths = [f"earn.x.caps[{at}]" for at in range(5)]
    unless = [("total(won)", "at_least", Number(Fraction(2), "count", f"{paths[2]}.unless[0].at_least"), "won"),
              ("attainment(ytd)", "above", percent("50", "caps[2].unless[1].above"), "ytd")]  # fmt: skip
    gates = [
        Gate(name=f"x.cap3.unless{at + 1}", path=f"{paths[2]}.unless[{at}]", value=value, comparison=word, line=line,
             measure=measure, frame=YEAR)  # type: ignore[arg-type]
        for at, (value, word, line, measure) in enumerate(unless)
    ]  # fmt: skip
    assert own(found)[2:] == [
        limit(1, paths[0], "record", "lost", YEAR, money[0]),
        limit(2, paths[1], "period", "carry", PERIOD, money[1]),
        *gates,
        limit(3, paths[2], "quarter", "year_end", QUARTER, money[2], unless=("x.cap3.unless1", "x.cap3.unless2")),
        limit(4, paths[3], "year", "lost", YEAR, money[3]),
        limit(5, paths[4], "window", "lost", QUARTER, money[4]),
    ]
    assert found.component("x").limits == tuple(f"x.cap{at}" for at in range(1, 6))


@pytest.mark.parametrize("scaled", [False, True])
def test_caps_in_percent_are_named_amounts(scaled: bool) -> None:
    caps = (
        "{limit: 150%, of: target, per: window, excess: lost}, {limit: 4%, of: year, per: quarter, excess: lost}, "
        "{limit: 5%, of: year, per: year, excess: lost}"
    )
    settings = (
        f"by: ytd, ladder: window, applies: marginal, base_rate: {{target_share: 60%}}, {MULTIPLES}, caps: [{caps}]"
    )
    found = plan(settings, other=OTHER, scales="quota, target" if scaled else "")
    target, months = "target.year_to_date", "target_months.year_to_date"
    before = "prorated." if scaled else ""
    of_target, of_year = "earn.x.caps[0]", "earn.x.caps[1]"
    twelve = Number(Fraction(12), "count", of_target)
    share = percent("60", "base_rate.target_share")
    quota = f"{before}quota(year).quarter_to_date"
    assert own(found)[2:] == [
        Share(
            name="x.cap1.of", path=of_target, frame=YEAR,
            factors=(
                (f"{before}{target}", False), (share, False), (months, False), (twelve, True),
                (percent("150", "caps[0].limit"), False),
            ),
        ),
        limit(1, of_target, "window", "lost", YEAR, "x.cap1.of"),
        Share(name="x.cap2.of", path=of_year, frame=QUARTER,
              factors=((quota, False), (percent("4", "caps[1].limit"), False))),
        limit(2, of_year, "quarter", "lost", QUARTER, "x.cap2.of"),
        Share(name="x.cap3.of", path="earn.x.caps[2]", frame=YEAR,
              factors=((quota.replace("quarter", "year", 1), False), (percent("5", "caps[2].limit"), False))),
        limit(3, "earn.x.caps[2]", "year", "lost", YEAR, "x.cap3.of"),
    ]  # fmt: skip
    assert step_of(found, quota.removeprefix("prorated.")) == Dated(
        name=quota.removeprefix("prorated."), path=f"{of_year}.of", table="quota", key="year", unit="money",
        frame=QUARTER,
    )  # fmt: skip
    for name, frame in ((target, YEAR), (quota.removeprefix("prorated."), QUARTER)):
        scales = [step for step in found.steps if step.name == f"prorated.{name}"]
        scale = Scale(name=f"prorated.{name}", path="proration", amount=name, unit="money", frame=frame)
        assert scales == ([scale] if scaled else [])


def test_a_cap_of_a_whole_target_has_no_share() -> None:
    caps = "caps: [{limit: 150%, of: target, per: window, excess: lost}]"
    found = plan(f"by: ytd, ladder: window, applies: marginal, base_rate: {{target_share: 100%}}, {MULTIPLES}, {caps}")
    share = step_of(found, "x.cap1.of")
    assert isinstance(share, Share)
    assert [name for name, _ in share.factors if isinstance(name, str)] == [
        "target.year_to_date",
        "target_months.year_to_date",
    ]
    assert len(share.factors) == 4


# -- awards -----------------------------------------------------------------------------------------------------------


def test_an_award_shows_how_each_of_its_conditions_stood() -> None:
    reached = (
        "{measure: qtd, above: 500 USD}, {measure: ytd, at_least: 50%}, {measure: kept, under: 90%, undefined: pass}, "
        "{measure: won, at_most: 9}"
    )
    gated = "only_if: [{measure: won, at_least: 1}]"
    found = plan(f"reached: [{reached}], pays: 100 USD, kept: yes, {gated}", "award", "", scales="earnings")
    quota = "quota(year).year_to_date"
    gates = [
        ("total(qtd)", "above", usd(500, "reached[0].above"), "qtd", QUARTER, "fail"),
        ("attainment(ytd)", "at_least", percent("50", "reached[1].at_least"), "ytd", YEAR, "fail"),
        ("ratio(kept)", "under", percent("90", "reached[2].under"), "kept", QUARTER, "pass"),
        ("total(won)", "at_most", Number(Fraction(9), "count", "earn.x.reached[3].at_most"), "won", YEAR, "fail"),
    ]
    condition = Number(Fraction(1), "count", "earn.x.only_if[0].at_least")
    names = tuple(f"x.gate{at}" for at in range(1, 5))
    assert own(found, "worked.period") == [
        Gate(name="x.only_if1", path="earn.x.only_if[0]", value="total(won)", comparison="at_least", line=condition,
             measure="won", frame=YEAR),
        Worked(name="worked.period", path="proration", frame=PERIOD),
        *(
            Gate(name=names[at], path=f"earn.x.reached[{at}]", value=value, comparison=word, line=line,
                 measure=measure, frame=frame, undefined=undefined)  # type: ignore[arg-type]
            for at, (value, word, line, measure, frame, undefined) in enumerate(gates)
        ),
        Once(name="x.lines", path="earn.x", component="x", gates=(*names, "x.only_if1"), kept=True, frame=QUARTER),
        Pay(
            name="x.pay", path="earn.x", component="x", lines="x.lines", measure="qtd",
            factors=(literal("award", usd(100, "pays"), "money"), WORKED),
            context=(
                literal("needed", gates[0][2], "money"), cell("total", "total(qtd)"),
                literal("needed_2", gates[1][2], "ratio"), cell("total_2", "total(ytd)"),
                cell("window_quota_2", quota), cell("attainment_2", "attainment(ytd)", "ratio"),
                literal("allowed_3", gates[2][2], "ratio"), cell("total_3", "ratio(kept)", "ratio"),
                literal("allowed_4", gates[3][2], "count"), cell("total_4", "total(won)", "count"),
                cell("stood", "total(won)", "count"), literal("at_least", condition, "count"),
            ),
        ),
    ]  # fmt: skip
    described = found.component("x")
    assert (described.by, described.reads, described.shape, described.pays_on) == ("qtd", ("ytd",), "once", None)


def test_an_award_of_each_persons_own_sum_may_be_taken_back() -> None:
    found = plan("reached: [{measure: qtd, above: 5 USD}], pays: {personal: own_sum}, kept: no", "award", "")
    lines = step_of(found, "x.lines")
    assert isinstance(lines, Once)
    assert not lines.kept
    assert pay_of(found, "x").factors == (Factor("award", "personal", "money", name="own_sum"),)
    assert found.component("x").reads == ()
