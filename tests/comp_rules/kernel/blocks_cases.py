"""Plans and people for holding blocks against exact, by seed. In: a kind of line step and a chance. Out: steps and
worlds whose running totals land on, just below and just above the lines of the plan; several people share records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from comp_rules.kernel.steps import (
    Add,
    AnyStep,
    Curve,
    Dated,
    Due,
    Each,
    Edge,
    Factor,
    Frame,
    Gate,
    Limit,
    Number,
    Once,
    Pay,
    Pick,
    Ratio,
    Restate,
    Running,
    Scale,
    Share,
    Slice,
    Tier,
    Total,
    Weighted,
    Worked,
)
from comp_rules.kernel.world import Cell, CreditRow, Known, Missing, World
from comp_rules.values.identity import Source
from comp_rules.values.period import Period, Span, add_months, month_of, window_of

KINDS = ("each", "slice", "alone", "restate", "overage", "once", "due")
FRAMES = (
    Frame("year_to_date"),
    Frame("quarter_to_date"),
    Frame("month"),
    Frame("period"),
    Frame("rolling_months", months=3),
    Frame("quota_window", quota="q"),
)
MODES = ("half_away", "half_even", "down", "up")
REACHED = [Fraction(n, 10000) for n in (0, 5000, 9999, 10000, 10001, 15000)]
FIRST = date(2026, 1, 1)


def number(value: Fraction | int | str, form: str = "percent", path: str = "p") -> Number:
    return Number(Fraction(value), form, path)  # type: ignore[arg-type]


# -- plans ------------------------------------------------------------------------------------------------------------


@dataclass
class Plan:
    """Steps being put together; names of columns by what they are."""

    chance: Random
    steps: list[AnyStep] = field(default_factory=list)
    ratios: list[str] = field(default_factory=list)
    gates: list[str] = field(default_factory=list)

    def frame(self) -> Frame:
        return self.chance.choice(FRAMES)

    def add(self, step: AnyStep) -> str:
        self.steps.append(step)
        return step.name


def edges(chance: Random, form: str = "percent") -> tuple[Edge, ...]:
    ladders = ([0, 1], [0, 1, "3/2"], [0, "1/2", 1], [0, "1/3", "9999/10000", 1, "3/2"], [0, 1, 1, 2], [0])
    scale = 1 if form == "percent" else chance.choice([1, 100, 7_000_000, 10**15])
    chosen = chance.choice(ladders)
    return tuple(
        Edge(Fraction(at) * scale, form, chance.random() < 0.7, f"tiers[{i}]")  # type: ignore[arg-type]
        for i, at in enumerate(chosen)
    )


def measure(plan: Plan, frame: Frame) -> None:
    """The cell steps of a plan over one frame: total, quota as it counts, attainment, and what is made of them."""
    chance = plan.chance
    opening = chance.choice(["", "", "opened"])
    credits = chance.choice([("new",), ("new",), ("new", "more")])
    plan.add(Total(name="total", path="measure.t", credits=credits, unit="money", frame=frame, opening=opening))
    plan.add(Dated(name="stated", path="measure.q", table="quota", key="q", unit="money", frame=frame))
    by = chance.choice(["worked", "to_date"])
    plan.add(Scale(name="quota", path="measure.s", amount="stated", by=by, unit="money", frame=frame))  # type: ignore[arg-type]
    plan.add(Ratio(name="reached", path="measure.a", upper="total", lower="quota", frame=frame))
    plan.add(Dated(name="target", path="target", table="target", key="", unit="money", frame=frame))
    plan.add(
        Dated(
            name="months",
            path="months",
            table="target_months",
            key="",
            unit="count",
            frame=frame,
            to_date=chance.random() < 0.4,
        )
    )
    plan.add(Worked(name="worked", path="worked", frame=frame))
    factors = (("target", False), (number("1/3"), False), ("months", False), (number(12, "count"), True))
    plan.add(Share(name="share", path="share", factors=factors, frame=frame))
    plan.add(Add(name="open", path="open", terms=(("total", 1), ("quota", -1)), unit="money", frame=frame))
    plan.add(Ratio(name="back", path="back", upper="quota", lower="total", frame=frame))
    items = (("reached", number("1/2"), number("1/2")), ("back", number("1/3"), None))
    plan.add(Weighted(name="both", path="both", items=items, frame=frame))
    scaled = chance.random() < 0.3
    form = chance.choice(["percent", "money"])
    value = "reached" if form == "percent" else "total"
    plan.add(Tier(name="tier", path="tier", value=value, edges=edges(chance, form), frame=frame, scaled=scaled))
    points = chance.choice(
        [((0, 0), ("1/2", "1/2"), (1, 1), ("3/2", 3)), ((1, 1),), (("1/2", 0), (1, 1), (1, 2), ("5/3", "7/3"))]
    )
    outside = ["nothing", "edge", "extend"]
    plan.add(
        Curve(
            name="curve",
            path="curve",
            value=chance.choice(["reached", "both"]),
            points=tuple((number(at), number(pays)) for at, pays in points),
            below=chance.choice(outside),  # type: ignore[arg-type]
            beyond=chance.choice(outside),  # type: ignore[arg-type]
            frame=frame,
        )
    )
    count = len(plan.steps[-2].edges)  # type: ignore[union-attr]
    rates = tuple(number(Fraction(n + 1, 7), path=f"row{n}") for n in range(count * count))
    two = chance.random() < 0.5
    plan.add(
        Pick(
            name="picked",
            path="picked",
            tiers=("tier", "tier") if two else ("tier",),
            numbers=rates if two else rates[:count],
            columns=count,
            frame=frame,
        )
    )
    plan.ratios += ["reached", "worked", "curve", "picked", "both"]


def gates(plan: Plan) -> None:
    """One gate over the plan's frame and one over another."""
    chance = plan.chance
    comparisons = ["at_least", "above", "at_most", "under"]
    other = plan.frame()
    plan.add(Total(name="elsewhere", path="measure.e", credits=("new",), unit="money", frame=other))
    for name, value, line, frame in (
        ("gate", chance.choice(["reached", "both"]), number(chance.choice(REACHED)), plan.steps[0].frame),  # type: ignore[union-attr]
        ("gate2", "elsewhere", number(chance.choice([0, 100, 1_000_000]), "money"), other),
    ):
        plan.gates.append(
            plan.add(
                Gate(
                    name=name,
                    path=name,
                    value=value,
                    comparison=chance.choice(comparisons),  # type: ignore[arg-type]
                    line=line,
                    measure="t",
                    frame=frame,
                    undefined=chance.choice(["pass", "fail"]),  # type: ignore[arg-type]
                )
            )
        )


