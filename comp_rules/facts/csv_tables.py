"""The plain files of facts: which files a folder may hold, and which columns each has.

In: nothing. Out: the description that the reader follows and that the README of this package prints.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its columns, those that must be there and filled, and what one row is."""

    file: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    row: str


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
        "a declared name: quota (unit money or number), personal (percent or money), event, rate_table",
    ),
    Table("people.csv", ("payee", "name", "hire", *_DATED), ("payee",), "a person"),
    Table(
        "assignments.csv",
        ("payee", "position", "title", "plan", "first_day", "last_day", *_DATED),
        ("payee", "plan", "first_day"),
        "who holds which position under which plan; last_day empty = no end",
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
        ("payee", "amount", "first_day", "last_day", *_DATED),
        ("payee", "amount", "first_day"),
        "a yearly target incentive",
    ),
    Table("fx.csv", ("table", "day", "one", "is", *_DATED), ("table", "day", "one", "is"), "1 `one` = `is`"),
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
