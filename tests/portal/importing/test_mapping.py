"""In: mapping documents, good and bad. Out: a mapping, or every fault of it at once, each at its place with a cure."""

import pytest

from comp_rules.facts.facts import Company, Declared
from comp_rules.values.words import Words
from portal.bridge.mapping_from_text import mapping_from_text
from tests.portal.importing.conftest import WORKED, deals, mapped


def faults(text, company=None):
    mapping, found = mapping_from_text(text, "mapping.yaml", company)
    assert mapping is None
    for fault in found:
        assert fault.sentence.en
        assert fault.sentence.ko
    return [f"{fault.place.line}:{fault.place.column} {fault.code}" for fault in found]


def test_the_worked_mapping_has_no_fault():
    mapping = mapped(WORKED.read_bytes())
    assert [(table.file, table.into) for table in mapping.tables] == [
        ("Employee.csv", "people"),
        ("Employee.csv", "assignments"),
        ("Employee.csv", "pay_groups"),
        ("SalesPerson.csv", "personal"),
        ("SalesPerson.csv", "personal"),
        ("SalesPersonQuotaHistory.csv", "quotas"),
        ("salesorderheader.csv", "records"),
    ]
    assert mapping.new.record_types["order"].title_field == "order_number"
    assert len(mapping.digest) == 64


SIX = """\
mapping: deals
label: {en: Deals, ko: 거래}
tables:
  - file: people.csv
    into: people
    header: no
    fields:
      person: {colum: 1}
      hire: {column: 2}
  - file: quotas.csv
    into: quotas
    header: no
    fields:
      person: {column: one}
      quota: {constant: sales}
      value: {column: 4, percent_as: percentage}
      first_day: {constant: 2026-13-01}
"""


def test_all_mistakes_are_told_at_once_with_line_and_column():
    assert faults(SIX) == [
        "8:16 unknown_key",
        "9:13 no_date_form",
        "14:24 wrong_column",
        "15:25 unknown_name",
        "16:38 unknown_word",
        "17:29 wrong_value",
    ]


def test_the_nearest_key_is_offered():
    _, found = mapping_from_text(SIX, "mapping.yaml")
    assert found[0].hint is not None
    assert found[0].hint.en == "Did you mean “column”?"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("time_zone: Asia/Seoul", "time_zone: Seoul", "unknown_zone"),
        ("title: customer", "title: client", "unknown_name"),
        ("record_type: deal", "record_type: lead", "unknown_name"),
        ("{column: customer}", "{column: customer, constant: x}", "one_of"),
        ("{column: amount, currency: USD}", "{column: amount, currency: DOLLAR}", "wrong_value"),
        ("{column: amount, currency: USD}", "{column: amount, type: date}", "wrong_type"),
        ("{column: amount, currency: USD}", "{column: amount, thousands_mark: point}", "same_marks"),
        ("YYYY-MM-DD}", "DD/MM/YY}", "unknown_word"),
        ("header: yes", "header: perhaps", "unknown_word"),
        ("header: yes", "header: yes\n    encoding: utf8", "unknown_word"),
        ("header: yes", "header: yes\n    where: {stage: {besides: [lost]}}", "wrong_where"),
        ("mapping: deals", "mapping: &a deals", "anchor"),
        ("mapping: deals", "mapping: !!python/object deals", "tag"),
    ],
)  # fmt: skip
def test_one_mistake_is_one_fault(old, new, fault):
    text = deals()
    assert text.count(old) >= 1
    found = faults(text.replace(old, new, 1))
    assert [each.split()[1] for each in found] == [fault]


def test_a_name_that_the_company_declared_otherwise_is_refused():
    company = Company("Test", {}, {"sales": Declared("sales", Words("Sales", "매출"), "number")}, {}, {}, {})
    text = deals(declare="  quotas: {sales: {unit: money, label: {en: Sales, ko: 매출}}}")
    assert [each.split()[1] for each in faults(text, company)] == ["declared_otherwise"]


def test_tables_of_one_file_must_agree_on_how_it_is_written():
    text = WORKED.read_text(encoding="utf-8")
    found = faults(text.replace("into: assignments\n    delimiter: tab", "into: assignments\n    delimiter: comma"))
    assert [each.split()[1] for each in found] == ["written_differently"]


@pytest.mark.parametrize("text", ["", "[]", "a", "mapping:", "tables: 5", "\x00", "a: [", "tables: [5]\nmapping: x"])
def test_no_text_makes_the_reader_raise(text):
    assert faults(text)


@pytest.mark.parametrize(
    "text", ["", "a: &x 1\nb: *x\nc: !t 2\n<<: 3\n", "a: 1\n---\nb: 2\n", "a:\n\tb: 1\n", "#" * 300_000]
)
def test_the_form_of_a_mapping_is_never_called_a_plan(text):
    mapping, found = mapping_from_text(text, "mapping.yaml")
    assert mapping is None
    assert found
    for fault in found:
        assert "plan" not in fault.say("en").casefold()
        assert "플랜" not in fault.say("ko")
