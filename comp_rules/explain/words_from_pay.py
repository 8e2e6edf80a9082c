"""The pay section in words: when earnings become payable, what is taken back, advanced, topped up or held.

In: a compiled plan and the form of numbers. Out: short sentences in both languages, in the order of payment.
"""

from __future__ import annotations

from collections.abc import Iterator

from comp_rules.explain.form import Form
from comp_rules.explain.words_from_head import DAYS
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.pay_section import Advance, Clawback, Draw, Floor, PayCap, Recovery, Release, Windfall
from comp_rules.values.length import Length
from comp_rules.values.ratio import percent_text
from comp_rules.values.words import Words


def pay_words(plan: CompiledPlan, form: Form) -> list[Words]:
    """Say everything that the pay section holds; what it does not hold is not said, but for clawback."""
    return list(_Pay(plan, form).said())


class _Pay:
    """The pay section of one plan, with the labels of its components."""

    def __init__(self, plan: CompiledPlan, form: Form) -> None:
        self._plan, self._form, self._pay = plan, form, plan.pay

    def said(self) -> Iterator[Words]:
        pay = self._pay
        for release in pay.releases:
            yield self._release(release)
        for clawback in pay.clawbacks:
            yield from self._clawback(clawback)
        if not pay.clawbacks:
            yield _NO_CLAWBACK
        for advance in pay.advances:
            yield from self._advance(advance)
        if pay.windfall is not None:
            yield self._windfall(pay.windfall)
        for cap in pay.caps:
            yield self._cap(cap)
        yield _NEGATIVE[pay.negative]
        if pay.guarantee is not None:
            yield from self._guarantee(pay.guarantee)
        for draw in pay.draws:
            yield from self._draw(draw)
        yield from self._last()
        yield _AT_EXIT[pay.held_at_exit]

    def _release(self, release: Release) -> Words:
        share, of = percent_text(release.share), self._of(release.components)
        if release.event == "earned":
            return Words(f"{share}{of.en} is payable at once.", f"{share}{of.ko}: 발생 즉시 지급 예정.")
        if release.event is not None:
            event, pace = _plain(release.event), _PACE[release.pace]
            return Words(
                f"{share}{of.en} is held until {event}{pace.en}.", f"{share}{of.ko}: 해제 조건 {event}{pace.ko}."
            )
        assert release.after is not None
        after, since = _length(release.after), _since(release.since)
        parts = Words("", "")
        if release.every is not None:
            every = _length(release.every)
            parts = Words(f", in {release.parts} parts every {every.en}", f", {release.parts}회 분할({every.ko}마다)")
        return Words(
            f"{share}{of.en} is payable {after.en} after {since.en}{parts.en}.",
            f"{share}{of.ko}: {since.ko}부터 {after.ko} 후 지급 예정{parts.ko}.",
        )

    def _clawback(self, clawback: Clawback) -> Iterator[Words]:
        event, of = _plain(clawback.event), self._of(clawback.components)
        within, since = _length(clawback.within), _since(clawback.since)
        taken = "the part not served" if clawback.take_back is None else percent_text(clawback.take_back)
        ko = "남은 기간의 몫" if clawback.take_back is None else percent_text(clawback.take_back)
        yield Words(
            f"Within {within.en} of {since.en}, {event} takes back {taken}{of.en}.",
            f"{since.ko}부터 {within.ko} 안에 {event} 발생 시 환수: {ko}{of.ko}.",
        )
        if clawback.term is not None:
            term, months = _length(clawback.term), _MONTHS_COUNT[clawback.month_counts]
            yield Words(f"The term served is {term.en}{months.en}.", f"환수 기준 기간: {term.ko}{months.ko}.")
        yield _METHOD[clawback.method]

    def _advance(self, advance: Advance) -> Iterator[Words]:
        label, credit = advance.label, self._plan.credit(advance.pays_on).label
        form = self._form
        rate = (
            form.amount(advance.rate.value, self._plan.currency)
            if advance.rate.form == "money"
            else percent_text(advance.rate.value)
        )
        yield Words(
            f"{label.en} advances {rate} of {credit.en}, one balance for each record.",
            f"{label.ko}: {credit.ko} 실적의 {rate} 선지급. 데이터마다 잔액을 따로 관리합니다.",
        )
        by, of = _plain(advance.matched_by), self._of(advance.components)
        yield Words(
            f"Later lines{of.en} with the same {by} pay it down.",
            f"같은 {by} 값을 가진 이후 내역{of.ko}에서 회수합니다.",
        )
        yield self._recovery(advance.recovery)
        yield _ON_UNDO[advance.on_undo]

    def _windfall(self, windfall: Windfall) -> Words:
        at = self._form.amount(windfall.above.value, self._plan.currency)
        of = Words(at, at)
        if windfall.of is not None:
            part, quota = percent_text(windfall.above.value), _plain(windfall.of)
            of = Words(f"{part} of the quota “{quota}”", f"목표 ‘{quota}’의 {part}")
        return Words(
            f"A record above {of.en} waits for review before it is paid.", f"초대형 거래 검토 기준: {of.ko} 초과."
        )

    def _cap(self, cap: PayCap) -> Words:
        per, excess = _PER[cap.per], _EXCESS[cap.excess]
        limit = self._form.amount(cap.limit.value, self._plan.currency)
        most = Words(limit, limit)
        if cap.limit.form == "percent":
            part = percent_text(cap.limit.value)
            whole = Words("the target incentive", "목표 인센티브")
            if cap.of not in (None, "target"):
                quota = _plain(cap.of or "")
                whole = Words(f"the quota “{quota}”", f"목표 ‘{quota}’")
            most = Words(f"{part} of {whole.en}", f"{whole.ko}의 {part}")
        return Words(
            f"At most {most.en} is paid in each {per.en}; {excess.en}.", f"상한: {per.ko}마다 {most.ko}. {excess.ko}."
        )

    def _guarantee(self, floor: Floor) -> Iterator[Words]:
        amount = self._each(floor)
        yield Words(
            f"Pay is topped up to {amount.en} a period, and nothing of it is taken back.",
            f"최저 보장: 산정 기간마다 {amount.ko}. 회수하지 않습니다.",
        )
        yield from self._months(floor)

    def _draw(self, draw: Draw) -> Iterator[Words]:
        label, amount, shape = draw.label, self._each(draw.floor), _SHAPE[draw.shape]
        yield Words(
            f"{label.en} {shape.en} {amount.en} a period.", f"{label.ko}: 산정 기간마다 {amount.ko} {shape.ko}."
        )
        yield from self._months(draw.floor)
        if draw.recovery is None:
            yield _NOT_RECOVERED
            return
        yield self._recovery(draw.recovery)
        if draw.year_end is not None and draw.at_exit is not None:
            yield _YEAR_END[draw.year_end]
            yield _DRAW_EXIT[draw.at_exit]

    def _each(self, floor: Floor) -> Words:
        if floor.target_share is not None:
            share = percent_text(floor.target_share)
            return Words(f"{share} of the period's target incentive", f"기간 목표 인센티브의 {share}")
        text = self._form.amount(floor.amount or 0, self._plan.currency)
        return Words(text, text)

    def _months(self, floor: Floor) -> Iterator[Words]:
        since = _since(floor.since)
        if floor.months is not None:
            months = ", ".join(str(month) for month in floor.months)
            yield Words(f"It holds in months {months} from {since.en}.", f"적용 개월: {since.ko}부터 {months}개월째.")
        for month, share in floor.schedule:
            text = percent_text(share)
            yield Words(f"From month {month} on it is {text} of that.", f"{month}개월째부터 그 금액의 {text}.")
        if floor.timing == "ahead":
            yield _AHEAD

    def _recovery(self, recovery: Recovery) -> Words:
        share = percent_text(recovery.share)
        en, ko = (
            f"{share} of what is payable above the floor recovers it",
            f"선지급금 회수: 하한을 넘는 지급 예정액의 {share}",
        )
        if recovery.at_most is not None:
            most = self._form.amount(recovery.at_most, self._plan.currency)
            en, ko = f"{en}, at most {most} a period", f"{ko}, 산정 기간마다 최대 {most}"
        if recovery.first_month is not None:
            en, ko = f"{en}, from month {recovery.first_month} on", f"{ko}, {recovery.first_month}개월째부터"
        return Words(f"{en}.", f"{ko}.")

    def _last(self) -> Iterator[Words]:
        pay = self._pay
        if pay.conversion is not None:
            rates, day = _plain(pay.conversion.rates), DAYS[pay.conversion.as_of]
            yield Words(
                f"Pay is converted to the payroll currency by the rates “{rates}” of {day.en}.",
                f"지급액은 ‘{rates}’ 환율표의 {day.ko} 환율로 급여 통화로 환산합니다.",
            )
        if pay.rounding is not None:
            unit = self._form.amount(pay.rounding.unit, self._plan.currency)
            rest = _REMAINDER[pay.rounding.remainder]
            mode = _MODES[pay.rounding.mode]
            yield Words(
                f"Each payment is rounded {mode.en} to {unit}; {rest.en}.", f"지급 단위: {unit}({mode.ko}). {rest.ko}."
            )

    def _of(self, components: tuple[str, ...]) -> Words:
        """The components that a rule is about; nothing when it is about all."""
        if not components:
            return Words("", "")
        labels = [self._plan.component(name).label for name in components]
        return Words(
            f" of {' and '.join(label.en for label in labels)}", f"({', '.join(label.ko for label in labels)})"
        )


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _length(length: Length) -> Words:
    unit = length.unit if length.count == 1 else f"{length.unit}s"
    return Words(f"{length.count} {unit}", f"{length.count}{'일' if length.unit == 'day' else '개월'}")


