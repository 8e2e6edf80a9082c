"""Places, prizes and pools of contests, whole: who is ranked by what, and what each row says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Assignment, RecordVersion, TypedResult, Value
from comp_rules.flow.calculation import Calculation, calculation_of, records_by_type
from comp_rules.flow.contests_from_measures import Place, Ranked, contest_rows, places_of, pools_of
from comp_rules.flow.plan_versions import versions_by_name
from comp_rules.flow.runs_from_assignment import runs_of
from comp_rules.kernel.steps import Number
from comp_rules.kernel.world import GivenRow, Known
from comp_rules.plan.compiled import CompiledPlan, ContestRule
from comp_rules.values.identity import Source
from comp_rules.values.period import month_of, period_from_text
from tests.comp_rules.company import deal
from tests.comp_rules.flow.team import SALE, days, holds, quota, related, team, team_plan

DAY = date(2026, 3, 5)


def contest(prizes: Sequence[int], ties: str, among: str = "plan", name: str = "reps") -> ContestRule:
    numbers = tuple(Number(Fraction(prize), "money", "p") for prize in prizes)
    return ContestRule("total", among, name, numbers, ties)  # type: ignore[arg-type]


def ranked(*values: tuple[str, int | Fraction] | tuple[str, int | Fraction, int]) -> list[Ranked]:
    """People with their values, and of equal ones the day in March on which they came to it."""
    return [Ranked(one[0], one[1], (date(2026, 3, one[2] if len(one) > 2 else 1), "", "D1")) for one in values]


FIELD = ranked(("cy", 5, 9), ("ann", 7), ("di", 5, 2), ("bo", 7, 3), ("ed", 1), ("bea", 5, 2))


@pytest.mark.parametrize(
    ("ties", "places"),
    [
        # 100 + 60 for two, 31 + 10 for three, nothing beyond the four prizes
        ("share", {"ann": (1, 80, 2, 160), "bo": (1, 80, 2, 160), "bea": (3, 14, 3, 41), "cy": (3, 14, 3, 41),
                   "di": (3, 13, 3, 41), "ed": (6, 0)}),
        ("higher", {"ann": (1, 100, 2), "bo": (1, 100, 2), "bea": (3, 31, 3), "cy": (3, 31, 3), "di": (3, 31, 3),
                    "ed": (6, 0)}),
        ("earliest", {"ann": (1, 100), "bo": (2, 60), "bea": (3, 31), "di": (4, 10), "cy": (5, 0), "ed": (6, 0)}),
    ],
)  # fmt: skip
def test_prizes_go_by_place_and_ties_as_the_plan_says(ties: str, places: dict[str, tuple[int, ...]]) -> None:
    expected = {payee: Place(*place) for payee, place in places.items()}
    assert places_of(FIELD, contest([100, 60, 31, 10], ties)) == expected
    assert list(places_of(FIELD, contest([100, 60, 31, 10], ties))) == list(places)


def test_the_last_prize_is_won_and_the_place_after_it_wins_nothing() -> None:
    for ties in ("share", "higher", "earliest"):
        found = places_of(ranked(("ann", 3), ("bo", 2), ("cy", 1)), contest([10, 5], ties))
        assert [place.prize for place in found.values()] == [10, 5, 0]
        # two at the last prize
        tied = places_of(ranked(("ann", 3), ("bo", 2), ("cy", 2)), contest([10, 5], ties))
        assert [place.prize for place in tied.values()] == {"share": [10, 3, 2], "higher": [10, 5, 5]}.get(
            ties, [10, 5, 0]
        )
    assert places_of([], contest([10], "share")) == {}


def test_a_tie_beyond_the_last_prize_shares_no_sum() -> None:
    found = places_of(ranked(("ann", 3), ("bo", 2), ("cy", 2)), contest([10], "share"))
    assert found == {"ann": Place(1, 10), "bo": Place(2, 0, 2), "cy": Place(2, 0, 2)}


MEASURES = """total: {label: {en: Total, ko: 합계}, sum: sale, over: quarter_to_date}
  reached: {label: {en: Reached, ko: 달성}, sum: sale, over: quarter_to_date, quota: target}
  goal: {label: {en: Goal, ko: 목표}, input: goal, over: quarter_to_date}
  win: {label: {en: Win, ko: 창}, sum: sale, over: quota_window, quota: win}
  month: {label: {en: Month, ko: 월}, sum: sale, over: month}
  less: {label: {en: Less, ko: 차}, minus: [total, late_sum]}
  share: {label: {en: Share, ko: 비율}, ratio: [late_sum, total]}
  late_sum: {label: {en: Late, ko: 이월}, sum: late, over: quarter_to_date}"""
CREDITS = (
    SALE.replace("TO", "to: owner")
    + """
  late: {label: {en: Late, ko: 이월}, records: deal, when: {stage: late}, date: close_date, amount: amount,
    to: owner}"""
)
PEOPLE = [holds("ann"), holds("bo"), holds("cy")]


def race(rank: str = "total", among: str = "{plan: reps}", ties: str = "share", more: str = "") -> CompiledPlan:
    earn = f"""  race: {{label: {{en: Race, ko: 경주}}, kind: contest, rank: {rank}, among: {among},
    prizes: [100 USD, 50 USD], ties: {ties}{more}}}"""
    return team_plan(credit=CREDITS, measure=MEASURES, earn=earn)


def sold(*amounts: tuple[str, int], day: date = DAY, stage: str = "won") -> list[RecordVersion]:
    return [deal(f"D-{payee}-{stage}", day, minor, owner=payee, stage=stage) for payee, minor in amounts]


def made(
    plans: Sequence[CompiledPlan], records: Sequence[RecordVersion], people: Sequence[Assignment] = PEOPLE,
    period: str = "2026-03", **facts: object,
) -> Calculation:  # fmt: skip
    of_all = team(people, records, **facts)
    return calculation_of(versions_by_name(plans), of_all, records_by_type(records), period_from_text(period), runs_of)


def rows(plan: CompiledPlan, asked: Calculation, assignment: Assignment = PEOPLE[0]) -> list[GivenRow]:
    prepared = asked.prepared(assignment, plan, asked.period)
    return contest_rows(asked, prepared, plan.components[0], asked.period)


def row(
    rank: int, prize: int, value: int | Fraction, of: int, unit: str = "money", by: str = "total",
    pool: str = "reps", first: str = "2026-01-01", day: date = date(2026, 3, 31), period: int = 2,
    tied: tuple[int, int] | None = None, above: tuple[int, int] | None = None,
) -> GivenRow:  # fmt: skip
    """A row; `tied` are how many share a place and what sum, `above` the nearest better place with a prize."""
    origin, ranked_by = Source("contest", "earn.race"), Source("measure", by)
    values = {
        "prize": Known(prize, origin, "money"), "rank": Known(rank, origin, "count"), "of": Known(of, origin, "count"),
        "value": Known(value, ranked_by, unit),
    }  # fmt: skip
    if tied is not None:
        values |= {"tied": Known(tied[0], origin, "count"), "shared": Known(tied[1], origin, "money")}
    if above is not None:
        values |= {"next_place": Known(above[0], origin, "count"), "next_value": Known(above[1], ranked_by, unit)}
    return GivenRow(period, f"{first}/{pool}", day, values)


def test_a_row_says_place_prize_and_value_of_how_many() -> None:
    plan, records = race(), sold(("ann", 5_00), ("bo", 7_00), ("cy", 0))
    asked = made([plan], records)
    assert rows(plan, asked) == [row(2, 50_00, 5_00, 2, above=(1, 7_00))]
    assert rows(plan, asked, PEOPLE[1]) == [row(1, 100_00, 7_00, 2)]
    assert rows(plan, asked, PEOPLE[2]) == []
    assert rows(plan, made([plan], records, period="2026-02")) == []


def test_a_row_says_how_many_share_a_place_and_sum_and_what_the_next_place_with_a_prize_came_to() -> None:
    plan = race()
    asked = made([plan], sold(("ann", 5_00), ("bo", 5_00), ("cy", 4_00), ("di", 3_00)), [*PEOPLE, holds("di")])
    found = [rows(plan, asked, one) for one in (*PEOPLE, holds("di"))]
    assert found[:2] == [[row(1, 75_00, 5_00, 4, tied=(2, 150_00))]] * 2
    # the third place has no prize: also for the fourth the next one is the first
    assert found[2:] == [[row(3, 0, 4_00, 4, above=(1, 5_00))], [row(4, 0, 3_00, 4, above=(1, 5_00))]]


@pytest.mark.parametrize(
    ("rank", "value", "unit"),
    [
        ("reached", Fraction(5, 20), "percent"), ("goal", Fraction(1, 2), "ratio->percent"),
        ("less", 3_00, "money"), ("share", Fraction(2, 5), "ratio->percent"),
    ],
)  # fmt: skip
def test_what_ranks_is_the_attainment_or_else_the_value_in_its_unit(rank: str, value: Fraction, unit: str) -> None:
    plan, typed = race(rank), TypedResult("i", "ann", "goal", Value("percent", Fraction(1, 2)), DAY)
    records = [*sold(("ann", 5_00)), *sold(("ann", 2_00), stage="late")]
    quotas = (quota("ann", 20_00),)
    (found,) = rows(plan, made([plan], records, quotas=quotas, inputs=(typed,)))
    assert found == row(1, 100_00, value, 1, unit.rpartition(">")[2], rank)


def test_months_and_windows_of_quotas_end_where_they_end() -> None:
    monthly = race("month")
    (march,) = rows(monthly, made([monthly], [*sold(("ann", 5_00)), *sold(("ann", 9_00), day=date(2026, 2, 5))][:1]))
    assert march == row(1, 100_00, 5_00, 1, by="month", first="2026-03-01")
    by_window = race("win")
    ends = (days(date(2026, 2, 10), date(2026, 3, 9)), days(date(2026, 3, 10), date(2026, 4, 1)))
    quotas = tuple(quota("ann", 10_00, "win", window) for window in ends)
    (found,) = rows(by_window, made([by_window], sold(("ann", 5_00)), quotas=quotas))
    expected = row(1, 100_00, Fraction(1, 2), 1, "percent", "win", first="2026-02-10", day=date(2026, 3, 9))
    assert found == expected


def test_only_the_calculated_period_has_rows_unless_a_cap_reads_earlier_ones() -> None:
    monthly, records = race("month"), [*sold(("ann", 5_00)), *sold(("bo", 7_00), day=date(2026, 2, 5), stage="won")]
    assert [one.period for one in rows(monthly, made([monthly], records))] == [2]
    assert rows(monthly, made([monthly], records), PEOPLE[1]) == []
    capped = race("month", more=", caps: [{limit: 500 USD, per: year, excess: lost}]")
    asked = made([capped], records)
    assert [one.period for one in rows(capped, asked, PEOPLE[1])] == [1]
    assert [one.period for one in rows(capped, asked)] == [2]


def test_a_condition_keeps_people_from_being_ranked_and_each_must_hold() -> None:
    plan = race(more=", only_if: [{measure: month, at_least: 1 USD}, {measure: goal, at_least: 50%}]")
    typed = [
        TypedResult(f"i{payee}", payee, "goal", Value("percent", Fraction(part, 100)), DAY)
        for payee, part in (("ann", 50), ("bo", 49), ("di", 60))
    ]
    early = deal("D-di", date(2026, 2, 5), 99_00, owner="di")
    asked = made(
        [plan], [*sold(("ann", 5_00), ("bo", 7_00), ("cy", 8_00)), early], [*PEOPLE, holds("di")], inputs=typed
    )
    assert rows(plan, asked) == [row(1, 100_00, 5_00, 1)]
    assert [rows(plan, asked, one) for one in (*PEOPLE[1:], holds("di"))] == [[], [], []]


def test_people_compete_who_hold_the_plan_on_the_last_day_of_the_window() -> None:
    plan = race()
    left = holds("bo", span=days(date(2026, 1, 1), date(2026, 3, 30)))
    people = [PEOPLE[0], left, holds("cy", span=days(date(2026, 3, 31), None))]
    records = [*sold(("ann", 5_00), ("bo", 7_00)), deal("D-cy", date(2026, 3, 31), 9_00, owner="cy")]
    asked = made([plan], records, people)
    assert rows(plan, asked) == [row(2, 50_00, 5_00, 2, above=(1, 9_00))]
    assert rows(plan, asked, left) == []
    assert rows(plan, asked, people[2]) == [row(1, 100_00, 9_00, 2)]


def test_a_contest_is_run_by_the_version_of_the_last_day() -> None:
    old = replace(race(), version=1, span=days(date(2026, 1, 1), date(2026, 3, 30)))
    new = replace(race(), version=2, span=days(date(2026, 3, 31), None))
    asked = made([old, new], sold(("ann", 5_00)))
    assert rows(old, asked) == []
    assert rows(new, asked) == [row(1, 100_00, 5_00, 1)]


QUARTER = days(date(2026, 1, 1), date(2026, 3, 31))


def test_the_pools_of_a_person_are_those_of_the_last_day() -> None:
    april = days(date(2026, 4, 1), None)
    pods = (related("pod", "ann", "zoe"), related("pod", "ann", "lee"), related("pod", "ann", "max", april),
            related("desk", "ann", "kim"))  # fmt: skip
    lead = replace(holds("di"), title="lead")
    elsewhere = holds("ed", "others", days(date(2026, 1, 1), date(2026, 3, 30)))
    asked = made([race(), team_plan("others")], [], [*PEOPLE, lead, elsewhere], relations=pods)

    def pools(one: Assignment, among: str, name: str) -> list[str]:
        return pools_of(asked, one, contest([1], "share", among, name), QUARTER)

    assert pools(PEOPLE[0], "relation", "pod") == ["lee", "zoe"]
    assert pools(PEOPLE[1], "relation", "pod") == []
    assert [pools(one, "title", "rep") for one in (PEOPLE[0], lead)] == [["rep"], []]
    assert [pools(one, "plan", "reps") for one in (PEOPLE[0], elsewhere)] == [["reps"], []]
    assert pools(holds("ed", "others"), "plan", "others") == []
    assert pools(holds("eve"), "plan", "reps") == []
    gone = holds("ann", span=days(date(2026, 1, 1), date(2026, 3, 30)))
    assert [pools(gone, among, name) for among, name in (("relation", "pod"), ("title", "rep"), ("plan", "reps"))] == [
        []
    ] * 3


def test_pods_are_contests_of_their_own() -> None:
    plan = race(among="{relation: pod}")
    pods = (
        related("pod", "ann", "x"),
        related("pod", "ann", "y"),
        related("pod", "bo", "y"),
        related("pod", "cy", "z"),
    )
    asked = made([plan], sold(("ann", 5_00), ("bo", 7_00), ("cy", 9_00)), relations=pods)
    in_y = row(2, 50_00, 5_00, 2, pool="y", above=(1, 7_00))
    assert rows(plan, asked) == [row(1, 100_00, 5_00, 1, pool="x"), in_y]
    assert rows(plan, asked, PEOPLE[1]) == [row(1, 100_00, 7_00, 2, pool="y")]


def first_of(records: Sequence[RecordVersion], rank: str = "total", **facts: object) -> str:
    """Who of two with the same final value is first, by when they came to it."""
    plan = race(rank, ties="earliest")
    asked = made([plan], records, **facts)
    places = {one.payee: rows(plan, asked, one)[0].values["rank"].value for one in PEOPLE[:2]}
    assert sorted(places.values()) == [1, 2]
    return min(places, key=places.__getitem__)


def at(
    number: str, payee: str, day: int, minor: int = 10, month: int = 3, booked: str = "", stage: str = "won"
) -> RecordVersion:
    return replace(deal(number, date(2026, month, day), minor, owner=payee, stage=stage), booked_at=booked)


def test_the_credit_by_which_the_value_was_first_reached_decides_a_tie() -> None:
    assert first_of([at("D1", "ann", 6), at("D2", "bo", 5)]) == "bo"
    # on one day the booked time, midnight where there is none; then the record
    assert first_of([at("D1", "ann", 5, booked="10:00:00"), at("D2", "bo", 5, booked="09:00:00")]) == "bo"
    assert first_of([at("D1", "ann", 5, booked="00:00:01"), at("D2", "bo", 5)]) == "bo"
    assert first_of([at("D2", "ann", 5), at("D1", "bo", 5)]) == "bo"
    # what came to the value, went beyond and came back reached it first
    over = [at("D1", "ann", 4), at("D3", "ann", 7, 5), at("D4", "ann", 8, -5), at("D2", "bo", 5)]
    assert first_of(over) == "ann"
    # a deal of nothing, and one of another window or rule, reaches nothing
    assert first_of([at("D0", "ann", 1, 0), at("D1", "ann", 6), at("D2", "bo", 5)]) == "bo"
    assert first_of([at("D0", "ann", 31, month=12), at("D1", "ann", 6), at("D2", "bo", 5)]) == "bo"
    assert first_of([at("D0", "ann", 9, stage="late"), at("D1", "ann", 4), at("D2", "bo", 5)]) == "ann"


def test_the_credits_of_a_measure_made_of_others_are_all_of_theirs() -> None:
    records = [at("D1", "ann", 5, 12), at("D3", "ann", 8, 2, stage="late"), at("D2", "bo", 6)]
    # ann came to 12 - 2 only with the late deal, on the 8th
    assert first_of(records, "less") == "bo"
    records = [at("D1", "bo", 5, 12), at("D3", "bo", 8, 2, stage="late"), at("D2", "ann", 6)]
    assert first_of(records, "less") == "ann"


def test_typed_results_are_reached_at_the_end_of_the_window_and_tie_by_name() -> None:
    typed = [
        TypedResult(f"i{p}", p, "goal", Value("percent", Fraction(1, 2)), date(2026, 3, d))
        for p, d in (("bo", 1), ("ann", 9))
    ]
    assert first_of([], "goal", inputs=typed) == "ann"
    assert month_of(DAY).name == "2026-03"
