"""Every operand of a line, written by hand: its role, value, unit and source, in order, now and before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from comp_rules.kernel.operand import Operand
from comp_rules.kernel.steps import (
    Add,
    AnyStep,
    Curve,
    Dated,
    Due,
    Each,
    Edge,
    Factor,
    Gate,
    Once,
    Pay,
    Ratio,
    Restate,
    Running,
    Slice,
    Tier,
    Total,
    Weighted,
    Worked,
)
from comp_rules.kernel.via import unit_name
from comp_rules.kernel.world import Known
from comp_rules.values.identity import Source
from tests.comp_rules.kernel.worlds import (
    CREDIT,
    MONTH,
    PART,
    QUARTER,
    YEAR,
    Numbers,
    Ran,
    at,
    by_tier,
    cell,
    deal,
    literal,
    percent,
    quota,
    ran,
    times,
    usd,
    world,
)

PLAIN = Numbers(quotas={"q": {1: quota(1000)}}, targets={1: 1200000})
QUOTA, TARGET, PLAN = Source("quota", "q"), Source("target", "t1"), Source("plan", "p")


def of(
    role: str, value: int | str | Fraction, unit: str, source: Source | tuple[str, str], marks: str = "*"
) -> Operand:
    """An operand; `marks`: `*` a factor, `/` below the line, `<` of the value before, empty when it only explains."""
    where = source if isinstance(source, Source) else Source(*source)  # type: ignore[arg-type]
    return Operand(role, Fraction(value), unit, where, bool(marks), "/" in marks, "<" in marks)


def made(operand: Operand, how: str, *via: Operand) -> Operand:
    return replace(operand, how=how, via=via)  # type: ignore[arg-type]


def all_operands(result: Ran, pay: str = "pay", month: int | None = None) -> list[tuple[Operand, ...]]:
    return [result.operands(line, pay) for line in result.lines(pay, month)]


def measured(frame: Any = YEAR) -> list[AnyStep]:
    return [
        Total(name="total", path="m", credits=("new",), unit="money", frame=frame),
        Dated(name="quota", path="m", table="quota", key="q", unit="money", frame=frame),
        Ratio(name="attainment", path="m", upper="total", lower="quota", frame=frame),
        Running(name="running", path="m", credits=("new",), frame=frame),
        Dated(name="target", path="c", table="target", key="", unit="money", frame=frame),
    ]


def pays(*factors: Factor, context: Iterable[Factor] = (), component: str = "c") -> Pay:
    return Pay(name="pay", path="c", component=component, lines="lines", factors=factors, context=tuple(context))


def attained(total: int, quota_cents: int, marks: str = "") -> Operand:
    """The attainment of a measure with the two numbers that it is the quotient of."""
    value = of("attainment", Fraction(total, quota_cents), "percent", ("measure", "attainment"), marks)
    return made(
        value,
        "ratio",
        of("upper", total, "money:USD", ("credit", "new"), ""),
        of("lower", quota_cents, "money:USD", QUOTA, ""),
    )


def test_a_part_of_a_credit_with_what_explains_it() -> None:
    lines = Slice(
        name="lines", path="c", component="c", credit="new", running="running", quota="quota", edges=at(0, 100)
    )
    base = (cell("target", unit="money"), cell("quota", unit="money", divide=True))
    context = (
        CREDIT,
        Factor("opened", "open", "money"),
        Factor("closed", "close", "money"),
        Factor("edge", "edge", "ratio"),
        cell("attainment"),
    )
    steps = [*measured(), lines, pays(PART, by_tier(times(1), times("1.5")), *base, context=context)]
    result = ran(steps, world([deal("A", 1, 800), deal("B", 1, 500)], until=1, numbers=PLAIN))
    base_now = [of("target", 1200000, "money:USD", TARGET), of("quota", 100000, "money:USD", QUOTA, "*/")]

    def line(credit: str, part: int, rate: str, whole: int, opened: int, closed: int) -> tuple[Operand, ...]:
        by = ("credit", credit)
        edge = [of("edge", 1, "percent", ("plan", "tiers[1]"), "")] if rate != "1" else []
        return (
            of("part", part, "money:USD", by),
            of("rate", rate, "times", PLAN),
            *base_now,
            of("credit", whole, "money:USD", by, ""),
            of("opened", opened, "money:USD", by, ""),
            of("closed", closed, "money:USD", by, ""),
            *edge,
            attained(130000, 100000),
        )

    assert all_operands(result) == [
        line("A", 80000, "1", 80000, 0, 80000),
        line("B", 20000, "1", 50000, 80000, 130000),
        line("B", 30000, "3/2", 50000, 80000, 130000),
    ]


def test_an_edge_in_money_is_that_of_the_part_worked_and_one_of_a_record_its_own() -> None:
    edges = (*at(0, form="money"), Edge(Fraction(60000), "money", True, "t[1]"))
    running = Slice(
        name="lines", path="c", component="c", credit="new", running="running", quota=None, edges=edges, scaled=True
    )
    steps = [
        *measured(),
        running,
        pays(PART, by_tier(percent(1), percent(2)), context=[Factor("edge", "edge", "money")]),
    ]
    half = ran(steps, world([deal("A", 7, 600)], until=7, numbers=PLAIN, from_day=date(2026, 7, 2)))
    # 183 of the year's 365 days
    assert half.operands(half.lines()[1])[-1] == of(
        "edge", Fraction(60000 * 183, 365), "money:USD", ("plan", "t[1]"), ""
    )
    of_record = replace(running, running=None, scaled=False, edges=(edges[0], replace(edges[1], field="cost")))
    deals = [deal("A", 1, 10, fields={"cost": Fraction(700)}), deal("B", 1, 10, fields={"cost": Fraction(300)})]
    result = ran([of_record, steps[-1]], world(deals, until=1))
    assert [operands[2:] for operands in all_operands(result)] == [
        (),
        (of("edge", 700, "money:USD", ("credit", "A"), ""),),
        (),
        (of("edge", 300, "money:USD", ("credit", "B"), ""),),
    ]


def whole_table(*factors: Factor, context: Iterable[Factor] = (), rates: Factor | None = None) -> list[AnyStep]:
    return [
        *measured(),
        Tier(name="tier", path="c.tiers", value="attainment", edges=at(0, 100), frame=YEAR),
        Restate(name="lines", path="c", component="c", credit="new", tier="tier", frame=YEAR),
        pays(CREDIT, rates or by_tier(percent(2), percent(3)), *factors, context=context),
    ]


def test_a_restated_line_has_both_rates_and_explains_what_holds_now() -> None:
    steps = whole_table(context=[cell("attainment")])
    over = world([deal("A", 1, 800), deal("B", 2, 300)], until=2, numbers=PLAIN, every_period=True)
    sold = of("credit", 80000, "money:USD", ("credit", "A"))
    assert all_operands(ran(steps, over)) == [
        (sold, of("rate", "2/100", "percent", PLAN), attained(80000, 100000)),
        (
            sold,
            of("rate", "3/100", "percent", PLAN),
            of("rate", "2/100", "percent", PLAN, "*<"),
            attained(110000, 100000),
            replace(attained(80000, 100000), before=True),
        ),
        (
            of("credit", 30000, "money:USD", ("credit", "B")),
            of("rate", "3/100", "percent", PLAN),
            attained(110000, 100000),
        ),
    ]


def test_a_multiplier_over_another_window_is_that_of_each_credit() -> None:
    quarterly = replace(measured(QUARTER)[0], name="quarter")  # type: ignore[call-arg]
    share = Ratio(name="share", path="m", upper="quarter", lower="quota3", frame=QUARTER)
    quota3 = Dated(name="quota3", path="m", table="quota", key="q", unit="money", frame=QUARTER)
    worked = Worked(name="worked", path="p", frame=YEAR)
    steps = [quarterly, quota3, share, worked, *whole_table(cell("worked"), cell("share"))]
    deals = [deal("A", 1, 500), deal("B", 2, 200), deal("C", 4, 400)]
    result = ran(steps, world(deals, until=4, numbers=PLAIN, every_period=True))
    # January 500 x 2% x 50%; February 200 x 2% x 70% and 500 x 2% x 20 points more; in April all at 3%, the first
    # quarter's credits at its 70%, April's at 40%
    assert [result.amounts(month=month) for month in (1, 2, 3, 4)] == [[500], [200, 280], [], [350, 140, 480]]
    shares = [[o.value for o in operands if o.role == "share"] for operands in all_operands(result, month=4)]
    assert shares == [[Fraction(7, 10)], [Fraction(7, 10)], [Fraction(4, 10)]]


def gated(judged: str) -> list[AnyStep]:
    gate = Gate(name="gate", path="g", value="total", comparison="at_least", line=usd(400), measure="m", frame=YEAR)
    lines = Each(
        name="lines",
        path="c",
        component="c",
        credit="new",
        gates=("gate",),
        judged=judged,
        quota="quota",
        edges=at(0, 10),
    )  # type: ignore[arg-type]
    context = [cell("total", unit="money"), Factor("target", "personal", "money", name="bonus")]
    return [*measured(), gate, lines, pays(CREDIT, by_tier(percent(5), percent(6)), context=context)]


def test_money_that_goes_back_has_the_credit_with_its_sign_and_explains_the_month_in_which_it_does() -> None:
    bonus = Known(7, Source("personal", "b"), "money")
    numbers = replace(PLAIN, personals={"bonus": {1: bonus}})
    deals = [deal("A", 1, 400), deal("B", 2, -100), deal("C", 3, 200)]
    result = ran(gated("to_date"), world(deals, until=3, numbers=numbers, every_period=True))

    def line(name: str, cents: int, rate: int, total: int, before: int | None = None) -> tuple[Operand, ...]:
        shown = [of("total", total, "money:USD", ("credit", "new"), "")]
        if before is not None:
            shown.append(replace(of("total", before, "money:USD", ("credit", "new"), ""), before=True))
        return (
            of("credit", cents, "money:USD", ("credit", name)),
            of("rate", Fraction(rate, 100), "percent", PLAN),
            *shown,
            of("target", 7, "money:USD", ("personal", "b"), ""),
        )

    assert [result.amounts(month=month) for month in (1, 2, 3)] == [[2400], [-2400], [2400, -500, 1200]]
    assert all_operands(result) == [
        line("A", 40000, 6, 40000),
        line("A", -40000, 6, 30000),
        line("A", 40000, 6, 50000),
        line("B", -10000, 5, 50000),
        line("C", 20000, 6, 50000),
    ]


SPREAD = Factor("rate", "spread", "ratio", name="t")


def test_rates_of_tables_spreads_fields_and_persons_name_where_they_come_from() -> None:
    rates = {
        "t": Known(Fraction(7, 100), Source("plan", "t[2]"), "percent"),
        "t:below": Known(Fraction(5, 100), Source("plan", "t[1]"), "percent"),
        "each": Known(6050, Source("plan", "e"), "money"),
    }
    fields = {"fee": Fraction(1, 20), "of": Fraction(3), "list": Fraction(9900)}
    own = Known(Fraction(1, 2), Source("personal", "x"), "percent")
    numbers = Numbers(personals={"own": {1: own}, "sum": {1: Known(250, Source("personal", "y"), "money")}})
    row = deal("A", 1, 1000, rates=rates, fields=fields)
    lines = Each(name="lines", path="c", component="c", credit="new")
    credit = ("credit", "A")

    def operands(*factors: Factor, context: Iterable[Factor] = ()) -> tuple[Operand, ...]:
        steps = [lines, pays(CREDIT, *factors, context=context)]
        result = ran(steps, world([row], until=1, numbers=numbers))
        return result.operands(result.lines()[0])[1:]

    assert operands(Factor("rate", "table", "ratio", name="t")) == (of("rate", "7/100", "percent", ("plan", "t[2]")),)
    both = (
        of("own_rate", "7/100", "percent", ("plan", "t[2]"), ""),
        of("rate_below", "5/100", "percent", ("plan", "t[1]"), ""),
    )
    assert operands(SPREAD) == (made(of("rate", "2/100", "percent", ("plan", "t[2]")), "", *both),)
    divided = Factor("of", "record_field", "count", name="of", divide=True)
    assert operands(Factor("fee", "record_field", "ratio", name="fee"), divided) == (
        of("fee", "1/20", "percent", credit),
        of("of", 3, "count", credit, "*/"),
    )
    assert operands(Factor("own", "personal", "ratio", name="own")) == (of("own", "1/2", "percent", ("personal", "x")),)
    # a price for each thing counted is no sum, unless it is no rate
    count = replace(row, amount=12)
    for role, name, unit in (("rate", "each", "money_each:USD"), ("price", "each", "money:USD")):
        factor = Factor(role, "table", "money", name=name)
        steps = [lines, pays(Factor("credit", "credit", "count"), factor)]
        result = ran(steps, world([count], until=1))
        assert all_operands(result) == [(of("credit", 12, "count", credit), of(role, 6050, unit, ("plan", "e")))]
    # what only explains and is not known says nothing
    lacking = [
        Factor("list", "record_field", "money", name="list"),
        Factor("no", "record_field", "money", name="no"),
        Factor("gone", "personal", "money", name="gone"),
        Factor("sum", "personal", "money", name="sum"),
    ]
    assert operands(literal(percent(1)), context=lacking)[1:] == (
        of("list", 9900, "money:USD", credit, ""),
        of("sum", 250, "money:USD", ("personal", "y"), ""),
    )


def test_lines_of_another_component_are_the_lines_and_not_its_credits() -> None:
    steps = [
        Each(name="c.lines", path="c", component="c", credit="new"),
        Pay(name="c.pay", path="c", component="c", lines="c.lines", factors=(CREDIT, literal(percent(10)))),
        Each(name="lines", path="d", component="d", credit="component:c"),
        pays(CREDIT, literal(percent(50), "share"), Factor("fee", "record_field", "ratio", name="fee"), component="d"),
    ]
    result = ran(steps, world([deal("A", 1, 1000, fields={"fee": Fraction(1, 2)})], until=1))
    assert all_operands(result) == [
        (
            of("credit", 10000, "money:USD", ("line", "c/A@2026-01")),
            of("share", "1/2", "percent", PLAN),
            of("fee", "1/2", "percent", ("credit", "A")),
        )
    ]


CURVE = ((percent(50, "at0"), percent(0, "pays0")), (percent(100, "at1"), percent(80, "pays1")))


def due(value: str = "attainment", paid: str = "window_end", gates: tuple[str, ...] = ()) -> list[AnyStep]:
    return [
        Curve(name="payout", path="curve", value=value, points=CURVE, below="nothing", beyond="edge", frame=QUARTER),
        Due(name="lines", path="c", component="c", paid=paid, frame=QUARTER, gates=gates),  # type: ignore[arg-type]
        pays(cell("target", unit="money"), cell("payout")),
    ]


def on_a_line(payout: Fraction, looked_up: Operand, marks: str = "*") -> Operand:
    points = (("at", "1/2", "at0"), ("pays", 0, "pays0"), ("next_at", 1, "at1"), ("next_pays", "4/5", "pays1"))
    via = [of(role, value, "percent", ("plan", path), "") for role, value, path in points]
    return made(of("payout", payout, "percent", ("plan", "curve"), marks), "line", looked_up, *via)


def test_a_payout_on_a_line_shows_the_points_and_one_on_a_point_shows_itself() -> None:
    for dollars, payout in (
        (750, Fraction(4, 10)),
        (500, Fraction(0)),
        (1000, Fraction(8, 10)),
        (1200, Fraction(8, 10)),
    ):
        result = ran([*measured(QUARTER), *due()], world([deal("A", 1, dollars)], until=3, numbers=PLAIN))
        shown = of("payout", payout, "percent", ("plan", "curve"))
        if dollars == 750:
            shown = on_a_line(payout, attained(75000, 100000))
        assert all_operands(result) == [(of("target", 1200000, "money:USD", TARGET), shown)]


def test_a_posting_shows_what_was_posted_before_and_what_the_payout_was_then() -> None:
    steps = [*measured(QUARTER), *due(paid="monthly_to_date")]
    result = ran(steps, world([deal("A", 1, 750), deal("B", 2, 125)], until=2, numbers=PLAIN, every_period=True))
    target = of("target", 1200000, "money:USD", TARGET)
    january = on_a_line(Fraction(4, 10), attained(75000, 100000))
    assert all_operands(result) == [
        (target, january),
        (target, on_a_line(Fraction(6, 10), attained(87500, 100000)), replace(january, before=True)),
    ]
    opening = replace(PLAIN, openings={("component", "c"): (date(2026, 1, 31), 200000)})
    opened = ran(steps, world([deal("A", 1, 750), deal("B", 2, 125)], until=2, numbers=opening))
    assert all_operands(opened) == [
        (
            of("posted", 200000, "money:USD", ("opening", "c"), "*<"),
            target,
            on_a_line(Fraction(6, 10), attained(87500, 100000)),
        ),
    ]


def test_an_opening_of_which_nothing_is_left_goes_back_alone() -> None:
    gate = Gate(name="gate", path="g", value="total", comparison="at_least", line=usd(900), measure="m", frame=QUARTER)
    steps = [*measured(QUARTER), gate, *due(paid="monthly_to_date", gates=("gate",))]
    numbers = replace(PLAIN, openings={("component", "c"): (date(2026, 1, 31), 200000)})
    result = ran(steps, world([deal("A", 2, 750)], until=2, numbers=numbers))
    assert [(line.row.state, line.amount) for line in result.lines()] == [("back", -200000)]
    assert all_operands(result) == [(of("posted", -200000, "money:USD", ("opening", "c")),)]


def test_sums_and_weights_show_what_they_are_made_of() -> None:
    lost = Total(name="lost", path="m", credits=("lost",), unit="money", frame=QUARTER)
    margin = Dated(name="margin", path="m", table="input", key="margin", unit="ratio", frame=QUARTER)
    kept = Add(name="kept", path="m", terms=(("total", 1), ("lost", -1)), unit="money", frame=QUARTER)
    of_kept = Ratio(name="of_kept", path="m", upper="kept", lower="quota", frame=QUARTER)
    score = Weighted(
        name="score",
        path="m",
        frame=QUARTER,
        items=(("of_kept", percent(60, "w0"), percent(50)), ("margin", percent(40, "w1"), percent(30, "f1"))),
    )
    deals = [deal("A", 1, 950), deal("L", 2, 200, rule="lost")]
    steps = [*measured(QUARTER), lost, margin, kept, of_kept, score, *due("score")]
    numbers = replace(PLAIN, inputs={"margin": {date(2026, 3, 1): Fraction(30, 100)}})
    terms = made(
        of("upper", 75000, "money:USD", ("measure", "kept"), ""),
        "sum",
        of("term", 95000, "money:USD", ("credit", "new"), ""),
        of("term", -20000, "money:USD", ("credit", "lost"), ""),
    )
    quotient = made(
        of("item", "3/4", "percent", ("measure", "of_kept"), ""),
        "ratio",
        terms,
        of("lower", 100000, "money:USD", QUOTA, ""),
    )
    weights = [of("weight", "3/5", "percent", ("plan", "w0"), ""), of("weight", "2/5", "percent", ("plan", "w1"), "")]
    item = of("item", "3/10", "percent", ("input", "margin"), "")
    for given, shown, total in ((Fraction(30, 100), item, "57/100"), (Fraction(29, 100), None, "45/100")):
        if shown is None:
            # under its floor it counts 0, and names what it came to
            under = replace(item, value=given)
            shown = Operand("item", Fraction(0), "percent", Source("plan", "f1"), False, via=(under,))
        numbers = replace(PLAIN, inputs={"margin": {date(2026, 3, 1): given}})
        result = ran(steps, world(deals, until=3, numbers=numbers))
        scored = made(
            of("attainment", total, "percent", ("measure", "score"), ""),
            "weighted",
            weights[0],
            quotient,
            weights[1],
            shown,
        )
        if given == Fraction(30, 100):
            payout = on_a_line((Fraction(57, 100) - Fraction(1, 2)) * Fraction(8, 5), scored)
            assert all_operands(result) == [(of("target", 1200000, "money:USD", TARGET), payout)]
        else:
            assert all_operands(result)[0][1] == of("payout", 0, "percent", ("plan", "curve"))


def test_an_award_that_falls_back_is_the_award_with_its_sign() -> None:
    gate = Gate(name="gate", path="g", value="total", comparison="at_least", line=usd(1000), measure="m", frame=QUARTER)
    lines = Once(name="lines", path="c", component="c", gates=("gate",), kept=False, frame=QUARTER)
    own = Factor("award", "personal", "money", name="award")
    numbers = replace(
        PLAIN,
        personals={
            "award": {month: Known(month * 100, Source("personal", f"a{month}"), "money") for month in (1, 2, 3)}
        },
    )
    steps = [*measured(QUARTER), gate, lines, pays(own, context=[cell("total", unit="money")])]
    deals = [deal("A", 2, 1000), deal("R", 3, -1)]
    result = ran(steps, world(deals, until=3, numbers=numbers, every_period=True))
    # the award of the month in which it was granted goes back; the total is what it fell to
    assert all_operands(result) == [
        (of("award", 200, "money:USD", ("personal", "a2")), of("total", 100000, "money:USD", ("credit", "new"), "")),
        (of("award", -200, "money:USD", ("personal", "a2")), of("total", 99900, "money:USD", ("credit", "new"), "")),
    ]


def test_a_price_for_each_thing_is_no_sum_of_money() -> None:
    assert unit_name("money", "", "USD") == "money:USD"
    assert unit_name("money", "money", "KRW", each=True) == "money_each:KRW"
    assert unit_name("ratio", "money", "USD", each=True) == "money_each:USD"
    assert unit_name("ratio", "money", "USD") == "money:USD"
    assert (unit_name("ratio", "", "USD"), unit_name("ratio", "times", "USD")) == ("percent", "times")
    assert (unit_name("count", "", "USD", each=True), unit_name("money", "percent", "USD", each=True)) == (
        "count",
        "percent",
    )


def test_a_quotient_is_shown_where_something_stands_below_the_line_be_it_1() -> None:
    rows = {1: Known(1, QUOTA), 2: Known(0, QUOTA, if_zero="at_target")}
    for month, shown in (
        (
            1,
            made(
                of("payout", 3, "percent", ("measure", "attainment")),
                "ratio",
                of("upper", 3, "money:USD", ("credit", "new"), ""),
                of("lower", 1, "money:USD", QUOTA, ""),
            ),
        ),
        # a quota stated as 0 at target makes the quotient 1, of nothing
        (2, of("payout", 1, "percent", QUOTA)),
    ):
        lines = Due(name="lines", path="c", component="c", paid="window_end", frame=MONTH)
        steps = [*measured(MONTH), lines, pays(cell("target", unit="money"), cell("attainment", "payout"))]
        sold = [deal("A", 1, "0.03"), deal("B", 2, "0.03")]
        numbers = replace(PLAIN, quotas={"q": rows})
        result = ran(steps, world(sold, until=2, numbers=numbers, every_period=True))
        assert all_operands(result, month=month) == [(of("target", 1200000, "money:USD", TARGET), shown)]
