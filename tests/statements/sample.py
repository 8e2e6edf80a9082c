"""Results made by hand for statements: a marginal month, a month in won, a blocked one, an empty one.

In: nothing. Out: results whose lines, components and totals add up, and their contexts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from fractions import Fraction

from comp_rules.flow.records import (
    AssignmentResult,
    ComponentResult,
    ConditionLook,
    Credit,
    Line,
    MeasureValue,
    Operand,
    PayeeResult,
    QuotaUsed,
    RecordRef,
    Refusal,
    TierUsed,
)
from comp_rules.kernel.formula import formula_from_operands
from comp_rules.values.fault import Fault, Place
from comp_rules.values.identity import Source
from comp_rules.values.money import rounded_ratio
from comp_rules.values.period import Span
from comp_rules.values.words import Words
from statements.view import PlanRule, StatementContext

USD, KRW = "money:USD", "money:KRW"
YEAR = Span(date(2026, 1, 1), date(2027, 1, 1))
QUARTER = Span(date(2026, 10, 1), date(2027, 1, 1))
OCTOBER = Span(date(2026, 10, 1), date(2026, 11, 1))
COMMISSION = Words("New business commission", "신규 계약 커미션")
PLATFORM = Words("Platform SPIFF", "플랫폼 특별 인센티브(SPIFF)")
QUARTER_BONUS = Words("Quarter bonus", "분기 성과급")
NEW_BUSINESS = Words("New business", "신규 매출")
DIGEST = "7c1e90b42ad8f31055aa0012ce77be90d1f2a3b4c5d6e7f8091a2b3c4d5e6f70"

CONTEXT = StatementContext(
    company="Northwind Labs",
    payee_name="Sora Lim",
    calculated_at=datetime(2026, 11, 2, 14, 5, tzinfo=UTC),
    digest=DIGEST,
    manager_name="Hana Sørensen",
    names={"E-00422": "Minseo Lee"},
    rules=(
        PlanRule(
            "ae-2026",
            "commission",
            COMMISSION,
            (
                Words(
                    "You earn commission on new business. Up to 100% of your quarterly quota it is 8%, above it 12%.",
                    "신규 매출에 커미션이 발생합니다. 분기 목표의 100%까지는 8%, 초과분에는 12%의 요율이 적용됩니다.",
                ),
                Words(
                    "Only the part above a line gets the higher rate.", "기준을 넘은 금액에만 높은 요율이 적용됩니다."
                ),
            ),
        ),
        PlanRule(
            "ae-2026",
            "platform",
            PLATFORM,
            (Words("1.25% of deals with the Platform product.", "플랫폼 제품이 있는 거래에는 1.25%가 더해집니다."),),
        ),
    ),
)


def credit_of(
    record_id: str,
    title: str,
    day: date,
    original: int,
    *,
    share: Fraction = Fraction(1),
    unit: str = USD,
    reverses: str | None = None,
    split: tuple[tuple[str, Fraction], ...] = (),
) -> Credit:
    """Return the credit of one deal: minor units of `unit`."""
    return Credit(
        credit_id=f"new:{record_id}",
        rule="new",
        label=NEW_BUSINESS,
        record=RecordRef("deal", record_id, 1, title),
        day=day,
        booked_at="",
        basis="split" if split else "owner",
        share=share,
        original=Fraction(original),
        original_unit=unit,
        original_text=None,
        fx=None,
        converted=Fraction(original),
        amount=Fraction(rounded_ratio(original * share)),
        unit=unit,
        split=split,
        people_version=1,
        reverses=reverses,
    )


def refusal_of(
    record_id: str, title: str, amount: int, sentence: Words, cure: Words, component: str | None = None
) -> Refusal:
    """Return a deal that did not count, by its stage."""
    stage = Words("Stage", "단계")
    return Refusal(
        code="component_condition" if component else "condition",
        record=RecordRef("deal", record_id, 1, title),
        original=Fraction(amount),
        original_unit=USD,
        day=date(2026, 10, 28),
        rule="new",
        component=component,
        path="credit.new.when.stage",
        sentence=sentence,
        cure=cure,
        conditions=(
            ConditionLook("stage", stage, Words("closed won", "계약 완료"), Words("negotiation", "협상"), "not_met"),
            ConditionLook(
                "product", Words("Product", "제품"), Words("Platform", "Platform"), Words("–", "–"), "not_looked_at"
            ),
        ),
    )


@dataclass
class Month:
    """Lines collected one by one, numbered, with ids of their own."""

    assignment: str
    currency: str
    lines: list[Line] = field(default_factory=list)

    def pays(
        self,
        component: str,
        credit: Credit | None,
        operands: Sequence[Operand],
        *,
        shape: str,
        tier: int | None = None,
        kind: str = "flat",
        day: date | None = None,
        state: str = "new",
    ) -> None:
        """Add the line that the operands make: their product now less that before, each rounded once."""
        now = [o for o in operands if o.in_amount and not o.before]
        replaced = {o.role: o for o in operands if o.before and o.in_amount}
        exact, amount = _product(now), rounded_ratio(_product(now))
        if replaced:
            earlier = _product([replaced.get(o.role, o) for o in now])
            exact, amount = exact - earlier, amount - rounded_ratio(earlier)
        number = len(self.lines) + 1
        where = credit.credit_id if credit else "once"
        self.lines.append(
            Line(
                line_id=f"{self.assignment}:2026-10:{component}:{where}:{tier}:{state}",
                number=number,
                component=component,
                kind=kind,
                shape=shape,
                state=state,
                record=credit.record if credit else None,
                credit_id=credit.credit_id if credit else None,
                day=credit.day if credit else day or date(2026, 10, 31),
                tier=tier,
                rule_path=f"earn.{component}",
                operands=tuple(operands),
                formula=formula_from_operands(operands, self.currency),
                exact=exact,
                amount=amount,
                currency=self.currency,
                earned_period="2026-10",
            )
        )

    def total(self, component: str) -> int:
        """The sum of a component's lines so far."""
        return sum(line.amount for line in self.lines if line.component == component)

    def count(self, component: str) -> int:
        """How many lines a component has so far."""
        return sum(line.component == component for line in self.lines)


