"""Rules of windows in words: what part of the target incentive goes by what, the payouts, and when they are paid.

In: a compiled target, scorecard or matrix. Out: short sentences in English and Korean, with the plan's numbers.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.kernel.steps import AnyStep, Curve, Due, Edge, Factor, Number, Pay, Pick, Tier
from comp_rules.kinds.kind import Prose
from comp_rules.kinds.prose import WINDOWS
from comp_rules.plan.compiled import Measure
from comp_rules.values.words import Words


def target_prose(prose: Prose) -> list[Words]:
    """Say what a target component pays, by which measure, and when."""
    pay = _pays(prose)[0]
    measure = prose.plan.measure(pay.measure)
    said = [_part_of_target(prose, pay), _goes_by(measure), *_payouts(prose, pay, measure)]
    return [*said, *_when_paid(prose, pay)]


def scorecard_prose(prose: Prose) -> list[Words]:
    """Say the items of a scorecard, each with its weight and payouts, and when it is paid."""
    pays = _pays(prose)
    said = [_part_of_target(prose, pays[0])]
    for pay in pays:
        measure = prose.plan.measure(pay.measure)
        weight = _factor(pay, "weight")
        number = weight.numbers[0] if weight else Number(Fraction(1), "percent", "")
        text = prose.number(number.value, number.form)
        said.append(
            Words(f"The weight of {measure.label.en} is {text}.", f"{measure.label.ko} 지표의 가중치는 {text}입니다.")
        )
        said += _payouts(prose, pay, measure)
    return [*said, *_when_paid(prose, pays[0])]


def matrix_prose(prose: Prose) -> list[Words]:
    """Say the table of a matrix, row by row, and when it is paid."""
    pay = _pays(prose)[0]
    steps = _steps(prose)
    pick = steps[_factor_name(pay, "payout")]
    assert isinstance(pick, Pick)
    rows, columns = (steps[name] for name in pick.tiers)
    assert isinstance(rows, Tier)
    assert isinstance(columns, Tier)
    row_measure, column_measure = (_measure_with(prose, tier) for tier in (rows, columns))
    by_row, by_column = (_compared(measure) for measure in (row_measure, column_measure))
    said = [
        _part_of_target(prose, pay),
        Words(
            f"The row of the table goes by {by_row.en}, the column by {by_column.en}.",
            f"표의 행을 정하는 값: {by_row.ko}, 열을 정하는 값: {by_column.ko}.",
        ),
    ]
    heads = [_stretch(prose, columns.edges, number) for number in range(pick.columns)]
    for number in range(len(rows.edges)):
        row = _stretch(prose, rows.edges, number)
        pays = pick.numbers[number * pick.columns :][: pick.columns]
        said.append(_row_of_matrix(row, heads, [prose.number(each.value, each.form) for each in pays]))
    return [*said, *_when_paid(prose, pay)]


def _compared(measure: Measure) -> Words:
    label = measure.label
    return Words(f"attainment of {label.en}", f"{label.ko} 달성률") if measure.quota else label


def _row_of_matrix(row: Words, heads: list[Words], pays: list[str]) -> Words:
    """Say what a row pays in each column, and once where all of them pay the same."""
    if len(set(pays)) == 1:
        return Words(f"Row {row.en}: {pays[0]} in every column.", f"{row.ko} 행: 모든 열에서 {pays[0]}.")
    en = ", ".join(f"{text} {head.en}" for head, text in zip(heads, pays, strict=True))
    ko = ", ".join(f"{head.ko} 열 {text}" for head, text in zip(heads, pays, strict=True))
    return Words(f"Row {row.en}: {en}.", f"{row.ko} 행: {ko}.")


def _pays(prose: Prose) -> list[Pay]:
    steps = _steps(prose)
    return [step for step in (steps[name] for name in prose.component.pays) if isinstance(step, Pay)]


def _steps(prose: Prose) -> dict[str, AnyStep]:
    return {step.name: step for step in prose.plan.steps}


def _factor(pay: Pay, role: str) -> Factor | None:
    return next((factor for factor in pay.factors if factor.role == role), None)


def _factor_name(pay: Pay, role: str) -> str:
    factor = _factor(pay, role)
    assert factor is not None
    return factor.name


def _part_of_target(prose: Prose, pay: Pay) -> Words:
    """What is earned: a part of the target incentive of the window, or sums of money."""
    label = prose.component.label
    if _factor(pay, "target") is None:
        return Words(f"You earn {label.en} as sums of money.", f"{label.ko} 항목은 정한 금액을 지급합니다.")
    share = _factor(pay, "share")
    text = prose.number(share.numbers[0].value, "percent") if share else prose.number(Fraction(1), "percent")
    return Words(
        f"You earn {label.en} on {text} of your target incentive.",
        f"{label.ko} 항목의 비중은 목표 인센티브의 {text}입니다.",
    )


def _goes_by(measure: Measure) -> Words:
    window = _window(measure)
    return Words(
        f"It goes by {measure.label.en}, which counts over {window.en}.",
        f"기준 지표: {measure.label.ko}(집계 기간: {window.ko}).",
    )


def _window(measure: Measure) -> Words:
    if measure.frame.window == "rolling_months":
        months = measure.frame.months
        return Words(f"the last {months} months", f"최근 {months}개월")
    return WINDOWS[measure.frame.window]


def _payouts(prose: Prose, pay: Pay, measure: Measure) -> list[Words]:
    """The table or curve of a payout, a sentence for each tier or point."""
    steps = _steps(prose)
    payout = steps[_factor_name(pay, "payout")]
    if isinstance(payout, Curve):
        return _curve_words(prose, payout, measure)
    assert isinstance(payout, Pick)
    tier = steps[payout.tiers[0]]
    assert isinstance(tier, Tier)
    said = []
    for number, pays in enumerate(payout.numbers):
        where, text = _stretch(prose, tier.edges, number, measure), prose.number(pays.value, pays.form)
        said.append(Words(f"{_start(where.en)} it pays {text}.", f"{where.ko}: {text}."))
    return said


#: what a point pays in Korean: a part of the target incentive, or a sum
_KO_PAYS = ("지급률", "지급액")


def _curve_words(prose: Prose, curve: Curve, measure: Measure) -> list[Words]:
    of, ko = _of_quota(measure, curve.points[0][0])
    said = []
    for at, pays in curve.points:
        here, text = prose.number(at.value, at.form), prose.number(pays.value, pays.form)
        said.append(
            Words(f"At {here}{of} it pays {text}.", f"{ko}{here} 지점의 {_KO_PAYS[pays.form == 'money']}: {text}.")
        )
    said.append(
        Words(
            "Between two points it follows the straight line that joins them.",
            "두 지점 사이에서는 비례하여 지급합니다.",
        )
    )
    first, last = curve.points[0], curve.points[-1]
    for outside, point, where in ((curve.below, first, _BELOW), (curve.beyond, last, _BEYOND)):
        start = prose.number(point[0].value, point[0].form)
        text = prose.number(point[1].value, point[1].form)
        told = _STAYS_AT_A_SUM if outside == "edge" and point[1].form == "money" else _OUTSIDE[outside]
        said.append(
            Words(
                f"{where.en.format(at=start)} {told.en.format(text=text)}.",
                f"{where.ko.format(at=start)} {told.ko.format(text=text)}.",
            )
        )
    return said


def _stretch(prose: Prose, edges: tuple[Edge, ...], number: int, measure: Measure | None = None) -> Words:
    """Where a tier lies, without a full stop: `from 80% of quota`, and of the first `below 80% of quota`.

    Without a measure it is not said of what a percentage is.
    """
    edge = edges[number]
    of, ko = _of_quota(measure, Number(edge.at, edge.form, edge.path))
    if number:
        at = prose.number(edge.at, edge.form)
        if edge.included:
            return Words(f"from {at}{of}", f"{ko}{at} 이상")
        return Words(f"above {at}{of}", f"{ko}{at} 초과")
    if len(edges) == 1:
        return Words("whatever the result", "모든 값")
    after = edges[1]
    at = prose.number(after.at, after.form)
    return Words(f"below {at}{of}", f"{ko}{at} 미만") if after.included else Words(f"up to {at}{of}", f"{ko}{at} 이하")


def _of_quota(measure: Measure | None, at: Number) -> tuple[str, str]:
    """Of a percentage what it is of: quota and 달성률, where the measure has a quota."""
    return (" of quota", "달성률 ") if at.form == "percent" and measure and measure.quota else ("", "")


def _measure_with(prose: Prose, tier: Tier) -> Measure:
    """The measure whose value or attainment the step compares."""
    for measure in prose.plan.measures:
        if tier.value in (measure.attainment_step, measure.total_step):
            return measure
    raise KeyError(tier.value)


def _when_paid(prose: Prose, pay: Pay) -> list[Words]:
    due = _steps(prose)[pay.lines]
    assert isinstance(due, Due)
    if due.paid == "window_end":
        return [_AT_END]
    said = [_MONTHLY if due.paid == "monthly_to_date" else _QUARTERLY]
    if _factor(pay, "target") is not None:
        said.append(_SO_FAR if prose.node.text("target_counted") == "to_date" else _FULL)
    return said


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


_BELOW = Words("Below {at}", "{at} 미만에서는")
_BEYOND = Words("Beyond {at}", "{at} 초과에서는")
_OUTSIDE = {
    "nothing": Words("it pays nothing", "지급하지 않습니다"),
    "edge": Words("it stays at {text}", "지급률 {text} 값을 유지합니다"),
    "extend": Words("the line goes on", "같은 비례로 이어집니다"),
}
_STAYS_AT_A_SUM = Words("it stays at {text}", "지급액 {text} 값을 유지합니다")
_AT_END = Words(
    "It is paid once for each window, in the period that holds its last day.",
    "집계 기간마다 한 번, 마지막 날이 있는 산정 기간에 지급합니다.",
)
_MONTHLY = Words(
    "Every period pays what the window has come to so far, less what was paid on it before.",
    "산정 기간마다 현재까지의 금액에서 앞서 지급한 금액을 뺀 차액을 정산합니다.",
)
_QUARTERLY = Words(
    "Every quarter pays what the window has come to so far, less what was paid on it before.",
    "분기마다 현재까지의 금액에서 앞서 지급한 금액을 뺀 차액을 정산합니다.",
)
_SO_FAR = Words(
    "Of the target incentive the months so far count.",
    "목표 인센티브는 지난 개월 수만큼 반영합니다.",
)
_FULL = Words(
    "The target incentive of the whole window counts from the start.",
    "목표 인센티브는 처음부터 집계 기간 전체의 금액을 반영합니다.",
)
