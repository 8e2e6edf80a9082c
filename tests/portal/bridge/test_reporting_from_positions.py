"""In: positions, who reports to which, and who holds them. Out: the lines between people, day by day."""

from datetime import date

from comp_rules.facts.facts import Assignment, Reporting
from comp_rules.facts.faults_from_hierarchy import faults_from_hierarchy
from comp_rules.values.period import span_of_days
from portal.bridge.holders_from_assignments import Holders
from portal.bridge.reporting_from_positions import PositionLine, reporting_from_positions

JANUARY, MARCH, JULY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 7, 1)
FEBRUARY_END, JUNE_END = date(2026, 2, 28), date(2026, 6, 30)


def line(
    position: str, manager: str, first: date = JANUARY, last: date | None = None, known_no: int = 1
) -> PositionLine:
    return PositionLine(f"{position}:{first}", position, manager, span_of_days(first, last), known_no)


def holds(payee: str, position: str, first: date = JANUARY, last: date | None = None, known_no: int = 1) -> Assignment:
    return Assignment(f"{payee}:{position}:{first}", payee, position, "", "p", span_of_days(first, last), known_no)


def told(*rows: PositionLine | Assignment) -> list[tuple[str, str, date, date | None]]:
    return [(row.payee, row.manager, row.span.first, row.span.last_day) for row in reporting(*rows)]


def reporting(*rows: PositionLine | Assignment) -> tuple[Reporting, ...]:
    holders = Holders(row for row in rows if isinstance(row, Assignment))
    found = reporting_from_positions([row for row in rows if isinstance(row, PositionLine)], holders)
    assert list(faults_from_hierarchy(found)) == []
    return found


def test_people_report_to_whoever_holds_the_position_above_and_change_with_it() -> None:
    rows = (
        line("rep", "head"), holds("ann", "rep"), holds("mia", "head", last=FEBRUARY_END), holds("joe", "head", MARCH),
    )  # fmt: skip
    assert told(*rows) == [("ann", "mia", JANUARY, FEBRUARY_END), ("ann", "joe", MARCH, None)]


def test_while_the_position_above_is_vacant_the_line_climbs_on() -> None:
    rows = (
        line("rep", "head"), line("head", "chief"), holds("ann", "rep"), holds("cho", "chief"),
        holds("mia", "head", last=FEBRUARY_END), holds("joe", "head", JULY),
    )  # fmt: skip
    assert told(*rows) == [
        ("ann", "mia", JANUARY, FEBRUARY_END), ("ann", "cho", MARCH, JUNE_END), ("ann", "joe", JULY, None),
        ("joe", "cho", JULY, None), ("mia", "cho", JANUARY, FEBRUARY_END),
    ]  # fmt: skip


def test_nobody_reports_to_themselves_nor_where_there_is_nobody() -> None:
    rows = line("rep", "head"), line("head", "chief"), holds("ann", "rep"), holds("ann", "head", MARCH)
    assert told(*rows, holds("cho", "chief", JULY)) == [("ann", "cho", JULY, None)]


def test_a_position_that_moves_reports_to_one_manager_on_a_day() -> None:
    rows = (
        line("rep", "east", last=JUNE_END), line("rep", "west", MARCH), holds("ann", "rep"), holds("eve", "east"),
        holds("wes", "west"),
    )  # fmt: skip
    assert told(*rows) == [("ann", "eve", JANUARY, FEBRUARY_END), ("ann", "wes", MARCH, None)]


def test_of_two_positions_at_once_the_one_that_began_last_reports() -> None:
    rows = (
        line("rep", "east"), line("lead", "west"), holds("ann", "rep"), holds("ann", "lead", MARCH, JUNE_END),
        holds("eve", "east"), holds("wes", "west"),
    )  # fmt: skip
    assert told(*rows) == [
        ("ann", "eve", JANUARY, FEBRUARY_END), ("ann", "wes", MARCH, JUNE_END), ("ann", "eve", JULY, None),
    ]  # fmt: skip


def test_positions_in_a_circle_end_the_climb() -> None:
    rows = line("rep", "head"), line("head", "chief"), line("chief", "head"), holds("ann", "rep")
    assert told(*rows) == []


def test_a_line_is_known_since_the_newest_of_its_rows_and_is_joined_where_nothing_changes() -> None:
    found = reporting(
        line("rep", "head", known_no=2), holds("ann", "rep", known_no=3), holds("mia", "head", last=FEBRUARY_END),
        holds("mia", "head", MARCH, known_no=5),
    )  # fmt: skip
    assert found == (Reporting("reporting:ann:2026-01-01", "ann", "mia", span_of_days(JANUARY, None), 5),)
