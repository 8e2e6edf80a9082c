"""Every fault of what windows pay: its code, the very word it stands at and what it says, and nothing besides."""

from __future__ import annotations

import pytest

from tests.comp_rules.kinds.window_plans import said

LABEL = "label: {en: Bonus, ko: 성과급}"
CURVE = "curve: {points: [[50%, 0%], [100%, 100%]], below: nothing, beyond: edge}"


def target(
    rest: str = CURVE, share: str = "target_share: 100%, ", by: str = "quarter", paid: str = "window_end"
) -> str:
    return f"  bonus: {{{LABEL}, kind: target, {share}by: {by}, {rest}, paid: {paid}}}"


def curve(points: str, below: str = "edge", beyond: str = "edge", by: str = "quarter") -> str:
    return target(f"curve: {{points: [{points}], below: {below}, beyond: {beyond}}}", by=by)


def tiers(*rows: str, share: str = "target_share: 100%, ", by: str = "quarter") -> str:
    return target(f"tiers: [{', '.join(f'{{{row}}}' for row in rows)}]", share=share, by=by)


ONE_POINT = "A curve has two points at least."
NO_PAIR = "A point is a pair: where it stands and what it pays."


@pytest.mark.parametrize(
    ("earn", "faults"),
    [
        (curve("[50%, 0%]"), [("curve_points", "[[50%", ONE_POINT)]),
        (curve("[50%, 0%]", below="extend"), [("curve_points", "[[50%", ONE_POINT)]),
        (
            curve("[50%, 10%], [50%, 20%]", below="extend"),
            [("points_not_rising", "50%", "Two points stand at 50%.")],
        ),
        (
            curve("[50%, 10%], [40%, 90%]", below="extend"),
            [("points_not_rising", "40%", "The point at 40% stands after the point at 50%.")],
        ),
        (curve("[50%, 0%], [100%]"), [("curve_points", "[100%", NO_PAIR)]),
        (curve("[50%, 0%], [100%, 100%, 5%], [120%, 110%]"), [("curve_points", "[100%", NO_PAIR)]),
        (
            curve("[50%, 0%], [90%, 12], [100%, 7]"),
            [
                ("mixed_units", "12", "“12” is neither a percentage nor money."),
                ("mixed_units", "7", "“7” is neither a percentage nor money."),
            ],
        ),
        (
            curve("[50%, 0%], [100 USD, 100%], [120%, 100 USD]"),
            [
                ("mixed_units", "100 USD", "The points stand at different units: 50% and 100 USD."),
                ("mixed_units", "100 USD", "The payouts are in different units: 0% and 100 USD."),
            ],
        ),
        (
            curve("[50%, 10%], [100%, 20%], [100%, 30%], [90%, 40%]"),
            [
                ("points_not_rising", "100%", "Two points stand at 100%."),
                ("points_not_rising", "90%", "The point at 90% stands after the point at 100%."),
            ],
        ),
        (
            curve("[50%, 10%], [100%, 20%], [110%, 20%], [120%, 5%]"),
            [
                (
                    "curve_falls?",
                    "5%",
                    "The payout falls from 20% at 110% to 5% at 120%: a better result would pay less.",
                )
            ],
        ),
    ],
)
def test_faults_of_points(earn: str, faults: list[tuple[str, str, str]]) -> None:
    assert said(earn) == faults


@pytest.mark.parametrize(
    ("points", "below", "beyond", "faults"),
    [
        ("[50%, 0%], [100%, 0%]", "nothing", "nothing", []),
        (
            "[50%, 1%], [100%, 2%]",
            "nothing",
            "edge",
            [("cliff?", "nothing", "Just below 50% nothing is paid, and at 50% it pays 1%.")],
        ),
        ("[50%, 1%], [100%, 2%]", "edge", "edge", []),
        (
            "[50%, 1%], [100%, 2%]",
            "edge",
            "nothing",
            [
                (
                    "curve_falls?",
                    "nothing",
                    "At 100% it pays 2%, and just beyond it nothing: a better result would pay less.",
                )
            ],
        ),
        # 50% at 50% with a slope of 1 comes to 0 at 0; with a steeper one it lies below
        ("[50%, 50%], [100%, 100%]", "extend", "edge", []),
        ("[50%, 51%], [100%, 100%]", "extend", "edge", []),
        (
            "[50%, 50%], [100%, 101%]",
            "extend",
            "edge",
            [("curve_below_zero?", "extend", "Extended below 50%, the curve takes money away when little is reached.")],
        ),
        # at 0 itself nothing lies below
        ("[0%, 0%], [100%, 100%]", "extend", "edge", []),
        ("[50%, 50%], [100%, 101%]", "edge", "extend", []),
        (
            "[50%, -5%], [100%, 100%]",
            "extend",
            "edge",
            [("curve_below_zero?", "extend", "Extended below 50%, the curve takes money away when little is reached.")],
        ),
    ],
)
def test_warnings_at_the_ends_of_a_curve(
    points: str, below: str, beyond: str, faults: list[tuple[str, str, str]]
) -> None:
    assert said(curve(points, below, beyond)) == faults


