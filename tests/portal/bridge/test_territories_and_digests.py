"""In: territories of positions, leave, lines and names declared. Out: territories of people, and digests that tell."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from comp_rules.facts.facts import Assignment, Leave, Value
from comp_rules.values.period import span_of_days
from portal.bridge.digest_from_facts import digest_from_company, digest_from_facts
from portal.bridge.facts_from_rows import facts_from_rows
from portal.bridge.json_from_company import company_from_json, json_from_company
from portal.models import HierarchyRow, TerritoryRow
from tests.portal.bridge.sample_facts import ONWARDS, YEAR, company, declare, every_fact
from tests.portal.bridge.test_facts_and_rows import learn

DAYS = {"first_day": date(2026, 1, 1), "last_day": None}


def territory(rule: dict[str, Any], position: str = "seat-ana") -> TerritoryRow:
    label = {"label_en": "East", "label_ko": "동부"}
    return TerritoryRow(row_id="t", territory="field", rule=rule, position_id=position, **label, **DAYS)


def reports(manager: str, last_day: date | None = None) -> HierarchyRow:
    days = {**DAYS, "last_day": last_day}
    return HierarchyRow(row_id="h", position_id="seat-ana", manager_position_id=manager, **days)


def test_a_territory_of_a_position_is_held_by_whoever_holds_the_position(session: Session) -> None:
    declare(session)
    first = Assignment("a-1", "ana", "seat-ana", "", "ae", span_of_days(date(2026, 2, 1), date(2026, 3, 31)))
    second = Assignment("a-2", "bo", "seat-ana", "", "ae", span_of_days(date(2026, 5, 1), None))
    learn(session, organisation=[territory({"region": ["east", "north"]})])
    learn(session, assignments=[first, second])
    found = facts_from_rows(session).territories
    assert [(each.payee, each.span, each.known_no) for each in found] == [
        ("ana", first.span, 2),
        ("bo", second.span, 2),
    ]
    values = (Value("text", "east"), Value("text", "north"))
    assert {each.facts for each in found} == {(("region", values),)}
    assert facts_from_rows(session, as_of=1).territories == ()


def test_a_rule_that_lists_no_values_holds_nothing(session: Session) -> None:
    declare(session)
    learn(session, organisation=[territory({"seats": {"at_least": "5"}})], **every_fact() | {"territories": []})
    assert facts_from_rows(session).territories == ()


@pytest.mark.parametrize(
    "change",
    [
        {"organisation": [reports("seat-bo", date(2026, 6, 30))]}, {"leaves": [Leave("l-1", "bo", ONWARDS)]},
        {"organisation": [territory({"region": ["east"]})]},
        *({kind: every_fact()[kind]} for kind in ("relations", "table_rows", "inputs", "openings", "territories")),
    ],
)  # fmt: skip
def test_whatever_is_learnt_changes_the_digest_of_the_facts(session: Session, change: dict[str, Any]) -> None:
    declare(session)
    people = {kind: every_fact()[kind] for kind in ("people", "assignments")}
    learn(session, **people, leaves=[Leave("l-1", "bo", YEAR)], organisation=[reports("seat-bo")])
    before = digest_from_facts(facts_from_rows(session))
    assert learn(session, **change).known_no == 2
    assert digest_from_facts(facts_from_rows(session)) != before
    assert digest_from_facts(facts_from_rows(session, as_of=1)) == before


def test_a_company_goes_to_a_child_process_and_back_whole() -> None:
    declared = company()
    assert company_from_json(json_from_company(declared)) == declared
    other_order = replace(declared, titles=frozenset(sorted(declared.titles, reverse=True)))
    assert digest_from_company(other_order) == digest_from_company(declared)
    for change in ({"grades": frozenset({"senior"})}, {"holidays": frozenset()}, {"inputs": {}}):
        assert digest_from_company(replace(declared, **change)) != digest_from_company(declared)
