"""The grammar of rate tables: rates picked by facts of the record or of the payee.

In: nothing. Out: the shape of `tables`.
"""

from __future__ import annotations

from comp_rules.plan.schema import LABELS, Either, Key, ListOf, MapOf, Named, Row, Value, choice
from comp_rules.values.words import Words

#: what a rate of a table may be
TABLE_RATES = ("percent", "times", "price")
#: keys of an entry that are not facts
ENTRY_KEYS = ("rate", "first_day", "last_day")

TABLE = MapOf(
    (
        *LABELS,
        Key("facts", ListOf(Value(("fact",)))),
        Key("pick", choice("most_specific", "first_row")),
        Key("entries", Either(choice("uploaded"), ListOf(Row()))),
        Key("otherwise", Value(TABLE_RATES, ("fault",))),
    ),
    called=Words("the rate table", "요율표"),
)
TABLES = Named(TABLE)
