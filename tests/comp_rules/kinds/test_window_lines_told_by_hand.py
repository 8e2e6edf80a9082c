"""What a line of a window says, word for word in both languages: reached, moved, taken back, in part or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import pytest

from comp_rules.kernel.operand import Operand
from comp_rules.kinds.contest import contest_words
from comp_rules.kinds.override import override_words
from comp_rules.kinds.window_words import matrix_words, scorecard_words, target_words
from comp_rules.values.identity import Source


@dataclass(frozen=True)
class Shown:
    """A line as a sentence sees it."""

    operands: tuple[Operand, ...]
    shape: str = "window"
    state: str = "new"
    tier: int | None = None
    amount: int = 100


def number(role: str, value: int, unit: str = "percent", *, before: bool = False, factor: bool = False) -> Operand:
    return Operand(role, Fraction(value), unit, Source("plan", "p"), factor, before=before)


def payout(value: int = 1, unit: str = "percent") -> Operand:
    return number("payout", value, unit, factor=True)


def was(role: str, value: int, unit: str = "percent", *, factor: bool = False) -> Operand:
    return number(role, value, unit, before=True, factor=factor)


OF_QUOTA = (number("total", 5, "money:USD"), number("window_quota", 9, "money:USD"), number("attainment", 5))
WEIGHT = number("weight", 1, factor=True)
EN, KO = (
    "{measure} came to {attainment} of quota ({total} of {window_quota})",
    ("{measure} 지표의 달성률: {attainment}({total} / 목표 {window_quota})."),
)


@pytest.mark.parametrize(
    ("operands", "shape", "en", "ko"),
    [
        ((*OF_QUOTA, payout()), "window", f"{EN}, which pays {{payout}} of target.", f"{KO} 지급률: {{payout}}."),
        (
            (*OF_QUOTA, payout()),
            "to_date",
            f"{EN.replace('came to', 'stands at')}; so far that pays {{payout}} of target.",
            f"{KO} 현재까지의 지급률: {{payout}}.",
        ),
        (
            (*OF_QUOTA, WEIGHT, payout()),
            "window",
            f"{EN}, which pays {{payout}} of its weight of {{weight}}.",
            f"{KO} 지급률: {{payout}}, 가중치: {{weight}}.",
        ),
        (
            (*OF_QUOTA, WEIGHT, payout()),
            "to_date",
            f"{EN.replace('came to', 'stands at')}; so far that pays {{payout}} of its weight of {{weight}}.",
            f"{KO} 현재까지의 지급률: {{payout}}, 가중치: {{weight}}.",
        ),
        (
            (OF_QUOTA[0], payout(5, "money:USD")),
            "window",
            "{measure} came to {total}, so {payout} is paid.",
            "{measure} 지표의 값: {total}. 지급액: {payout}.",
        ),
        (
            (OF_QUOTA[0], payout(5, "money:USD")),
            "to_date",
            "{measure} stands at {total}; so far that pays {payout}.",
            "{measure} 지표의 값: {total}. 현재까지의 지급액: {payout}.",
        ),
        (
            (*OF_QUOTA, payout(0)),
            "window",
            f"{EN}, where the payout is {{payout}}, so nothing is paid.",
            f"{KO} 지급률이 {{payout}}이므로 지급액이 없습니다.",
        ),
        (
            (*OF_QUOTA, payout(-1)),
            "window",
            f"{EN}, which pays {{payout}} of target.",
            f"{KO} 지급률: {{payout}}.",
        ),
        # what neither the sentence nor the formula names is added
        (
            (*OF_QUOTA, payout(), number("stood", 3), number("at_least", 2)),
            "window",
            f"{EN}, which pays {{payout}} of target. "
            f"Condition met: {{stood_measure}} is {{stood}} (at least {{at_least}}).",
            f"{KO} 지급률: {{payout}}. 충족한 조건: {{stood_measure}} {{stood}}({{at_least}} 이상).",
        ),
    ],
)
def test_how_a_measure_stood_and_what_that_pays(operands: tuple[Operand, ...], shape: str, en: str, ko: str) -> None:
    line = Shown(operands, shape)
    assert target_words(line) == (en, ko)
    assert scorecard_words(line) == (en, ko)


@pytest.mark.parametrize(
    ("before", "verb", "moved_en", "moved_ko"),
    [
        ((), "stands at", "{attainment}", "{attainment}"),
        ((was("attainment", 4),), "rose:", "{before_attainment} → {attainment}", "{before_attainment} → {attainment}"),
        ((was("attainment", 6),), "fell:", "{before_attainment} → {attainment}", "{before_attainment} → {attainment}"),
    ],
)
@pytest.mark.parametrize(
    ("amount", "goes_en", "goes_ko"),
    [
        (1, "so the difference is paid.", "차액을 지급합니다."),
        (0, "so the difference is paid.", "차액을 지급합니다."),
        (-1, "so the difference goes back.", "차액을 되돌립니다."),
    ],
)
def test_what_moved_since_the_posting_before(
    before: tuple[Operand, ...], verb: str, moved_en: str, moved_ko: str, amount: int, goes_en: str, goes_ko: str
) -> None:
    stood_en = f"{{measure}} {verb} {moved_en} of quota ({{total}} of {{window_quota}})"
    stood_ko = f"{{measure}} 지표의 달성률: {moved_ko}({{total}} / 목표 {{window_quota}})."
    stays = Shown((*OF_QUOTA, *before, payout()), "to_date", "uplift", None, amount)
    assert target_words(stays) == (
        f"{stood_en}; the payout stays {{payout}}, {goes_en}",
        f"{stood_ko} 지급률: {{payout}}. {goes_ko}",
    )
    changes = Shown((*stays.operands, was("payout", 0, factor=True)), "to_date", "uplift", None, amount)
    assert target_words(changes) == (
        f"{stood_en}; the payout changes: {{before_payout}} → {{payout}}, {goes_en}",
        f"{stood_ko} 지급률: {{before_payout}} → {{payout}}. {goes_ko}",
    )
    months = (number("months", 2, "count", factor=True), was("months", 1, "count", factor=True))
    longer = Shown((*changes.operands, *months), "to_date", "uplift", None, amount)
    assert target_words(longer) == (
        f"{stood_en}; the payout changes: {{before_payout}} → {{payout}}, "
        f"for {{before_months}} → {{months}} months of target, {goes_en}",
        f"{stood_ko} 지급률: {{before_payout}} → {{payout}}. 반영한 개월 수: {{before_months}} → {{months}}. {goes_ko}",
    )


def test_sums_that_moved_are_amounts_and_every_number_shows_what_it_was() -> None:
    operands = (
        number("total", 5, "money:USD"),
        was("total", 4, "money:USD"),
        payout(9, "money:USD"),
        was("payout", 8, "money:USD", factor=True),
    )
    assert target_words(Shown(operands, "to_date", "uplift")) == (
        "{measure} rose: {before_total} → {total}; the amount changes: {before_payout} → {payout}, "
        "so the difference is paid.",
        "{measure} 지표의 값: {before_total} → {total}. 지급액: {before_payout} → {payout}. 차액을 지급합니다.",
    )
    of_quota = (*OF_QUOTA, was("total", 4, "money:USD"), was("window_quota", 8, "money:USD"), payout())
    assert target_words(Shown(of_quota, "to_date", "uplift")).en == (
        "{measure} stands at {attainment} of quota ({before_total} → {total} of {before_window_quota} → "
        "{window_quota}); the payout stays {payout}, so the difference is paid."
    )


def test_what_pays_no_more_goes_back() -> None:
    line = Shown((*OF_QUOTA, payout()), "to_date", "back", None, -100)
    assert target_words(line) == (
        f"{EN.replace('came to', 'stands at')}; that pays no more, so it goes back.",
        f"{KO} 이제 지급 대상이 아니므로 지급한 금액을 되돌립니다.",
    )


COLUMN = (
    number("column_total", 3, "money:USD"),
    number("column_quota", 4, "money:USD"),
    number("column_attainment", 3),
)


@pytest.mark.parametrize(
    ("operands", "shape", "en", "ko"),
    [
        (
            (*OF_QUOTA, *COLUMN),
            "window",
            f"{EN}; {{column_total_measure}} came to {{column_attainment}} of quota ({{column_total}} of "
            "{column_quota}), which pays {payout} of target.",
            f"{KO} {{column_total_measure}} 지표의 달성률: {{column_attainment}}({{column_total}} "
            f"/ 목표 {{column_quota}}). 지급률: {{payout}}.",
        ),
        (
            (*OF_QUOTA, COLUMN[0]),
            "window",
            f"{EN}; {{column_total_measure}} came to {{column_total}}, which pays {{payout}} of target.",
            f"{KO} {{column_total_measure}} 지표의 값: {{column_total}}. 지급률: {{payout}}.",
        ),
        (
            (OF_QUOTA[0], COLUMN[0], was("column_total", 2, "money:USD")),
            "to_date",
            "{measure} stands at {total}; {column_total_measure} rose: {before_column_total} → {column_total}; "
            "so far that "
            "pays {payout} of target.",
            "{measure} 지표의 값: {total}. {column_total_measure} 지표의 값: {before_column_total} → {column_total}. "
            "현재까지의 지급률: "
            "{payout}.",
        ),
        (
            (*OF_QUOTA, *COLUMN, was("column_attainment", 4)),
            "to_date",
            f"{EN.replace('came to', 'stands at')}; {{column_total_measure}} fell: {{before_column_attainment}} → "
            "{column_attainment} of quota ({column_total} of {column_quota}); so far that pays {payout} of target.",
            f"{KO} {{column_total_measure}} 지표의 달성률: {{before_column_attainment}} → {{column_attainment}}"
            f"({{column_total}} / 목표 "
            "{column_quota}). 현재까지의 지급률: {payout}.",
        ),
    ],
)
def test_a_matrix_says_how_both_measures_stood(operands: tuple[Operand, ...], shape: str, en: str, ko: str) -> None:
    assert matrix_words(Shown((*operands, payout()), shape)) == (en, ko)


def test_a_place_with_and_without_a_prize() -> None:
    rest = (number("rank", 2, "count"), number("of", 9, "count"), number("value", 5))
    en, ko = "{measure} came to {value}, which is place {rank} of {of};", "순위는 {of}명 중 {rank}위이며"
    assert contest_words(Shown((number("prize", 5, "money:USD", factor=True), *rest))) == (
        f"{en} its prize is due.",
        f"{{measure}} 지표의 값: {{value}}. {ko} 해당 시상금이 발생합니다.",
    )
    assert contest_words(Shown((number("prize", 0, "money:USD", factor=True), *rest))) == (
        f"{en} that place has no prize.",
        f"{{measure}} 지표의 값: {{value}}. {ko} 해당 순위의 시상금은 없습니다.",
    )


@pytest.mark.parametrize(
    ("base", "en", "ko"),
    [
        (
            1,
            "{people} people in your reach earned {base} by {source}, and {rate} of it is yours.",
            "대상 범위의 {people}명에게 {source} 항목에서 발생한 금액은 {base}입니다. 적용 요율: {rate}.",
        ),
        (
            -1,
            "What {people} people in your reach earned by {source} fell by {size_of_base}, and {rate} of it goes back.",
            "대상 범위의 {people}명에게 {source} 항목에서 "
            "발생한 금액이 {size_of_base} 줄었습니다. 되돌리는 요율: {rate}.",
        ),
        (
            0,
            "What {people} people in your reach earned by {source} came to {base}, so {rate} of it is nothing.",
            "대상 범위의 {people}명에게 {source} 항목에서 발생한 금액이 {base}이므로 지급액이 없습니다(요율 {rate}).",
        ),
    ],
)
def test_an_override_says_what_others_earned(base: int, en: str, ko: str) -> None:
    operands = (number("base", base, "money:USD", factor=True), number("rate", 1, factor=True), number("people", 2))
    assert override_words(Shown(operands)) == (en, ko)


@pytest.mark.parametrize(
    ("credit", "rate", "en", "ko"),
    [
        (
            5,
            1,
            "{record}: {credit} counts for you, and your rate is {rate} above the next below you.",
            "{record} 건의 인정 실적은 {credit}입니다. 바로 아래 사람과의 요율 차이: {rate}.",
        ),
        (
            0,
            1,
            "{record}: {credit} counts for you, and your rate is {rate} above the next below you.",
            "{record} 건의 인정 실적은 {credit}입니다. 바로 아래 사람과의 요율 차이: {rate}.",
        ),
        (
            -5,
            1,
            "{record} is a reversal of {size_of_credit}, so its spread of {rate} is taken back.",
            "{record} 건은 실적 취소({size_of_credit})이므로 같은 요율 차이({rate})로 되돌립니다.",
        ),
        (
            5,
            0,
            "{record}: {credit} counts for you, but your rate is not above the next below you ({rate}).",
            "{record} 건의 인정 실적은 {credit}이지만, 바로 아래 사람과의 요율 차이가 {rate}이므로 지급액이 없습니다.",
        ),
        (
            -5,
            0,
            "{record}: {credit} counts for you, but your rate is not above the next below you ({rate}).",
            "{record} 건의 인정 실적은 {credit}이지만, 바로 아래 사람과의 요율 차이가 {rate}이므로 지급액이 없습니다.",
        ),
    ],
)
def test_a_spread_says_how_far_the_own_rate_lies_above_the_next(credit: int, rate: int, en: str, ko: str) -> None:
    operands = (number("credit", credit, "money:USD", factor=True), number("rate", rate, factor=True))
    assert override_words(Shown(operands)) == (en, ko)
