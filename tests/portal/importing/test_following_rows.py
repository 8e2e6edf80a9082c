"""In: rows about things that are known already. Out: new versions of them, rows of their own, or a gentle refusal.
Two rows about the same thing never hold on the same day, whatever the order of the rows and files."""

import pytest
from sqlalchemy import text

from comp_rules.facts.facts import Facts
from comp_rules.values.period import period_from_text
from portal.bridge.facts_from_rows import facts_from_rows
from portal.bridge.members_from_rows import members_from_rows
from portal.demo.company import fill
from portal.demo.timeline import timeline_of
from portal.models import HierarchyRow, PositionRow, TerritoryRow
from tests.portal.importing.conftest import NOW, deals
from tests.portal.importing.organisation import PEOPLE, TABLES, mapping
from tests.portal.importing.test_import import states

#: Two values that a row of each table can have.
VALUES = {
    "quotas": ("100", "200"), "personal": ("5%", "6%"), "targets": ("100", "200"), "pay_groups": ("us", "kr"),
    "assignments": ("ae", "sdr"), "hierarchy": ("P-8", "P-9"), "territories": ("P-8", "P-9"),
    "relations": ("lee", "lee"), "leaves": ("", ""), "tables": ("5%", "6%"),
}  # fmt: skip


@pytest.fixture
def rows(tmp_path, importing):
    """Import rows (what, from, to and more) about kim into a table, after the people."""
    people = tmp_path / "people.csv"
    people.write_text("id,name,hire,pays\nkim,김하나,2020-03-02,KRW\nlee,Lee,,\n", encoding="utf-8")
    importing(PEOPLE, people)

    def run(table, *lines):
        path = tmp_path / "rows.csv"
        path.write_text("who,what,seat,from,to,gone\n" + "".join(f"kim,{line}\n" for line in lines), encoding="utf-8")
        return importing(mapping(table), path)

    return run


def said(done):
    return [(row.number, row.faults[0].sentence.en) for _, row in done.rejected]


@pytest.mark.parametrize("table", TABLES)
def test_the_same_first_day_is_a_new_version(rows, table):
    one, other = VALUES[table]
    assert states(rows(table, f"{one},P-1,2026-01-01,2026-03-31,")) == (1, 1, 0, 0)
    assert states(rows(table, f"{other},P-1,2026-01-01,2026-06-30,")) == (1, 1, 0, 0)
    assert states(rows(table, f"{other},P-1,2026-01-01,2026-06-30,")) == (1, 0, 0, 1)


@pytest.mark.parametrize("table", TABLES)
def test_another_first_day_is_a_row_of_its_own_and_never_an_overlap(rows, table):
    one, _ = VALUES[table]
    rows(table, f"{one},P-1,2026-01-01,2026-03-31,")
    assert states(rows(table, f"{one},P-1,2026-04-01,,")) == (1, 1, 0, 0)
    for first, last in (("2026-03-31", "2026-03-31"), ("2025-12-01", "2026-01-01"), ("2026-02-01", "2026-02-02")):
        done = rows(table, f"{one},P-1,{first},{last},")
        assert states(done) == (1, 0, 1, 0)
        assert "2026-01-01 to 2026-03-31" in said(done)[0][1]
    done = rows(table, f"{one},P-1,2026-07-01,2026-07-31,")
    assert "2026-04-01 and on, without an end" in said(done)[0][1]
    done = rows(table, f"{one},P-1,2026-01-01,2026-04-01,")
    assert "2026-04-01 and on" in said(done)[0][1], "a version may not grow into the next row either"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("table", TABLES)
def test_what_ends_a_row_makes_room_for_the_next_in_any_order(rows, table, turned):
    one, other = VALUES[table]
    rows(table, f"{one},P-1,2026-01-01,,")
    lines = [f"{one},P-1,2026-01-01,2026-06-30,", f"{other},P-1,2026-07-01,,"]
    assert states(rows(table, *(reversed(lines) if turned else lines))) == (2, 2, 0, 0)
    lines = [f"{other},P-1,2026-07-01,,yes", f"{other},P-1,2026-08-01,,"]
    assert states(rows(table, *(reversed(lines) if turned else lines))) == (2, 2, 0, 0)


def test_of_two_new_rows_that_overlap_the_first_is_taken(rows, session):
    done = rows("quotas", "100,,2026-01-01,2026-03-31,", "200,,2026-03-01,2026-04-30,", "300,,2026-04-01,2026-06-30,")
    assert states(done) == (3, 2, 1, 0)
    assert said(done) == [
        (3, "Another row about the same thing already holds on some of these days: 2026-01-01 to 2026-03-31.")
    ]
    assert "withdraw" in done.rejected[0][1].faults[0].hint.en
    assert "철회" in done.rejected[0][1].faults[0].hint.ko
    assert [str(each.span.first) for each in facts_from_rows(session).quotas] == ["2026-01-01", "2026-04-01"]