def test_a_curve_that_pays_sums_needs_sums_that_can_be_paid() -> None:
    digits = [("too_many_digits", "1.005 USD", "“1.005 USD” has more digits than its currency.")]
    pays = "curve: {points: [[0%, 0.50 USD], [100%, 1.005 USD]], below: edge, beyond: edge}"
    assert said(target(pays, share="")) == digits
    assert said(target(pays.replace("1.005", "1.05"), share="")) == []
    missing = "Nothing says which part of the target incentive it pays."
    assert said(target(share="")) == [("missing_key", "bonus:", missing)]
    unused = "It pays sums of money, so no part of the target incentive belongs to it."
    assert said(target(pays.replace("1.005", "1.05"))) == [("key_without_use", "target_share: 100%", unused)]
    assert said(tiers("from: 0%, pays: 0 USD")) == [("key_without_use", "target_share: 100%", unused)]


MISSPELT = "target_shares: 100%, "


def test_a_misspelt_part_of_the_target_is_said_once() -> None:
    assert [code for code, _, _ in said(target(share=MISSPELT))] == ["unknown_key"]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (("from: 0%, pays: 1%", "above: 0%, pays: 2%", "from: 50%, pays: 3%"), []),
        (
            ("from: 0%, pays: 1%", "above: 50%, pays: 2%", "from: 50%, pays: 3%"),
            [("tiers_not_rising", "50%", "The tier from 50% stands after the tier from 50%.")],
        ),
        (
            ("from: 0%, pays: 1%", "from: 50%, pays: 2%", "from: 50%, pays: 3%", "from: 20%, pays: 4%"),
            [
                ("tier_unreachable", "50%", "Two tiers start at 50%; the first of them is never used."),
                ("tiers_not_rising", "20%", "The tier from 20% stands after the tier from 50%."),
            ],
        ),
        (
            ("from: 0%, pays: 1%", "above: 50%, pays: 2%", "above: 50%, pays: 3%"),
            [("tier_unreachable", "50%", "Two tiers start at 50%; the first of them is never used.")],
        ),
        (
            ("from: 0%, pays: 1%", "from: 50 USD, pays: 2%", "from: 0%, pays: 3%"),
            [("mixed_units", "50 USD", "The tiers start in different units: 0% and 50 USD.")],
        ),
        (
            ("from: 0%, pays: 1%", "from: 50%, pays: 2 USD", "from: 60%, pays: 3 USD", "from: 70%, pays: -1%"),
            [("mixed_units", "2 USD", "The payouts are in different units: 1% and 2 USD.")],
        ),
        (
            ("from: 0%, pays: -1%", "from: 50%, pays: 0%", "from: 60%, pays: -2%"),
            [
                ("negative_rate?", "-1%", "The payout -1% takes money away."),
                ("negative_rate?", "-2%", "The payout -2% takes money away."),
            ],
        ),
        (
            ("from: 10%, pays: 1%", "from: 50%, pays: 2%"),
            [("starts_above_zero?", "10%", "The first tier starts at 10%, but it also pays for everything below.")],
        ),
        (("from: 10%, pays: 0%", "from: 50%, pays: 2%"), []),
        (("above: 0%, pays: 1%", "from: 50%, pays: 2%"), []),
        (("from: -10%, pays: 1%", "from: 50%, pays: 2%"), []),
    ],
)
def test_faults_of_tiers(rows: tuple[str, ...], faults: list[tuple[str, str, str]]) -> None:
    assert said(tiers(*rows)) == faults


def needed(measure: str) -> str:
    return f"It goes by percentages of a quota, but {measure} has none."


def of_unit(start: str, measure: str) -> str:
    return f"{start} is not in the unit of {measure}."


