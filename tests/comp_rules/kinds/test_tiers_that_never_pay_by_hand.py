"""A tier beyond a cap, or where a condition does not hold, is warned of: exactly there, worked out by hand."""

import pytest

from comp_rules.values.words import Words
from tests.comp_rules.kinds.settings import MEASURES, codes, faults_of

LABEL = "label: {en: Extra, ko: 추가}"
TABLE = """tables:
  t: {label: {en: Products, ko: 제품}, facts: [product], pick: first_row, otherwise: fault,
      entries: [{product: a, rate: 4%}]}"""
WINDOWS = {
    "period": "over: period",
    "month": "over: month",
    "quarter_to_date": "over: quarter_to_date",
    "year_to_date": "over: year_to_date",
    "rolling_months": "over: {rolling_months: 2}",
    "quota_window": "over: quota_window, quota: year",
}
#: a measure `m` over each window
OVER = {window: f"{MEASURES}  m: {{label: {{en: M, ko: 엠}}, sum: sale, {over}}}\n" for window, over in WINDOWS.items()}
FIRST, SECOND, THIRD = (("never_reached", f"earn.x.tiers[{at}].from") for at in range(3))


def rows(*tiers: tuple[str, str]) -> str:
    """A row that starts at `>line` starts above it."""
    said = [f"{{{_start(start)}, rate: {rate}}}" for start, rate in tiers]
    return f"tiers: [{', '.join(said)}]"


def _start(text: str) -> str:
    return f"above: {text[1:]}" if text.startswith(">") else f"from: {text}"


def tiered(settings: str, pays_on: str = "sale") -> str:
    return f"  x: {{{LABEL}, kind: tiered, pays_on: {pays_on}, ladder: window, {settings}}}"


def warned(earn: str, **more: str) -> list[tuple[str, str]]:
    """Which tiers never pay, and every error; jumps and rates that are high on purpose are not what is looked at."""
    left_out = ("cliff", "unlikely_rate", "order_matters", "starts_above_zero", "quota_windows", "shares_of_target")
    return [found for found in codes(earn, head=TABLE, **more) if found[0] not in left_out]


def cap(limit: str, per: str = "window", excess: str = "lost", more: str = "") -> str:
    return f"caps: [{{limit: {limit}, per: {per}, excess: {excess}{more}}}]"


# -- beyond a cap -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("per", ["record", "period", "quarter", "year", "window"])
def test_only_a_cap_on_exactly_the_window_of_the_measure_closes_a_tier_off(window: str, per: str) -> None:
    # a window that rolls gives back what it paid before, and periods are not always months
    alone = {"period": "period", "quarter_to_date": "quarter", "year_to_date": "year"}.get(window)
    closed = per in (alone, "window") and window != "rolling_months"
    settings = f"by: m, applies: marginal, {rows(('0 USD', '10%'), ('1000 USD', '20%'))}, {cap('100 USD', per)}"
    assert warned(tiered(settings), measures=OVER[window]) == ([SECOND] if closed else [])


