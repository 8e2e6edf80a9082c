"""Measures as pages show them: every part of a value, of its quota and of what it is made of, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from comp_rules.facts.facts import Leave, Opening, Quota, RecordVersion, TypedResult, Value
from comp_rules.flow.records import MeasurePart, MeasureValue, QuotaUsed
from comp_rules.values.identity import Source
from comp_rules.values.period import Span
from comp_rules.values.words import Words
from tests.comp_rules.company import YEAR, deal, money
from tests.comp_rules.flow.team import FLAT, SALE, days, holds, part, quota, run, team, team_plan

CREDITS = (
    SALE.replace("TO", "to: owner")
    + """
  late: {label: {en: Late, ko: 이월}, records: deal, when: {stage: late}, date: close_date, amount: amount,
    to: owner}
  deals: {label: {en: Deals, ko: 거래}, records: deal, when: {stage: won}, date: close_date, count: 1, to: owner}"""
)
LABELS = {
    "quarter": Words("Quarter", "분기"), "ytd": Words("To date", "누계"), "goal": Words("Goal", "목표"),
    "two": Words("Two", "둘"), "both": Words("Both", "합"), "less": Words("Less", "차"),
    "share": Words("Share", "비율"),
    "plain": Words("Plain", "합계"), "late_sum": Words("Late", "이월"), "won": Words("Deals won", "건수"),
    "own": Words("Window", "집계"),
}  # fmt: skip
FORMS = {
    "quarter": "sum: sale, over: quarter_to_date, quota: year",
    "ytd": "sum: sale, over: year_to_date, quota: yearly_goal, against: quota_to_date",
    "goal": "input: goal, over: quarter_to_date, quota: goal",
    "two": "weighted: [{by: quarter, weight: 60%}, {by: goal, weight: 40%}, {by: share, weight: 0%}]",
    "both": "plus: [plain, late_sum]",
    "less": "minus: [plain, late_sum]",
    "share": "ratio: [late_sum, plain]",
    "plain": "sum: sale, over: quarter_to_date",
    "late_sum": "sum: [sale, late], over: quarter_to_date",
    "won": "count: deals, over: month",
    "own": "sum: sale, over: quota_window, quota: win",
}
QUARTER, THE_YEAR = days(date(2026, 1, 1), date(2026, 3, 31)), YEAR
#: from 16 January: 75 of the quarter's 90 days, 350 of the year's 365
LATER = holds("ann", span=days(date(2026, 1, 16), None))
QUOTAS = (
    quota("ann", 1000_00, "year"), quota("ann", 4000_00, "yearly_goal"),
    Quota("q-goal", "ann", "goal", Value("percent", Fraction(1, 2)), YEAR, known_no=5),
)  # fmt: skip
SOLD = [
    deal("D0", date(2026, 1, 15), 9999_00),
    deal("D1", date(2026, 1, 20), 300_00),
    deal("D2", date(2026, 3, 31), 200_00),
    deal("D3", date(2026, 2, 5), 50_00, stage="late"),
    deal("D4", date(2026, 4, 1), 7777_00),
]
TYPED = TypedResult("i1", "ann", "goal", Value("percent", Fraction(1, 10)), date(2026, 2, 10), known_no=3)
OPENED = Opening("o1", "ann", "measure", "quarter", money(700_00), date(2026, 1, 17), known_no=2)


def measured(
    *names: str, scales: str = "quota, target", basis: str = "calendar_days", leave: str = "absent", **more: object
) -> list[MeasureValue]:
    """The measures of March by name; facts may be replaced."""
    measure = "\n  ".join(f"{n}: {{label: {{en: {LABELS[n].en}, ko: {LABELS[n].ko}}}, {FORMS[n]}}}" for n in FORMS)
    proration = f"{{basis: {basis}, scales: [{scales}], leave: {leave}}}"
    plan = team_plan(credit=CREDITS, measure=measure, earn=FLAT, proration=proration)
    records: Sequence[RecordVersion] = more.pop("records", SOLD)  # type: ignore[assignment]
    facts = {"quotas": QUOTAS, "inputs": (TYPED,), "openings": (OPENED,), **more}
    found = part(run([plan], team([LATER], records, **facts)), "ann").measures
    return [value for value in found if value.measure in names]


def value(name: str, total: int | Fraction, **more: object) -> MeasureValue:
    """A measure over the quarter that adds up `sale` and has nothing more."""
    usual: dict[str, object] = {
        "rules": ("sale",), "over": "quarter_to_date", "window": QUARTER, "window_over": True, "opened": Fraction(0),
        "unit": "money:USD", "credits": 0, "quota": None, "attainment": None,
    }  # fmt: skip
    return MeasureValue(measure=name, label=LABELS[name], total=Fraction(total), **{**usual, **more})  # type: ignore[arg-type]


def used(name: str, stated: int, prorated: int, worked: int, of: int, **more: object) -> QuotaUsed:
    label, row = Words(name.replace("_", " "), name.replace("_", " ")), f"q-ann-{name}-2026-01-01"
    usual = {"label": label, "unit": "money:USD", "source": Source("quota", row)}
    return QuotaUsed(
        quota=name, stated=Fraction(stated), prorated=Fraction(prorated), days_worked=worked, days=of,
        **{**usual, **more},  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_sum_shows_its_opening_its_credits_and_its_prorated_quota() -> None:
    # 75 of 90 days of 1,000.00 are 833.33; `yearly quota` is what the company calls `year`
    label = Words("yearly quota", "yearly quota")
    assert measured("quarter") == [
        value(
            "quarter", 1200_00, opened=Fraction(1000_00), credits=2, attainment=Fraction(1200_00, 833_33),
            quota=used("year", 1000_00, 833_33, 75, 90, label=label),
            opening=Fraction(700_00), opening_source=Source("opening", "o1", 2),
        )
    ]  # fmt: skip


def test_a_quota_to_date_shows_its_months() -> None:
    # 4,000.00 x 350/365 = 3,835.62, of which 3 of 12 months are 958.905
    quota_to_date = used(
        "yearly_goal", 4000_00, 958_91, 350, 365, months_to_date=Fraction(3), months=Fraction(12)
    )  # fmt: skip
    assert measured("ytd") == [
        value(
            "ytd", 500_00, over="year_to_date", window=THE_YEAR, window_over=False, opened=Fraction(300_00), credits=2,
            quota=quota_to_date, attainment=Fraction(500_00, 958_91),
        )
    ]  # fmt: skip


def test_a_typed_result_names_its_row() -> None:
    goal = used("goal", 0, 0, 75, 90, unit="percent", source=Source("quota", "q-goal", 5))
    goal.stated = goal.prorated = Fraction(1, 2)  # type: ignore[misc]
    assert measured("goal") == [
        value(
            "goal", Fraction(1, 10), rules=(), unit="percent", shape="input", quota=goal, attainment=Fraction(1, 5),
            source=Source("input", "i1", 3),
        )
    ]  # fmt: skip


def made_of(
    name: str, role: str, amount: Fraction | int | None, unit: str = "money:USD", **more: object
) -> MeasurePart:
    held = Fraction(amount) if amount is not None else None
    return MeasurePart(name, LABELS[name], role, held, unit, **more)  # type: ignore[arg-type]


def test_what_a_measure_is_made_of_stands_with_its_role() -> None:
    both, less, share = (
        (made_of("plain", upper, 500_00), made_of("late_sum", lower, 550_00))
        for upper, lower in (("plus", "plus"), ("plus", "minus"), ("lower", "upper"))
    )
    assert measured("both", "less", "share") == [
        value("both", 1050_00, rules=(), shape="plus", parts=both),
        value("less", -50_00, rules=(), shape="minus", parts=less),
        value("share", Fraction(11, 10), rules=(), shape="ratio", parts=tuple(reversed(share)), unit="percent",
              attainment=Fraction(11, 10)),
    ]  # fmt: skip


def test_a_weighted_measure_takes_attainments_by_their_weights() -> None:
    # 60% of 1,200.00 / 833.33, 40% of 20% and nothing of the share
    quarter = Fraction(1200_00, 833_33)
    total = Fraction(3, 5) * quarter + Fraction(2, 5) * Fraction(1, 5)
    parts = (
        made_of("quarter", "weighted", quarter, "percent", weight=Fraction(3, 5)),
        made_of("goal", "weighted", Fraction(1, 5), "percent", weight=Fraction(2, 5)),
        made_of("share", "weighted", Fraction(11, 10), "percent", weight=Fraction(0)),
    )
    assert measured("two") == [
        value("two", total, rules=(), shape="weighted", parts=parts, unit="percent", attainment=total)
    ]


def test_a_count_and_a_sum_of_two_rules_say_what_they_add_up() -> None:
    late_sum = value("late_sum", 550_00, rules=("sale", "late"), opened=Fraction(350_00), credits=3)
    march = days(date(2026, 3, 1), date(2026, 3, 31))
    won = value("won", 1, rules=("deals",), over="month", window=march, unit="count", credits=1)
    assert measured("late_sum", "won") == [late_sum, won]


def test_what_is_missing_or_divided_by_nothing_has_no_value() -> None:
    undefined, plain, late_sum = measured("share", "plain", "late_sum", records=SOLD[3:4])
    assert plain == value("plain", 0)
    assert late_sum == value("late_sum", 50_00, rules=("sale", "late"), opened=Fraction(50_00), credits=1)
    parts = (made_of("late_sum", "upper", 50_00), made_of("plain", "lower", 0))
    assert undefined == value(
        "share", 0, rules=(), shape="ratio", parts=parts, unit="percent", undefined="undefined"
    )  # fmt: skip
    two, goal = sorted(measured("goal", "two", inputs=()), key=lambda found: found.measure == "goal")
    assert (goal.total, goal.attainment, goal.undefined, goal.source) == (0, None, "input_missing", None)
    assert (two.total, two.attainment, [one.value for one in two.parts][1:]) == (0, None, [None, Fraction(11, 10)])
    (quarter,) = measured("quarter", quotas=QUOTAS[1:])
    assert (quarter.total, quarter.quota, quarter.attainment, quarter.undefined) == (1200_00, None, None, "")


def test_each_window_of_a_quota_that_meets_the_period_stands_alone() -> None:
    first, second = days(date(2026, 2, 1), date(2026, 3, 10)), days(date(2026, 3, 11), date(2026, 5, 31))
    rows = (*QUOTAS, quota("ann", 100_00, "win", first), quota("ann", 200_00, "win", second))

    def own(window: Span, over: bool, total: int, stated: int, worked: int, **more: object) -> MeasureValue:
        row = Source("quota", f"q-ann-win-{window.first}")
        held = used("win", stated, stated, worked, worked, source=row)
        return value(
            "own", total, over="quota_window", window=window, window_over=over, quota=held,
            attainment=Fraction(total, stated), **more,
        )  # fmt: skip

    assert measured("own", quotas=rows) == [
        own(first, True, 0, 100_00, 38),
        own(second, False, 200_00, 200_00, 82, credits=1),
    ]


def test_a_quota_that_is_not_prorated_shows_the_days_of_its_window() -> None:
    label = Words("yearly quota", "yearly quota")
    (value_,) = measured("quarter", scales="")
    assert value_.quota == used("year", 1000_00, 1000_00, 75, 90, label=label)
    (work_days,) = measured("quarter", scales="", basis="work_days")
    assert work_days.quota == used("year", 1000_00, 1000_00, 75, 90, label=label, basis="work_days")


def test_days_of_leave_are_taken_off_where_the_plan_says_so() -> None:
    label, away = Words("yearly quota", "yearly quota"), (Leave("l", "ann", days(date(2026, 2, 1), date(2026, 2, 10))),)
    (absent,), (active,) = (measured("quarter", leave=leave, leaves=away) for leave in ("absent", "active"))
    # 65 of 90 days of 1,000.00 are 722.22
    assert absent.quota == used("year", 1000_00, 722_22, 65, 90, label=label)
    assert active.quota == used("year", 1000_00, 833_33, 75, 90, label=label)


def test_a_quota_of_0_keeps_what_it_means() -> None:
    zero = Quota("q0", "ann", "year", money(0), YEAR, if_zero="at_target")
    (found,) = measured("quarter", quotas=(zero, *QUOTAS[1:]))
    assert found.quota is not None
    assert (found.quota.if_zero, found.quota.stated, found.quota.prorated, found.attainment) == ("at_target", 0, 0, 1)
