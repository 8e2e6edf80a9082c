"""A tiered rule in words: what it is earned on, its base rate, its table and what a higher tier pays for.

In: a compiled tiered component. Out: short sentences in English and Korean.
"""

from __future__ import annotations

from fractions import Fraction

from comp_rules.kinds.kind import Prose
from comp_rules.kinds.prose import earns_on, factor, field_called, measure_of, rate_said, when_words, window_words
from comp_rules.kinds.rate import Rate, rate_of
from comp_rules.kinds.tiered_ladder import since_of
from comp_rules.plan.compiled import TierRow
from comp_rules.values.words import Words


def tiered_prose(prose: Prose) -> list[Words]:
    """Return the rule as sentences."""
    return [earns_on(prose), *_base(prose), *_picked(prose), *table_words(prose), *_applies(prose), *when_words(prose)]


def _base(prose: Prose) -> list[Words]:
    base = factor(prose, "base")
    if base is not None:
        if base.ref == "personal":
            own = prose.plan.called("personal", base.name)
            text = Words(f"your personal one, “{own.en}”", f"개인별로 정한 값(‘{own.ko}’)")
        else:
            number = prose.number(base.numbers[0].value, base.numbers[0].form)
            text = Words(number, number)
        return [Words(f"Your base rate is {text.en}.", f"기본 요율은 {text.ko}입니다.")]
    if factor(prose, "target") is None:
        return []
    share = factor(prose, "share")
    part = prose.number(share.numbers[0].value, "percent") if share else ""
    en = f"{part} of your target incentive" if part else "your target incentive"
    ko = f"목표 인센티브의 {part}" if part else "목표 인센티브"
    said = [Words(f"Your base rate is {en} divided by your quota.", f"기본 요율은 {ko} ÷ 목표입니다.")]
    if factor(prose, "months") is not None:
        said.append(
            Words(
                "The quota is for a part of a year, so as many months of the target count.",
                "목표가 1년의 일부에 대한 것이므로 목표 인센티브도 그 개월 수만큼만 셉니다.",
            )
        )
    return said


def _picked(prose: Prose) -> list[Words]:
    """Say what the tier goes by."""
    measure, by = measure_of(prose), prose.node.map("by")
    if measure is not None and prose.node.text("ladder") == "window":
        window = window_words(measure.frame)
        return [
            Words(
                f"The tier goes by {measure.label.en}, which adds up over {window.en}.",
                f"구간은 {measure.label.ko} 지표에 따르며, 집계 기간은 {window.ko}입니다.",
            )
        ]
    since = since_of(by) if by else None
    if since is not None:
        return [since_words(prose, since)]
    field = by.text("field") if by else None
    if field:
        called = field_called(prose, field)
        return [Words(f"The tier goes by {called.en} of each record.", f"구간은 데이터의 {called.ko} 값에 따릅니다.")]
    if prose.component.pays_on_component:
        return [Words("Each line is placed by its own amount.", "내역마다 자기 금액으로 구간을 정합니다.")]
    return [Words("Each credit is placed by its own amount.", "인정 실적마다 자기 금액으로 구간을 정합니다.")]


def since_words(prose: Prose, since: str) -> Words:
    """Say from which date months are counted."""
    dates = {
        "hire": Words("the hire date", "입사일"),
        "assignment": Words("the first day of the assignment", "배정 첫날"),
    }
    day = dates.get(since) or field_called(prose, since.removeprefix("field:"))
    return Words(
        f"The tier goes by the month of the credit, counted from {day.en}.",
        f"구간은 {day.ko}부터 센 개월 차수에 따릅니다.",
    )


