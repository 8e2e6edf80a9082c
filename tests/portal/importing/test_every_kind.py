"""In: files of every kind of fact beside people, quotas and records. Out: the facts that the engine takes, once."""

from datetime import date
from fractions import Fraction

import pytest

from comp_rules.facts.facts import Leave, Opening, Relation, TypedResult, Value
from comp_rules.values.money import Money
from comp_rules.values.period import span_of_days
from portal.bridge.facts_from_rows import company_from_rows, facts_from_rows
from portal.bridge.mapping_from_text import mapping_from_text
from tests.portal.importing.organisation import PEOPLE
from tests.portal.importing.test_import import states

MARCH_31, JANUARY = date(2026, 3, 31), date(2026, 1, 1)
ONWARDS = span_of_days(JANUARY, None)
#: The fields of each kind, and the columns of its file.
KINDS = {
    "relations": "relation: {column: a}, person: {column: b}, other: {column: c}, first_day: {column: d}",
    "leaves": "person: {column: a}, first_day: {column: b}, last_day: {column: c}",
    "inputs": "person: {column: a}, input: {column: b}, value: {column: c}, first_day: {column: d},"
    " last_day: {column: e}",
    "openings": "person: {column: a}, of: {column: b}, name: {column: c}, value: {column: d}, last_day: {column: e}",
    "tables": "table: {column: a}, rate: {column: b}, rule: {column: c}, first_day: {column: d}",
    "territories": "territory: {column: a}, person: {column: b}, position: {column: c}, rule: {column: d},"
    " first_day: {constant: 2026-01-01}",
    "targets": "person: {column: a}, amount: {column: b}, first_day: {column: c}, of_window: {column: d}",
    "assignments": "person: {column: a}, plan: {column: b}, title: {column: c}, grade: {column: d},"
    " first_day: {constant: 2026-01-01}",
}


@pytest.fixture
def bring(tmp_path, importing):
    """Import lines into a table of facts, after kim and lee."""
    people = tmp_path / "people.csv"
    people.write_text("id,name,hire,pays\nkim,김하나,2020-03-02,KRW\nlee,Lee,,\n", encoding="utf-8")
    importing(PEOPLE, people)

    def run(kind, *lines):
        path = tmp_path / "rows.csv"
        path.write_text("a,b,c,d,e\n" + "".join(line + "," * (4 - line.count(",")) + "\n" for line in lines))
        return importing(mapping(kind), path)

    return run


def mapping(kind, **more):
    fields = more.get("fields") or KINDS[kind]
    return f"""\
mapping: rows
label: {{en: Rows, ko: 행}}
tables:
  - {{file: rows.csv, into: {kind}, header: yes, date_form: YYYY-MM-DD, fields: {{{fields}}}}}
"""


def test_what_a_mapping_declares_is_known_to_plans(bring, session):
    company = company_from_rows(session)
    assert (company.titles, company.grades, company.holidays) == ({"head", "ae"}, {"senior"}, {JANUARY})
    assert (set(company.relations), set(company.territories), set(company.tables)) == (
        {"pod"}, {"east", "west"}, {"levels"},
    )  # fmt: skip
    assert company.inputs["survey"].unit == "percent"


def test_relations_leave_results_and_openings_become_facts_once(bring, session):
    lines = {
        "relations": ["pod,kim,lee,2026-01-01"],
        "leaves": ["lee,2026-01-01,2026-03-31"],
        "inputs": ["kim,survey,82.5%,2026-01-01,2026-03-31", "kim,survey,90%,,2026-06-30"],
        "openings": [
            "kim,measure,year,1200,2026-03-31", "kim,measure,ratio,85%,2026-03-31", "lee,balance,pay,-5 KRW,2026-03-31",
        ],
    }  # fmt: skip
    for kind, rows in lines.items():
        assert states(bring(kind, *rows)) == (len(rows), len(rows), 0, 0)
        assert states(bring(kind, *rows)) == (len(rows), 0, 0, len(rows))
    facts = facts_from_rows(session)
    (relation,), (leave,) = facts.relations, facts.leaves
    assert relation == Relation(relation.row_id, "pod", "kim", "lee", ONWARDS, relation.known_no)
    assert leave == Leave(leave.row_id, "lee", span_of_days(JANUARY, MARCH_31), leave.known_no)
    first, second = facts.inputs
    value = Value("percent", Fraction(33, 40))
    assert first == TypedResult(first.row_id, "kim", "survey", value, MARCH_31, JANUARY, first.known_no)
    assert (second.first_day, second.last_day) == (None, date(2026, 6, 30))
    assert [each.value.data for each in facts.openings] == [Fraction(17, 20), Fraction(1200), Money(-5, "KRW")]
    assert isinstance(facts.openings[2], Opening)
    assert (facts.openings[2].of, facts.openings[2].name) == ("balance", "pay")