def plan_of(kind: str, chance: Random) -> list[AnyStep]:
    """A plan with one line step of the kind, two Pay steps on it, and limits on these."""
    plan = Plan(chance)
    frame = plan.frame()
    measure(plan, frame)
    gates(plan)
    some = tuple(gate for gate in plan.gates if chance.random() < 0.4)
    judged = chance.choice(["at_credit", "to_date"]) if some else ""
    shared = {"path": "earn.c", "component": "c", "gates": some, "judged": judged}
    ladder = edges(chance, "percent")
    opening = chance.choice(["", "opened"])
    if kind in ("slice", "overage"):
        rules = ("new",) if chance.random() < 0.7 else ("new", "more")
        plan.add(Running(name="running", path="measure.t", credits=rules, frame=frame, opening=opening))
    tiers = len(ladder)
    if kind == "each":
        ladder, more = own_tiers(chance)
        tiers = max(len(ladder), 1)
        plan.add(Each(name="l", credit="new", edges=ladder, **more, **shared))  # type: ignore[arg-type]
    elif kind in ("slice", "alone"):
        quota = chance.choice(["quota", "stated"]) if kind == "slice" or chance.random() < 0.5 else None
        if quota is None:
            ladder = edges(chance, "money")
        where = {"running": "running" if kind == "slice" else None, "quota": quota}
        if kind == "alone":
            where |= {"scaled": quota is None and chance.random() < 0.5, "overage": chance.random() < 0.4}
        plan.add(Slice(name="l", credit="new", edges=ladder, **where, **shared))  # type: ignore[arg-type]
        tiers = len(ladder)
    elif kind in ("restate", "overage"):
        over = {"running": "running", "quota": "quota", "edges": ladder} if kind == "overage" else {}
        if kind == "overage":
            plan.add(Tier(name="ladder", path="tier", value="reached", edges=ladder, frame=frame))
        tier = "ladder" if kind == "overage" else "tier"
        tiers = next(len(step.edges) for step in plan.steps if step.name == tier)  # type: ignore[union-attr]
        plan.add(Restate(name="l", credit="new", tier=tier, frame=frame, **over, **shared))  # type: ignore[arg-type]
    elif kind == "once":
        plan.add(
            Once(
                name="l",
                kept=chance.random() < 0.5,
                frame=frame,
                **{**shared, "gates": tuple(plan.gates[:1]) + some[1:]},
            )
        )  # type: ignore[arg-type]
    else:
        paid = chance.choice(["window_end", "monthly_to_date", "quarterly_to_date"])
        plan.add(Due(name="l", paid=paid, frame=frame, tier=chance.choice([None, "tier"]), **shared))  # type: ignore[arg-type]
    names = [plan.add(pay(plan, kind, f"pay{item}", tiers)) for item in range(chance.choice([1, 1, 2]))]
    for item in range(chance.choice([0, 1, 1, 2])):
        names.append(plan.add(limit(plan, names, f"cap{item}", frame)))
    return plan.steps