def table_words(prose: Prose) -> list[Words]:
    """Say the table, a sentence for each tier."""
    rows = prose.component.tiers
    if len(rows) == 1:
        rate = _rate(prose, rows[0])
        return [Words(f"The rate is {rate.en}.", f"모든 실적에 적용: {rate.ko}.")]
    said = []
    for number, (row, following) in enumerate(zip(rows, [*rows[1:], None], strict=True)):
        rate = _rate(prose, row)
        if number == 0:
            assert following is not None
            line = _line(prose, following)
            below = Words("Below", "미만") if following.included else Words("Up to", "이하")
            said.append(Words(f"{below.en} {line.en} the rate is {rate.en}.", f"{line.ko} {below.ko}: {rate.ko}."))
        else:
            line = _line(prose, row)
            word = Words("From", "이상") if row.included else Words("Above", "초과")
            said.append(Words(f"{word.en} {line.en} it is {rate.en}.", f"{line.ko} {word.ko}: {rate.ko}."))
    return said


def _line(prose: Prose, row: TierRow) -> Words:
    if row.start_field is not None:
        return field_called(prose, row.start_field)
    assert row.start is not None
    text = prose.number(row.start.value, row.start.form)
    by = prose.node.map("by")
    if (by is not None and by.get("since") is not None) or prose.component.kind == "residual":
        return Words(f"month {text}", f"{text}개월 차")
    measure = measure_of(prose)
    measured = measure is not None and measure.quota is not None and row.start.form == "percent"
    return Words(f"{text} of quota", f"달성률 {text}") if measured else Words(text, text)


def _rate(prose: Prose, row: TierRow) -> Words:
    if row.rate is None:
        said = rate_said(prose, _rate_of_row(prose, row))
        if row.personal is None:
            return said
        return Words(said.en, f"개인별 요율(‘{prose.plan.called('personal', row.personal).ko}’)")
    text = prose.number(row.rate.value, row.rate.form)
    if row.rate.form == "times":
        if row.rate.value == Fraction(1):
            return Words("the base rate", "기본 요율")
        times = text.removesuffix("x")
        return Words(f"{times} times the base rate", f"기본 요율의 {times}배")
    if row.rate.form == "money":
        return Words(f"{text} for each one", f"건당 {text}")
    return Words(text, f"요율 {text}")


def _rate_of_row(prose: Prose, row: TierRow) -> Rate:
    """The rate as written, found again by its row."""
    nodes = prose.node.maps("tiers")
    rate = rate_of(nodes[prose.component.tiers.index(row)].get("rate"), "percent")
    assert rate is not None
    return rate


def _applies(prose: Prose) -> list[Words]:
    if len(prose.component.tiers) == 1:
        return []
    shape = prose.component.shape
    if shape == "slice":
        return [
            Words(
                "Only the part above a line gets the higher rate.",
                "기준을 넘은 부분에만 높은 구간의 요율이 적용됩니다.",
            )
        ]
    if shape == "restate" and prose.component.pays_on_component:
        return [
            Words(
                "Reaching a line changes the rate of everything that component earned in the window.",
                "기준에 도달하면 집계 기간에 그 지급 항목에서 발생한 금액 전체의 요율이 바뀝니다.",
            )
        ]
    measure = measure_of(prose)
    if shape == "restate" and measure is not None and measure.frame.window == "rolling_months":
        return [
            Words(
                "Reaching a line changes the rate of everything credited in that period.",
                "기준에 도달하면 그 산정 기간에 인정된 실적 전체의 요율이 바뀝니다.",
            )
        ]
    if shape == "restate":
        return [
            Words(
                "Reaching a line changes the rate of everything, from the first deal of the window.",
                "기준에 도달하면 집계 기간의 첫 거래부터 그 요율이 소급 적용됩니다.",
            )
        ]
    if shape == "overage":
        return [
            Words(
                "Everything above the first tier earns the rate of the tier reached.",
                "첫 구간을 넘은 부분 전체에 도달한 구간의 요율이 적용됩니다.",
            )
        ]
    return [Words("The rate holds for the whole credit.", "요율은 인정 실적 전체에 적용됩니다.")]