def test_rates_keep_the_order_of_their_file_whatever_their_form(bring, session):
    done = bring(
        "tables",
        "levels,1.5x,payee.grade=senior,2026-01-01",
        "levels,1/3,,2026-01-01",
        "levels,60 USD,payee.title=ae,2026-01-01",
    )
    assert states(done) == (3, 3, 0, 0)
    rates = facts_from_rows(session).table_rows
    assert [(each.form, each.rate.data) for each in rates] == [
        ("times", Fraction(3, 2)), ("percent", Fraction(1, 3)), ("money", Money(6000, "USD")),
    ]  # fmt: skip
    assert rates[0].facts == (("payee.grade", (Value("text", "senior"),)),)
    assert states(bring("tables", "levels,1/3,,2026-01-01", "levels,1.5x,payee.grade=senior,2026-01-01")) == (
        2,
        2,
        0,
        0,
    )
    assert [each.form for each in facts_from_rows(session).table_rows][:2] == ["percent", "times"]


def test_a_territory_is_a_persons_or_a_positions(bring, session):
    done = bring(
        "territories",
        "east,kim,,payee.grade=senior",
        "east,,P-1,",
        "west,kim,P-1,",
        "west,,,",
        "east,lee,,payee.grade=senior",
    )
    assert [row.number for _, row in done.rejected] == [4, 5, 6]
    assert [row.faults[0].sentence.en.partition(" ")[0] for _, row in done.rejected] == ["A", "A", "An"]
    assert [each.payee for each in facts_from_rows(session).territories] == ["kim"]
    bring("assignments", "lee,ae,,")
    assert states(bring("territories", "west,,lee,")) == (1, 1, 0, 0)
    assert [each.payee for each in facts_from_rows(session).territories] == ["kim", "lee"]


def test_a_target_of_a_window_and_a_grade_are_kept(bring, session):
    assert states(bring("targets", "kim,1000 KRW,2026-01-01,yes", "lee,900 USD,2026-01-01,")) == (2, 2, 0, 0)
    assert states(bring("assignments", "kim,ae,ae,senior", "lee,ae,,")) == (2, 2, 0, 0)
    assert states(bring("assignments", "kim,ae,,")) == (1, 0, 0, 1), "what a file does not say stays"
    facts = facts_from_rows(session)
    assert [each.of_window for each in facts.targets] == [True, False]
    assert [(each.title, each.grade) for each in facts.assignments] == [("ae", "senior"), ("", "")]
    assert {each.payee: each.payroll_currency for each in facts.people} == {"kim": "KRW", "lee": ""}


@pytest.mark.parametrize(
    ("kind", "line", "column", "sentence"),
    [
        ("relations", "pods,kim,lee,2026-01-01", "a", "“pods” is not declared by the company."),
        ("relations", "pod,kim,kim,2026-01-01", "c", "Nobody is related to themselves."),
        ("relations", "pod,kim,moon,2026-01-01", "c", "The person “moon” is not known."),
        ("leaves", "kim,2026-03-31,2026-01-01", "c", "The last day lies before the first day."),
        ("inputs", "kim,survey,much,,2026-03-31", "c", None),
        ("inputs", "kim,survey,80%,2026-04-01,2026-03-31", "e", "The last day lies before the first day."),
        ("inputs", "kim,survey,80%,,", "e", "This cell is empty and must not be."),
        ("openings", "kim,sum,year,5,2026-03-31", "b", "“sum” does not say what stood at that amount."),
        ("openings", "kim,component,year,5,2026-03-31", "d", "What was earned or owed is money."),
        ("tables", "levels,fastx,,2026-01-01", "b", "“fastx” is not a rate."),
        ("tables", "levels,0.001 USD,,2026-01-01", "b", None),
        ("tables", "levels,5%,payee.height=tall,2026-01-01", "c", None),
        ("assignments", "kim,ae,chief,", "c", "“chief” is not declared by the company."),
        ("assignments", "kim,ae,ae,junior", "d", "“junior” is not declared by the company."),
        ("targets", "kim,1000 KRW,2026-01-01,perhaps", "d", None),
    ],
)  # fmt: skip
def test_a_cell_at_fault_is_told_with_its_column(bring, kind, line, column, sentence):
    done = bring(kind, line)
    assert states(done) == (1, 0, 1, 0)
    ((_, row),) = done.rejected
    assert [fault.column for fault in row.faults] == [column]
    assert sentence in (None, row.faults[0].sentence.en)
    assert row.faults[0].sentence.ko
    assert row.faults[0].hint.ko


def test_a_result_has_no_day_that_the_next_one_ends():
    text = mapping("inputs", fields=KINDS["inputs"].replace("{column: e}", "{day_before_next: person}"))
    read, faults = mapping_from_text(text, "rows.yaml")
    assert read is None
    assert "unknown_key" in {fault.code for fault in faults}
