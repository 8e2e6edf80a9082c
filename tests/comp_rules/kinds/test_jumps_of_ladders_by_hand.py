"""Where reaching a line moves the pay of a whole window: the sum that one unit more moves, worked out by hand."""

import re

import pytest

from comp_rules.values.words import Words
from tests.comp_rules.kinds.settings import MEASURES, codes, faults_of

LABEL = "label: {en: Extra, ko: 추가}"
BASE = "  base: {label: {en: Base, ko: 기본}, kind: flat, pays_on: sale, rate: 10%}\n"
TABLE = """tables:
  t: {label: {en: Products, ko: 제품}, facts: [product], pick: first_row, otherwise: fault,
      entries: [{product: a, rate: 4%}]}"""
#: quotas and targets that cannot be used come first: another quota, one of nothing, nobody's target
GIVEN = (
    "{people: [{person: bo}, {person: cy, target: 0 USD}, {person: ann, target: 80000 USD}, "
    "{person: di, target: 90000 USD}], quotas: [{person: ann, quota: held, value: 4}, "
    "{person: cy, quota: year, value: 0 USD, if_zero: nothing}, {person: ann, quota: year, value: 1000000 USD}, "
    "{person: di, quota: year, value: 2000000 USD}]}"
)
WHOLE = "ladder: window, applies: whole"
OVER = "ladder: window, applies: overage"
QUARTERS = MEASURES.replace("over: quarter_to_date}", "over: quarter_to_date, quota: quarter}", 1)


def tiered(settings: str, pays_on: str = "sale") -> str:
    return f"  x: {{{LABEL}, kind: tiered, pays_on: {pays_on}, {settings}}}"


def rows(*tiers: tuple[str, str]) -> str:
    return f"tiers: [{', '.join(f'{{from: {start}, rate: {rate}}}' for start, rate in tiers)}]"


def jumps(earn: str, **more: str) -> list[Words]:
    """What each cliff says of the last unit: its sentence without the first one, which names the two rates."""
    told = [fault.sentence for fault in faults_of(earn, **more) if fault.code == "cliff"]
    return [
        Words(words.en.partition(". ")[2], re.split(r"(?:달라집니다|바뀝니다\(.*\))\. ", words.ko)[-1])
        for words in told
    ]


def sum_of(money: str) -> Words:
    return Words(f"The last unit there changes pay by {money}.", f"그 지점의 마지막 한 단위로 바뀌는 금액: {money}.")


def at_quota(quota: str, money: str) -> Words:
    return Words(
        f"With a quota of {quota}, as in the examples, the last unit there changes pay by {money}.",
        f"계산 예시의 목표({quota})에서는 그 지점의 마지막 한 단위로 바뀌는 금액이 {money}입니다.",
    )


def of_target(target: str, money: str) -> Words:
    return Words(
        f"With a target of {target}, as in the examples, the last unit there changes pay by {money}.",
        f"계산 예시의 목표 인센티브({target})에서는 그 지점의 마지막 한 단위로 바뀌는 금액이 {money}입니다.",
    )


def part_of_target(part: str) -> Words:
    return Words(
        f"The last unit there changes pay by {part} of the target incentive.",
        f"그 지점의 마지막 한 단위로 목표 인센티브의 {part}만큼 금액이 바뀝니다.",
    )


def part_of_credited(part: str) -> Words:
    return Words(
        f"The last unit there changes pay by {part} of everything credited in the window.",
        f"그 지점의 마지막 한 단위로 집계 기간 인정 실적의 {part}만큼 금액이 바뀝니다.",
    )


AT_ONCE = Words("The last unit there changes pay at once.", "그 지점의 마지막 한 단위로 지급액이 한꺼번에 바뀝니다.")


def case(settings: str, *expected: Words, pays_on: str = "sale", **more: str) -> object:
    return pytest.param(tiered(settings, pays_on), expected, {"given": GIVEN, **more}, id=settings[:90])


