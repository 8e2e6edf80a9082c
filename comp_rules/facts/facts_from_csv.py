"""A folder of plain CSV files becomes facts; every fault has its file, line and column, and all come at once.

In: files as `csv_tables` describes them, values as in plans (`1000.00 USD`, `5%`, `2026-03-05`). Out: facts and faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from comp_rules.facts.company_from_csv import company_from_csv
from comp_rules.facts.facts import Facts
from comp_rules.facts.faults_from_facts import faults_from_facts
from comp_rules.facts.numbers_from_csv import (
    fx_from_row,
    input_from_row,
    opening_from_row,
    personal_from_row,
    quota_from_row,
    table_row_from_row,
    target_from_row,
)
from comp_rules.facts.people_from_csv import (
    assignment_from_row,
    leave_from_row,
    person_from_row,
    relation_from_row,
    reporting_from_row,
    territory_from_row,
)
from comp_rules.facts.records_from_csv import event_from_row, records_from_csv
from comp_rules.facts.rows_from_csv import CsvFolder
from comp_rules.values.fault import Fault, in_order


def facts_from_csv(folder: Path) -> tuple[Facts, list[Fault]]:
    """Read a folder of facts. Rows with a fault are left out; the faults say which, in reading order.

    The rows are also held against each other (see `faults_from_facts`); rows that contradict each other stay.
    """
    reading = CsvFolder(folder)
    company = company_from_csv(reading)
    facts = Facts(
        company=company,
        people=reading.read("people.csv", person_from_row),
        assignments=reading.read("assignments.csv", assignment_from_row),
        quotas=reading.read("quotas.csv", lambda row: quota_from_row(row, company)),
        personal=reading.read("personal.csv", lambda row: personal_from_row(row, company)),
        targets=reading.read("targets.csv", target_from_row),
        fx=reading.read("fx.csv", fx_from_row),
        records=records_from_csv(reading, company),
        events=reading.read("events.csv", event_from_row),
        hierarchy=reading.read("hierarchy.csv", reporting_from_row),
        relations=reading.read("relations.csv", lambda row: relation_from_row(row, company)),
        territories=reading.read("territories.csv", lambda row: territory_from_row(row, company)),
        table_rows=reading.read("tables.csv", lambda row: table_row_from_row(row, company)),
        leaves=reading.read("leaves.csv", leave_from_row),
        inputs=reading.read("inputs.csv", lambda row: input_from_row(row, company)),
        openings=reading.read("openings.csv", opening_from_row),
    )
    crossed = [_at_column(fault, reading.columns) for fault in faults_from_facts(facts)]
    if any(fault.place.file == "people.csv" for fault in reading.faults):
        # who could not be read is no stranger
        crossed = [fault for fault in crossed if fault.code != "unknown_person"]
    return facts, in_order([*reading.faults, *crossed])


def _at_column(fault: Fault, columns: Mapping[str, Mapping[str, int]]) -> Fault:
    """Move a fault of a row to the cell of the column that its place names."""
    place = fault.place
    return replace(fault, place=replace(place, column=columns.get(place.file, {}).get(place.path, place.column)))