def own_tiers(chance: Random) -> tuple[tuple[Edge, ...], dict[str, str | None]]:
    """The edges of a table that each credit is placed on by itself: by its amount, a field, or a field as the line."""
    by = chance.choice(["", "amount", "percent", "field", "own line"])
    if by == "own line":
        line = Edge(Fraction(0), "money", chance.random() < 0.5, "f1", "line")
        return (Edge(Fraction(0), "money", True, "f0"), line), {}
    if by == "percent":
        return edges(chance, "percent"), {"quota": chance.choice(["quota", "stated"])}
    if by == "field":
        return edges(chance, "count"), {"tier_field": chance.choice(["months", "since:hire"])}
    return (edges(chance, "money") if by else ()), {}


def pay(plan: Plan, kind: str, name: str, tiers: int) -> Pay:
    chance = plan.chance
    credits = kind not in ("once", "due")
    factors: list[Factor] = []
    rates = tuple(number(Fraction(n + 1, chance.choice([7, 20, 100, 3]))) for n in range(tiers))
    if credits:
        parted = kind in ("slice", "alone", "overage")
        factors.append(Factor("credit", "part" if parted else "credit", "money"))
    else:
        factors.append(Factor("target", "cell", "money", name=chance.choice(["target", "share"])))
    if tiers and kind != "once" and credits and (kind != "each" or chance.random() < 0.7):
        choices = tuple(
            Factor("rate", "literal", "ratio", numbers=(rate,))
            if n % 2
            else Factor("rate", "personal", "ratio", "rate")
            for n, rate in enumerate(rates)
        )
        factors.append(
            Factor("rate", "by_tier", "ratio", numbers=rates, choices=choices if chance.random() < 0.3 else ())
        )
    extras = [
        Factor("ratio", "cell", "ratio", name=chance.choice(plan.ratios)),
        Factor("rate2", "literal", "ratio", numbers=(number(chance.choice(["1/12", "-1/7", "0", "5"])),)),
        Factor("own", "personal", "ratio", "rate"),
        Factor("months", "cell", "count", "months", divide=True),
        Factor("quota", "cell", "money", "quota", divide=True),
        Factor("elsewhere", "cell", "money", "elsewhere", divide=chance.random() < 0.5),
    ]
    if credits:
        extras += [
            Factor("term", "record_field", "count", "months", divide=chance.random() < 0.5),
            Factor("table", "table", "ratio", "rates"),
            Factor("spread", "spread", "ratio", "rates"),
        ]
    factors += chance.sample(extras, chance.choice([0, 0, 1, 1, 2]))
    return Pay(name=name, path="earn.c", component="c", lines="l", factors=tuple(factors))