@pytest.mark.parametrize(
    ("earn", "expected", "more"),
    [
        # 50,000 x 1%; a rate that falls moves as much
        case(f"by: qtd, {WHOLE}, {rows(('0 USD', '2%'), ('50000 USD', '3%'))}", sum_of("500.00 USD")),
        case(f"by: qtd, {WHOLE}, {rows(('0 USD', '3%'), ('50000 USD', '2%'))}", sum_of("500.00 USD")),
        # the third of four lines moves nothing
        case(
            f"by: qtd, {WHOLE}, {rows(('0 USD', '1%'), ('100 USD', '2%'), ('200 USD', '2%'), ('300 USD', '5%'))}",
            sum_of("1.00 USD"),
            sum_of("9.00 USD"),
        ),
        # 3 deals x 30
        case(f"by: won, {WHOLE}, {rows(('0', '60 USD'), ('3', '90 USD'))}", sum_of("90.00 USD"), pays_on="each"),
        # the first quota above 0 of that name: 80% of 1,000,000 x 2%; 200% of 4 deals x 30
        case(f"by: ytd, {WHOLE}, {rows(('0%', '1%'), ('80%', '3%'))}", at_quota("1000000.00 USD", "16000.00 USD")),
        case(
            f"by: won, {WHOLE}, {rows(('0%', '60 USD'), ('200%', '90 USD'))}", at_quota("4", "240.00 USD"),
            pays_on="each",
        ),
        # overage: only what lies above the second line moves, 150% - 100% of 1,000,000 x 2%; 500 - 200 x 3%
        case(
            f"by: ytd, {OVER}, {rows(('0%', '1%'), ('100%', '2%'), ('150%', '4%'))}",
            at_quota("1000000.00 USD", "10000.00 USD"),
        ),
        case(f"by: qtd, {OVER}, {rows(('0 USD', '1%'), ('200 USD', '2%'), ('500 USD', '5%'))}", sum_of("9.00 USD")),
        # multiples of a base rate that is written: 10% x 0.5 of 1,000,000, or of 2,000
        case(
            f"by: ytd, {WHOLE}, base_rate: 10%, {rows(('0%', '1x'), ('100%', '1.5x'))}",
            at_quota("1000000.00 USD", "50000.00 USD"),
        ),
        case(f"by: qtd, {WHOLE}, base_rate: 10%, {rows(('0 USD', '1x'), ('2000 USD', '1.5x'))}", sum_of("100.00 USD")),
        # a base rate of each person's own is not known
        case(f"by: ytd, {WHOLE}, base_rate: {{personal: own_rate}}, {rows(('0%', '1x'), ('100%', '2x'))}", AT_ONCE),
        # of the target: 80,000 x 60% x 80% x 0.5; with the excess over 100% alone: 80,000 x 60% x 50% x 1
        case(
            f"by: ytd, {WHOLE}, base_rate: {{target_share: 60%}}, {rows(('0%', '1x'), ('80%', '1.5x'))}",
            of_target("80000.00 USD", "19200.00 USD"),
        ),
        case(
            f"by: ytd, {OVER}, base_rate: {{target_share: 60%}}, {rows(('0%', '1x'), ('100%', '2x'), ('150%', '3x'))}",
            of_target("80000.00 USD", "24000.00 USD"),
        ),
        # nobody's target is given, or the window holds only a part of the year
        case(
            f"by: ytd, {WHOLE}, base_rate: {{target_share: 60%}}, {rows(('0%', '1x'), ('80%', '1.5x'))}",
            part_of_target("24%"),
            given="{people: [{person: ann}]}",
        ),
        case(
            f"by: qtd, {WHOLE}, base_rate: {{target_share: 60%}}, {rows(('0%', '1.5x'), ('80%', '1x'))}",
            part_of_target("24%"),
            measures=QUARTERS,
        ),
        # lines in money, and a base rate that divides by a quota
        case(f"by: ytd, {WHOLE}, base_rate: {{target_share: 60%}}, {rows(('0 USD', '1x'), ('9 USD', '2x'))}", AT_ONCE),
        # the smallest quota and target there are: 200% of 1 deal x 30, and 60% x 80% x 0.5 of a cent
        case(
            f"by: won, {WHOLE}, {rows(('0%', '60 USD'), ('200%', '90 USD'))}",
            at_quota("1", "60.00 USD"),
            pays_on="each",
            given="{people: [{person: ann}], quotas: [{person: ann, quota: held, value: 1}]}",
        ),
        case(
            f"by: ytd, {WHOLE}, base_rate: {{target_share: 60%}}, {rows(('0%', '1x'), ('80%', '1.5x'))}",
            of_target("0.01 USD", "0.0024 USD"),
            given="{people: [{person: ann, target: 0.01 USD}]}",
        ),
        # no quota above 0 is given
        case(f"by: ytd, {WHOLE}, {rows(('0%', '3%'), ('80%', '1%'))}", part_of_credited("2%"),
             given="{people: [{person: ann}], quotas: [{person: ann, quota: held, value: 4}]}"),
        case(f"by: ytd, {WHOLE}, {rows(('0%', '3%'), ('80%', '1%'))}", part_of_credited("2%"), given="few"),
        case(f"by: won, {WHOLE}, {rows(('0%', '60 USD'), ('80%', '90 USD'))}", AT_ONCE, pays_on="each",
             given="{people: [{person: ann}]}"),
    ],
)  # fmt: skip
def test_what_the_last_unit_moves(earn: str, expected: tuple[Words, ...], more: dict[str, str]) -> None:
    assert jumps(earn, **more) == list(expected)


