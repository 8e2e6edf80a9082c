"""Checks and words of kinds where one wrong comparison would go unnoticed: exactly these faults, and no others."""

from __future__ import annotations

import pytest

from comp_rules.explain.sentences_from_plan import component_sentences
from tests.comp_rules.kinds import window_plans
from tests.comp_rules.kinds.settings import codes, pay_of, plan_of

LABEL = "label: {en: Bonus, ko: 성과급}"


def curve(points: str, below: str, beyond: str) -> str:
    return (
        f"  bonus: {{{LABEL}, kind: target, target_share: 100%, by: quarter, paid: window_end, "
        f"curve: {{points: [{points}], below: {below}, beyond: {beyond}}}}}"
    )


def tiered(settings: str) -> str:
    return f"  x: {{{LABEL}, kind: tiered, pays_on: sale, {settings}}}"


@pytest.mark.parametrize(
    ("earn", "expected"),
    [
        # nothing is lost below a curve that begins at nothing, nor beyond one that ends there
        (curve("[50%, 0%], [100%, 100%]", "nothing", "edge"), []),
        (curve("[50%, 100%], [100%, 0%]", "edge", "nothing"), ["curve_falls"]),
        (curve("[50%, 1%], [100%, 100%]", "nothing", "edge"), ["cliff"]),
        (curve("[50%, 0%], [100%, 1%]", "nothing", "nothing"), ["curve_falls"]),
        # a line through nothing at 0% is not below zero
        (curve("[50%, 50%], [100%, 100%]", "extend", "edge"), []),
        (curve("[50%, 49%], [100%, 100%]", "extend", "edge"), ["curve_below_zero"]),
    ],
)
def test_a_curve_is_warned_of_only_where_it_jumps_or_falls(earn: str, expected: list[str]) -> None:
    assert window_plans.codes_of(earn) == expected


def test_an_edge_that_cannot_be_read_does_not_hide_the_unit_of_the_next() -> None:
    said = (
        f"  bonus: {{{LABEL}, kind: matrix, target_share: 100%, paid: window_end, rows: {{by: quarter, edges: "
        "[{from: 0%}, {from: 100%}]}, columns: {by: margin, edges: [{from: few}, {from: 10 USD}]}, "
        "pays: [[0%, 50%], [50%, 100%]]}"
    )
    assert "mixed_units" in window_plans.codes_of(said)


def test_a_target_paid_by_tiers_shows_total_quota_and_attainment() -> None:
    plan = window_plans.plan_of(
        f"  bonus: {{{LABEL}, kind: target, target_share: 100%, by: quarter, paid: window_end, "
        "tiers: [{from: 0%, pays: 0%}, {from: 80%, pays: 50%}]}"
    )
    assert [factor.role for factor in pay_of(plan, "bonus").context] == ["total", "window_quota", "attainment"]


def test_the_prose_of_a_curve_names_its_two_ends() -> None:
    said = curve("[50%, 0%], [80%, 30%], [120%, 150%]", "nothing", "edge")
    plan = window_plans.plan_of(said)
    assert component_sentences(plan, "bonus", "en")[-3:-1] == [
        "Below 50% it pays nothing.",
        "Beyond 120% it stays at 150%.",
    ]
    assert "At 80% of quota it pays 30%." in component_sentences(plan, "bonus", "en")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            "by: won, ladder: window, applies: marginal, base_rate: {target_share: 100%}, "
            "tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 2x}]",
            ("mixed_units", "earn.x.base_rate"),
        ),
        # 1,000 USD at 10% are the 100 USD of the cap: the second tier has nothing left to pay
        (
            "by: qtd, ladder: window, applies: marginal, caps: [{limit: 100 USD, per: window, excess: lost}], "
            "tiers: [{from: 0 USD, rate: 10%}, {from: 1000 USD, rate: 20%}]",
            ("never_reached", "earn.x.tiers[1].from"),
        ),
    ],
)
def test_a_fault_of_tiers(settings: str, expected: tuple[str, str]) -> None:
    assert expected in codes(tiered(settings))


@pytest.mark.parametrize(
    "settings",
    [
        # 999 USD at 10% leave room below the cap
        "by: qtd, ladder: window, applies: marginal, caps: [{limit: 100 USD, per: window, excess: lost}], "
        "tiers: [{from: 0 USD, rate: 10%}, {from: 999 USD, rate: 20%}]",
        # what is above the cap is not lost
        "by: qtd, ladder: window, applies: marginal, caps: [{limit: 100 USD, per: period, excess: carry}], "
        "tiers: [{from: 0 USD, rate: 10%}, {from: 1000 USD, rate: 20%}]",
    ],
)
def test_a_tier_with_room_below_the_cap_is_not_warned_of(settings: str) -> None:
    assert codes(tiered(settings)) == []


def test_a_plan_of_tiers_shows_its_edges() -> None:
    plan = plan_of(tiered("by: ytd, ladder: window, applies: marginal, tiers: [{from: 0%, rate: 1%}, {from: 50%, "
                          "rate: 2%}]"))  # fmt: skip
    assert [factor.role for factor in pay_of(plan, "x").context] == ["credit", "open", "close", "edge", "window_quota"]


@pytest.mark.parametrize(
    ("among", "ties", "who", "tie"),
    [
        (
            "{title: Account executive}",
            "share",
            "Everyone with the title “Account executive” takes part.",
            "People of equal rank share the sum of the prizes of their places.",
        ),
        (
            "{plan: test-plan}",
            "higher",
            "Everyone who holds this plan takes part.",
            "People of equal rank each get the prize of the higher place.",
        ),
        (
            "{relation: pod}",
            "earliest",
            "Those related to the same person by “pod” compete with each other.",
            "Of people with an equal result, the one who reached it first comes first.",
        ),
    ],
)
def test_a_contest_read_aloud(among: str, ties: str, who: str, tie: str) -> None:
    said = f"rank: quarter, among: {among}, prizes: [500 USD, 200 USD], ties: {ties}"
    plan = window_plans.plan_of(f"  bonus: {{{LABEL}, kind: contest, {said}}}")
    assert component_sentences(plan, "bonus", "en") == [
        "You can win Bonus by your rank in Quarter.",
        who,
        "Place 1 wins 500.00 USD.",
        "Place 2 wins 200.00 USD.",
        tie,
        "Prizes are due in the period that holds the last day of the quarter.",
    ]


def test_a_base_rate_made_of_a_part_of_the_target_is_read_aloud_with_the_part() -> None:
    rows = "tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 2x}]"
    way = "by: ytd, ladder: window, applies: marginal, base_rate:"
    of_target = [tiered(f"{way} {{target_share: {share}}}, {rows}") for share in ("60%", "40%")]
    plan = plan_of(of_target[0] + "\n" + of_target[1].replace("  x:", "  y:"))
    for name, share in (("x", "60%"), ("y", "40%")):
        said = f"Your base rate is {share} of your target incentive divided by your quota."
        assert said in component_sentences(plan, name, "en")
    plain = component_sentences(plan_of(tiered(f"{way} 4%, {rows}")), "x", "en")
    assert "Your base rate is 4%." in plain


def test_a_condition_on_an_unknown_measure_is_one_fault() -> None:
    said = (
        f"  bonus: {{{LABEL}, kind: target, target_share: 100%, by: quarter, paid: window_end, "
        "curve: {points: [[50%, 0%], [100%, 100%]], below: nothing, beyond: edge}, "
        "only_if: [{measure: nobody, at_least: 100%}]}"
    )
    assert window_plans.codes_of(said) == ["unknown_name"]