def _product(operands: Sequence[Operand]) -> Fraction:
    value = Fraction(1)
    for operand in operands:
        value = value / operand.value if operand.divide else value * operand.value
    return value


def operand(
    role: str,
    value: Fraction | int,
    unit: str,
    *,
    in_amount: bool = True,
    before: bool = False,
    ref: str = "earn.commission",
) -> Operand:
    """Return an operand that comes from the plan, or from its credit when it is money."""
    source = Source("credit", ref) if unit.startswith("money") else Source("plan", ref)
    return Operand(role, Fraction(value), unit, source, in_amount, before=before)


TIERS = (
    TierUsed("", None, True, Fraction(8, 100), "percent"),
    TierUsed("100%", Fraction(640_000_00), True, Fraction(12, 100), "percent"),
    TierUsed("150%", Fraction(960_000_00), True, Fraction(16, 100), "percent"),
)
DEALS = (
    ("D-20418", "Haneul Logistics", 2, 118_582_53, Fraction(1), False),
    ("D-20455", "Borealis Foods", 5, 107_025_27, Fraction(1), True),
    ("D-20492", "Kestrel Robotics", 9, 320_338_10, Fraction(1, 2), False),
    ("D-20529", "Mirae Shipping", 14, 226_283_39, Fraction(65, 100), True),
    ("D-20603", "Lumen Retail", 20, 97_929_94, Fraction(1), False),
    ("D-20677", "Vantage Health", 27, 128_716_84, Fraction(1), True),
)


def _refusals() -> tuple[Refusal, ...]:
    """Return two deals that did not count, and one that the second component does not pay on."""
    return (
        refusal_of(
            "D-20431",
            "Aster Biotech",
            64_000_00,
            Words(
                "Its stage is “negotiation”; the plan counts only “closed won”.",
                "단계 값이 ‘협상’입니다. 플랜은 ‘계약 완료’만 인정합니다.",
            ),
            Words("It counts when its stage is closed won.", "단계가 계약 완료로 바뀌면 인정됩니다."),
        ),
        refusal_of(
            "D-20462",
            "Fjord Marine",
            18_500_00,
            Words(
                "Its product is “Services”; the plan counts only “Licence”.",
                "제품 값이 ‘용역’입니다. 플랜은 ‘라이선스’만 인정합니다.",
            ),
            Words("Nothing to do, unless the product is wrong.", "제품 값이 잘못된 경우가 아니라면 할 일이 없습니다."),
        ),
        refusal_of(
            "D-20418",
            "Haneul Logistics",
            118_582_53,
            Words("It has no Platform product.", "플랫폼 제품이 없습니다."),
            Words("Nothing to do.", "할 일이 없습니다."),
            component="platform",
        ),
    )