def limit(plan: Plan, names: Sequence[str], name: str, frame: Frame) -> Limit:
    chance = plan.chance
    per = chance.choice(["record", "period", "quarter", "year", "window"])
    fitting = {"quarter": FRAMES[1], "year": FRAMES[0], "period": FRAMES[3]}.get(per, frame)
    literal = number(chance.choice(["0", "100", "5000", "12345/2", "10000000"]), "money", f"earn.c.{name}")
    cap = "share" if fitting == frame and chance.random() < 0.5 else literal
    excess = chance.choice(
        {"period": ["lost", "carry", "year_end"], "quarter": ["lost", "year_end"]}.get(per, ["lost"])
    )
    unless = tuple(gate for gate in plan.gates if chance.random() < 0.2)
    chosen = tuple(names) if chance.random() < 0.5 else tuple(names[-1:])
    return Limit(
        name=name,
        path="earn.c",
        component="c",
        pays=chosen,
        cap=cap,
        per=per,  # type: ignore[arg-type]
        excess=excess,  # type: ignore[arg-type]
        frame=fitting,
        unless=unless,
    )


# -- people -----------------------------------------------------------------------------------------------------------


@dataclass
class Said:
    """The dated numbers of one person."""

    quotas: dict[Span, Known]
    yearly: int
    of_window: bool
    rate: Known | Missing
    opened: tuple[date, int] | None

    def quota(self, name: str, cell: Cell, window_is_row: bool) -> Known | Missing:
        if window_is_row:
            return self.quotas[cell.window]
        rows = [known for span, known in self.quotas.items() if cell.day in span]
        return rows[-1] if rows else Missing("quota_missing", name, cell.day)

    def target(self, day: date) -> Known | Missing:
        return Known(self.yearly, Source("target", "t"))

    def target_is_of_window(self, day: date) -> bool:
        return self.of_window and day.month > 6

    def personal(self, name: str, day: date) -> Known | Missing:
        if isinstance(self.rate, Missing):
            return self.rate
        return Known(self.rate.value + Fraction(day.month, 100), self.rate.source, "percent")

    def input(self, name: str, cell: Cell) -> Known | Missing:
        return Missing("input_missing", name, cell.day)

    def opening(self, of: str, name: str, cell: Cell) -> Known | None:
        if of != "measure" or self.opened is None or not cell.window.first <= self.opened[0] < cell.through:
            return None
        return Known(self.opened[1], Source("opening", name))


def world_of(steps: Sequence[AnyStep], chance: Random, shape: tuple[int, int, tuple[int, str]]) -> World:
    """A person of a plan. `shape`: periods, the first period with lines, and the rounding of lines."""
    count, first_line, rounding = shape
    periods = [month_of(add_months(FIRST, n)) for n in range(count)]
    whole = chance.random() < 0.6
    worked = Span(
        FIRST if whole else FIRST + timedelta(chance.randrange(0, 150)),
        date(2027, 1, 1) if whole or chance.random() < 0.7 else FIRST + timedelta(chance.randrange(150, 400)),
    )
    said = Said(
        _quotas(chance, worked),
        chance.choice([120_000_00, 1, 7, 10**15]),
        chance.random() < 0.2,
        Known(chance.choice([Fraction(1, 3), Fraction(3, 100), Fraction(-1, 7)]), Source("personal", "r"), "percent"),
        (FIRST + timedelta(chance.randrange(0, 90)), chance.randrange(-500, 5000)) if chance.random() < 0.2 else None,
    )
    if chance.random() < 0.03:
        said.rate = Missing("personal_missing", "rate", FIRST)
    frames = dict.fromkeys(frame for step in steps if (frame := getattr(step, "frame", None)) is not None)
    cells = {frame: _cells(frame, periods, worked, said) for frame in frames}
    credits = _credits(chance, periods, worked, said, cells)
    return World(periods, "USD", cells, credits, said, first_line, {}, rounding)  # type: ignore[arg-type]


def _quotas(chance: Random, worked: Span) -> dict[Span, Known]:
    middle = FIRST + timedelta(chance.choice([90, 105, 181]))
    spans = (
        [Span(FIRST, date(2027, 1, 1))]
        if chance.random() < 0.5
        else [Span(FIRST, middle), Span(middle, date(2027, 1, 1))]
    )
    if chance.random() < 0.04:
        spans = spans[1:]
    sizes = [1, 3, 7, 9_999, 10_000, 1_000_000, 123_456_789, 3_000_000_000_00, 10**16, Fraction(5, 2)]
    found = {}
    for span in spans:
        zero = chance.random() < 0.04
        said = chance.choice(["base_rate", "at_target", "nothing"]) if zero else ""
        found[span] = Known(0 if zero else chance.choice(sizes), Source("quota", f"{span.first}"), if_zero=said)
    return found


