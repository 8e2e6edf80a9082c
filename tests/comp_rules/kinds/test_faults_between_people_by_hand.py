"""Every fault of contests and overrides: its code, the very word it stands at and what it says, and nothing besides."""

from __future__ import annotations

import pytest

from comp_rules import compile_plan
from tests.comp_rules.kinds.window_plans import said, text_of

LABEL = "label: {en: Extra, ko: 추가}"


def contest(prizes: str, among: str = "{title: AE}", ties: str = "ties: share") -> str:
    return f"  extra: {{{LABEL}, kind: contest, rank: quarter, among: {among}, prizes: [{prizes}], {ties}}}"


def none(prize: str) -> tuple[str, str, str]:
    return ("prize_not_above_zero", prize, f"A prize of {prize} is none.")


def rising(prize: str, place: int) -> tuple[str, str, str]:
    return ("prizes_rising?", prize, f"Place {place} wins {prize}, more than place {place - 1}.")


@pytest.mark.parametrize(
    ("earn", "faults"),
    [
        (contest("500 USD, 200 USD, 200 USD"), []),
        (contest("1 USD"), []),
        (contest("500 USD, 0 USD"), [none("0 USD")]),
        (contest("5 USD, 0 USD, -1 USD"), [none("0 USD"), none("-1 USD")]),
        (contest("2 USD, 3 USD, 1 USD, 4 USD"), [rising("3 USD", 2), rising("4 USD", 4)]),
        # what is no sum is said, and the others are compared all the same
        (
            contest("2 USD, [1 USD], 3 USD"),
            [("wrong_form", "[1 USD", "A single value belongs here."), rising("3 USD", 2)],
        ),
        (contest("5 USD", "{plan: test-plan}"), []),
        (
            contest("5 USD", "{plan: other-plan}"),
            [("contest_plan", "other-plan", "People of the plan “other-plan” do not hold this contest.")],
        ),
    ],
)
def test_faults_of_a_contest(earn: str, faults: list[tuple[str, str, str]]) -> None:
    assert said(earn) == faults


def override(rest: str) -> str:
    return f"  extra: {{{LABEL}, kind: override, {rest}}}"


def without_use(key: str, form: str) -> tuple[str, str, str]:
    return ("key_without_use", f"{key}:", f"“{key}” has no use beside `{form}`.")


def unknown(written: str) -> tuple[str, str, str]:
    return ("unknown_key", written, f"The override component has no key “{written.partition(':')[0]}”.")


EARNINGS = "earnings: [ae-2026.commission]"
NOBODY = ("missing_key", "{label:", "Nothing says whose earnings count.")
NO_RATE = ("missing_key", "{label:", "Nothing says how much of it is paid.")
NO_SPREAD = ("missing_key", "{label:", "Nothing says between which rates the spread lies.")
OWN = ("spread_on_own", "sale", "sale is credited directly, so there is nobody below to take a spread from.")
NOTHING = ("one_of", "{label:", "Nothing says what the override is paid on.")


@pytest.mark.parametrize(
    ("rest", "faults"),
    [
        (f"{EARNINGS}, reach: {{levels: 1}}, rate: 5%", []),
        (f"{EARNINGS}, reach: {{levels: 1}}, rate: 0%", []),
        (
            f"{EARNINGS}, reach: {{levels: 1}}, rate: -5%",
            [("negative_rate?", "-5%", "The rate -5% takes money away.")],
        ),
        (EARNINGS, [NOBODY, NO_RATE]),
        (f"{EARNINGS}, rate: 5%", [NOBODY]),
        (f"{EARNINGS}, reach: {{levels: 1}}", [NO_RATE]),
        # a misspelt key is said to be misspelt, not that it is missing
        (f"{EARNINGS}, reach: {{levels: 1}}, rates: 5%", [unknown("rates: 5%")]),
        (f"{EARNINGS}, reached: {{levels: 1}}, rate: 5%",
         [("key_without_use", "reached:", "“reached” has no use in the override component.")]),
        ("earning: [ae-2026.commission], reach: {levels: 1}, rate: 5%", [unknown("earning:")]),
        ("pay_on: sale", [unknown("pay_on: sale")]),
        (
            f"{EARNINGS}, reach: {{levels: 1}}, rate: 5%, when: {{stage: won}}",
            [without_use("when", "earnings")],
        ),
        ("rate: 5%", [NOTHING]),
        (
            f"{EARNINGS}, reach: {{levels: 1}}, rate: 5%, pays_on: sale",
            [("one_of", "pays_on: sale",
              "An override is paid on `earnings` or on credits (`pays_on`), not on both.")],
        ),
        ("pays_on: sale", [NO_SPREAD, OWN]),
        (
            "earnings: [[ae.x], test-plan.extra, commission], reach: {levels: 1}, rate: 5%",
            [
                ("wrong_form", "[ae.x", "A single value belongs here."),
                ("circle", "test-plan.extra",
                 "“test-plan.extra” is a component of this plan, so the plan would be paid on itself."),
                ("wrong_name", "commission", "“commission” does not name a plan and something in it."),
            ],
        ),
    ],
)  # fmt: skip
def test_faults_of_an_override(rest: str, faults: list[tuple[str, str, str]]) -> None:
    assert said(override(rest)) == faults


def spread(rate: str, rest: str = "", rollup: str = "low.sale") -> list[tuple[str, str]]:
    """(code, sentence) of the faults of a spread on the credits of a team, with a table of such rates."""
    team = f"  team: {{label: {{en: Team, ko: 팀}}, rollup: [{rollup}], levels: 1, once_per_record: no}}\n"
    tables = (
        "tables:\n  grades: {label: {en: Grades, ko: 직급}, facts: [payee.grade], pick: first_row, "
        f"entries: [{{payee.grade: senior, rate: {rate}}}], otherwise: {rate}}}\n"
    )
    text = text_of(override(f"pays_on: team, spread: grades{rest}"))
    text = text.replace("measure:", f"{team}measure:", 1).replace("credit:", f"{tables}credit:", 1)
    _, faults = compile_plan(text, "plan.yaml")
    return [(fault.code, fault.sentence.en) for fault in faults if fault.place.path.startswith("earn")]


def test_the_rates_of_a_spread_make_money_of_its_credit() -> None:
    wrong = [("mixed_units", "The rates of grades do not turn team into money.")]
    assert spread("5%") == []
    assert spread("1.5x") == wrong
    assert spread("5 USD") == wrong
    assert [code for code, _ in spread("5%", rest=", rate: 5%, reach: {levels: 1}, as_of: credit_date")] == [
        "key_without_use"
    ] * 3