def test_what_a_component_has_earned_is_known_only_as_a_part() -> None:
    for given in (GIVEN, "{people: [{person: ann}]}"):
        for measure, first, second in (("ytd", "0%", "100%"), ("qtd", "0 USD", "900 USD")):
            table = rows((first, "1%"), (second, "4%"))
            earn = tiered(f"by: {measure}, {WHOLE}, {table}", "{component: base}")
            assert jumps(BASE + earn, given=given) == [
                Words(
                    "The last unit there changes pay by 3% of everything that component earned in the window.",
                    "그 지점의 마지막 한 단위로 그 지급 항목에서 발생한 금액의 3%만큼 금액이 바뀝니다.",
                )
            ]
    times = tiered(f"by: ytd, {WHOLE}, base_rate: 10%, {rows(('0%', '1x'), ('100%', '2x'))}", "{component: base}")
    assert jumps(BASE + times, given=GIVEN) == [AT_ONCE]


def test_a_cliff_names_its_line_and_both_rates() -> None:
    (whole,) = faults_of(tiered(f"by: qtd, {WHOLE}, {rows(('0 USD', '2%'), ('5 USD', '3%'))}"))
    assert (whole.severity, whole.code, whole.place.path) == ("warning", "cliff", "earn.x.tiers[1].from")
    assert whole.sentence.en.startswith("Reaching 5 USD changes the rate of the whole window from 2% to 3%; one deal")
    assert whole.sentence.ko.startswith("5 USD 지점에서 집계 기간 전체의 요율이 바뀝니다(2% → 3%).")
    (over,) = faults_of(tiered(f"by: qtd, {OVER}, {rows(('0 USD', '1%'), ('2 USD', '2%'), ('5 USD', '4%'))}"))
    assert (over.severity, over.code, over.place.path) == ("warning", "cliff", "earn.x.tiers[2].from")
    assert over.sentence.en.startswith("Reaching 5 USD changes the rate of all that lies above the first tier from 2%")
    assert over.sentence.ko.startswith("5 USD 지점에서 첫 구간을 넘은 부분 전체의 요율이 바뀝니다(2% → 4%).")


CLIFF_2 = ("cliff", "earn.x.tiers[2].from")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        # a credit that is placed alone moves nobody else's, and marginal moves nothing
        (f"ladder: each_credit, applies: whole, {rows(('0 USD', '1%'), ('5 USD', '2%'))}", []),
        (f"by: ytd, ladder: each_credit, applies: overage, {rows(('0%', '1%'), ('5%', '2%'), ('9%', '3%'))}", []),
        (f"by: ytd, ladder: window, applies: marginal, {rows(('0%', '1%'), ('100%', '2%'))}", []),
        # the second of two rows of overage moves only what lies above itself
        (f"by: ytd, {OVER}, {rows(('0%', '1%'), ('100%', '2%'))}", []),
        # rates that are not written down cannot be compared; the next two can
        (f"by: ytd, {WHOLE}, {rows(('0%', '{table: t}'), ('50%', '2%'), ('80%', '3%'))}", [CLIFF_2]),
        (f"by: ytd, {WHOLE}, {rows(('0%', '2%'), ('50%', '{field: uplift}'), ('80%', '3%'))}", []),
        # a line that cannot be read, and one that a record says
        (
            f"by: ytd, {WHOLE}, {rows(('0%', '1%'), ('few', '2%'), ('80%', '3%'))}",
            [("wrong_value", "earn.x.tiers[1].from"), CLIFF_2],
        ),
        (
            f"by: qtd, {WHOLE}, {rows(('0 USD', '1%'), ('{field: goal}', '2%'), ('80 USD', '3%'))}",
            [("field_edge", "earn.x.tiers[1].from"), CLIFF_2],
        ),
        # rates of two units are one fault
        (
            f"by: ytd, {WHOLE}, base_rate: 5%, {rows(('0%', '1%'), ('80%', '2x'))}",
            [("mixed_units", "earn.x.tiers[1].rate")],
        ),
        # multiples of nothing
        (
            f"by: ytd, {WHOLE}, {rows(('0%', '1x'), ('80%', '2x'))}",
            [("missing_key", "earn.x"), ("cliff", "earn.x.tiers[1].from")],
        ),
    ],
)
def test_where_a_ladder_jumps(settings: str, expected: list[tuple[str, str]]) -> None:
    found = codes(tiered(settings), head=TABLE)
    assert [(code, path) for code, path in found if code != "order_matters"] == expected


def test_a_jump_above_a_line_that_cannot_be_read_is_told_from_nothing() -> None:
    settings = f"by: qtd, {OVER}, {rows(('0 USD', '1%'), ('{field: goal}', '2%'), ('500 USD', '5%'))}"
    assert jumps(tiered(settings)) == [sum_of("15.00 USD")]
