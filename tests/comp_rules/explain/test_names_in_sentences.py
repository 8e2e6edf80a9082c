"""A sentence names what decided its line: both measures of a matrix and their edges, what an override is paid on."""

from fractions import Fraction

from comp_rules import explained_line
from comp_rules.explain.form import PLAIN
from comp_rules.flow.records import AssignmentResult
from comp_rules.values.words import Language
from tests.scenarios.folder import Folder, eight, worked


def part_of(folder: Folder, file: str, example: int, period: str, payee: str) -> AssignmentResult:
    found = folder.result(file, example, period).payee(payee)
    assert found is not None
    return found.parts[0]


def said(part: AssignmentResult, component: str, lang: Language = "en") -> list[str]:
    return [explained_line(line, part, lang, PLAIN).sentence for line in part.lines if line.component == component]


def test_a_matrix_names_both_measures_with_the_edges_of_its_row_and_column() -> None:
    part = part_of(eight(), "cro-2026", 1, "2026-Q1", "jo")
    assert said(part, "annual_matrix") == [
        "Company ARR this year stands at 90% of quota (9000000.00 USD of 10000000.00 USD), row from 80%; "
        "Operating margin stands at 105% of quota (21% of 20%), column from 100%; so far that pays 75% of target."
    ]
    assert said(part, "annual_matrix", "ko") == [
        "연간 전사 ARR 지표의 달성률: 90%(9000000.00 USD / 목표 10000000.00 USD), 행: 80% 이상. "
        "영업이익률 지표의 달성률: 105%(21% / 목표 20%), 열: 100% 이상. 현재까지의 지급률: 75%."
    ]


def test_a_matrix_whose_edges_are_included_and_excluded_names_the_edge_as_it_is_written() -> None:
    folder = worked("matrix-bottomline-2008")
    part = part_of(folder, "plan.yaml", 4, "2026-12", "ann")
    (sentence,) = said(part, "bonus")
    assert "row from 80%" in sentence
    assert "Operating income this year" in sentence
    assert "column that starts at 0%" in sentence


def test_the_edges_of_a_matrix_are_operands_of_its_line() -> None:
    part = part_of(eight(), "cro-2026", 1, "2026-Q1", "jo")
    (line,) = part.lines
    edges = {o.role: (o.value, o.source.ref, o.in_amount) for o in line.operands if o.role.endswith("_from")}
    assert edges == {
        "row_from": (Fraction(4, 5), "earn.annual_matrix.rows.edges[1].from", False),
        "column_from": (Fraction(1), "earn.annual_matrix.columns.edges[2].from", False),
    }