TWO = rows(("0 USD", "10%"), ("1000 USD", "20%"))
FOUR = rows(("0 USD", "10%"), ("1000 USD", "30%"), ("2000 USD", "20%"), ("3000 USD", "40%"))
COUNTED = rows(("0", "60 USD"), ("3", "90 USD"), ("5", "10 USD"))
OF_TARGET = rows(("0%", "1x"), ("100%", "2x"), ("150%", "3x"))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        # 10% of 1,000 are 100
        (f"{TWO}, {cap('100 USD')}", [SECOND]),
        (f"{TWO}, {cap('100.01 USD')}", []),
        (f"{TWO}, {cap('99.99 USD')}", [SECOND]),
        # 100 + 30% of the next 1,000 are 400: only the first of the tiers that are closed off is named
        (f"{FOUR}, {cap('400 USD')}", [THIRD]),
        (f"{FOUR}, {cap('101 USD')}", [THIRD]),
        (f"{FOUR}, {cap('100 USD')}", [SECOND]),
        (f"{FOUR}, {cap('600 USD')}", [("never_reached", "earn.x.tiers[3].from")]),
        (f"{FOUR}, {cap('600.01 USD')}", []),
        # the first tier holds from nothing, wherever it says that it starts
        (f"{rows(('500 USD', '10%'), ('1000 USD', '20%'))}, {cap('100 USD')}", [SECOND]),
        (f"{rows(('0 USD', '100%'), ('1000 USD', '20%'))}, {cap('1000 USD')}", [SECOND]),
        (f"{rows(('0 USD', '100%'), ('1000 USD', '20%'))}, {cap('1000.01 USD')}", []),
        # a cap that gives back what it cuts, or that does not always bind, closes nothing off; the next one does
        (f"{TWO}, {cap('100 USD', 'quarter', 'year_end')}", []),
        (f"{TWO}, {cap('100 USD', 'window', 'lost', ', unless: [{measure: won, at_least: 9}]')}", []),
        (f"{TWO}, {cap('5 USD', 'quarter', 'year_end')[:-1]}, {cap('100 USD')[7:]}", [SECOND]),
        (f"{TWO}, {cap('5 USD', 'record')[:-1]}, {cap('100 USD')[7:]}", [SECOND]),
        (f"{TWO}, {cap('200 USD')[:-1]}, {cap('100 USD')[7:]}", [SECOND]),
        (f"{TWO}, {cap('90 USD')[:-1]}, {cap('100 USD')[7:]}", [SECOND, SECOND]),
        # a limit that cannot be read is one fault, and the next cap is still looked at
        (
            f"{TWO}, {cap('much')[:-1]}, {cap('100 USD')[7:]}",
            [SECOND, ("wrong_value", "earn.x.caps[0].limit")],
        ),
        # a rate or a line that is not written down makes the sum unknown
        (f"{rows(('0 USD', '{field: uplift}'), ('1000 USD', '20%'))}, {cap('100 USD')}", []),
        (f"{rows(('0 USD', '10%'), ('1000 USD', '{table: t}'))}, {cap('100 USD')}", []),
        (
            f"{rows(('0 USD', '10%'), ('{field: goal}', '20%'), ('1000 USD', '30%'))}, {cap('1 USD')}",
            [("field_edge", "earn.x.tiers[1].from")],
        ),
        # multiples of 10%; of a rate of each person's own
        (f"base_rate: 10%, {rows(('0 USD', '1x'), ('1000 USD', '2x'))}, {cap('100 USD')}", [SECOND]),
        (f"base_rate: 10%, {rows(('0 USD', '1x'), ('1000 USD', '2x'))}, {cap('100.01 USD')}", []),
        (f"base_rate: {{personal: own_rate}}, {rows(('0 USD', '1x'), ('1000 USD', '2x'))}, {cap('1 USD')}", []),
    ],
)
def test_a_tier_beyond_what_the_cap_leaves(settings: str, expected: list[tuple[str, str]]) -> None:
    assert warned(tiered(f"by: qtd, applies: marginal, {settings}")) == expected