@pytest.mark.parametrize(
    ("start", "by", "fault"),
    [
        ("0%", "quarter", None),
        ("0%", "margin", None),
        ("0%", "sales", ("quota_needed", "0%", needed("sales"))),
        ("0%", "won", ("quota_needed", "0%", needed("won"))),
        ("0", "won", None),
        ("0 USD", "sales", None),
        ("0 USD", "quarter", None),
        ("0", "sales", ("mixed_units", "0", of_unit("0", "sales"))),
        ("0 USD", "won", ("mixed_units", "0 USD", of_unit("0 USD", "won"))),
        ("0", "margin", ("mixed_units", "0", of_unit("0", "margin"))),
        ("0 USD", "margin", ("mixed_units", "0 USD", of_unit("0 USD", "margin"))),
    ],
)
def test_a_start_is_in_the_unit_of_its_measure(start: str, by: str, fault: tuple[str, str, str] | None) -> None:
    expected = [fault] if fault else []
    assert said(tiers(f"from: {start}, pays: 0%", by=by)) == expected
    assert said(curve(f"[{start}, 0%], [{start.replace('0', '9')}, 5%]", by=by)) == expected


def test_tiers_or_a_curve_and_not_both() -> None:
    neither = "Nothing says what is paid: one of `tiers` and `curve` is missing."
    assert said(target("wage_type: x")) == [("one_of", "bonus:", neither)]
    both = "Only one of `tiers` and `curve` may be written."
    assert said(target(f"tiers: [{{from: 0%, pays: 5 USD}}], {CURVE}")) == [("one_of", "curve:", both)]


COUNTED = "target_counted: full_window"


@pytest.mark.parametrize(
    ("by", "paid", "calculate", "fault"),
    [
        ("last_three", f"monthly_to_date, {COUNTED}", "month", ("paid_rolling", "monthly_to_date")),
        ("last_three", f"quarterly_to_date, {COUNTED}", "month", ("paid_rolling", "quarterly_to_date")),
        ("last_three", "window_end", "month", None),
        ("month", f"quarterly_to_date, {COUNTED}", "month", ("paid_between", "quarterly_to_date")),
        ("month", f"monthly_to_date, {COUNTED}", "month", None),
        ("month", "window_end", "month", None),
        ("quarter", f"quarterly_to_date, {COUNTED}", "month", None),
        ("year", f"quarterly_to_date, {COUNTED}", "quarter", None),
    ],
)
def test_windows_that_cannot_be_paid_to_date(by: str, paid: str, calculate: str, fault: tuple[str, str] | None) -> None:
    rolls = "last_three rolls: every period has a window of its own, so there is nothing to pay to date."
    between = "It is paid every quarter, but a window of month is a month;"
    sentences = {"paid_rolling": rolls, "paid_between": f"{between} what other months came to is never paid."}
    expected = [(*fault, sentences[fault[0]])] if fault else []
    assert said(target(by=by, paid=paid), calculate=calculate) == expected


def scorecard(*items: str, paid: str = "window_end", more: str = "") -> str:
    return f"  bonus: {{{LABEL}, kind: scorecard, target_share: 100%, items: [{', '.join(items)}], paid: {paid}{more}}}"


def item(weight: str = "50%", by: str = "quarter", pays: str = CURVE) -> str:
    return f"{{by: {by}, weight: {weight}, {pays}}}"


SUMS = "A scorecard pays percentages of the target incentive."


@pytest.mark.parametrize(
    ("items", "faults"),
    [
        ((item("1/3"), item("2/3", by="margin")), []),
        ((item(), item("40%"), item("11%")), [("weights", "items:", "The weights add up to 101%, not 100%.")]),
        ((item(),), [("weights", "items:", "The weights add up to 50%, not 100%.")]),
        ((item("100%"), item("0%")), [("weight_not_above_zero", "0%", "A weight of 0% counts for nothing.")]),
        (
            (item("-20%"), item("120%"), item("0%")),
            [("weight_not_above_zero", "-20%", "A weight of -20% counts for nothing.")],
        ),
        ((item("100%", pays="tiers: [{from: 0%, pays: 5 USD}]"),), [("mixed_units", "[{from: 0%", SUMS)]),
        (
            (item("100%", pays="curve: {points: [[50%, 0 USD], [100%, 5 USD]], below: edge, beyond: edge}"),),
            [("mixed_units", "{points:", SUMS)],
        ),
        (
            (item("50%", by="sales"), item("50%", pays="wage: 1")),
            None,
        ),
    ],
)
def test_faults_of_a_scorecard(items: tuple[str, ...], faults: list[tuple[str, str, str]] | None) -> None:
    if faults is None:
        codes = [code for code, _, _ in said(scorecard(*items))]
        assert codes == ["quota_needed", "one_of", "unknown_key"]
        return
    assert said(scorecard(*items)) == faults