def test_a_row_with_a_fault_makes_no_room(rows):
    rows("quotas", "100,,2026-01-01,,")
    done = rows("quotas", "much,,2026-01-01,2026-06-30,", "200,,2026-07-01,,")
    assert states(done) == (2, 0, 2, 0)


def test_two_positions_under_two_plans_may_overlap_and_one_plan_may_not(rows):
    rows("assignments", "ae,P-1,2026-01-01,,")
    assert states(rows("assignments", "partner,P-2,2026-02-01,,")) == (1, 1, 0, 0)
    assert states(rows("assignments", "ae,P-3,2026-03-01,,")) == (1, 0, 1, 0)


def test_who_moves_to_another_pay_group_is_in_one_of_them(rows, session):
    rows("pay_groups", "us,,2026-01-01,,")
    rows("pay_groups", "us,,2026-01-01,2026-06-30,", "kr,,2026-07-01,,")
    days = period_from_text("2026-07").span
    assert (members_from_rows(session, "us", days, 9), members_from_rows(session, "kr", days, 9)) == (set(), {"kim"})


# --- what a file does not say ---------------------------------------------------------------------------------------


def test_what_a_later_file_does_not_say_about_a_person_stays(rows, session, importing, tmp_path):
    rows("quotas")
    bare = PEOPLE.replace(", hire: {column: hire}, home_currency: {column: pays}", "").replace(
        "    date_form", "    zone"
    )
    (tmp_path / "people.csv").write_text("id,name\nkim,Kim Hana\n", encoding="utf-8")
    assert states(importing(bare.replace("zone: YYYY-MM-DD", "zone: UTC"), tmp_path / "people.csv")) == (1, 1, 0, 0)
    (kim,) = [each for each in facts_from_rows(session).people if each.payee == "kim"]
    assert (kim.name, str(kim.hire)) == ("Kim Hana", "2020-03-02")
    assert known(session, "person_rows", "payee_id", "kim", "home_currency") == "KRW"


def known(session, table, key, value, column):
    chosen = text(f"select {column} from {table} where {key} = :value order by known_no desc")
    return session.execute(chosen, {"value": value}).scalars().first()


# --- the organisation -----------------------------------------------------------------------------------------------

ORGANISATION = """\
  - file: seats.csv
    into: positions
    header: yes
    fields: {position: {column: seat}, title: {column: title}, label_en: {column: label}}
  - file: seats.csv
    into: hierarchy
    header: yes
    where: {under: {except: [""]}}
    fields: {position: {column: seat}, manager_position: {column: under}, first_day: {constant: 2026-01-01}}
  - file: areas.csv
    into: territories
    header: yes
    fields:
      {territory: {column: area}, position: {column: seat}, rule: {column: rule}, first_day: {constant: 2026-01-01},
       label_ko: {column: label}}
"""


def test_positions_hierarchy_and_territories_come_from_files(tmp_path, importing, session):
    seats, areas = tmp_path / "seats.csv", tmp_path / "areas.csv"
    seats.write_text("seat,title,label,under\nP-1,head,Head,\nP-2,ae,,P-1\nP-3,ae,Third,P-3\n")
    areas.write_text(
        "area,seat,rule,label\n"
        "field,P-2,customer=A|B; partner=cho,동부\n"
        'field,P-1,"{""amount"": ""1000 USD"", ""customer"": [""C; D""]}",\n'
        "field,P-2,custmer=A,\n"
        "field,P-2,amount=lots,\n"
        "field,P-2,everything,\n"
        'field,P-2,"{""customer"": {""{at}"": 1}}",\n'
        "field,P-2,partner=missing,\n"
        "yard,P-2,customer=A,\n"
        "field,P-3,partner=cho; customer=B|A,\n"
        "field,P-3,,\n",
        encoding="utf-8",
    )
    text = deals(declare="  territories: {field: {label: {en: Field, ko: 현장}}}") + ORGANISATION
    done = importing(text, seats, areas)
    assert [(name, row.number) for name, row in done.rejected] == [
        ("seats.csv", 4), *(("areas.csv", number) for number in (4, 5, 6, 7, 8, 9, 10)),
    ]  # fmt: skip
    assert done.rejected[1][1].faults[0].hint.en == "Did you mean “customer”?"
    assert {row.position_id: (row.title, row.label_en, row.label_ko) for row in session.query(PositionRow)} == {
        "P-1": ("head", "Head", "Head"),
        "P-2": ("ae", "P-2", "P-2"),
    }
    (reports,) = session.query(HierarchyRow)
    assert (reports.position_id, reports.manager_position_id, reports.last_day) == ("P-2", "P-1", None)
    assert [
        (row.position_id, row.rule, row.label_en) for row in session.query(TerritoryRow).order_by("position_id")
    ] == [
        ("P-1", {"amount": ["1000.00 USD"], "customer": ["C; D"]}, "field"),
        ("P-2", {"customer": ["A", "B"], "partner": ["cho"]}, "동부"),
        ("P-3", {}, "field"),
    ]
    assert states(importing(text, seats, areas)) == (13, 0, 8, 5)


