"""In: facts written and read back on each database. Out: nothing is lost, nothing comes twice, the past stays."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import delete, event, func, select
from sqlalchemy.orm import Session

from comp_rules.facts.facts import Facts, Quota, Value
from comp_rules.values.money import Money
from comp_rules.values.period import span_of_days
from portal.actions.knowledge import SYSTEM, next_known_no
from portal.bridge.facts_from_rows import facts_from_rows
from portal.bridge.rows_from_facts import Appended, TwoVersions, rows_from_facts
from portal.models import (
    HierarchyRow,
    Knowledge,
    PayeeName,
    PersonRow,
    PositionRow,
    QuotaRow,
    RecordVersionRow,
    TerritoryRow,
)
from tests.portal.bridge.sample_facts import YEAR, a_record, company, declare, every_fact

NOW = datetime(2026, 4, 3, tzinfo=UTC)


@pytest.fixture
def declared(session: Session) -> Session:
    declare(session)
    return session


def learn(session: Session, **facts: Any) -> Appended:
    return rows_from_facts(session, lambda: next_known_no(session, NOW, "test", SYSTEM), **facts)


def numbered(rows: Iterable[Any], known_no: int = 1) -> tuple[Any, ...]:
    return tuple(replace(row, known_no=known_no) for row in rows)


def test_every_fact_comes_back_as_it_was_given(declared: Session) -> None:
    given = every_fact()
    learn(declared, **given)
    records = tuple(replace(record, version_no=1, known_no=1) for record in given.pop("records"))
    expected = {kind: numbered(rows) for kind, rows in given.items()}
    # The order of rates is that of their file, and no file is left behind.
    expected["table_rows"] = tuple(replace(row, place=None) for row in reversed(expected["table_rows"]))
    assert facts_from_rows(declared) == Facts(company(), **expected, records=records, as_of=1)


def test_what_is_known_already_changes_nothing_and_takes_no_number(declared: Session) -> None:
    first = learn(declared, **every_fact())
    again = learn(declared, **every_fact())
    assert (first.known_no, again.known_no) == (1, None)
    assert (again.new, again.unchanged) == ((), first.new)
    assert len(first.new) == sum(len(rows) for rows in every_fact().values())
    assert declared.scalar(select(func.count()).select_from(Knowledge)) == 1


def test_an_amended_record_gets_the_next_version_and_the_past_stays(declared: Session) -> None:
    learn(declared, records=[a_record()])
    learn(declared, records=[a_record(owner="bo")])
    learn(declared, records=[a_record()])
    learn(declared, records=[a_record(withdrawn=True)])
    versions = facts_from_rows(declared).records
    told = [(version.version_no, version.known_no, version.owner, version.withdrawn) for version in versions]
    assert told == [(1, 1, "ana", False), (2, 2, "bo", False), (3, 3, "ana", False), (4, 4, "ana", True)]
    assert facts_from_rows(declared, as_of=2).records == versions[:2]
    assert facts_from_rows(declared, as_of=0).records == ()


@pytest.mark.parametrize(
    "change",
    [
        {"booked_at": ""}, {"reverses": "D-0"}, {"owner": None}, {"fields": {}},
        {"split": (("bo", Fraction(1, 3)), ("ana", Fraction(2, 3)))},
        {"fields": {"net_arr": Value("money", Money(-1, "KRW"))}},
    ],
)  # fmt: skip
def test_whatever_differs_makes_a_version(declared: Session, change: dict[str, Any]) -> None:
    learn(declared, records=[a_record()])
    assert learn(declared, records=[a_record(**change)]).new == (("record_versions", "deal:D-1"),)


def test_a_record_given_twice_at_once_counts_once_or_gets_two_versions(declared: Session) -> None:
    appended = learn(declared, records=[a_record(), a_record(), a_record(owner="bo")])
    assert (len(appended.new), len(appended.unchanged)) == (2, 1)
    assert [version.version_no for version in facts_from_rows(declared).records] == [1, 2]


def test_a_dated_row_is_superseded_and_can_be_withdrawn(declared: Session) -> None:
    quota: Quota = every_fact()["quotas"][0]
    higher = replace(quota, value=Value("money", Money(150_000_000, "USD")))
    for row in (quota, higher, replace(higher, withdrawn=True)):
        learn(declared, quotas=[row])
    assert [facts_from_rows(declared, as_of=no).quotas for no in (1, 2, 3)] == [
        numbered([quota], 1),
        numbered([higher], 2),
        (),
    ]
    assert declared.scalar(select(func.count()).select_from(QuotaRow)) == 3


def test_withdrawing_what_was_never_known_writes_nothing(declared: Session) -> None:
    quota = replace(every_fact()["quotas"][0], withdrawn=True)
    assert learn(declared, quotas=[quota], records=[a_record(withdrawn=True)]).new == ()


def test_two_contents_of_one_dated_row_at_one_moment_are_refused(declared: Session) -> None:
    quota = every_fact()["quotas"][0]
    learn(declared, quotas=[quota, quota])
    changed = replace(quota, span=span_of_days(date(2026, 1, 1), date(2026, 6, 30)))
    with pytest.raises(TwoVersions, match="quota_rows q-1"):
        learn(declared, quotas=[changed, replace(changed, span=YEAR, if_zero="nothing")])


def test_a_quota_of_another_type_is_refused(declared: Session) -> None:
    quota = replace(every_fact()["quotas"][0], value=Value("text", "plenty"))
    with pytest.raises(ValueError, match="not text"):
        learn(declared, quotas=[quota])


def test_names_are_replaced_and_can_be_erased(declared: Session) -> None:
    ana, bo = every_fact()["people"]
    learn(declared, people=[ana, bo])
    renamed = learn(declared, people=[replace(ana, name="Ana Ruiz-Kim", payroll_currency=""), bo])
    assert (renamed.new, renamed.known_no) == ((("payee_names", "ana"),), None)
    assert declared.scalars(select(PersonRow.home_currency).order_by(PersonRow.payee_id)).all() == ["USD", None]
    assert [person.name for person in facts_from_rows(declared).people] == ["Ana Ruiz-Kim", "박보라"]
    declared.execute(delete(PayeeName))
    assert [person.name for person in facts_from_rows(declared).people] == ["ana", "bo"]


def test_rows_of_the_organisation_are_appended_like_facts(declared: Session) -> None:
    def rows(manager: str) -> list[Any]:
        days = {"first_day": date(2026, 1, 1), "last_day": None}
        rule = {"country": ["KR", "JP"]}
        label = {"label_en": "East", "label_ko": "동부"}
        return [
            PositionRow(row_id="s-1", position_id="seat-ana", **label),
            HierarchyRow(row_id="h-1", position_id="seat-ana", manager_position_id=manager, **days),
            TerritoryRow(row_id="t-1", territory="east", rule=rule, position_id="seat-ana", **label, **days),
        ]

    assert len(learn(declared, organisation=rows("head")).new) == 3
    assert learn(declared, organisation=rows("head")).new == ()
    assert learn(declared, organisation=rows("chief")).new == (("hierarchy_rows", "h-1"),)
    assert declared.scalars(select(HierarchyRow.known_no)).all() == [1, 2]


def test_facts_of_one_person_hold_their_rows_and_the_records_that_concern_them(declared: Session) -> None:
    learn(declared, **every_fact())
    facts = facts_from_rows(declared, payees={"bo"})
    numbers = (*facts.quotas, *facts.targets, *facts.inputs, *facts.openings)
    assert {row.payee for row in (*facts.people, *facts.assignments, *facts.leaves, *numbers)} == {"bo"}
    assert (facts.hierarchy, facts.relations, facts.territories, len(facts.table_rows)) == ((), (), (), 3)
    assert (facts.personal, len(facts.fx)) == ((), 1)
    # D-3 does not name bo, but takes back D-1, which does.
    assert [record.record_id for record in facts.records] == ["D-1", "D-3"]
    assert [each.row_id for each in facts.events] == ["e-1"]
    named_in_a_field = facts_from_rows(declared, payees={"cho"})
    assert [record.record_id for record in named_in_a_field.records] == ["D-1", "D-3"]
    of_the_reversal = facts_from_rows(declared, payees={"dora"})
    assert [record.record_id for record in of_the_reversal.records] == ["D-1", "D-3", "D-4"]


def test_whoever_was_named_in_an_earlier_version_still_finds_the_record(declared: Session) -> None:
    learn(declared, records=[a_record()])
    learn(declared, records=[a_record(owner="eve", split=(), fields={})])
    assert [len(facts_from_rows(declared, payees={payee}).records) for payee in ("ana", "eve", "zoe")] == [2, 2, 0]


def test_the_order_of_facts_is_by_code_point_on_both_databases(declared: Session) -> None:
    ids = ["b", "a", "B", "A", "é", "가", "-", "10", "9"]
    learn(declared, records=[a_record(record_id) for record_id in ids])
    assert [record.record_id for record in facts_from_rows(declared).records] == sorted(ids)


@pytest.mark.parametrize(("payees", "number"), [(None, 20), ({"ana", "bo"}, 17)])
def test_the_number_of_statements_does_not_grow_with_the_company(
    declared: Session, payees: set[str] | None, number: int
) -> None:
    def statements() -> int:
        ran: list[str] = []
        engine = declared.get_bind()
        listener = (engine, "before_cursor_execute", lambda *told: ran.append(told[2]))
        event.listen(*listener)
        facts_from_rows(declared, payees=payees)
        event.remove(*listener)
        return len(ran)

    before = statements()
    learn(declared, **every_fact())
    learn(declared, records=[a_record(f"D-{each}") for each in range(100, 300)])
    assert statements() == before == number


def test_a_large_import_asks_in_portions(declared: Session) -> None:
    many = [a_record(f"D-{number}", split=(), fields={}) for number in range(11_000)]
    assert len(learn(declared, records=many).new) == 11_000
    assert len(learn(declared, records=many).unchanged) == 11_000
    assert declared.scalar(select(func.count()).select_from(RecordVersionRow)) == 11_000
