"""The plain files of facts: which files a folder may hold, and which columns each has.

In: nothing. Out: the description that the readers and the writer follow and that the README of this package prints.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its columns, those that must be there and filled, and what one row is.

    `more` says that further columns are named by the company: fields of records, or facts that a row states.
    """

    file: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    row: str
    more: bool = False


_DATED = ("row_id", "known_no", "withdrawn")

#: Every file but `records*.csv`, whose further columns are the fields of its record types.
TABLES: tuple[Table, ...] = (
    Table(
        "fields.csv",
        ("record_type", "field", "type", "label_en", "label_ko", "title"),
        ("record_type", "field", "type"),
        "a field of a record type: money, number, percent, date, text, person or yes_no; title = yes for its name",
    ),
    Table(
        "names.csv",
        ("kind", "name", "unit", "label_en", "label_ko"),
        ("kind", "name"),
        "a declared name: quota, personal or input (unit money, number or percent), event, rate_table, relation, "
        "territory, table, title, grade; or a holiday, whose name is its date",
    ),
    Table("people.csv", ("payee", "name", "hire", "payroll_currency", *_DATED), ("payee",), "a person"),
    Table(
        "assignments.csv",
        ("payee", "position", "title", "grade", "plan", "first_day", "last_day", *_DATED),
        ("payee", "plan", "first_day"),
        "who holds which position under which plan; last_day empty = no end",
    ),
    Table(
        "hierarchy.csv",
        ("payee", "manager", "first_day", "last_day", *_DATED),
        ("payee", "manager", "first_day"),
        "who reports to whom",
    ),
    Table(
        "relations.csv",
        ("relation", "payee", "other", "first_day", "last_day", *_DATED),
        ("relation", "payee", "other", "first_day"),
        "payee is credited for what `other` is credited",
    ),
    Table(
        "leaves.csv", ("payee", "first_day", "last_day", *_DATED), ("payee", "first_day"), "days on which one is away"
    ),
    Table(
        "quotas.csv",
        ("payee", "quota", "value", "first_day", "last_day", "if_zero", *_DATED),
        ("payee", "quota", "value", "first_day"),
        "a quota of one window, in force on those days; over quota_window the days are the window",
    ),
    Table(
        "personal.csv",
        ("payee", "name", "value", "first_day", "last_day", *_DATED),
        ("payee", "name", "value", "first_day"),
        "a personal rate or sum",
    ),
    Table(
        "targets.csv",
        ("payee", "amount", "first_day", "last_day", "of_window", *_DATED),
        ("payee", "amount", "first_day"),
        "a target incentive of a year; of_window = yes: of one window of the measure",
    ),
    Table(
        "inputs.csv",
        ("payee", "name", "value", "first_day", "last_day", *_DATED),
        ("payee", "name", "value", "last_day"),
        "a typed result as it stood on last_day",
    ),
    Table(
        "openings.csv",
        ("payee", "of", "name", "value", "last_day", *_DATED),
        ("payee", "of", "name", "value", "last_day"),
        "what stood on last_day before the first record: of a measure, a component or a balance",
    ),
    Table("fx.csv", ("table", "day", "one", "is", *_DATED), ("table", "day", "one", "is"), "1 `one` = `is`"),
    Table(
        "territories.csv",
        ("territory", "payee", "first_day", "last_day", *_DATED),
        ("territory", "payee", "first_day"),
        "who holds the part of a territory that the facts in the further columns describe",
        more=True,
    ),
    Table(
        "tables.csv",
        ("table", "rate", "first_day", "last_day", *_DATED),
        ("table", "rate", "first_day"),
        "the rate of a rate table for the facts in the further columns",
        more=True,
    ),
    Table(
        "events.csv",
        ("record_type", "record_id", "event", "day", "amount", *_DATED),
        ("record_type", "record_id", "event", "day"),
        "something that happened to a record",
    ),
)

#: The columns of `records*.csv` that are not fields.
RECORD_COLUMNS = (
    "record_type", "record_id", "version_no", "known_no", "booked_at", "owner", "split", "reverses", "withdrawn",
)  # fmt: skip
RECORD_NEEDED = ("record_type", "record_id")

#: The kinds of names that `names.csv` declares: with a unit, and without.
KINDS_WITH_UNIT = ("quota", "personal", "input")
KINDS = (
    *KINDS_WITH_UNIT, "event", "rate_table", "relation", "territory", "table", "title", "grade", "holiday",
)  # fmt: skip

#: A fact that bears the name of a column of its file is written with this in front.
OF_RECORD = "record."
