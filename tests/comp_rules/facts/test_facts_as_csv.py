"""Every table of facts is written to a file and read back; every bad cell is a fault at its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from comp_rules.facts.csv_from_facts import csv_from_facts, write_facts
from comp_rules.facts.csv_tables import TABLES
from comp_rules.facts.facts import Facts
from comp_rules.facts.facts_from_csv import facts_from_csv
from comp_rules.values.fault import Fault
from tests.comp_rules.facts.every_table import FACTS

TABLE_FIELDS = [field.name for field in fields(Facts) if field.name not in ("company", "as_of")]
README = Path(__file__).parents[3] / "comp_rules" / "README.md"


def read(folder: Path, files: Mapping[str, str]) -> tuple[Facts, list[Fault]]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return facts_from_csv(folder)


def without_places(rows: Any) -> set[str]:
    return {repr(replace(row, place=None)) for row in rows}


@pytest.mark.parametrize("table", TABLE_FIELDS)
def test_a_table_comes_back_from_its_file_as_it_was(table: str, tmp_path: Path) -> None:
    write_facts(FACTS, tmp_path)
    back, _ = facts_from_csv(tmp_path)
    assert getattr(FACTS, table), "the sample has no row of this table"
    assert without_places(getattr(back, table)) == without_places(getattr(FACTS, table))


def test_the_company_comes_back_with_every_kind_of_name(tmp_path: Path) -> None:
    write_facts(FACTS, tmp_path)
    back, faults = facts_from_csv(tmp_path)
    assert back.company == FACTS.company
    assert not faults
    assert csv_from_facts(back) == csv_from_facts(FACTS)


def test_the_sample_writes_every_file_and_the_readme_names_every_column() -> None:
    assert {table.file for table in TABLES} <= set(csv_from_facts(FACTS))
    text = README.read_text(encoding="utf-8")
    for table in TABLES:
        line = next(line for line in text.splitlines() if line.startswith(f"| `{table.file}`"))
        named = line.split("|")[2].replace("**", "").replace(" ", "").split(",")
        dated = {"row_id", "known_no", "withdrawn"}
        assert set(table.columns) - dated == {name for name in named if "and" not in name}, table.file
        assert all(f"**{name}**" in line for name in table.needed), table.file


@pytest.mark.parametrize(
    ("file", "row", "column", "code"),
    [
        ("names.csv", "kind,name\nholiday,May Day", 2, "unreadable"),
        ("names.csv", "kind,name\nrelations,pod", 1, "unknown_word"),
        ("names.csv", "kind,name,unit\ninput,share,percents", 3, "unknown_word"),
        ("people.csv", "payee,payroll_currency\nann,dollars", 2, "unknown_currency"),
        ("people.csv", "payee,hire\nann,2026-02-30", 2, "unreadable"),
        ("people.csv", "payee,name,name\nann,Ann,Lee", 3, "column_twice"),
        ("assignments.csv", "payee,plan,first_day,grade\nann,ae,2026-01-01,G9", 4, "unknown_name"),
        ("assignments.csv", "payee,plan,first_day,title\nann,ae,2026-01-01,Acount Executive", 4, "unknown_name"),
        ("hierarchy.csv", "payee,manager,first_day\nann,,2026-01-01", 2, "cell_empty"),
        ("hierarchy.csv", "payee,manager,first_day\nann,nobody,2026-01-01", 2, "unknown_person"),
        ("hierarchy.csv", "payee,manager,first_day\nann,ann,2026-01-01", 2, "own_manager"),
        ("relations.csv", "relation,payee,other,first_day\npods,ann,bo,2026-01-01", 1, "unknown_name"),
        ("relations.csv", "relation,payee,other,first_day\npod,ann,bob,2026-01-01", 3, "unknown_person"),
        ("leaves.csv", "payee,first_day,last_day\nann,2026-03-01,2026-02-01", 3, "days_reversed"),
        ("quotas.csv", "payee,quota,value,first_day\nann,margin,20,2026-01-01", 3, "unreadable"),
        ("quotas.csv", "payee,quota,value,first_day\nann,margin,0%,2026-01-01", 3, "if_zero_missing"),
        ("quotas.csv", "payee,quota,value,first_day,if_zero\nann,margin,0%,2026-01-01,none", 5, "unknown_word"),
        ("quotas.csv", "payee,quota,value,first_day\nzoe,margin,20%,2026-01-01", 1, "unknown_person"),
        ("targets.csv", "payee,amount,first_day,of_window\nann,5 USD,2026-01-01,maybe", 4, "unreadable"),
        ("inputs.csv", "payee,name,value,last_day\nmia,shares,50%,2026-03-31", 2, "unknown_name"),
        ("inputs.csv", "payee,name,value,last_day\nmia,share,half,2026-03-31", 3, "unreadable"),
        ("inputs.csv", "payee,name,value,first_day,last_day\nmia,share,5%,2026-04-01,2026-03-31", 5, "days_reversed"),
        ("openings.csv", "payee,of,name,value,last_day\nann,total,arr,5 USD,2026-02-28", 2, "unknown_word"),
        ("openings.csv", "payee,of,name,value,last_day\nann,component,c,5%,2026-02-28", 4, "unreadable"),
        ("openings.csv", "payee,of,name,value,last_day\nann,measure,arr,5 UZD,2026-02-28", 4, "unreadable"),
        ("territories.csv", "territory,payee,first_day,regoin\nfield,ann,2026-01-01,EMEA", 4, "unknown_field"),
        ("territories.csv", "territory,payee,first_day,size\nfield,ann,2026-01-01,1; big", 4, "unreadable"),
        ("territories.csv", 'territory,payee,first_day,region\nfield,ann,2026-01-01,"""EMEA"', 4, "not_a_list"),
        ("tables.csv", "table,rate,first_day\nby_regoin,5%,2026-01-01", 1, "unknown_name"),
        ("tables.csv", "table,rate,first_day\nby_region,5,2026-01-01", 2, "unreadable"),
        ("tables.csv", "table,rate,first_day\nby_region,fivex,2026-01-01", 2, "not_a_table_rate"),
        ("tables.csv", "table,rate,first_day\nby_size,0.005 USD,2026-01-01", 2, "unreadable"),
        ("events.csv", "record_type,record_id,event,day\ndeal,D1,canceled,2026-01-01", 3, "unknown_name"),
    ],
)
def test_a_bad_cell_is_a_fault_at_its_place_in_both_languages(
    file: str, row: str, column: int, code: str, tmp_path: Path
) -> None:
    names = csv_from_facts(FACTS)
    kept = {name: names[name] for name in ("fields.csv", "names.csv", "people.csv")}
    _, faults = read(tmp_path, kept | {file: row + "\n"})
    line = 1 if code == "column_twice" else 2
    assert [(f.place.line, f.place.column, f.code) for f in faults if f.place.file == file] == [(line, column, code)]
    fault = next(f for f in faults if f.place.file == file)
    assert any("가" <= letter <= "힣" for letter in fault.say("ko"))


