"""In: invented files and a mapping. Out: facts in the database, and an account in which every row and cent is found.
Each test runs on both databases."""

from fractions import Fraction

import pytest
import xlsxwriter
from sqlalchemy import func, select

from comp_rules.values.money import Money
from portal.actions.import_files import NothingImported
from portal.actions.journal import verify_chain
from portal.bridge.facts_from_rows import facts_from_rows
from portal.models import Import, ImportRow, JournalEntry, Knowledge, PayGroupMemberRow, RecordVersionRow
from tests.portal.importing.conftest import QUOTAS, WORKED, deals

DEALS = "id,customer,signed,amount\n"


def files(folder):
    return sorted(folder.glob("*.csv"))


def written(folder, text, name="deals.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes((DEALS + text).encode(encoding))
    return path


def reasons(done):
    return [(name, row.number, fault.column, fault.text) for name, row in done.rejected for fault in row.faults]


def states(done):
    total = done.total
    return total.in_file, total.accepted, total.rejected, total.duplicate


def makes_up_the_file(done):
    """The sums of the parts are the file's to the last digit, and what is kept differs by the rounding shown."""
    for column in done.sums.columns.values():
        assert sum(part.exact for part in column.states.values()) == column.whole.exact
        assert sum(part.minor for part in column.states.values()) == column.whole.minor
        assert column.with_person.exact + column.without_person.exact == column.whole.exact
        for _, part in column.parts():
            assert Fraction(part.minor, 100) == part.exact + column.rounding(part)
    return True


# --- the worked mapping ---------------------------------------------------------------------------------------------


def test_the_worked_mapping_sets_up_a_bare_company(works, importing, session):
    done = importing(WORKED, *files(works))
    assert states(done) == (15, 15, 0, 0)
    assert done.files["Employee.csv"].left_out == 1
    facts = facts_from_rows(session)
    assert facts.company.name == "Adventure Works Cycles"
    assert [(person.payee, person.name) for person in facts.people] == [
        ("274", "lee0"),
        ("275", "ana1"),
        ("280", "josé2"),
    ]
    assert [(each.payee, each.title, str(each.span.first)) for each in facts.assignments] == [
        ("274", "Sales Manager", "2011-05-31"),
        ("275", "Sales Representative", "2011-05-31"),
        ("280", "Sales Representative", "2011-05-31"),
    ]
    values = {(each.payee, each.name): each.value.data for each in facts.personal}
    assert values["275", "commission_rate"] == Fraction(12, 1000)
    assert values["280", "quota_bonus"] == Money(500000, "USD")


def test_the_people_of_the_plan_are_in_a_pay_group(works, importing, session):
    importing(WORKED, *files(works))
    members = select(PayGroupMemberRow.payee_id, PayGroupMemberRow.pay_group, PayGroupMemberRow.known_no)
    assert sorted(map(tuple, session.execute(members))) == [
        (payee, "adventureworks", 1) for payee in ("274", "275", "280")
    ]
    text = WORKED.read_text(encoding="utf-8").replace("pay_group: {constant: adventureworks}", "pay_group: {column: 6}")
    done = importing(text, works / "Employee.csv")
    assert states(done) == (3, 0, 3, 0)
    assert "no pay group of this name" in done.rejected[0][1].faults[0].sentence.en


def test_quotas_end_the_day_before_the_next_one_begins(works, importing, session):
    importing(WORKED, *files(works))
    quotas = [(each.payee, str(each.span.first), str(each.span.last_day)) for each in facts_from_rows(session).quotas]
    assert quotas == [
        ("275", "2011-05-31", "2011-08-30"),
        ("275", "2011-08-31", "2011-11-30"),
        ("275", "2011-12-01", "None"),
        ("280", "2011-05-31", "None"),
    ]


def test_amounts_come_to_cents_and_keep_their_text(works, importing, session):
    done = importing(WORKED, *files(works))
    records = {each.record_id: each for each in facts_from_rows(session).records}
    amounts = {
        name: (each.fields["subtotal"].data.minor, each.fields["subtotal"].original) for name, each in records.items()
    }
    assert amounts == {
        "43659": (2056562, "20565.6206"),
        "43660": (129425, "1294.2529"),
        "43661": (10001, "100.005"),
        "43662": (0, "0.0049"),
        "43663": (-1235, "-12.3450"),
    }
    assert "sales_person" not in records["43660"].fields
    assert done.names_nobody == 2
    (column,) = [each for each in done.sums.columns.values() if each.column == "subtotal"]
    assert column.text(column.whole.exact) == "21947.5384"
    assert column.whole.minor == 2194753
    assert column.text(column.rounding(column.whole)) == "-0.0084"
    assert column.text(column.with_person.exact) == "20665.6305"
    assert makes_up_the_file(done)


def test_importing_again_changes_nothing(works, importing, session):
    first = importing(WORKED, *files(works))
    before = facts_from_rows(session)
    again = importing(WORKED, *files(works))
    assert states(again) == (15, 0, 0, 15)
    assert (first.known_no, again.known_no) == (1, None)
    assert session.scalar(select(func.max(Knowledge.known_no))) == 1
    assert facts_from_rows(session) == before
    assert session.scalar(select(func.count()).select_from(RecordVersionRow)) == 5
    assert makes_up_the_file(again)


def test_one_import_is_one_moment_of_knowledge_and_one_journal_entry(works, importing, session):
    done = importing(WORKED, *files(works))
    (entry,) = session.scalars(select(JournalEntry)).all()
    assert (entry.action, entry.subject_id) == ("import", str(done.import_id))
    assert entry.after["accepted"] == 15
    assert verify_chain(session) == []
    assert {version.known_no for version in facts_from_rows(session).records} == {1}
    (row,) = session.scalars(select(Import)).all()
    assert (row.in_file, row.accepted, row.rejected, row.duplicate, row.known_no) == (15, 15, 0, 0, 1)
    assert len(row.mapping_digest) == len(row.digest) == 64


def test_a_changed_amount_is_a_new_version_and_the_old_one_stays(works, importing, session):
    importing(WORKED, *files(works))
    path = works / "salesorderheader.csv"
    path.write_text(path.read_text().replace("1294.2529", "1300.00"))
    again = importing(WORKED, *files(works))
    assert states(again) == (15, 1, 0, 14)
    versions = [
        (each.version_no, each.known_no) for each in facts_from_rows(session).records if each.record_id == "43660"
    ]
    assert versions == [(1, 1), (2, 2)]


# --- bad rows -------------------------------------------------------------------------------------------------------


def test_one_bad_row_is_listed_and_the_others_are_taken(works, importing, session):
    path = works / "salesorderheader.csv"
    path.write_text(path.read_text().replace("1294.2529", "1,294.25").replace("2011-06-01 00", "01/06/2011 00"))
    path.write_text(path.read_text().replace("1,294.25", '"1,294.25"'))
    done = importing(WORKED, *files(works))
    assert states(done) == (15, 14, 1, 0)
    assert reasons(done) == [
        ("salesorderheader.csv", 3, "orderdate", "01/06/2011 00:00:00"),
        ("salesorderheader.csv", 3, "subtotal", "1,294.25"),
    ]
    rows = session.execute(select(ImportRow.row_no, ImportRow.column, ImportRow.reason_ko, ImportRow.original)).all()
    assert [(row.row_no, row.column) for row in rows] == [(3, "orderdate"), (3, "subtotal")]
    assert all(row.reason_ko for row in rows)
    assert rows[0].original["cells"]["salesorderid"] == "43660"
    assert makes_up_the_file(done)


def test_a_rejected_amount_that_can_be_read_is_in_the_sums(tmp_path, importing):
    path = written(tmp_path, "1,A,2026-03-05,10.10\n2,B,5 March,20.20\n1,A,2026-03-05,10.10\n3,C,2026-03-06,x\n")
    done = importing(deals(), path)
    assert states(done) == (4, 1, 2, 1)
    (column,) = done.sums.columns.values()
    texts = {name: column.text(part.exact) for name, part in column.parts() if part.rows}
    assert texts == {
        "file": "40.40", "accepted": "10.10", "rejected": "20.20", "duplicate": "10.10", "without_person": "40.40",
    }  # fmt: skip
    assert makes_up_the_file(done)


def test_digits_beyond_the_minor_unit_are_refused_where_the_mapping_does_not_round(tmp_path, importing):
    done = importing(deals(), written(tmp_path, "1,A,2026-03-05,10.105\n2,B,2026-03-05,10.100\n"))
    assert reasons(done) == [("deals.csv", 2, "amount", "10.105")]
    (column,) = done.sums.columns.values()
    assert column.text(column.whole.exact) == "20.205"


def test_the_same_again_is_a_duplicate_and_something_else_is_refused(tmp_path, importing, session):
    path = written(tmp_path, "1,A,2026-03-05,10\n1,A,2026-03-05,10.00\n1,A,2026-03-05,11\n")
    done = importing(deals(), path)
    assert states(done) == (3, 1, 1, 1)
    assert done.rejected[0][1].number == 4
    assert "deals.csv, 2" in done.rejected[0][1].faults[0].sentence.en
    kept = session.execute(select(ImportRow.row_no, ImportRow.state).order_by(ImportRow.row_no)).all()
    assert [tuple(row) for row in kept] == [(3, "duplicate"), (4, "rejected")]


def test_a_person_nobody_knows_waits_to_be_mended_unless_the_mapping_keeps_such_records(tmp_path, importing, session):
    path = written(tmp_path, "1,A,2026-03-05,10\n2,kim,2026-03-05,10\n")
    partner = "      partner: {column: customer, empty: A}"
    done = importing(deals(fields=partner), path)
    assert reasons(done) == [("deals.csv", 3, "customer", "kim")]
    assert done.names_nobody == 1
    kept = importing(deals("unknown_person: keep", fields=partner), path)
    assert (states(kept), kept.unknown_people) == ((2, 1, 0, 1), 1)
    assert facts_from_rows(session).records[1].fields["partner"].data == "kim"


def test_a_row_with_other_cells_than_the_file_is_refused(tmp_path, importing):
    done = importing(deals(), written(tmp_path, "1,A,2026-03-05\n2,B,2026-03-05,10,x\n3,C,2026-03-05,10\n"))
    assert states(done) == (3, 1, 2, 0)


def test_a_failed_formula_is_never_a_text(tmp_path, importing):
    done = importing(deals(), written(tmp_path, "1,#N/A,2026-03-05,10\n2,B,2026-03-05,#REF!\n"))
    assert [reason[2:] for reason in reasons(done)] == [("customer", "#N/A"), ("amount", "#REF!")]


def test_a_row_is_taken_whole_or_not_at_all(works, importing, session):
    path = works / "SalesPerson.csv"
    path.write_text(path.read_text().replace("4100", "much"))
    done = importing(WORKED, *files(works))
    assert reasons(done) == [("SalesPerson.csv", 2, "4", "much")]
    assert {each.payee for each in facts_from_rows(session).personal} == {"274", "280"}


def test_a_window_whose_end_is_in_doubt_is_not_guessed(works, importing, session):
    (works / "SalesPersonQuotaHistory.csv").write_text(QUOTAS.replace("2011-12-01 00:00:00", "1 December"))
    done = importing(WORKED, *files(works))
    assert [(number, column) for _, number, column, _ in reasons(done)] == [(1, "3"), (2, "3"), (4, "3")]
    assert "row 4" in done.rejected[0][1].faults[0].sentence.en
    assert [each.payee for each in facts_from_rows(session).quotas] == ["280"]


def test_a_first_row_that_is_too_short_does_not_speak_for_a_file_without_header(works, importing):
    (works / "SalesPersonQuotaHistory.csv").write_text(QUOTAS.replace("1\t275\t2011-05-31 00:00:00\t3000\tx", "1\t275"))
    assert states(importing(WORKED, *files(works))) == (15, 14, 1, 0)


# --- whole files ----------------------------------------------------------------------------------------------------


def test_a_column_that_is_not_there_stops_everything_with_the_nearest_name(works, importing, session):
    path = works / "salesorderheader.csv"
    path.write_text(path.read_text().replace("subtotal", "sub_total"))
    with pytest.raises(NothingImported) as nothing:
        importing(WORKED, *files(works))
    session.rollback()
    (fault,) = nothing.value.faults
    assert (fault.code, fault.place.file, fault.hint.en) == ("no_column", "mapping.yaml", "Did you mean “sub_total”?")
    assert session.scalar(select(func.count()).select_from(Import)) == 0
    assert facts_from_rows(session).people == ()


def test_a_file_that_cannot_be_read_stops_everything(works, importing, session):
    (works / "salesorderheader.csv").write_bytes(b"\0\0\0")
    with pytest.raises(NothingImported) as nothing:
        importing(WORKED, *files(works))
    assert [fault.code for fault in nothing.value.faults] == ["file_nul"]
    assert facts_from_rows(session).people == ()


# --- other forms ----------------------------------------------------------------------------------------------------


def test_korean_excel_with_semicolons_and_a_decimal_comma(tmp_path, importing, session):
    text = "거래번호;고객사;계약일;계약금액\nA-1;한빛물산;2026. 3. 5.;1.234,5\n"
    (tmp_path / "deals.csv").write_bytes(text.encode("cp949"))
    mapping = deals("delimiter: semicolon", "encoding: cp949", "decimal_mark: ','", "thousands_mark: point")
    for old, new in (
        ("{column: id}", "{column: 거래번호}"),
        ("{column: customer}", "{column: 고객사}"),
        ("{column: signed, date_form: YYYY-MM-DD}", "{column: 계약일, date_form: YYYY.MM.DD}"),
        ("{column: amount, currency: USD}", "{column: 계약금액, currency: EUR}"),
    ):
        mapping = mapping.replace(old, new)
    assert states(importing(mapping, tmp_path / "deals.csv")) == (1, 1, 0, 0)
    fields = facts_from_rows(session).records[0].fields
    assert fields["customer"].data == "한빛물산"
    assert str(fields["signed"].data) == "2026-03-05"
    assert fields["amount"].data == Money(123450, "EUR")


def test_a_workbook_with_a_title_block_and_dates_as_dates(tmp_path, importing, session):
    from datetime import date

    path = tmp_path / "deals.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("2026")
    sheet.write(0, 0, "All deals of 2026")
    sheet.write_row(2, 0, ["id", "customer", "signed", "amount"])
    sheet.write_row(3, 0, ["0007", "=SUM(1)"])
    sheet.write_string(3, 1, "=SUM(1)")
    sheet.write_datetime(3, 2, date(2026, 3, 5), book.add_format({"num_format": "d/m/yy"}))
    sheet.write_number(3, 3, 20565.62)
    book.close()
    done = importing(deals("format: xlsx", "sheet: '2026'", "skip_rows: 2"), path)
    assert states(done) == (1, 1, 0, 0)
    (record,) = facts_from_rows(session).records
    assert (record.record_id, record.fields["customer"].data) == ("0007", "=SUM(1)")
    assert str(record.fields["signed"].data) == "2026-03-05"
    assert record.fields["amount"].data == Money(2056562, "USD")


@pytest.mark.parametrize(("form", "day"), [("DD/MM/YYYY", "2026-03-05"), ("MM/DD/YYYY", "2026-05-03")])
def test_an_ambiguous_date_is_what_the_mapping_says(tmp_path, importing, session, form, day):
    mapping = deals().replace("YYYY-MM-DD", form)
    importing(mapping, written(tmp_path, "1,A,05/03/2026,10\n"))
    assert str(facts_from_rows(session).records[0].fields["signed"].data) == day


def test_a_moment_in_another_zone_becomes_the_companys_day(tmp_path, importing, session):
    mapping = deals().replace("YYYY-MM-DD", "YYYY-MM-DD HH:MM:SS, zone: UTC")
    booked = "      booked_at: {column: signed, date_form: 'YYYY-MM-DD HH:MM:SS', zone: UTC}"
    mapping = mapping.replace("date_form: YYYY-MM-DD HH:MM:SS", "date_form: 'YYYY-MM-DD HH:MM:SS'") + booked + "\n"
    importing(mapping, written(tmp_path, "1,A,2026-03-31 15:30:00,10\n"))
    record = facts_from_rows(session).records[0]
    assert (str(record.fields["signed"].data), record.booked_at) == ("2026-04-01", "00:30:00")


def test_splits_currencies_and_rows_left_out(tmp_path, importing, session):
    people = """\
mapping: people
label: {en: People, ko: 구성원}
tables:
  - file: people.csv
    into: people
    header: yes
    fields:
      person: {column: id}
      name: {column: name}
"""
    (tmp_path / "people.csv").write_text("id,name\nkim,김하나\nlee,Lee\n", encoding="utf-8")
    importing(people, tmp_path / "people.csv")
    path = tmp_path / "deals.csv"
    path.write_text(
        "id,customer,signed,amount,ccy,a,sa,b,sb,stage\n"
        "1,A,2026-03-05,1000,KRW,kim,60%,lee,40%,won\n"
        "2,B,2026-03-05,10.50,USD,lee,1/3,,,won\n"
        "3,C,2026-03-05,9,USD,lee,,kim,100%,won\n"
        "4,D,2026-03-05,9,USD,,,,,lost\n"
        "5,E,2026-03-05,9,EURO,,,,,won\n"
    )
    mapping = deals(
        "where: {stage: {except: [lost]}}",
        "split:",
        "  - {person: {column: a}, share: {column: sa}}",
        "  - {person: {column: b}, share: {column: sb}}",
    ).replace("{column: amount, currency: USD}", "{column: amount, currency_column: ccy}")
    done = importing(mapping, path)
    assert (states(done), done.total.left_out) == ((4, 2, 2, 0), 1)
    assert [reason[2:] for reason in reasons(done)] == [("sa", ""), ("amount", "9")]
    first, second = facts_from_rows(session).records
    assert first.split == (("kim", Fraction(3, 5)), ("lee", Fraction(2, 5)))
    assert first.fields["amount"].data == Money(1000, "KRW")
    assert second.split == (("lee", Fraction(1, 3)),)
    assert {(each.currency, each.column) for each in done.sums.columns.values()} == {
        ("KRW", "amount"),
        ("USD", "amount"),
    }


def test_rates_events_and_withdrawals(tmp_path, importing, session):
    mapping = (
        deals(
            declare="  events: {paid: {label: {en: Paid, ko: 입금}}}\n"
            "  rate_tables: {plan: {label: {en: Plan, ko: 플랜}}}"
        )
        + """\
  - file: events.csv
    into: events
    record_type: deal
    header: yes
    currency: USD
    date_form: YYYY-MM-DD
    fields:
      {record: {column: deal}, event: {column: what}, date: {column: on}, amount: {column: sum},
       withdrawn: {column: gone}}
  - file: rates.csv
    into: fx
    header: yes
    date_form: YYYY-MM-DD
    fields:
      {rates: {constant: plan}, one: {column: one}, currency: {column: is}, rate: {column: rate}, date: {column: on}}
"""
    )
    events, rates = tmp_path / "events.csv", tmp_path / "rates.csv"
    deal = written(tmp_path, "1,A,2026-03-05,10\n")
    events.write_text("deal,what,on,sum,gone\n1,paid,2026-04-01,10.00,\n1,refunded,2026-04-02,,\n")
    rates.write_text("one,is,rate,on\nUSD,KRW,1350.25,2026-01-01\nUSD,EUR,-1,2026-01-01\n")
    done = importing(mapping, deal, events, rates)
    assert [reason[2:] for reason in reasons(done)] == [("rate", "-1"), ("what", "refunded")]
    facts = facts_from_rows(session)
    assert [(each.event, str(each.day), each.amount) for each in facts.events] == [
        ("paid", "2026-04-01", Money(1000, "USD"))
    ]
    assert [each.rate for each in facts.fx] == [Fraction(135025, 100)]
    events.write_text("deal,what,on,sum,gone\n1,paid,2026-04-01,10.00,yes\n")
    assert states(importing(mapping, events)) == (1, 1, 0, 0)
    assert facts_from_rows(session).events == ()
