"""Eight plans of one company, and every way of paying in two currencies with something taken back.

Rows about payment are written down in the plans and compared where payment is calculated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from comp_rules import compile_plan
from comp_rules.kinds.catalog import KINDS
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.plan.expectations_from_examples import expectations_of
from comp_rules.values.fault import errors_in
from comp_rules.values.money import minor_digits
from tests.scenarios.folder import EIGHT, HERE, Folder, eight, of_kind, worked

KIND_FILES = sorted((path.parent.name, path.name) for path in (HERE / "kinds").glob("*/*.yaml"))


def differing(folder: Folder, file: str) -> list[str]:
    """The sentences of the rows that do not agree; those about payment are left for later."""
    assert errors_in(folder.faults[file]) == []
    rows = [row for outcome in folder.outcomes(file) for row in outcome.rows]
    assert any(row.state == "agrees" for row in rows)
    payment = sum(
        row.of_payment
        for index in range(len(folder.plans[file].document.top.maps("examples")))
        for row in expectations_of(folder.plans[file].document, index)
    )
    assert sum(row.state == "not_calculated" for row in rows) == payment
    return [row.words.en for row in rows if row.state == "differs"]


@pytest.mark.parametrize("name", EIGHT)
def test_the_examples_of_a_whole_plan_agree(name: str) -> None:
    assert differing(eight(), name) == []


@pytest.mark.parametrize(("kind", "file"), KIND_FILES)
def test_a_kind_agrees_in_another_currency(kind: str, file: str) -> None:
    assert differing(of_kind(kind), file) == []


def _plans() -> Iterator[CompiledPlan]:
    for path in sorted(HERE.glob("*/plan.yaml")):
        plan, _ = compile_plan(path.read_bytes(), path.parent.name)
        assert plan is not None
        yield plan
    for kind, file in KIND_FILES:
        yield of_kind(kind).plans[file]
    for path in sorted((HERE / "worked").iterdir()):
        yield from worked(path.name).plans.values()


def test_every_kind_is_paid_in_two_currencies_one_without_decimals_and_something_is_taken_back() -> None:
    currencies: dict[str, set[str]] = defaultdict(set)
    negative: set[str] = set()
    for plan in _plans():
        for index in range(len(plan.document.top.maps("examples"))):
            for row in expectations_of(plan.document, index):
                if row.component is not None and row.lines:
                    kind = plan.component(row.component).kind
                    currencies[kind].add(plan.currency)
                    if any(line.number < 0 for line in row.lines):
                        negative.add(kind)
    assert set(currencies) == set(KINDS)
    for kind, found in currencies.items():
        assert len(found) >= 2, kind
        assert any(minor_digits(currency) == 0 for currency in found), kind
    # a prize is never negative: in a contest the reversal decides the rank instead
    assert negative >= set(KINDS) - {"contest"}