def _since(since: str) -> Words:
    kind, _, field = since.partition(":")
    if kind == "field":
        return Words(f"the record's {_plain(field)}", f"데이터의 {_plain(field)} 날짜")
    return _SINCE[since]


_SINCE = {
    "credit_date": Words("the credit date", "실적 인정일"),
    "assignment": Words("the assignment", "배정일"),
    "hire": Words("the hire", "입사일"),
    "calendar": Words("the start of the plan year", "플랜 연도 첫 달"),
}
_PACE = {
    "whole": Words("", ""),
    "in_proportion": Words(", each time in proportion to its amount", ", 금액에 비례"),
    "parts": Words("", ""),
}
_METHOD = {
    "recalculate": Words(
        "What is taken back is recalculated as if the record had never counted.",
        "환수액은 해당 데이터가 없었던 것으로 다시 계산합니다.",
    ),
    "original_rate": Words(
        "What is taken back is what the record had earned.", "환수액은 해당 데이터로 발생한 금액입니다."
    ),
}
_MONTHS_COUNT = {
    None: Words("", ""),
    "started": Words(", a month begun counts", ", 시작한 달 포함"),
    "completed": Words(", only whole months count", ", 채운 달만 포함"),
}
_NO_CLAWBACK = Words("Nothing is taken back.", "환수하지 않습니다.")
_ON_UNDO = {
    "take_back": Words(
        "If the record is undone, what is left of it is taken back.", "취소되면 남은 선지급금을 환수합니다."
    ),
    "keep": Words("If the record is undone, it is kept.", "취소되어도 환수하지 않습니다."),
}
_PER = {
    "period": Words("period", "산정 기간"),
    "quarter": Words("quarter", "분기"),
    "year": Words("plan year", "플랜 연도"),
}
_EXCESS = {
    "lost": Words("what lies above is lost", "초과 금액은 지급하지 않습니다"),
    "carry": Words("what lies above goes to the next period", "초과 금액은 다음 산정 기간으로 이월합니다"),
    "year_end": Words(
        "what lies above is paid with the year's last period", "초과 금액은 플랜 연도의 마지막 산정 기간에 지급합니다"
    ),
}
_NEGATIVE = {
    "carry": Words("What is below 0 goes to the next period.", "0 미만 금액은 다음 산정 기간으로 이월합니다."),
    "deduct": Words("What is below 0 is deducted from salary.", "0 미만 금액은 급여에서 공제합니다."),
}
_SHAPE = {
    "top_up": Words("tops pay up to", "수준까지 선지급"),
    "on_top": Words("adds to pay", "추가 선지급"),
}
_NOT_RECOVERED = Words("It is not recovered.", "회수하지 않습니다.")
_AHEAD = Words("It is paid ahead of the period.", "산정 기간 전에 먼저 지급합니다.")
_YEAR_END = {
    "keep": Words("At the end of the year its balance goes on.", "연말 잔액: 유지."),
    "forgive": Words("At the end of the year its balance is forgiven.", "연말 잔액: 면제."),
}
_DRAW_EXIT = {
    "forgive": Words("Who leaves owes nothing of it.", "퇴사 시 잔액: 면제."),
    "flag": Words("Who leaves with a balance is reported.", "퇴사 시 잔액: 담당자에게 알림."),
}
_AT_EXIT = {
    "pay": Words(
        "What is held when somebody leaves is paid when it is released.", "퇴사 시 보류 금액: 보류 해제 때 지급."
    ),
    "forfeit": Words("What is held when somebody leaves is lost.", "퇴사 시 보류 금액: 지급하지 않음."),
}
_MODES = {
    "half_away": Words("half away from zero", "반올림"),
    "half_even": Words("half to the even neighbour", "짝수 반올림"),
    "down": Words("down", "절사"),
    "up": Words("up", "올림"),
}
_REMAINDER = {
    "carry": Words("the remainder is carried", "끝수는 이월합니다"),
    "drop": Words("the remainder is dropped", "끝수는 지급하지 않습니다"),
}