def marginal_month() -> PayeeResult:
    """An account executive's October: a split, a deal over the line, a reversal, deals that did not count."""
    month = Month("A-417", "USD")
    opened = running = Fraction(35_000_00)
    credits = []
    for record_id, title, day, original, share, platform in DEALS:
        split = (("E-00417", share), ("E-00422", 1 - share)) if share != 1 else ()
        credit = credit_of(record_id, title, date(2026, 10, day), original, share=share, split=split)
        credits.append(credit)
        running = _marginal(month, credit, running)
        if platform:
            amount = operand("credit", credit.amount, USD, ref=credit.credit_id)
            month.pays("platform", credit, [amount, operand("rate", Fraction(125, 10000), "percent")], shape="each")
    credits.append(
        credit_of("D-20455-R", "Borealis Foods", date(2026, 10, 29), -15_000_00, reverses="D-20455"),
    )
    running = _marginal(month, credits[-1], running)
    quota = QuotaUsed(
        "q", NEW_BUSINESS, Fraction(640_000_00), Fraction(640_000_00), 92, 92, USD, Source("quota", "q-1", 3)
    )
    measure = MeasureValue(
        "new_business",
        NEW_BUSINESS,
        ("new",),
        "quarter_to_date",
        QUARTER,
        True,
        opened,
        running,
        USD,
        len(credits),
        quota,
        running / 640_000_00,
    )
    components = (
        ComponentResult(
            "commission",
            COMMISSION,
            "tiered",
            month.total("commission"),
            month.count("commission"),
            "new_business",
            TIERS,
        ),
        ComponentResult("platform", PLATFORM, "flat", month.total("platform"), month.count("platform"), None, ()),
        ComponentResult(
            "bonus",
            QUARTER_BONUS,
            "award",
            0,
            0,
            "new_business",
            (),
            "window_not_over",
            _standing(running, date(2026, 12, 31)),
        ),
    )
    return _result("E-00417", _part(month, tuple(credits), (measure,), components, _refusals()))


def _standing(total: Fraction, last_day: date) -> tuple[Operand, ...]:
    return (
        operand("last_day", last_day.toordinal(), "date", in_amount=False),
        operand("total", total, USD, in_amount=False),
        operand("window_quota", 640_000_00, USD, in_amount=False),
        operand("attainment", total / 640_000_00, "percent", in_amount=False),
    )


def _marginal(month: Month, credit: Credit, running: Fraction) -> Fraction:
    """Add a line for the part of the credit in each tier; return the total after it."""
    after = running + credit.amount
    low, high = min(running, after), max(running, after)
    edges = [Fraction(-(10**15)), Fraction(640_000_00), Fraction(960_000_00), Fraction(10**15)]
    for tier, rate in enumerate((Fraction(8, 100), Fraction(12, 100), Fraction(16, 100))):
        part = min(high, edges[tier + 1]) - max(low, edges[tier])
        edge = [operand("edge", Fraction(1 + tier, 2), "percent", in_amount=False)] if tier else []
        if part > 0:
            signed = part if credit.amount > 0 else -part
            month.pays(
                "commission",
                credit,
                [
                    operand("part", signed, USD, ref=credit.credit_id),
                    operand("rate", rate, "percent", ref=f"earn.commission.tiers[{tier}].rate"),
                    operand("credit", credit.amount, USD, in_amount=False, ref=credit.credit_id),
                    operand("open", running, USD, in_amount=False),
                    operand("close", after, USD, in_amount=False),
                    operand("window_quota", 640_000_00, USD, in_amount=False),
                    *edge,
                ],
                shape="slice",
                tier=tier,
                kind="tiered",
            )
    return after


