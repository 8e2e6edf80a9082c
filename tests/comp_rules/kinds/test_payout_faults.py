"""What tiers, curves, scorecards and matrices may not say, and what they are warned of: each with a cure in two
languages, and once."""

import pytest

from tests.comp_rules.kinds.window_plans import codes_of, faults_of

LABEL = "label: {en: Bonus, ko: 성과급}"
CURVE = "curve: {points: [[50%, 0%], [100%, 100%]], below: nothing, beyond: edge}"


def target(
    rest: str = CURVE, share: str = "target_share: 100%, ", by: str = "quarter", paid: str = "window_end"
) -> str:
    return f"  bonus: {{{LABEL}, kind: target, {share}by: {by}, {rest}, paid: {paid}}}"


def curve(points: str, below: str = "nothing", beyond: str = "edge") -> str:
    return target(f"curve: {{points: [{points}], below: {below}, beyond: {beyond}}}")


def matrix(
    pays: str = "[[0%, 50%], [50%, 100%]]", columns: str = "margin", edges: str = "[{from: 0%}, {from: 10%}]"
) -> str:
    return (
        f"  bonus: {{{LABEL}, kind: matrix, target_share: 100%, rows: {{by: quarter, edges: [{{from: 0%}}, "
        f"{{above: 100%}}]}}, columns: {{by: {columns}, edges: {edges}}}, pays: {pays}, paid: window_end}}"
    )


def scorecard(*items: str) -> str:
    return f"  bonus: {{{LABEL}, kind: scorecard, target_share: 100%, items: [{', '.join(items)}], paid: window_end}}"


def item(weight: str = "50%", by: str = "quarter", pays: str = CURVE) -> str:
    return f"{{by: {by}, weight: {weight}, {pays}}}"


@pytest.mark.parametrize(
    "earn",
    [
        target(),
        target("tiers: [{from: 0%, pays: 0%}, {above: 80%, pays: 50%}, {from: 100%, pays: 100%}]"),
        target("tiers: [{from: 0, pays: 0 USD}, {from: 3, pays: 500 USD}]", share="", by="won"),
        target("curve: {points: [[0 USD, 0%], [1000 USD, 100%]], below: edge, beyond: extend}", by="sales"),
        target(by="last_three"),
        target(paid="monthly_to_date, target_counted: to_date"),
        matrix(),
        scorecard(item("1/3"), item("2/3", by="margin")),
    ],
)
def test_what_is_right_has_no_faults(earn: str) -> None:
    assert codes_of(earn) == []


