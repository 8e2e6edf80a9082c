"""In: the real files of AdventureWorks (--adventureworks DIR), the committed mapping and plan. Out: proof to the cent.
What is imported and paid is held against plain SQL on integers of ten-thousandths, which knows no code of ours."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from comp_rules import calculate, compile_plan
from comp_rules.facts.facts import Facts
from comp_rules.flow.records import AssignmentResult, RunResult
from comp_rules.values.period import period_from_text
from portal.actions.import_files import Imported, import_files, open_files
from portal.actions.journal import verify_chain
from portal.bridge.facts_from_rows import company_from_rows, facts_from_rows
from portal.bridge.mapping_from_text import mapping_from_text
from portal.models import Knowledge

pytestmark = pytest.mark.adventureworks

FOLDER = Path(__file__).resolve().parents[2] / "portal/mappings/adventureworks"
MONTHS = [f"2011-{month:02d}" for month in range(5, 13)]
NOW = datetime(2026, 3, 5, tzinfo=UTC)

# Amounts are ten-thousandths of a dollar, rates are millionths; no amount here is negative.
SQL = """
create table orders (id integer primary key, day text, person text, subtotal integer);
create table rates (person text primary key, rate integer, bonus integer);
create table quotas (person text, first_day text, quota integer);
create view cents as select *, (subtotal + 50) / 100 as cents from orders;
create view commission as
  select o.id, o.person, substr(o.day, 1, 7) as month, o.cents, r.rate, (o.cents * r.rate + 500000) / 1000000 as earned
  from cents o join rates r on r.person = o.person;
create view windows as
  select person, first_day, quota, lead(first_day) over (partition by person order by first_day) as next_day
  from quotas;
create view bonuses as
  select w.person, w.first_day, w.next_day, w.quota, r.bonus, sum(o.cents) as sold
  from windows w join rates r on r.person = w.person
  join cents o on o.person = w.person and o.day >= w.first_day and (w.next_day is null or o.day < w.next_day)
  group by w.person, w.first_day having sum(o.cents) * 100 >= w.quota;
"""


def scaled(text: str, digits: int) -> int:
    """The decimal as an integer; a number with more digits than that stops the proof."""
    exact = Decimal(text or "0").scaleb(digits)
    assert exact == int(exact), text
    return int(exact)


@pytest.fixture(scope="module")
def plain(adventureworks: Path) -> Iterator[sqlite3.Connection]:
    """The raw files in tables of their own."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(SQL)
    with (adventureworks / "salesorderheader.csv").open(newline="") as file:
        rows = [
            (int(row["salesorderid"]), row["orderdate"][:10], row["salespersonid"], scaled(row["subtotal"], 4))
            for row in csv.DictReader(file)
        ]
    connection.executemany("insert into orders values (?, ?, ?, ?)", rows)
    with (adventureworks / "SalesPerson.csv").open(newline="") as file:
        people = [(row[0], scaled(row[4], 6), scaled(row[3], 2)) for row in csv.reader(file, delimiter="\t")]
    connection.executemany("insert into rates values (?, ?, ?)", people)
    with (adventureworks / "SalesPersonQuotaHistory.csv").open(newline="") as file:
        quotas = [(row[1], row[2][:10], scaled(row[3], 4)) for row in csv.reader(file, delimiter="\t")]
    connection.executemany("insert into quotas values (?, ?, ?)", quotas)
    yield connection
    connection.close()


@pytest.fixture
def imported(adventureworks: Path, session) -> tuple[Imported, Facts]:
    return bring_in(adventureworks, session), facts_from_rows(session)


def bring_in(folder: Path, session) -> Imported:
    text = (FOLDER / "mapping.yaml").read_bytes()
    mapping, faults = mapping_from_text(text, "mapping.yaml", company_from_rows(session))
    assert mapping, faults
    with open_files(mapping, sorted(folder.glob("*.csv"))) as opened:
        done = import_files(session, "system", NOW, mapping, opened)
    session.commit()
    return done


def months(facts: Facts) -> dict[str, RunResult]:
    plan, faults = compile_plan((FOLDER / "plan.yaml").read_bytes(), "plan.yaml", facts.company, 1)
    assert plan, faults
    assert faults == []
    return {month: calculate([plan], facts, period_from_text(month)) for month in MONTHS}


def parts(result: RunResult) -> dict[str, AssignmentResult]:
    assert all(len(payee.parts) == 1 for payee in result.payees)
    return {payee.payee: payee.parts[0] for payee in result.payees}