@pytest.mark.parametrize(
    ("settings", "pays_on", "expected"),
    [
        # 3 x 60 are 180, and 2 x 90 more are 360
        (f"by: won, applies: marginal, {COUNTED}, {cap('180 USD')}", "each", [SECOND]),
        (f"by: won, applies: marginal, {COUNTED}, {cap('181 USD')}", "each", [THIRD]),
        (f"by: won, applies: marginal, {COUNTED}, {cap('360 USD')}", "each", [THIRD]),
        (f"by: won, applies: marginal, {COUNTED}, {cap('361 USD')}", "each", []),
        # just before a line is reached, everything is paid at the rate before it: 1,000 x 10%, 2,000 x 30%
        (f"by: qtd, applies: whole, {FOUR}, {cap('100 USD')}", "sale", [SECOND]),
        (f"by: qtd, applies: whole, {FOUR}, {cap('100.01 USD')}", "sale", [THIRD]),
        (f"by: qtd, applies: whole, {FOUR}, {cap('600 USD')}", "sale", [THIRD]),
        (f"by: qtd, applies: whole, {FOUR}, {cap('600.01 USD')}", "sale", []),
        # parts of the component's own part of the target: 1 x 100%, then 2 x 50% more are 200%
        (
            f"by: ytd, applies: marginal, base_rate: {{target_share: 60%}}, {OF_TARGET}, "
            f"{cap('100%', 'year', 'lost', ', of: target')}",
            "sale",
            [SECOND],
        ),
        (
            f"by: ytd, applies: marginal, base_rate: {{target_share: 60%}}, {OF_TARGET}, "
            f"{cap('101%', 'year', 'lost', ', of: target')}",
            "sale",
            [THIRD],
        ),
        (
            f"by: ytd, applies: marginal, base_rate: {{target_share: 60%}}, {OF_TARGET}, "
            f"{cap('201%', 'year', 'lost', ', of: target')}",
            "sale",
            [],
        ),
        # what cannot be compared: money and parts of a quota, parts of a target and amounts, of another quota
        (f"by: ytd, applies: marginal, {rows(('0%', '10%'), ('100%', '20%'))}, {cap('1 USD')}", "sale", []),
        (
            f"by: ytd, applies: marginal, base_rate: {{target_share: 60%}}, {OF_TARGET}, "
            f"{cap('1%', 'year', 'lost', ', of: year')}",
            "sale",
            [],
        ),
        (
            "by: ytd, applies: marginal, base_rate: {target_share: 60%}, "
            f"{rows(('0 USD', '1x'), ('9 USD', '2x'))}, {cap('1%', 'year', 'lost', ', of: target')}",
            "sale",
            [],
        ),
        (
            "by: ytd, applies: marginal, base_rate: {target_share: 60%}, "
            f"{rows(('0 USD', '1x'), ('9 USD', '2x'))}, {cap('1 USD')}",
            "sale",
            [],
        ),
    ],
)
def test_a_tier_beyond_a_cap_of_another_unit_or_way(
    settings: str, pays_on: str, expected: list[tuple[str, str]]
) -> None:
    assert warned(tiered(settings, pays_on)) == expected


def test_a_ladder_for_each_credit_has_no_window_that_a_cap_could_close() -> None:
    settings = f"applies: marginal, {TWO}, {cap('100 USD', 'year')}"
    assert warned(tiered(settings).replace("ladder: window", "ladder: each_credit")) == []


def test_a_tier_beyond_a_cap_is_told_with_both_numbers() -> None:
    (fault,) = faults_of(tiered(f"by: qtd, applies: marginal, {TWO}, {cap('100 USD')}"))
    assert fault.severity == "warning"
    assert fault.sentence == Words(
        "Nothing more is paid from 1000 USD on: the cap of 100 USD is met before.",
        "1000 USD 구간에서는 더 지급되지 않습니다. 그 전에 상한(100 USD)에 도달합니다.",
    )
    assert fault.hint == Words("Raise the cap, or remove the tier.", "상한을 올리거나 구간을 지워 주세요.")


# -- where a condition does not hold ----------------------------------------------------------------------------------


def gated(table: str, *conditions: str, judged: str = "to_date") -> str:
    listed = ", ".join(f"{{{condition}}}" for condition in conditions)
    return tiered(f"by: ytd, applies: marginal, {table}, only_if: [{listed}], judged: {judged}")


def three(second: str, third: str) -> str:
    return rows(("0%", "1%"), (second, "2%"), (third, "3%"))