# --- a split in one cell --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    ["kim 60%, lee 40%", "kim: 60%; lee: 40%", "kim=3/5,lee=2/5", "kim (60%) , lee (40%)", "kim 60%\nlee 40%,"],
)
def test_a_split_stands_in_one_cell(rows, importing, session, tmp_path, cell):
    rows("quotas")
    path = tmp_path / "deals.csv"
    path.write_text(f'id,customer,signed,amount,team\n1,A,2026-03-05,10,"{cell}"\n2,B,2026-03-05,10,\n')
    assert states(importing(deals("split: {column: team}"), path)) == (2, 2, 0, 0)
    first, second = facts_from_rows(session).records
    assert [(payee, str(share)) for payee, share in first.split] == [("kim", "3/5"), ("lee", "2/5")]
    assert second.split == ()


def test_a_split_that_cannot_be_read_is_refused_with_the_way_to_write_it(rows, importing, tmp_path):
    rows("quotas")
    path = tmp_path / "deals.csv"
    cells = ("kim", "kim 60%, kim 40%", "kim 60%, moon 40%", "kim 60, lee 40", "60% 40%", ";;{x}")
    path.write_text(
        "id,customer,signed,amount,team\n" + "".join(f'{c[:1]}{n},A,2026-03-05,10,"{c}"\n' for n, c in enumerate(cells))
    )
    done = importing(deals("split: {column: team}"), path)
    assert states(done) == (6, 0, 6, 0)
    assert {row.faults[0].column for _, row in done.rejected} == {"team"}
    assert "kim 60%" not in done.rejected[0][1].faults[0].hint.en
    assert "ann 60%, bo 40%" in done.rejected[0][1].faults[0].hint.en


# --- the demo company -----------------------------------------------------------------------------------------------

COMPANY = timeline_of(NOW)


@pytest.fixture
def demo(session):
    fill(session, COMPANY)
    session.commit()
    return session


def demo_mapping(table, **constants):
    """The mapping of a table with the names that the demo company declared."""
    text = mapping(table)
    for old, new in constants.items():
        text = text.replace(f"{{constant: {old}}}", f"{{constant: {new}}}")
    return text.replace(", withdrawn: {column: gone}", "")


def of(facts: Facts, table: str, payee: str) -> list:
    return [each for each in getattr(facts, table) if each.payee == payee]


def test_a_row_for_the_demo_company_is_a_version_of_its_own_row(demo, importing, tmp_path):
    facts = facts_from_rows(demo)
    given = {
        "quotas": ("E1011", "1", {"arr": "arr_year"}), "targets": ("E1011", "1", {}),
        "personal": ("E1002", "1%", {"rate": "team_rate"}), "assignments": ("E1011", "another-plan", {}),
    }  # fmt: skip
    for table, (payee, what, names) in given.items():
        before = of(facts, table, payee)
        last = before[-1]
        path = tmp_path / "rows.csv"
        seat = getattr(last, "position", "")
        path.write_text(f"who,what,seat,from,to\n{payee},{what},{seat},{last.span.first},{last.span.last_day or ''}\n")
        assert states(importing(demo_mapping(table, **names), path)) == (1, 1, 0, 0), table
        after = of(facts_from_rows(demo), table, payee)
        assert len(after) == len(before), f"{table}: a version, not a second row"
        assert [each.row_id for each in after] == [each.row_id for each in before]
        assert after[-1].known_no > last.known_no


def test_a_membership_and_an_overlap_in_the_demo_company(demo, importing, tmp_path):
    path, first = tmp_path / "rows.csv", COMPANY.first_day
    path.write_text(f"who,what,seat,from,to\nE1011,kr,,{first},\nE1012,kr,,{first.replace(day=2)},\n")
    done = importing(demo_mapping("pay_groups"), path)
    assert states(done) == (2, 1, 1, 0)
    assert f"{first} and on" in said(done)[0][1]
    members = members_from_rows(demo, "kr", COMPANY.months[-1].span, 10**6)
    assert "E1011" in members
    assert "E1012" not in members