def test_every_row_is_accepted_and_the_sums_are_the_files(imported, plain, session):
    done, _ = imported
    assert {name: (tally.in_file, tally.accepted) for name, tally in done.files.items()} == {
        "Employee.csv": (17, 17),
        "SalesPerson.csv": (17, 17),
        "SalesPersonQuotaHistory.csv": (163, 163),
        "salesorderheader.csv": (1566, 1566),
    }
    assert done.names_nobody == 1160
    (column,) = [each for each in done.sums.columns.values() if each.column == "subtotal"]
    for part, condition in (
        (column.whole, "1"),
        (column.with_person, "person <> ''"),
        (column.without_person, "person = ''"),
    ):
        rows, exact, cents = plain.execute(
            f"select count(*), sum(subtotal), sum(cents) from cents where {condition}"
        ).fetchone()
        assert (part.rows, part.exact * 10_000, part.minor) == (rows, exact, cents)
        assert column.rounding(part) * 10_000 == cents * 100 - exact
    assert (column.whole.rows, column.with_person.rows, column.without_person.rows) == (1566, 406, 1160)
    assert sum(part.exact for part in column.states.values()) == column.whole.exact
    assert verify_chain(session) == []


def test_every_subtotal_is_the_files_in_cents_with_its_text(imported, plain, adventureworks):
    _, facts = imported
    cents = dict(plain.execute("select id, cents from cents"))
    with (adventureworks / "salesorderheader.csv").open(newline="") as file:
        texts = {int(row["salesorderid"]): row["subtotal"] for row in csv.DictReader(file)}
    assert len(facts.records) == 1566
    for record in facts.records:
        subtotal = record.fields["subtotal"]
        number = int(record.record_id)
        assert (subtotal.data.minor, subtotal.data.currency) == (cents[number], "USD")
        assert subtotal.original == (texts[number] if len(texts[number].partition(".")[2]) > 2 else None)


def test_ten_people_are_assigned_from_the_day_of_the_first_order(imported, plain):
    _, facts = imported
    with_orders = {row[0] for row in plain.execute("select distinct person from orders where person <> ''")}
    assert {each.payee for each in facts.assignments} == with_orders
    assert {each.span.first for each in facts.assignments} == {date(2011, 5, 31)}
    assert len(facts.assignments) == len(with_orders) == 10


def test_importing_again_changes_nothing(imported, adventureworks, session):
    done, facts = imported
    again = bring_in(adventureworks, session)
    assert (again.total.accepted, again.total.rejected, again.total.duplicate) == (0, 0, 1763)
    assert again.known_no is None
    assert session.scalar(select(func.max(Knowledge.known_no))) == done.known_no == 1
    assert facts_from_rows(session) == facts


def test_every_commission_equals_plain_sql_0_cents_apart(imported, plain):
    expected = {
        str(number): (person, month, cents, earned)
        for number, person, month, cents, _, earned in plain.execute("select * from commission")
    }
    assert len(expected) == 406
    found = {}
    for month, result in months(imported[1]).items():
        assert result.faults == ()
        for payee, part in parts(result).items():
            assert part.faults == ()
            for line in part.lines:
                if line.component == "commission":
                    credit = next(each for each in part.credits if each.credit_id == line.credit_id)
                    found[line.record.record_id] = (payee, month, int(credit.amount), line.amount)
    assert found == expected
    # A rate of 0% is a rate: the four orders of that person have their lines, of 0.
    assert plain.execute("select count(*) from commission where rate = 0").fetchone() == (4,)


def test_every_person_month_equals_plain_sql_0_cents_apart(imported, plain):
    expected = {
        (person, month): earned
        for person, month, earned in plain.execute("select person, month, sum(earned) from commission group by 1, 2")
    }
    total = 0
    for month, result in months(imported[1]).items():
        assert len(result.payees) == 10
        for payee, part in parts(result).items():
            (commission,) = [each for each in part.components if each.component == "commission"]
            assert commission.total == expected.pop((payee, month), 0)
            assert part.total == sum(line.amount for line in part.lines)
            total += commission.total
    assert {key: earned for key, earned in expected.items() if earned} == {}
    assert total == plain.execute("select sum(earned) from commission").fetchone()[0]


def test_the_others_are_credited_to_nobody_and_say_so(imported, plain):
    nobody = {str(row[0]) for row in plain.execute("select id from orders where person = ''")}
    said = {}
    for result in months(imported[1]).values():
        said |= {each.record.record_id: each for each in result.uncredited}
        credited = {credit.record.record_id for part in parts(result).values() for credit in part.credits}
        assert not credited & nobody
    assert set(said) == nobody
    assert len(said) == 1160
    assert all(each.sentence.en and each.sentence.ko for each in said.values())


def test_one_bonus_is_due_and_the_window_from_december_is_not_over(imported, plain):
    due = plain.execute(
        "select person, first_day, next_day, bonus from bonuses where bonus > 0 and next_day <= '2012-01-01'"
    ).fetchall()
    assert due == [("280", "2011-05-31", "2011-08-31", 500000)]
    paid = []
    for month, result in months(imported[1]).items():
        for payee, part in parts(result).items():
            paid += [
                (payee, month, line.amount) for line in part.lines if line.component == "quota_bonus" and line.amount
            ]
            (bonus,) = [each for each in part.components if each.component == "quota_bonus"]
            if month == "2011-12":
                assert (bonus.total, bonus.reason_code) == (0, "window_not_over")
                (window,) = part.measures
                assert (window.window.first, window.window_over) == (date(2011, 12, 1), False)
    assert paid == [("280", "2011-08", 500000)]