@pytest.mark.parametrize(
    ("earn", "code"),
    [
        (curve("[50%, 0%], [50%, 100%]"), "points_not_rising"),
        (curve("[100%, 0%], [50%, 100%]"), "points_not_rising"),
        (curve("[50%, 0%], [100 USD, 100%]"), "mixed_units"),
        (curve("[50%, 0%], [100%, 100 USD]"), "mixed_units"),
        (curve("[50%, 0%], [100%, 12]"), "mixed_units"),
        (curve("[50%, 0%], [100%]"), "curve_points"),
        (curve("[50%, 0%]"), "curve_points"),
        (curve("[50%, 10%], [100%, 100%]"), "cliff"),
        (curve("[50%, 100%], [100%, 50%]", below="edge"), "curve_falls"),
        (curve("[50%, 0%], [100%, 100%]", beyond="nothing"), "curve_falls"),
        (curve("[80%, 60%], [100%, 100%]", below="extend"), "curve_below_zero"),
        (target("curve: {points: [[50%, 0%], [100%, 100%]], beyond: edge}"), "missing_key"),
        (target("curve: {points: [[50%, 0%], [100%, 100%]], below: nothing}"), "missing_key"),
        (target(f"tiers: [{{from: 0%, pays: 100%}}], {CURVE}"), "one_of"),
        (target("judged: to_date"), "one_of"),
        (target("tiers: [{from: 100%, pays: 100%}, {from: 50%, pays: 50%}]"), "tiers_not_rising"),
        (target("tiers: [{from: 0%, pays: 0%}, {from: 0%, pays: 50%}]"), "tier_unreachable"),
        (target("tiers: [{from: 50%, pays: 50%}, {from: 100%, pays: 100%}]"), "starts_above_zero"),
        (target("tiers: [{from: 0%, pays: -5%}, {from: 100%, pays: 100%}]"), "negative_rate"),
        (target("tiers: [{from: 0%, pays: 0.005 USD}]", share=""), "too_many_digits"),
        (target(by="sales"), "quota_needed"),
        (target("tiers: [{from: 0, pays: 0%}, {from: 3, pays: 100%}]"), "mixed_units"),
        (target(share=""), "missing_key"),
        (target("tiers: [{from: 0%, pays: 0 USD}, {from: 100%, pays: 500 USD}]"), "key_without_use"),
        (target(paid="monthly_to_date"), "missing_key"),
        (target(paid="window_end, target_counted: to_date"), "key_without_use"),
        (target(by="last_three", paid="monthly_to_date, target_counted: full_window"), "paid_rolling"),
        (target(by="month", paid="quarterly_to_date, target_counted: full_window"), "paid_between"),
        (matrix("[[0%, 50%]]"), "matrix_size"),
        (matrix("[[0%, 50%], [50%]]"), "matrix_size"),
        (matrix("[[0%, 50%], [50%, 100 USD]]"), "mixed_units"),
        (matrix(columns="month"), "matrix_windows"),
        (matrix(edges="[{from: 0%}, {from: 0%}]"), "tier_unreachable"),
        (scorecard(item(), item("60%")), "weights"),
        (scorecard(item("100%"), item("0%")), "weight_not_above_zero"),
        (scorecard(item("100%", pays="tiers: [{from: 0%, pays: 5 USD}]")), "mixed_units"),
        (scorecard(item("100%", pays="tiers: [{from: 90%, pays: 0%}, {from: 10%, pays: 5%}]")), "tiers_not_rising"),
    ],
)  # fmt: skip
def test_each_mistake_is_one_fault(earn: str, code: str) -> None:
    faults = faults_of(earn)
    assert code in [fault.code for fault in faults]
    assert len({(fault.code, fault.place) for fault in faults}) == len(faults)
    for fault in faults:
        assert fault.hint is not None
        assert fault.place.line
        assert all(text.strip() for text in (*fault.sentence, *fault.hint))
        assert "{" not in fault.sentence.en.replace("{en: …, ko: …}", "")


@pytest.mark.parametrize(
    "more",
    [
        "only_if: [{measure: quarter, at_least: 100%}]",
        "only_if: [{measure: quarter, above: 100%}]",
        "caps: [{limit: 90%, of: target, per: window, excess: lost}]",
    ],
)
def test_a_payout_that_is_never_reached_is_warned_of(more: str) -> None:
    assert "never_reached" in codes_of(target(f"{CURVE}, {more}"))


@pytest.mark.parametrize(
    "more",
    [
        "only_if: [{measure: quarter, at_least: 90%}]",
        "only_if: [{measure: margin, at_least: 90%}]",
        "only_if: [{measure: quarter, at_most: 100%}]",
        "caps: [{limit: 100%, of: target, per: window, excess: lost}]",
        "caps: [{limit: 90%, of: target, per: year, excess: lost}]",
        "caps: [{limit: 90%, of: target, per: window, excess: lost, unless: [{measure: margin, at_least: 5%}]}]",
    ],
)
def test_a_payout_that_can_be_reached_is_not(more: str) -> None:
    assert codes_of(target(f"{CURVE}, {more}")) == []


def test_a_tier_below_a_condition_is_never_reached() -> None:
    tiers = "tiers: [{from: 0%, pays: 10%}, {from: 80%, pays: 100%}]"
    assert "never_reached" in codes_of(target(f"{tiers}, only_if: [{{measure: quarter, at_least: 80%}}]"))
    assert codes_of(target(f"{tiers}, only_if: [{{measure: quarter, at_least: 79%}}]")) == []


@pytest.mark.parametrize("per", ["period", "quarter"])
def test_a_cap_that_cuts_what_is_settled_is_warned_of(per: str) -> None:
    cap = f"caps: [{{limit: 500 USD, per: {per}, excess: lost}}]"
    earn = target(f"{CURVE}, {cap}", by="year", paid="monthly_to_date, target_counted: to_date")
    assert codes_of(earn) == ["cap_cuts_true_up"]


def test_a_key_of_another_kind_has_no_use() -> None:
    assert codes_of(target(f"{CURVE}, kept: yes")) == ["key_without_use"]