def _cells(frame: Frame, periods: Sequence[Period], worked: Span, said: Said) -> list[Cell]:
    cells = []
    for index, period in enumerate(periods):
        if frame.window == "quota_window":
            windows = [span for span in sorted(said.quotas) if span.overlap(period.span).days]
        elif frame.window == "rolling_months":
            windows = [Span(add_months(period.span.first, 1 - frame.months), period.span.after)]
        else:
            windows = [window_of(period.span.first, frame.window, 1)]
        for window in windows:
            here, through = worked.overlap(window), min(period.span.after, window.after)
            if not here.days or here.first >= through:
                continue
            months = (window.after.year - window.first.year) * 12 + window.after.month - window.first.month
            to_date = (through.year - window.first.year) * 12 + through.month - window.first.month
            day = min(here.after, through) - timedelta(1)
            part = Fraction(here.days, window.days)
            cells.append(Cell(index, window, through, here, day, part, max(months, 1), max(to_date, 0)))
    return cells


def _credits(
    chance: Random, periods: Sequence[Period], worked: Span, said: Said, cells: dict[Frame, list[Cell]]
) -> list[CreditRow]:
    """Credits in order of their days; most amounts land the total of a window on or beside a line of its quota."""
    last = min(worked.after, periods[-1].span.after)
    days = sorted(
        worked.first + timedelta(chance.randrange(0, max((last - worked.first).days, 1)))
        for _ in range(chance.choice([0, 1, 3, 8, 14]))
    )
    large = chance.choice([100, 10_000, 10**9, 10**16])
    running: dict[Span, Fraction] = {}
    rows: list[CreditRow] = []
    for serial, day in enumerate(days):
        if day >= last:
            continue
        index = next(n for n, period in enumerate(periods) if day in period.span)
        known = next((quota for span, quota in said.quotas.items() if day in span), None)
        window = next(
            (cell.window for cell in next(iter(cells.values()), []) if cell.period == index and day in cell.window),
            None,
        )
        amount: int | Fraction = chance.randrange(-large // 4, large)
        total = running.get(window, Fraction(0)) if window else Fraction(0)
        if known is not None and chance.random() < 0.6:
            aim = (
                known.value
                * chance.choice(REACHED)
                * (Fraction(1) if chance.random() < 0.7 else Fraction(worked.days, 365))
            )
            amount = int(aim - total) + chance.choice([-1, 0, 0, 1])
        if chance.random() < 0.02:
            amount = Fraction(2 * amount + 1, 2)
        if window:
            running[window] = total + amount
        rows.append(_credit(chance, serial, day, index, amount))
    return rows


def _credit(chance: Random, serial: int, day: date, period: int, amount: int | Fraction) -> CreditRow:
    fields = {
        "months": Fraction(chance.choice([-1, 1, 2, 12, 13, 25])),
        "since:hire": Fraction(chance.randrange(-2, 40)),
        "line": chance.choice([amount + 0 * Fraction(1), Fraction(5000), Fraction(10001, 2)]),
    }
    rates: dict[str, Known | Missing] = {
        "rates": Known(chance.choice([Fraction(1, 7), Fraction(5, 100)]), Source("plan", "t"))
    }
    if chance.random() < 0.5:
        rates["rates:below"] = Known(chance.choice([Fraction(1, 9), Fraction(3, 100)]), Source("plan", "t"))
    if chance.random() < 0.003:
        fields.pop("months")
    return CreditRow(
        f"k{serial}",
        "new" if chance.random() < 0.85 else "more",
        day,
        period,
        amount,
        fields,
        frozenset({"c"}) if chance.random() < 0.06 else frozenset(),
        reversal=amount < 0 and chance.random() < 0.6,
        rates=rates,
        record=f"r{chance.randrange(0, 6)}",
    )


def worlds_of(kind: str, seed: int, people: int = 8) -> tuple[list[AnyStep], list[World]]:
    """A plan with a line step of the kind, and people on it."""
    chance = Random(f"{kind} {seed}")
    steps = plan_of(kind, chance)
    count = chance.choice([1, 4, 12, 12])
    first_line = chance.choice([-1, 0, 0, count // 2])
    rounding = (chance.choice([1, 1, 1, 10, 100]), chance.choice(MODES))
    return steps, [world_of(steps, chance, (count, first_line, rounding)) for _ in range(people)]
