"""Payouts that a condition or a cap keeps from ever being paid: exactly on the line, one side and the other."""

from __future__ import annotations

import pytest

from tests.comp_rules.kinds.test_window_faults_by_hand import COUNTED, scorecard, target
from tests.comp_rules.kinds.window_plans import said


def never(at: str, line: str, stands_at: str = "") -> tuple[str, str, str]:
    return (
        "never_reached?",
        stands_at or line,
        f"What is paid from {at} is never reached: the condition asks for {line}.",
    )


def tiers(*starts: str) -> str:
    """Tiers that begin as `starts` say and pay 10%, 20% and so on; one that ends in `: nothing` pays nothing."""
    rows = [
        f"{{{start.removesuffix(' nothing')}, pays: {0 if start.endswith('nothing') else number * 10}%}}"
        for number, start in enumerate(starts, 1)
    ]
    return f"tiers: [{', '.join(rows)}]"


FROM, ABOVE = tiers("from: 0%", "from: 80%"), tiers("from: 0%", "above: 80%")
THREE = tiers("from: 0% nothing", "from: 50%", "from: 80%")


@pytest.mark.parametrize(
    ("table", "condition", "lost"),
    [
        (FROM, "at_least: 79%", None),
        (FROM, "at_least: 80%", "0%"),
        (FROM, "above: 79%", None),
        (FROM, "above: 80%", "0%"),
        # 80% itself belongs to what lies below
        (ABOVE, "at_least: 80%", None),
        (ABOVE, "at_least: 81%", "0%"),
        (ABOVE, "above: 79%", None),
        (ABOVE, "above: 80%", "0%"),
        (FROM, "at_most: 81%", None),
        (FROM, "at_most: 80%", None),
        (FROM, "at_most: 79%", "80%"),
        (FROM, "under: 81%", None),
        (FROM, "under: 80%", "80%"),
        # nothing lies above the last tier or below the first
        (FROM, "at_least: 900%", "0%"),
        (FROM, "under: 0%", "80%"),
        (tiers("from: 0%"), "at_least: 900%", None),
        (tiers("from: 0%"), "under: 0%", None),
        # what pays nothing is no loss, and the first that is lost is named
        (THREE, "at_least: 50%", None),
        (THREE, "at_least: 80%", "50%"),
        (THREE, "at_most: 10%", "50%"),
        (THREE, "under: 80%", "80%"),
    ],
)
def test_tiers_that_a_condition_closes_off(table: str, condition: str, lost: str | None) -> None:
    line = condition.partition(": ")[2]
    expected = [] if lost is None else [never(lost, line)]
    assert said(target(f"{table}, only_if: [{{measure: quarter, {condition}}}]")) == expected
    first = f"{{measure: margin, {condition}}}, "
    assert said(target(f"{table}, only_if: [{first}{{measure: quarter, {condition}}}]")) == expected


def curve(points: str, below: str = "nothing", beyond: str = "edge") -> str:
    return f"curve: {{points: [{points}], below: {below}, beyond: {beyond}}}"


RISING = "[50%, 0%], [100%, 100%], [120%, 110%]"


@pytest.mark.parametrize(
    ("table", "condition", "lost"),
    [
        (curve(RISING), "at_least: 99%", None),
        # a point belongs to what follows
        (curve(RISING), "at_least: 100%", "50%"),
        (curve(RISING), "above: 100%", "50%"),
        (curve(RISING), "at_least: 121%", "50%"),
        (curve(RISING), "at_most: 101%", None),
        (curve(RISING), "at_most: 100%", None),
        (curve(RISING), "under: 100%", "100%"),
        (curve(RISING), "at_most: 49%", "50%"),
        # below the first point its payout goes on, where it says so
        (curve("[50%, 20%], [100%, 100%]", "edge"), "at_least: 49%", None),
        (curve("[50%, 20%], [100%, 100%]", "edge"), "at_least: 50%", "50%"),
        (curve("[50%, 0%], [100%, 100%]", "edge"), "at_least: 50%", None),
        (curve("[50%, 0%], [100%, 100%]", "extend"), "at_least: 50%", None),
    ],
)
def test_stretches_of_a_curve_that_a_condition_closes_off(table: str, condition: str, lost: str | None) -> None:
    line = condition.partition(": ")[2]
    codes = [
        fault for fault in said(target(f"{table}, only_if: [{{measure: quarter, {condition}}}]")) if "never" in fault[0]
    ]
    assert codes == ([] if lost is None else [never(lost, line)])


def test_a_condition_in_another_unit_or_on_another_measure_closes_nothing_off() -> None:
    for condition in (
        "measure: quarter, at_least: 5000 USD",
        "measure: margin, at_least: 90%",
        "measure: won, at_least: 90",
    ):
        assert said(target(f"{FROM}, only_if: [{{{condition}}}]")) == []
    in_money = tiers("from: 0 USD", "from: 80 USD")
    assert said(target(f"{in_money}, only_if: [{{measure: sales, at_least: 80 USD}}]", by="sales")) == [
        never("0 USD", "80 USD")
    ]
    counted = tiers("from: 0", "from: 2")
    assert said(target(f"{counted}, only_if: [{{measure: won, at_least: 2}}]", by="won")) == [never("0", "2")]