def won_month() -> PayeeResult:
    """A whole-rate month in won: the line is reached, so an earlier deal gets the difference."""
    month = Month("A-422", "KRW")
    earlier = credit_of("D-30010", "한빛소프트", date(2026, 9, 10), 400_000_000, unit=KRW)
    now = credit_of("D-30077", "서울물류", date(2026, 10, 12), 350_000_000, unit=KRW)
    whole = earlier.amount + now.amount
    for credit, state in ((now, "new"), (earlier, "uplift")):
        operands = [
            operand("credit", credit.amount, KRW, ref=credit.credit_id),
            operand("rate", Fraction(3, 100), "percent"),
            operand("total", whole, KRW, in_amount=False),
            operand("window_quota", 720_000_000, KRW, in_amount=False),
            operand("attainment", whole / 720_000_000, "percent", in_amount=False),
        ]
        if state == "uplift":
            operands += [
                operand("rate", Fraction(2, 100), "percent", before=True),
                operand("total", earlier.amount, KRW, in_amount=False, before=True),
                operand("attainment", earlier.amount / 720_000_000, "percent", in_amount=False, before=True),
            ]
        month.pays("commission", credit, operands, shape="restate", tier=1, kind="tiered", state=state)
    quota = QuotaUsed(
        "q", NEW_BUSINESS, Fraction(720_000_000), Fraction(720_000_000), 365, 365, KRW, Source("quota", "q-2", 1)
    )
    total = earlier.amount + now.amount
    measure = MeasureValue(
        "new_business",
        NEW_BUSINESS,
        ("new",),
        "year_to_date",
        YEAR,
        True,
        earlier.amount,
        total,
        KRW,
        2,
        quota,
        total / 720_000_000,
    )
    tiers = (
        TierUsed("", None, True, Fraction(2, 100), "percent"),
        TierUsed("100%", Fraction(720_000_000), True, Fraction(3, 100), "percent"),
    )
    component = ComponentResult("commission", COMMISSION, "tiered", month.total("commission"), 2, "new_business", tiers)
    part = _part(month, (now,), (measure,), (component,), ())
    return _result("E-00422", replace(part, earlier=(earlier,), payee="E-00422"))


def blocked_month() -> PayeeResult:
    """A month whose commission has no quota, so it has no amount; a flat component goes on."""
    month = Month("A-430", "USD")
    credit = credit_of("D-20700", "Otter & Sons <Ltd>", date(2026, 10, 3), 10_000_00)
    amount = operand("credit", credit.amount, USD, ref=credit.credit_id)
    month.pays("platform", credit, [amount, operand("rate", Fraction(125, 10000), "percent")], shape="each")
    components = (
        ComponentResult("commission", COMMISSION, "tiered", None, 0, "new_business", (), "quota_missing"),
        ComponentResult("platform", PLATFORM, "flat", month.total("platform"), 1, None, ()),
    )
    fault = Fault(
        "quota_missing",
        Place("quotas.csv", path="earn.commission"),
        Words(
            "The quota of E-00430 for October 2026 is missing.",
            "E-00430 구성원의 2026년 10월 목표가 등록되지 않았습니다.",
        ),
        Words("Add it to the quotas.", "목표를 등록해 주세요."),
    )
    part = replace(_part(month, (credit,), (), components, ()), faults=(fault,), payee="E-00430")
    return _result("E-00430", part)


def empty_month() -> PayeeResult:
    """A month in which nothing happened."""
    month = Month("A-431", "USD")
    component = ComponentResult("platform", PLATFORM, "flat", 0, 0, None, (), "no_credit")
    return _result("E-00431", replace(_part(month, (), (), (component,), ()), payee="E-00431"))


def month_before() -> PayeeResult:
    """The September that October is compared with."""
    month = Month("A-417", "USD")
    credit = credit_of("D-20100", "Corvid Media", date(2026, 9, 9), 240_000_00)
    amount = operand("credit", credit.amount, USD, ref=credit.credit_id)
    month.pays("commission", credit, [amount, operand("rate", Fraction(8, 100), "percent")], shape="each")
    month.pays("platform", credit, [amount, operand("rate", Fraction(125, 10000), "percent")], shape="each")
    components = (
        ComponentResult("commission", COMMISSION, "tiered", month.total("commission"), 1, None, ()),
        ComponentResult("platform", PLATFORM, "flat", month.total("platform"), 1, None, ()),
    )
    return PayeeResult("E-00417", "2026-09", (_part(month, (credit,), (), components, (), "2026-09"),))


MONTHS = {"marginal": marginal_month, "won": won_month, "blocked": blocked_month, "empty": empty_month}


def _part(
    month: Month,
    credits: tuple[Credit, ...],
    measures: tuple[MeasureValue, ...],
    components: tuple[ComponentResult, ...],
    refusals: tuple[Refusal, ...],
    period: str = "2026-10",
) -> AssignmentResult:
    return AssignmentResult(
        assignment=month.assignment,
        payee="E-00417",
        position="AE-7",
        title="Account Executive, Enterprise",
        plan="ae-2026",
        plan_label=Words("Account Executive 2026", "영업 담당자 2026"),
        plan_version=3,
        plan_digest="0" * 64,
        period=period,
        span=YEAR,
        currency=month.currency,
        credits=credits,
        earlier=(),
        measures=measures,
        components=components,
        lines=tuple(month.lines),
        refusals=refusals,
        faults=(),
        total=sum(line.amount for line in month.lines),
    )


def _result(payee: str, part: AssignmentResult) -> PayeeResult:
    return PayeeResult(payee, "2026-10", (part,))