def test_a_field_of_two_types_cannot_be_a_fact_of_a_table(tmp_path: Path) -> None:
    _, faults = read(
        tmp_path,
        {
            "fields.csv": "record_type,field,type\ndeal,size,number\ninvoice,size,text\n",
            "names.csv": "kind,name\ntable,by_size\n",
            "tables.csv": "table,rate,first_day,size\nby_size,5%,2026-01-01,12\n",
        },
    )
    assert [(f.code, f.place.column) for f in faults] == [("field_ambiguous", 4)]


def test_every_bad_cell_of_a_folder_is_told_at_once(tmp_path: Path) -> None:
    _, faults = read(
        tmp_path,
        {
            "people.csv": "payee,hire\nann,2026-13-01\nbo,soon\n",
            "leaves.csv": "payee,first_day,last_day\nann,x,\nann,2026-02-01,2026-01-01\n",
        },
    )
    assert [(f.place.file, f.place.line) for f in faults] == [
        ("leaves.csv", 2), ("leaves.csv", 3), ("people.csv", 2), ("people.csv", 3),
    ]  # fmt: skip


def test_a_person_who_could_not_be_read_is_not_called_a_stranger(tmp_path: Path) -> None:
    _, faults = read(
        tmp_path,
        {
            "people.csv": "payee,hire\nann,2026-13-01\nbo,\n",
            "leaves.csv": "payee,first_day\nann,2026-01-01\n",
        },
    )
    assert [(f.place.file, f.code) for f in faults] == [("people.csv", "unreadable")]