@pytest.mark.parametrize(
    ("line", "table", "expected"),
    [
        # at 100% exactly the condition still holds, and the tier from 100% pays there
        ("at_most: 100%", three("50%", "100%"), []),
        ("at_most: 100%", three("50%", ">100%"), [THIRD]),
        ("at_most: 100%", three("100%", ">100%"), [THIRD]),
        ("at_most: 99%", three("50%", "100%"), [THIRD]),
        ("at_most: 101%", three("50%", ">100%"), []),
        ("at_most: 40%", three("50%", "100%"), [SECOND, THIRD]),
        # under 100% neither of them pays
        ("under: 100%", three("50%", "100%"), [THIRD]),
        ("under: 100%", three("50%", ">100%"), [THIRD]),
        ("under: 101%", three("50%", "100%"), []),
        # from 50% on: the first tier ends below it, unless 50% itself belongs to it
        ("at_least: 50%", three("50%", "100%"), [FIRST]),
        ("at_least: 50%", three(">50%", "100%"), []),
        ("at_least: 49%", three("50%", "100%"), []),
        ("at_least: 51%", three(">50%", "100%"), [FIRST]),
        ("at_least: 100%", three("50%", "100%"), [FIRST, SECOND]),
        ("at_least: 900%", three("50%", "100%"), [FIRST, SECOND]),
        # above 50%: 50% itself does not hold, whichever tier it belongs to
        ("above: 50%", three("50%", "100%"), [FIRST]),
        ("above: 50%", three(">50%", "100%"), [FIRST]),
        ("above: 49%", three(">50%", "100%"), []),
        # a tier that pays nothing anyway is not blamed, and the next one is looked at
        ("at_least: 100%", rows(("0%", "0%"), ("50%", "2%"), ("100%", "3%")), [SECOND]),
        (
            "at_least: 100%",
            rows(("0%", "-1%"), ("50%", "0%"), ("100%", "3%")),
            [("negative_rate", "earn.x.tiers[0].rate"), FIRST],
        ),
        # nor one whose rate is not written down, or whose line cannot be read
        ("at_least: 100%", rows(("0%", "{field: uplift}"), ("50%", "2%"), ("100%", "3%")), [SECOND]),
        (
            "at_least: 100%",
            rows(("few", "1%"), ("50%", "2%"), ("100%", "3%")),
            [("wrong_value", "earn.x.tiers[0].from"), SECOND],
        ),
        (
            "at_least: 100%",
            rows(("0%", "1%"), ("few", "2%"), ("100%", "3%")),
            [("wrong_value", "earn.x.tiers[1].from")],
        ),
        # an amount of money is no part of a quota
        ("at_least: 900 USD", three("50%", "100%"), []),
        ("at_least: 900 USD", rows(("0 USD", "1%"), ("500 USD", "2%"), ("900 USD", "3%")), [FIRST, SECOND]),
    ],
)
def test_a_tier_where_the_condition_on_its_measure_does_not_hold(
    line: str, table: str, expected: list[tuple[str, str]]
) -> None:
    found = warned(gated(table, f"measure: ytd, {line}"))
    assert sorted(found) == sorted((code, path.replace("from", _key(table, path))) for code, path in expected)


def _key(table: str, path: str) -> str:
    """`above` where the row of that path starts above its line."""
    starts = table.split("{")[1:]
    return "above" if starts[int(path.split("[")[1][0])].startswith("above") else "from"


def test_only_a_condition_on_the_same_measure_that_is_judged_to_date_closes_a_tier_off() -> None:
    table = three("50%", "100%")
    assert warned(gated(table, "measure: won, at_least: 100%")) == []
    assert warned(gated(table, "measure: ytd, at_least: 50%", judged="at_credit")) == []
    both = gated(table, "measure: won, at_least: 100%", "measure: ytd, at_least: 50%", "measure: ytd, under: 100%")
    assert warned(both) == [FIRST, THIRD]
    broken = gated(table, "measure: ytd, at_least: few", "measure: ytd, at_least: 50%")
    assert warned(broken) == [FIRST, ("wrong_value", "earn.x.only_if[0].at_least")]


def test_a_tier_where_a_condition_does_not_hold_is_told_with_both_numbers() -> None:
    (fault,) = faults_of(gated(three("50%", "100%"), "measure: ytd, under: 100%"))
    assert fault.severity == "warning"
    assert fault.sentence == Words(
        "The tier from 100% never pays: the condition on its measure asks for 100%.",
        "100% 구간은 지급되지 않습니다. 같은 지표의 지급 조건이 100%이기 때문입니다.",
    )


# -- an order that matters --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "matters"),
    [
        ("{table: t}", True),
        ("{field: uplift}", True),
        ("{ratio: [fee, gross]}", True),
        ("{personal: own_rate}", False),
        ("2%", False),
    ],
)
def test_the_order_of_deals_matters_where_the_record_and_the_ladder_both_say_the_rate(rate: str, matters: bool) -> None:
    found = [("order_matters", "earn.x.tiers")] if matters else []
    marginal = f"by: ytd, applies: marginal, {rows(('0%', '1%'), ('100%', rate))}"
    assert codes(tiered(marginal), head=TABLE) == found
    # one tier, a rate for everything, or credits that are placed alone: no order
    assert codes(tiered(f"by: ytd, applies: marginal, {rows(('0%', rate))}"), head=TABLE) == []
    assert ("order_matters", "earn.x.tiers") not in codes(tiered(marginal.replace("marginal", "whole")), head=TABLE)
    alone = tiered(marginal).replace("ladder: window", "ladder: each_credit")
    assert codes(alone, head=TABLE) == []
