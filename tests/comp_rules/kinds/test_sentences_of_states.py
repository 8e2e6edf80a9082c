"""The sentence of a line in states that deals seldom bring about, and how a sentence names what it does not place."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import pytest

from comp_rules.kernel.operand import Operand
from comp_rules.kinds.catalog import KINDS
from comp_rules.kinds.sentence import has, rate_template, role_label, takes_back, unit_of, value_of, with_rest
from comp_rules.values.identity import Source
from comp_rules.values.words import Words


@dataclass(frozen=True)
class Shown:
    """A line as a sentence sees it."""

    operands: Sequence[Operand]
    shape: str = "each"
    state: str = "new"
    tier: int | None = 0
    amount: int = 100
    more: tuple[Operand, ...] = field(default=())


def op(role: str, value: Fraction | int, unit: str = "money:USD", *, amount: bool = False) -> Operand:
    before = role.startswith("before_")
    plain = role.removeprefix("before_")
    return Operand(plain, Fraction(value), unit, Source("plan", "x"), amount, before=before)


def shown(shape: str, state: str, amount: int, **values: int) -> Shown:
    """A line whose operands explain it, but for those that make its amount."""
    factors = ("rate", "credit", "part", "earned", "award", "floor", "cap", "sum", "carried", "paid_out")
    return Shown(
        [op(role, value, amount=role.removeprefix("before_") in factors) for role, value in values.items()],
        shape,
        state,
        amount=amount,
    )


def told(kind: str, shape: str, state: str, amount: int = 100, **values: int) -> Words:
    return KINDS[kind].words(shown(shape, state, amount, **values))


def test_a_whole_rate_of_nothing_pays_nothing_yet() -> None:
    assert told("tiered", "restate", "new", 0, credit=5, rate=0, total=5) == Words(
        "{record}: {credit} pays nothing yet at {rate}; {measure} stands at {total}.",
        "{record} 건의 {credit}에 대한 요율이 아직 {rate}이므로 지급액이 없습니다. "
        "{measure} 지표의 누적 실적: {total}.",
    )
    # a return at that rate is a return all the same
    assert told("tiered", "restate", "new", 0, credit=-5, rate=0, total=5).en == (
        "{record} is a reversal of {size_of_credit} at {rate}; {measure} stands at {total}."
    )


#: the target incentive that a base rate is made of, which was another one before
TARGET_MOVED = (op("target", 8, amount=True), op("before_target", 7, amount=True))


def test_an_uplift_says_what_moved() -> None:
    moved = {"credit": 5, "rate": 2, "before_rate": 1}
    rose = told("tiered", "restate", "uplift", **moved, total=9, before_total=7)
    assert (
        rose.en
        == "{measure} rose from {before_total} to {total}; {rate} replaces {before_rate} for {record}, {credit}."
    )
    fell = told("tiered", "restate", "uplift", **moved, total=7, before_total=9)
    assert fell.en.startswith("{measure} fell from {before_total} to {total}; {rate} replaces {before_rate} for")
    # nothing tells how the measure stood
    for half in ({"total": 9}, {"before_total": 9}):
        alone = told("tiered", "restate", "uplift", **moved, **half)
        assert alone.en.startswith("{rate} replaces {before_rate} for {record}, {credit}")
    # the attainment is what it was, so only the totals are told as moved
    same = told("tiered", "restate", "uplift", **moved, total=9, before_total=7, attainment=2)
    assert same.en.startswith("{measure} rose from {before_total} to {total}; {rate} replaces")
    # the rate is the same, so what it multiplies changed
    for less in ({}, {"before_total": 1}):
        line = shown("restate", "uplift", 100, credit=5, rate=2, total=9, **less)
        base = KINDS["tiered"].words(replace(line, operands=[*line.operands, *TARGET_MOVED]))
        assert base.en.startswith("What the base rate is made of changed, so the difference for {record}, {credit}, is")


def test_an_uplift_of_a_part_says_what_moved() -> None:
    moved = {"part": 3, "credit": 5, "rate": 2, "before_rate": 1, "total": 9, "before_total": 7}
    assert told("tiered", "overage", "uplift", **moved).en == (
        "{measure} went from {before_total} to {total}; {rate} replaces {before_rate} for {part} of {record}, "
        "{credit}, up to the end of the first tier."
    )
    quota = told("tiered", "overage", "uplift", **moved, attainment=2, before_attainment=1, window_quota=8)
    assert quota.en == (
        "{measure} rose from {before_attainment} to {attainment} ({before_total} to {total}); {rate} replaces "
        "{before_rate} for {part} of {record}, {credit}, up to the end of the first tier (quota: {window_quota})."
    )
    # a quota to date grows too: the attainment may fall while the total rises
    fell = told("tiered", "overage", "uplift", **moved, attainment=1, before_attainment=2, window_quota=8)
    assert fell.en.startswith("{measure} fell from {before_attainment} to {attainment} ({before_total} to {total}); ")
    # the rate of a part may change while the attainment stays
    same = told("tiered", "overage", "uplift", **moved, attainment=2)
    assert same.en.startswith("{measure} stands at {attainment} ({before_total} to {total}); {rate} replaces {before")
    assert same.ko.startswith("{measure} 지표의 달성률: {attainment}(누적 {before_total} → {total}). {record} 건의")
    changed = told("tiered", "overage", "uplift", part=3, before_part=2, credit=5, total=9, rate=2)
    assert "what of {record}, {credit}, lies up to the end of the first tier changed, so the difference" in changed.en
    assert "부분이 바뀌어 차액을 정산합니다. 적용: {rate}." in changed.ko


@pytest.mark.parametrize("shape", ["slice", "overage"])
def test_a_part_that_is_the_whole_is_told_so_for_credits_and_for_lines_of_a_component(shape: str) -> None:
    for whole in ("credit", "earned"):
        for amount in (3, -3):
            one = told("tiered", shape, "new", part=amount, rate=2, **{whole: amount})
            part = told("tiered", shape, "new", part=amount, rate=2, **{whole: 2 * amount})
            assert ("all" in one.en, "all" in part.en) == (True, False)
            assert ("전체" in one.ko, "전체" in part.ko) == (True, False)
            # what a component took back is no reversal of a record
            assert ("reversal" in one.en) == (whole == "credit" and amount < 0)


def test_lines_of_a_component_are_told_by_what_it_earned() -> None:
    for shape, state in (("slice", "new"), ("restate", "new"), ("each", "new"), ("overage", "new"), ("each", "back")):
        words = told("tiered", shape, state, part=1, rate=2, earned=5, total=9)
        for text in words:
            assert "{record}" not in text
            assert "{credit}" not in text


def test_a_price_is_told_for_each_one_and_a_multiple_of_the_base_rate() -> None:
    for unit, en, ko in (
        ("money_each:USD", "{rate} for each one", "건당 {rate}"),
        ("times", "{rate} the base rate", "기본 요율의 {rate}"),
        ("percent", "{rate}", "{rate}"),
    ):
        operands = [op("credit", 5, amount=True), op("rate", 2, unit, amount=True)]
        words = KINDS["tiered"].words(Shown(operands))
        assert words.en == f"{{record}}: its own size picks {en} for all of {{credit}}."
        assert words.ko == f"{{record}} 건의 금액으로 구간이 정해집니다. 인정 실적: {{credit}}, 적용: {ko}."


def test_an_award_of_nothing_is_due_and_one_below_nothing_goes_back() -> None:
    stood = {"needed": 1, "total": 2}
    assert told("award", "once", "new", 0, award=0, **stood).en.endswith("so {award} is due.")
    assert "goes back" in told("award", "once", "new", -1, award=-1, **stood).en
    assert "goes back" in told("award", "once", "back", 0, award=0, **stood).en
    for role, said in (("needed", "was needed"), ("allowed", "was the limit")):
        quota = told("award", "once", "new", 5, award=5, total=2, attainment=1, window_quota=2, **{role: 1})
        assert f"of quota, {{total}} of {{window_quota}}; {{{role}}} {said}" in quota.en
        back = told("award", "once", "back", -5, award=5, total=2, attainment=1, window_quota=2, **{role: 1})
        assert ("fell to {attainment} of quota" in back.en) == (role == "needed")


@pytest.mark.parametrize(
    ("state", "amount", "values", "said"),
    [
        ("cap", -1, {"cap": 1, "sum": 2}, "so what lies above is cut."),
        ("cap", 1, {"cap": 1, "sum": 2}, "so part of what was cut comes back."),
        ("cap", 5, {"cap": 1, "sum": 2, "floor": 1}, "so no more than that is taken back."),
        ("cap", 5, {"before_cap": 1}, "does not bind now"),
        ("carried", 5, {"carried": 5}, "cut before counts now."),
        ("carried", 0, {"carried": 0}, "cut before counts now."),
        ("carried", -1, {"carried": -1}, "is less than nothing: {carried}."),
        ("paid_out", 5, {"paid_out": 5}, "cut during the year is paid with its last period."),
    ],
)
@pytest.mark.parametrize("per", ["quarter", ""])
def test_the_line_of_a_cap_is_told_by_its_state_whatever_the_kind(
    state: str, amount: int, values: dict[str, int], said: str, per: str
) -> None:
    for kind in ("flat", "award"):
        words = KINDS[kind].words(shown(per, state, amount, **values))
        assert said in words.en
        assert ("cap for the quarter" in words.en) == (per == "quarter")
        assert "상한" not in words.ko or ("분기 상한" in words.ko) == (per == "quarter")
        assert "[per]" not in words.en + words.ko
        assert "  " not in words.en + words.ko


# -- what a sentence is made of ---------------------------------------------------------------------------------------


def test_roles_are_found_by_name_and_by_whether_they_are_of_the_value_before() -> None:
    line = Shown([op("credit", 3), op("before_rate", 4, "percent"), op("before_credit", 5, "count")])
    assert (has(line, "credit"), has(line, "rate"), has(line, "rate", before=True)) == (True, False, True)
    assert (value_of(line, "credit"), value_of(line, "credit", before=True), value_of(line, "cap")) == (3, 5, None)
    assert (unit_of(line, "credit"), unit_of(line, "rate"), unit_of(line, "cap")) == ("money", "percent", "")
    assert [takes_back(Shown([op("credit", value)])) for value in (-1, 0, 1)] == [True, False, False]
    assert not takes_back(Shown([]))


@pytest.mark.parametrize(
    ("role", "label"),
    [
        ("credit", Words("credit", "인정 실적")),
        ("needed_2", Words("needed", "필요한 값")),
        ("before_total", Words("total before", "이전 누적 실적")),
        ("before_stood_12", Words("condition before", "이전 조건 값")),
        ("sum_before", Words("sum to date before", "이전 누적 합계")),
        ("own_role_3", Words("own role", "own_role")),
    ],
)
def test_a_role_has_a_name(role: str, label: Words) -> None:
    assert role_label(role) == label


def test_what_a_sentence_does_not_place_is_named_behind_it_once() -> None:
    operands = [op("rate", 1, amount=True), op("credit", 2), op("total", 3), op("before_total", 4), op("total", 3)]
    template = Words("{record} has {credit}.", "{record} 건: {credit}.")
    assert with_rest(Shown(operands), template) == Words(
        "{record} has {credit} (total: {total}, total before: {before_total}).",
        "{record} 건: {credit}. (누적 실적: {total}, 이전 누적 실적: {before_total})",
    )
    assert with_rest(Shown(operands[:2]), template) == template


QUOTIENT = [("upper", 2, "money:USD"), ("lower", 3, "money:USD")]


@pytest.mark.parametrize(
    ("operands", "now", "before"),
    [
        ([("rate", 1, "percent")], "{rate}", "{before_rate}"),
        ([("rate", 1, "percent"), *QUOTIENT], "{rate}", "{before_rate}"),
        ([], "{rate}", "{before_rate}"),
        (QUOTIENT, "{upper} ÷ {lower}", None),
        # over 1 a rate stands alone, unless that 1 is a sum of money
        ([("upper", 2, "percent"), ("lower", 1, "count")], "{upper}", None),
        ([("upper", 2, "percent"), ("lower", 2, "count")], "{upper} ÷ {lower}", None),
        ([("upper", 2, "money:USD"), ("lower", 1, "money:USD")], "{upper} ÷ {lower}", None),
        # of the value before only what differs is there
        ([*QUOTIENT, ("before_upper", 1, "money:USD")], "{upper} ÷ {lower}", "{before_upper} ÷ {lower}"),
        ([*QUOTIENT, ("before_lower", 4, "money:USD")], "{upper} ÷ {lower}", "{upper} ÷ {before_lower}"),
    ],
)
def test_a_rate_of_two_fields_is_told_as_their_quotient(
    operands: list[tuple[str, int, str]], now: str, before: str | None
) -> None:
    line = Shown([op(role, value, unit, amount=True) for role, value, unit in operands])
    assert rate_template(line, Words("at {rate}", "적용: {rate}")) == Words(f"at {now}", f"적용: {now}")
    if before is not None:
        both = rate_template(line, Words("{rate}, not {before_rate}", "{before_rate} → {rate}"))
        assert both == Words(f"{now}, not {before}", f"{before} → {now}")


def test_a_part_of_the_period_is_told_only_where_it_is_a_part() -> None:
    operands = [op("credit", 5, amount=True), op("rate", 1, "percent", amount=True)]
    plain = KINDS["flat"].words(Shown(operands))
    whole = KINDS["flat"].words(Shown([*operands, op("worked", 1, "percent", amount=True)]))
    half = KINDS["flat"].words(Shown([*operands, op("worked", Fraction(1, 2), "percent", amount=True)]))
    assert whole == plain
    assert half == Words(
        f"{plain.en} Only {{worked}} of the period was worked, so as much is paid.",
        f"{plain.ko} 산정 기간 중 근무한 비율({{worked}})만큼만 지급합니다.",
    )
