"""Questions that have one answer here: a quota of 0, windows through the turn of a year, rates by tier and product, and
two versions of a plan in one window."""

from __future__ import annotations

import pytest

from comp_rules.flow.records import Line
from tests.scenarios.folder import HERE, settled

FILES = sorted((path.parent.name, path.name) for path in (HERE / "settled").glob("*/*.yaml"))


@pytest.mark.parametrize(("name", "file"), FILES)
def test_the_examples_agree(name: str, file: str) -> None:
    rows = [row for outcome in settled(name).outcomes(file) for row in outcome.rows]
    assert rows
    assert [row.words.en for row in rows if row.state != "agrees"] == []


def august(component: str) -> list[Line]:
    """The lines of August, in which the second version holds and the deals of both stand on one ladder."""
    result = settled("two-versions").result("first.yaml", 1, "2026-08").payee("ann")
    assert result is not None
    return [line for part in result.parts for line in part.lines if line.component == component]


def test_a_deal_of_the_second_version_goes_on_where_the_first_versions_deals_ended() -> None:
    assert [(line.record and line.record.record_id, line.amount) for line in august("marginal_pay")] == [
        ("S2", 10_000_00),  # 100,000 up to quota at 10%
        ("S2", 30_000_00),  # 200,000 above it at 15%
    ]


def test_a_line_that_is_reached_lifts_each_deal_by_the_table_of_its_own_version() -> None:
    assert [(line.record and line.record.record_id, line.state, line.amount) for line in august("whole_pay")] == [
        ("S1", "uplift", 9_000_00),  # 900,000 from 2% to 3%, the rates of the first version
        ("S2", "new", 18_000_00),  # 300,000 at 6%, the rate of the second
    ]