def test_items_of_a_scorecard_are_closed_off_each_by_its_own_measure() -> None:
    items = [f"{{by: {by}, weight: 50%, {FROM}}}" for by in ("quarter", "margin")]
    gate = ", only_if: [{measure: margin, at_least: 80%}]"
    assert said(scorecard(*items, more=gate)) == [never("0%", "80%")]


def capped(
    limit: str,
    per: str = "window",
    more: str = "",
    *,
    table: str = FROM,
    by: str = "quarter",
    paid: str = "window_end",
    excess: str = "lost",
    share: str = "target_share: 100%, ",
) -> list[tuple[str, str, str]]:
    of = "" if "USD" in limit else ", of: target"
    cap = f"caps: [{{limit: {limit}{of}, per: {per}, excess: {excess}{more}}}]"
    return said(target(f"{table}, {cap}", by=by, paid=paid, share=share))


def in_full(pays: str, cap: str) -> tuple[str, str, str]:
    return ("never_reached?", pays, f"{pays} is never paid in full: the cap stops at {cap}.")


def test_a_cap_below_the_highest_payout_is_warned_of() -> None:
    assert capped("20%") == []
    assert capped("19%") == [in_full("20%", "19%")]
    assert capped("19%", "period") == [in_full("20%", "19%")]
    assert capped("19%", "year") == []
    assert capped("19%", more=", unless: [{measure: margin, at_least: 5%}]") == []
    # a sum is not compared with a part of the target
    assert capped("1 USD") == []
    sums = "tiers: [{from: 0%, pays: 5 USD}, {from: 80%, pays: 9 USD}, {from: 90%, pays: 7 USD}]"
    assert capped("9 USD", table=sums, share="") == []
    assert capped("8.99 USD", table=sums, share="") == [in_full("9 USD", "8.99 USD")]
    # settled month by month a month holds less than the window
    to_date = f"monthly_to_date, {COUNTED}"
    assert capped("19%", paid=to_date) == [in_full("20%", "19%")]
    assert capped("19%", "year", paid=to_date) == []
    assert capped("19%", table=curve("[0%, 0%], [100%, 20%]"), paid="window_end") == [in_full("20%", "19%")]


def test_what_says_nothing_of_a_payout_does_not_hide_what_follows() -> None:
    unless = "{limit: 5%, of: target, per: year, excess: lost, unless: [{measure: margin, at_least: 5%}]}"
    for first in (unless, "{limit: oops, of: target, per: window, excess: lost}"):
        caps = f"caps: [{first}, {{limit: 19%, of: target, per: window, excess: lost}}]"
        found = said(target(f"{FROM}, {caps}"))
        assert in_full("20%", "19%") in found
        assert len(found) == (1 if first == unless else 2)
    gates = "only_if: [{measure: quarter, at_least: 5000 USD}, {measure: quarter, at_least: 80%}]"
    assert said(target(f"{FROM}, {gates}")) == [never("0%", "80%")]


def test_of_a_scorecard_the_item_with_the_lowest_payouts_is_compared() -> None:
    items = [
        f"{{by: {by}, weight: 50%, {tiers('from: 0%', 'from: 80%', last)}}}"
        for by, last in (("quarter", "from: 90%"), ("margin", "from: 85% nothing"))
    ]
    for limit, expected in (("20%", []), ("19%", [in_full("20%", "19%")])):
        cap = f", caps: [{{limit: {limit}, of: target, per: window, excess: lost}}]"
        assert said(scorecard(*items, more=cap)) == expected


def cut(cap: str) -> tuple[str, str, str]:
    return (
        "cap_cuts_true_up?",
        cap,
        f"It is paid to date over more than a quarter, so the cap of {cap} can cut what settles earlier quarters.",
    )


@pytest.mark.parametrize("paid", [f"monthly_to_date, {COUNTED}", f"quarterly_to_date, {COUNTED}"])
def test_a_cap_per_quarter_can_cut_what_settles_earlier_quarters_of_a_year(paid: str) -> None:
    assert capped("90%", "quarter", by="year", paid=paid) == [cut("90%")]
    assert capped("5 USD", "quarter", by="year", paid=paid) == [cut("5 USD")]
    assert capped("90%", "quarter", by="quarter", paid=paid) == []
    assert capped("90%", "window", by="year", paid=paid) == []
    assert capped("90%", "quarter", by="year", paid=paid, excess="year_end") == []
    assert capped("90%", "quarter", by="year", paid="window_end") == []
    quarter, year, margin = (f"{{by: {by}, weight: 50%, {FROM}}}" for by in ("quarter", "year", "margin"))
    cap = ", caps: [{limit: 90%, of: target, per: quarter, excess: lost}]"
    assert said(scorecard(quarter, year, paid=paid, more=cap)) == [cut("90%")]
    assert said(scorecard(quarter, margin, paid=paid, more=cap)) == []
    side = "{by: year, edges: [{from: 0%}]}"
    both = f"target_share: 100%, rows: {side}, columns: {side}, pays: [[50%]]"
    matrix = f"  bonus: {{label: {{en: B, ko: 나}}, kind: matrix, {both}, paid: {paid}{cap}}}"
    assert said(matrix) == [cut("90%")]
    assert said(matrix.replace("year, edges", "quarter, edges")) == []
