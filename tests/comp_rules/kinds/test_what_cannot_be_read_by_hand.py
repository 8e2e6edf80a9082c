"""A value that cannot be read is said once, and what stands beside it is checked all the same; a spread read aloud."""

from __future__ import annotations

import pytest

from comp_rules.explain.sentences_from_plan import component_sentences
from tests.comp_rules.kinds.test_window_faults_by_hand import SQUARE, curve, item, matrix, scorecard, target, tiers
from tests.comp_rules.kinds.window_plans import plan_of, said

START = ("wrong_value", "oops", "“oops” is not a percentage, an amount of money or a number.")
PAYS = ("wrong_value", "oops", "“oops” is not a percentage or an amount of money.")
NEEDED = "It goes by percentages of a quota, but sales has none."
UNUSED = (
    "key_without_use",
    "target_share: 100%",
    "It pays sums of money, so no part of the target incentive belongs to it.",
)


@pytest.mark.parametrize(
    ("earn", "faults"),
    [
        (curve("[oops, 0%], [50%, 5%]", by="sales"), [START, ("quota_needed", "50%", NEEDED)]),
        (tiers("from: oops, pays: 0%", "from: 50%, pays: 5%", by="sales"), [START, ("quota_needed", "50%", NEEDED)]),
        (
            matrix(SQUARE, rows="{from: oops}, {from: 10%}", by=("sales", "margin")),
            [START, ("quota_needed", "10%", NEEDED)],
        ),
        # the first payout that can be read says whether sums are paid
        (target("curve: {points: [[0%, oops], [50%, 5 USD]], below: edge, beyond: edge}"), [UNUSED, START]),
        (tiers("from: 0%, pays: oops", "from: 50%, pays: 5 USD"), [UNUSED, PAYS]),
        (matrix("[[oops, 1 USD], [2 USD, 3 USD]]"), [UNUSED, PAYS]),
        (
            tiers("from: 0%, pays: oops", "from: oops, pays: 5%", "from: 50%, pays: -1%", "from: 20%, pays: -2%"),
            [
                PAYS,
                START,
                ("negative_rate?", "-1%", "The payout -1% takes money away."),
                ("tiers_not_rising", "20%", "The tier from 20% stands after the tier from 50%."),
                ("negative_rate?", "-2%", "The payout -2% takes money away."),
            ],
        ),
        (matrix("[[0%, oops], [1%, -2%]]"), [PAYS, ("negative_rate?", "-2%", "The payout -2% takes money away.")]),
        # of points that cannot all be read neither order nor ends are said
        (curve("[50%, 0%], [oops, 5%], [20%, 3%]"), [START]),
        (curve("[50%, 5%], [60%, oops], [20%, 3%]", below="nothing", beyond="nothing"), [START]),
        (scorecard(item("oops"), item("50%")), [("wrong_value", "oops", "“oops” is not a percentage.")]),
        (
            scorecard(item(pays="tiers: [{from: 0%, pays: oops}, {from: 9%, pays: 5 USD}]"), item()),
            [("mixed_units", "[{from: 0%", "A scorecard pays percentages of the target incentive."), PAYS],
        ),
        (matrix(SQUARE, by=("nope", "month")), [("unknown_name", "nope", "No measure has the name “nope”.")]),
        (matrix(SQUARE, by=("quarter", "nope")), [("unknown_name", "nope", "No measure has the name “nope”.")]),
        (target(by="nope"), [("unknown_name", "nope", "No measure has the name “nope”.")]),
    ],
)
def test_what_cannot_be_read_is_said_once(earn: str, faults: list[tuple[str, str, str]]) -> None:
    assert said(earn) == faults


SINGLE, MAP, LIST = "A single value belongs here.", "A map of keys belongs here.", "A list belongs here."


@pytest.mark.parametrize(
    ("earn", "fault"),
    [
        (curve("oops, [50%, 0%], [100%, 20%]"), ("wrong_form", "oops", LIST)),
        (curve("[50%, [0%]], [100%, 20%]"), ("wrong_form", "[0%", SINGLE)),
        (curve("[50%, 0%], [{a: 1}, 20%]"), ("wrong_form", "{a: 1", SINGLE)),
        (matrix("[[0%, [1%]], [1%, 2%]]"), ("wrong_form", "[1%", SINGLE)),
        (target("curve: 5"), ("wrong_form", "curve: 5", MAP)),
        (target("tiers: 5"), ("wrong_form", "tiers: 5", LIST)),
        (target("tiers: [5]"), ("wrong_form", "5", MAP)),
        (target("tiers: []"), ("empty_value", "tiers:", "Nothing is written for “tiers”.")),
        (matrix("5"), ("wrong_form", "pays: 5", LIST)),
        (matrix("[[0%, 1%], oops]"), ("wrong_form", "oops", LIST)),
        (curve("[], [50%, 0%]"), ("empty_value", "[", "Nothing is written for “points[0]”.")),
        (matrix("[]"), ("empty_value", "pays:", "Nothing is written for “pays”.")),
        (scorecard("5"), ("wrong_form", "5", MAP)),
        (scorecard(), ("empty_value", "items:", "Nothing is written for “items”.")),
        (
            matrix(SQUARE).replace("rows: {by: quarter, edges: [{from: 0%}, {above: 100%}]}", "rows: 5"),
            ("wrong_form", "rows: 5", MAP),
        ),
        (
            matrix(SQUARE).replace("target_share: 100%", "target_share: oops"),
            ("wrong_value", "oops", "“oops” is not a percentage."),
        ),
    ],
)
def test_what_has_another_form_is_said_once(earn: str, fault: tuple[str, str, str]) -> None:
    assert said(earn) == [fault]


def test_what_a_spread_says() -> None:
    tables = "".join(
        f"  {name}: {{label: {{en: {en}, ko: {ko}}}, facts: [payee.grade], pick: first_row, "
        "entries: [{payee.grade: senior, rate: 5%}], otherwise: 3%}\n"
        for name, en, ko in (("others", "Others", "기타"), ("grades", "Grades", "직급"))
    )
    team = "  team: {label: {en: Team sales, ko: 팀 매출}, rollup: [low.sale], levels: 1, once_per_record: no}\n"

    def change(text: str) -> str:
        return text.replace("credit:", f"tables:\n{tables}credit:", 1).replace("measure:", f"{team}measure:", 1)

    plan = plan_of("  bonus: {label: {en: Bonus, ko: 성과급}, kind: override, pays_on: team, spread: grades}", change)
    assert component_sentences(plan, "bonus", "en") == [
        "You earn Bonus on Team sales.",
        "The rate is your own of Grades, less that of the person next below.",
        "It never falls under 0.",
    ]
    assert component_sentences(plan, "bonus", "ko") == [
        "성과급 항목의 지급 대상: 팀 매출.",
        "요율은 직급 표의 본인 요율에서 바로 아래 사람의 요율을 뺀 값입니다.",
        "요율은 0보다 작아지지 않습니다.",
    ]