def test_each_item_of_a_scorecard_is_checked_for_itself() -> None:
    falls = "curve: {points: [[50%, 9%], [100%, 5%]], below: edge, beyond: edge}"
    expected = ("curve_falls?", "5%", "The payout falls from 9% at 50% to 5% at 100%: a better result would pay less.")
    assert said(scorecard(item(pays=falls), item(pays=falls))) == [expected] * 2
    rolling = scorecard(item(), item(by="last_three"), paid=f"monthly_to_date, {COUNTED}")
    assert [code for code, _, _ in said(rolling)] == ["paid_rolling"]
    between = scorecard(item(by="month"), item(by="month"), paid=f"quarterly_to_date, {COUNTED}")
    assert [code for code, _, _ in said(between)] == ["paid_between"]
    no_weight = scorecard(item("50%"), f"{{by: quarter, {CURVE}}}")
    assert [code for code, _, _ in said(no_weight)] == ["missing_key"]


def matrix(
    pays: str,
    rows: str = "{from: 0%}, {above: 100%}",
    columns: str = "{from: 0%}, {from: 10%}",
    by: tuple[str, str] = ("quarter", "margin"),
    share: str = "target_share: 100%, ",
) -> str:
    return (
        f"  bonus: {{{LABEL}, kind: matrix, {share}rows: {{by: {by[0]}, edges: [{rows}]}}, "
        f"columns: {{by: {by[1]}, edges: [{columns}]}}, pays: {pays}, paid: window_end}}"
    )


SQUARE = "[[0%, 50%], [50%, 100%]]"


@pytest.mark.parametrize(
    ("earn", "faults"),
    [
        (matrix(SQUARE), []),
        (matrix("[[0%, 50%]]"), [("matrix_size", "pays:", "The table should be 2 rows by 2 columns; it has 1 rows.")]),
        (
            matrix("[[0%], [1%], [50%, 5%]]"),
            [("matrix_size", "pays:", "The table should be 2 rows by 2 columns; it has 3 rows.")],
        ),
        (matrix("[[0%, 50%], [50%]]"), [("matrix_size", "[50%", "Row 2 has 1 values, and there are 2 columns.")]),
        (
            matrix("[[0%, 50%, 60%], [50%]]"),
            [("matrix_size", "[0%", "Row 1 has 3 values, and there are 2 columns.")],
        ),
        (
            matrix("[[0%, 50%], [50%, 100 USD]]"),
            [("mixed_units", "100 USD", "The payouts are in different units: 0% and 100 USD.")],
        ),
        (
            matrix("[[0%, -1%], [50%, 100%]]"),
            [("negative_rate?", "-1%", "The payout -1% takes money away.")],
        ),
        (
            matrix(SQUARE, by=("quarter", "month"), columns="{from: 0%}, {from: 50%}"),
            [
                (
                    "matrix_windows",
                    "month",
                    "quarter and month look at different windows, so they never meet in one place of the table.",
                )
            ],
        ),
        (
            matrix(SQUARE, rows="{from: 50%}, {from: 20%}", columns="{from: 10%}, {from: 10%}"),
            [
                ("tiers_not_rising", "20%", "The tier from 20% stands after the tier from 50%."),
                ("tier_unreachable", "10%", "Two tiers start at 10%; the first of them is never used."),
            ],
        ),
        (
            matrix(SQUARE, by=("sales", "won"), columns="{from: 0 USD}, {from: 10 USD}"),
            [
                ("quota_needed", "0%", needed("sales")),
                ("mixed_units", "0 USD", of_unit("0 USD", "won")),
            ],
        ),
        (
            matrix("[[0 USD, 5 USD], [5 USD, 9 USD]]"),
            [
                (
                    "key_without_use",
                    "target_share: 100%",
                    "It pays sums of money, so no part of the target incentive belongs to it.",
                )
            ],
        ),
        (
            matrix(SQUARE, share=""),
            [("missing_key", "bonus:", "Nothing says which part of the target incentive it pays.")],
        ),
    ],
)
def test_faults_of_a_matrix(earn: str, faults: list[tuple[str, str, str]]) -> None:
    assert said(earn) == faults


def test_a_matrix_over_windows_that_cannot_be_paid_to_date_says_so() -> None:
    side = "{from: 0%}"
    for by, paid, code in (
        ("last_three", "monthly_to_date", "paid_rolling"),
        ("month", "quarterly_to_date", "paid_between"),
    ):
        earn = matrix("[[50%]]", side, side, (by, by)).replace("paid: window_end", f"paid: {paid}, {COUNTED}")
        assert [(found, text) for found, text, _ in said(earn)] == [(code, paid)]
    assert said(matrix("[[50%]]", side, side, ("last_three", "last_three"))) == []
