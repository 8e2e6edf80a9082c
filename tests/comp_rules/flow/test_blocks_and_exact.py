"""A calculation gives the same bytes whether plans run as blocks or in exact, and says which way each of them ran.

In: everything the tests ever calculated from plans written down, and histories drawn at random. Out: not one byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from sys import maxsize
from typing import Any

import pytest

from comp_rules.flow.columns_from_worlds import CREDITS_FOR_BLOCKS
from comp_rules.flow.pipeline import calculate
from comp_rules.flow.records import Executed, RunResult
from comp_rules.flow.trace import canonical, json_from_run, run_from_json
from comp_rules.kernel import spread
from comp_rules.values.money import Money
from comp_rules.values.period import period_from_text
from tests.comp_rules.company import assigned, deal, facts_of, money, plan_of
from tests.comp_rules.invariants import corpus
from tests.oracle.histories import MAKERS, history
from tests.scenarios import folder

TIERED = """  commission: {label: {en: Commission, ko: 커미션}, kind: tiered, pays_on: sale, by: ytd,
    ladder: window, applies: marginal,
    base_rate: {target_share: 100%},
    tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 1.5x}]}"""
ON_TOP = """  commission: {label: {en: Commission, ko: 커미션}, kind: flat, pays_on: sale, rate: 5%}
  on_top: {label: {en: On top, ko: 추가}, kind: flat, pays_on: {component: commission}, rate: 10%}"""
MAY = period_from_text("2026-05")


@contextmanager
def running_blocks_from(credits: int) -> Iterator[None]:
    """Let every calculation of the corpus choose blocks from that many credits on."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (corpus, folder):
            patch.setattr(module, "calculate", partial(calculate, blocks_from=credits))
        yield


def both_ways(results: Callable[[], tuple[RunResult, ...]]) -> list[tuple[RunResult, RunResult]]:
    with running_blocks_from(0):
        blocks = results()
    with running_blocks_from(maxsize):
        exact = results()
    return list(zip(blocks, exact, strict=True))


def bytes_of(result: RunResult) -> bytes:
    return canonical(json_from_run(replace(result, executed=())))


def hold(results: Callable[[], tuple[RunResult, ...]]) -> list[Executed]:
    """Hold the two ways against each other; return what the blocks say of themselves."""
    noted: list[Executed] = []
    for blocks, exact in both_ways(results):
        assert bytes_of(blocks) == bytes_of(exact)
        assert {one.how for one in exact.executed} <= {"exact"}
        assert all(one.in_exact == one.people for one in exact.executed)
        for one, other in zip(blocks.executed, exact.executed, strict=True):
            assert (one.plan, one.version, one.people, one.credits) == (
                other.plan, other.version, other.people, other.credits,
            )  # fmt: skip
            assert one.unknown == other.unknown
            assert not (one.unknown and one.how == "blocks")
        noted += blocks.executed
    return noted


def results_of(group: str) -> Callable[[], tuple[RunResult, ...]]:
    """The results of a group of the corpus, calculated anew each time."""
    first, _, rest = group.partition(" ")
    if first == "reference":
        return lambda: corpus.of_reference.__wrapped__(int(rest))
    return lambda: corpus.of_scenario.__wrapped__(group)


@pytest.mark.parametrize("group", [group for group in corpus.GROUPS if not group.startswith("histories")])
def test_scenarios_and_the_reference_give_the_same_bytes(group: str) -> None:
    hold(results_of(group))


@pytest.mark.parametrize("kind", MAKERS)
def test_random_histories_give_the_same_bytes(kind: str) -> None:
    each = -(-100 // len(MAKERS))
    noted: list[Executed] = []
    for seed in range(each):
        plan, facts = corpus.ready(history(kind, seed))
        noted += hold(
            lambda plan=plan, facts=facts: tuple(  # type: ignore[misc]
                corpus.calculate([plan], facts, period_from_text(f"2026-{month:02d}"))  # type: ignore[attr-defined]
                for month in (1, 3, 6, 7)
            )
        )
    unknown = [one for one in noted if one.unknown]
    # a comparison of exact with itself would show nothing
    assert len(unknown) == len(noted) or any(one.in_exact < one.people for one in noted)


def team(people: int = 5, deals: int = 12) -> Any:
    rows = [assigned(f"p{n}") for n in range(people)]
    records = [
        deal(f"D{n}-{k:02d}", date(2026, 1 + k % 5, 1 + k), 100_000 + 7_919 * k, owner=f"p{n}")
        for n in range(people)
        for k in range(deals)
    ]
    return facts_of(records, money(900_000), Money(8_000_000, "USD"), assignments=rows)


def test_many_credits_run_as_blocks_and_few_in_exact() -> None:
    plan, facts = plan_of(TIERED), team()
    (blocks,) = calculate([plan], facts, MAY, blocks_from=60).executed
    assert blocks == Executed("test-plan", 0, "blocks", 5, 60, 0, ())
    (exact,) = calculate([plan], facts, MAY, blocks_from=61).executed
    assert exact == Executed("test-plan", 0, "exact", 5, 60, 5, ())
    assert calculate([plan], facts, MAY).executed == (exact,)
    assert CREDITS_FOR_BLOCKS > 60


def test_only_the_credits_of_those_who_are_calculated_count() -> None:
    plan, facts = plan_of(TIERED), team()
    (ran,) = calculate([plan], facts, MAY, {"p1", "p3"}, blocks_from=60).executed
    assert (ran.how, ran.people) == ("exact", 2)
    assert calculate([plan], facts, MAY, {"p1", "p3"}, blocks_from=24).executed[0].how == "blocks"


def test_a_plan_with_a_step_that_blocks_do_not_know_runs_whole_in_exact_and_says_so() -> None:
    (ran,) = calculate([plan_of(ON_TOP)], team(), MAY, blocks_from=0).executed
    assert (ran.how, ran.in_exact) == ("exact", ran.people)
    assert ran.unknown
    assert all(name.startswith("on_top") for name in ran.unknown)


def test_people_who_lack_a_number_are_run_by_exact_within_blocks() -> None:
    facts = team()
    facts = replace(facts, quotas=[quota for quota in facts.quotas if quota.payee != "p2"])
    blocks = calculate([plan_of(TIERED)], facts, MAY, blocks_from=0)
    assert (blocks.executed[0].how, blocks.executed[0].in_exact) == ("blocks", 1)
    assert bytes_of(blocks) == bytes_of(calculate([plan_of(TIERED)], facts, MAY))


def test_any_cut_into_blocks_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    facts, plan = team(7), plan_of(TIERED)
    whole = bytes_of(calculate([plan], facts, MAY, blocks_from=0))
    for most in (1, 12, 30):
        monkeypatch.setattr("comp_rules.flow.columns_from_worlds.CREDITS_IN_A_BLOCK", most)
        assert bytes_of(calculate([plan], facts, MAY, blocks_from=0)) == whole
    assert spread.CREDITS_IN_A_BLOCK >= CREDITS_FOR_BLOCKS


def test_how_a_plan_ran_is_in_the_trace_and_older_traces_still_read() -> None:
    result = calculate([plan_of(TIERED)], team(), MAY, blocks_from=0)
    data = json_from_run(result)
    assert run_from_json(data) == result
    del data["executed"]
    assert run_from_json(data) == replace(result, executed=())
    assert Fraction(result.executed[0].credits) == 60
