"""Managers, related people and versions of a plan on a day: who and which counts, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from comp_rules.facts.facts import Relation, Reporting
from comp_rules.flow.hierarchy import Hierarchy
from comp_rules.flow.order_from_plans import plans_in_order, reads_of
from comp_rules.flow.plan_versions import Days, Versions, version_in_force, versions_by_name
from comp_rules.values.period import Span, month_of
from tests.comp_rules.company import YEAR
from tests.comp_rules.flow.team import days, holds, related, reports, rollup, team_plan

TODAY = date(2026, 3, 5)
MARCH = days(date(2026, 3, 1), date(2026, 3, 31))
CHAIN = (reports("ann", "mia"), reports("mia", "vic"), reports("vic", "zoe"))


@pytest.mark.parametrize(
    ("levels", "above"),
    [
        (1, ["mia"]),
        (2, ["mia", "vic"]),
        (3, ["mia", "vic", "zoe"]),
        (9, ["mia", "vic", "zoe"]),
        (0, ["mia", "vic", "zoe"]),
    ],
)
def test_the_way_up_is_as_long_as_asked(levels: int, above: list[str]) -> None:
    assert Hierarchy(CHAIN).managers_above("ann", TODAY, levels) == above


def test_a_circle_ends_the_climb_before_anyone_comes_twice() -> None:
    circle = (*CHAIN, reports("zoe", "mia"))
    assert Hierarchy(circle).managers_above("ann", TODAY, 0) == ["mia", "vic", "zoe"]
    assert Hierarchy(circle).managers_above("mia", TODAY, 0) == ["vic", "zoe"]
    assert Hierarchy((reports("ann", "ann"),)).managers_above("ann", TODAY, 0) == []
    assert Hierarchy(CHAIN).managers_above("zoe", TODAY, 0) == []


def test_of_two_managers_the_one_that_began_last_counts_then_the_one_learnt_last_then_the_row() -> None:
    early = Reporting("z", "ann", "mia", days(date(2026, 1, 1), None), known_no=9)
    late = Reporting("a", "ann", "vic", days(date(2026, 3, 5), None), known_no=1)
    learnt = replace(early, row_id="a", manager="zoe", known_no=10)
    named = replace(early, row_id="zz", manager="yan")
    for rows in ((early, late), (late, early)):
        assert Hierarchy(rows).manager_of("ann", TODAY) == "vic"
        assert Hierarchy(rows).manager_of("ann", date(2026, 3, 4)) == "mia"
    for rows in ((early, learnt, named), (named, learnt, early)):
        assert Hierarchy(rows).manager_of("ann", TODAY) == "zoe"
    for rows in ((early, named), (named, early)):
        assert Hierarchy(rows).manager_of("ann", TODAY) == "yan"
    assert Hierarchy(CHAIN).manager_of("zoe", TODAY) is None
    assert Hierarchy(CHAIN).manager_of("ann", date(2025, 12, 31)) is None


def test_related_people_are_those_of_the_day_and_the_relation_once_and_in_order() -> None:
    april = days(date(2026, 4, 1), None)
    rows = [
        related("pod", "sol", "ann"), related("pod", "lee", "ann"), related("pod", "kim", "bo"),
        related("pod", "max", "ann", april), related("desk", "nan", "ann"), related("pod", "lee", "bo"),
        Relation("again", "pod", "lee", "ann", YEAR),
    ]  # fmt: skip
    found = Hierarchy((), rows)
    assert found.related_to("pod", "ann", TODAY) == ["lee", "sol"]
    assert found.related_to("pod", "ann", date(2026, 4, 1)) == ["lee", "max", "sol"]
    assert found.related_to("desk", "ann", TODAY) == ["nan"]
    assert found.related_to("desk", "bo", TODAY) == []
    assert found.others_of("pod", "lee", TODAY) == ["ann", "bo"]
    assert found.others_of("pod", "max", TODAY) == []
    assert found.others_of("pod", "max", date(2026, 4, 1)) == ["ann"]
    assert found.others_of("pod", "ann", TODAY) == []


def test_two_managers_on_one_day_are_a_pair_and_the_same_one_twice_is_not() -> None:
    first = reports("ann", "mia", days(date(2026, 1, 1), date(2026, 3, 10)))
    second = reports("ann", "vic", days(date(2026, 3, 10), None))
    after = reports("ann", "vic", days(date(2026, 3, 11), None))
    same = Reporting("again", "ann", "mia", days(date(2026, 3, 1), None))
    assert Hierarchy((second, first)).reporting_twice() == [(first, second)]
    assert Hierarchy((first, after)).reporting_twice() == []
    assert Hierarchy((first, same)).reporting_twice() == []
    assert Hierarchy((first, reports("bo", "vic"))).reporting_twice() == []
    one_day = [Reporting(row, "ann", manager, YEAR) for row, manager in (("r2", "vic"), ("r1", "mia"))]
    assert Hierarchy(one_day).reporting_twice() == [(one_day[1], one_day[0])]


OLD = replace(team_plan(), version=1)
NEW = replace(OLD, version=2, span=days(date(2026, 3, 10), date(2026, 3, 20)))
BOTH = Versions("reps", (OLD, NEW))


def test_the_newest_version_of_a_day_rules_and_those_of_a_span_come_by_their_first_day() -> None:
    assert [BOTH.on(date(2026, 3, day)) for day in (9, 10, 20, 21)] == [OLD, NEW, NEW, OLD]
    assert Versions("reps", (NEW, OLD)).on(date(2026, 3, 10)) is NEW
    assert BOTH.on(date(2025, 12, 31)) is None
    assert BOTH.on(None) is None
    assert BOTH.ruling(MARCH) == [OLD, NEW]
    assert BOTH.ruling(days(date(2026, 3, 10), date(2026, 3, 31))) == [NEW, OLD]
    assert BOTH.ruling(days(date(2026, 3, 10), date(2026, 3, 20))) == [NEW]
    assert BOTH.ruling(days(date(2026, 3, 1), date(2026, 3, 9))) == [OLD]
    assert BOTH.ruling(days(date(2025, 12, 1), date(2025, 12, 31))) == []
    assert BOTH.ruling(days(date(2026, 12, 31), date(2027, 1, 31))) == [OLD]


def test_the_days_of_a_version_are_those_it_rules_within_the_horizon() -> None:
    def of(plan: object, unruled: bool = False) -> list[int]:
        within = Days(BOTH, plan, MARCH, unruled=unruled)  # type: ignore[arg-type]
        return [day for day in range(1, 32) if date(2026, 3, day) in within]

    assert of(NEW) == list(range(10, 21))
    assert of(OLD) == [*range(1, 10), *range(21, 32)]
    assert of(OLD, unruled=True) == []
    assert date(2026, 4, 1) not in Days(BOTH, OLD, MARCH)
    assert date(2026, 2, 28) not in Days(BOTH, OLD, MARCH)
    assert "2026-03-05" not in Days(BOTH, OLD, MARCH)
    december = days(date(2025, 12, 1), date(2026, 1, 31))
    assert date(2025, 12, 31) in Days(BOTH, OLD, december, unruled=True)
    assert date(2025, 12, 31) not in Days(BOTH, OLD, december)
    assert date(2026, 1, 1) not in Days(BOTH, OLD, december, unruled=True)


def test_versions_are_sorted_by_plan_and_number() -> None:
    other = team_plan("others")
    named = versions_by_name([NEW, other, OLD])
    assert {name: of.plans for name, of in named.items()} == {"reps": (OLD, NEW), "others": (other,)}
    assert [of.name for of in named.values()] == ["reps", "others"]


def test_the_version_in_force_is_that_of_the_last_day_held() -> None:
    march = month_of(date(2026, 3, 1))
    until_20 = holds("ann", span=days(date(2026, 1, 1), date(2026, 3, 20)))
    assert version_in_force([OLD, NEW], until_20, march) is NEW
    assert version_in_force([NEW, OLD], holds("ann"), march) is OLD


def families(**reads: tuple[str, ...]) -> dict[str, Versions]:
    """Plans whose credits are made of those of other plans."""

    def plan(name: str, sources: tuple[str, ...]) -> Versions:
        if not sources:
            return Versions(name, (team_plan(name),))
        credit = rollup("team", ", ".join(f"{source}.sale" for source in sources))
        earn = "  pay: {label: {en: Pay, ko: 지급}, kind: flat, pays_on: team, rate: 1%}"
        return Versions(name, (team_plan(name, credit, earn),))

    return {name: plan(name, sources) for name, sources in reads.items()}


def test_plans_come_after_those_they_read_and_otherwise_by_name() -> None:
    known = families(zed=(), amy=("mid",), mid=("zed", "gone"), bob=())
    assert plans_in_order(known) == (["bob", "zed", "mid", "amy"], [])
    assert reads_of(known["mid"], known) == ["zed"]
    assert reads_of(known["zed"], known) == []


def test_a_circle_is_named_from_where_it_begins_and_the_others_still_come() -> None:
    known = families(able=("loopa",), loopa=("base", "loopb"), loopb=("loopc",), loopc=("loopa",), base=())
    order, faults = plans_in_order(known)
    assert order == ["base", "loopa", "loopb", "loopc", "able"]
    assert [(f.code, f.place.file, f.place.path) for f in faults] == [("plans_circle", "loopa", "credit")]
    assert faults[0].say("en") == (
        "These plans read each other in a circle: loopa → loopb → loopc → loopa. "
        "What they would read of each other is left out. Let one of them read no other."
    )
    assert "loopa → loopb → loopc → loopa" in faults[0].say("ko")


def test_a_plan_stands_from_its_first_to_its_last_day() -> None:
    assert isinstance(YEAR, Span)
    assert [Versions("reps", (OLD,)).on(day) is OLD for day in (YEAR.first, YEAR.last_day)] == [True, True]
    assert Versions("reps", (OLD,)).on(YEAR.after) is None
