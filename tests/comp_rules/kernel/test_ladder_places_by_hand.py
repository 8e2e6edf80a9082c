"""Where edges lie, the tier of a value and the parts of a way, counted by hand on short ladders."""

from __future__ import annotations

from fractions import Fraction

import pytest

from comp_rules.kernel.ladder import edge_amount, slices, slices_at, starts_of, tier_at, tier_of, whole
from comp_rules.kernel.steps import Edge


def edge(at: int | str, form: str = "money", *, included: bool = True, field: str = "") -> Edge:
    return Edge(Fraction(at), form, included, "t", field)  # type: ignore[arg-type]


MIXED = (edge(0), edge("1/2", "percent"), edge(900), edge(10, "count"))


def test_percent_edges_follow_the_quota_and_the_others_the_part_worked() -> None:
    assert [edge_amount(one, 600) for one in MIXED] == [0, 300, 900, 10]
    # 10 x 1/4 lies before 900 x 1/4, and no edge lies before the one in front of it
    assert starts_of(MIXED, 600, Fraction(1, 4)) == [0, 300, 300, 300]
    assert starts_of(MIXED, 600, Fraction(1, 2)) == [0, 300, 450, 450]
    assert starts_of(MIXED[:3], 300, Fraction(3, 4)) == [0, 150, 675]
    assert starts_of(MIXED[:3]) == [0, Fraction(1, 2), 900]


def test_edges_of_a_record_lie_where_its_fields_say_and_are_not_prorated() -> None:
    edges = (edge(0), edge(0, field="cost"), edge(0, field="goal"))
    fields = {"cost": Fraction(500), "goal": Fraction(800)}
    assert starts_of(edges, 100, Fraction(1, 2), fields) == [0, 500, 800]
    assert starts_of(edges, fields={**fields, "goal": Fraction(300)}) == [0, 500, 500]
    with pytest.raises(KeyError):
        starts_of(edges, fields={"cost": Fraction(500)})


def test_the_first_edge_holds_no_other_back_because_its_tier_also_covers_what_lies_below() -> None:
    edges = (edge(0), edge(0, field="cost"), edge(0, field="goal"))
    starts = starts_of(edges, fields={"cost": Fraction(-500), "goal": Fraction(-700)})
    assert starts == [0, -500, -500]
    assert [tier_at(value, edges, starts) for value in (-501, -500, 0)] == [0, 2, 2]
    assert slices_at(-800, 100, edges, starts) == [(0, 300), (2, 600)]


def test_an_edge_is_reached_by_its_own_value_only_when_it_is_included() -> None:
    edges = (edge(0), edge(100), edge(200, included=False), edge(300))
    values = [-1, 0, 99, 100, 101, 199, 200, 201, 299, 300, 10**9]
    assert [tier_of(value, edges) for value in values] == [0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3]
    # of edges in one place the last that is reached counts
    assert tier_at(100, edges[:3], [0, 100, 100]) == 1
    assert tier_at(101, edges[:3], [0, 100, 100]) == 2
    assert tier_of(5, edges[:1]) == 0


def test_percent_edges_of_a_sum_are_multiplied_by_the_quota() -> None:
    edges = (edge(0, "percent"), edge(1, "percent"))
    assert [tier_of(value, edges, 250) for value in (249, 250)] == [0, 1]
    assert [tier_of(value, edges) for value in (Fraction(99, 100), Fraction(1), 2)] == [0, 1, 1]


@pytest.mark.parametrize(
    ("opened", "closed", "parts"),
    [
        (0, 400, [(0, 100), (1, 150), (2, 150)]),
        (400, 0, [(2, -150), (1, -150), (0, -100)]),
        (0, 100, [(0, 100)]),
        (100, 250, [(1, 150)]),
        (99, 251, [(0, 1), (1, 150), (2, 1)]),
        (250, 100, [(1, -150)]),
        (-50, 20, [(0, 70)]),
        (300, 500, [(2, 200)]),
        # no way at all stands in one tier, that of the line itself when it is included
        (100, 100, [(1, 0)]),
        (99, 99, [(0, 0)]),
        (600, 600, [(2, 0)]),
    ],
)
def test_a_way_is_cut_at_every_edge(opened: int, closed: int, parts: list[tuple[int, int]]) -> None:
    assert slices(opened, closed, (edge(0), edge(100), edge(250)), 1) == parts
    assert slices(opened, closed, (edge(0, "percent"), edge("2/5", "percent"), edge(1, "percent")), 250) == parts


def test_a_tier_without_width_has_no_part() -> None:
    assert slices_at(0, 300, (edge(0), edge(100), edge(100)), [0, 100, 100]) == [(0, 100), (2, 200)]
    assert slices_at(300, 0, (edge(0), edge(100), edge(100)), [0, 100, 100]) == [(2, -200), (0, -100)]


def test_parts_are_whole_numbers_where_they_are_and_exact_where_they_are_not() -> None:
    edges = (edge(0, "percent"), edge("1/3", "percent"))
    parts = slices(0, 100, edges, 100)
    assert parts == [(0, Fraction(100, 3)), (1, Fraction(200, 3))]
    assert [type(part) for _, part in slices(0, 100, edges, 150)] == [int, int]
    assert [type(whole(value)) for value in (Fraction(4, 2), Fraction(1, 2), 3)] == [int, Fraction, int]
