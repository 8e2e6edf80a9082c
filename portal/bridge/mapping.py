"""The mapping as data: how the columns of a company's files become facts, and what it declares for a bare company.

In: nothing; `mapping_from_text` fills it. Out: tables with an origin for every field, and the shapes of the document.
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from typing import Literal

from comp_rules.facts.day_from_text import DATE_FORMS
from comp_rules.facts.facts import Company, RecordType
from comp_rules.facts.value_from_text import TextForm
from comp_rules.plan.schema import Either, Key, ListOf, MapOf, Named, Row, Shape, Value, choice, may
from comp_rules.values.fault import Place
from comp_rules.values.words import Words
from portal.bridge.rows_from_files import DELIMITERS, ENCODINGS, FileForm

Into = Literal[
    "people", "positions", "hierarchy", "territories", "assignments", "pay_groups", "relations", "leaves", "quotas",
    "personal", "targets", "inputs", "openings", "tables", "fx", "records", "events",
]  # fmt: skip
#: What a field holds. `value` has the unit of the declared name in its row, `figure` that which is written; `name` is a
#: declared name, `rate` a percentage, a multiple or money.
Kind = Literal[
    "id", "text", "person", "date", "money", "number", "percent", "yes_no", "value", "name", "currency", "word", "time",
    "rule", "rate", "figure",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldNeed:
    """A field that a table of facts has, and whether a row is nothing without it."""

    name: str
    kind: Kind
    needed: bool = True


_SPAN = (FieldNeed("first_day", "date"), FieldNeed("last_day", "date", False))
#: A number stands as it was on one day; no other row ends it.
_AS_OF = FieldNeed("last_day", "date")
_PERSON = FieldNeed("person", "person")
_WITHDRAWN = FieldNeed("withdrawn", "yes_no", False)
_LABEL = (FieldNeed("label_en", "text", False), FieldNeed("label_ko", "text", False))

#: The fields of each table; those of records are joined by the fields that the company declared.
FIELDS: Dict[Into, tuple[FieldNeed, ...]] = {
    "people": (
        _PERSON, FieldNeed("name", "text", False), FieldNeed("hire", "date", False),
        FieldNeed("home_currency", "currency", False), _WITHDRAWN,
    ),
    "positions": (FieldNeed("position", "id"), FieldNeed("title", "id", False), *_LABEL, _WITHDRAWN),
    "hierarchy": (FieldNeed("position", "id"), FieldNeed("manager_position", "id"), *_SPAN, _WITHDRAWN),
    "territories": (
        FieldNeed("territory", "name"), FieldNeed("position", "id", False), FieldNeed("person", "person", False),
        FieldNeed("rule", "rule", False), *_SPAN, *_LABEL, _WITHDRAWN,
    ),
    "assignments": (
        _PERSON, FieldNeed("plan", "id"), *_SPAN, FieldNeed("position", "id", False), FieldNeed("title", "id", False),
        FieldNeed("grade", "id", False), _WITHDRAWN,
    ),
    "pay_groups": (_PERSON, FieldNeed("pay_group", "id"), *_SPAN, _WITHDRAWN),
    "relations": (FieldNeed("relation", "name"), _PERSON, FieldNeed("other", "person"), *_SPAN, _WITHDRAWN),
    "leaves": (_PERSON, *_SPAN, _WITHDRAWN),
    "quotas": (
        _PERSON, FieldNeed("quota", "name"), FieldNeed("value", "value"), *_SPAN, FieldNeed("if_zero", "word", False),
        _WITHDRAWN,
    ),
    "personal": (_PERSON, FieldNeed("personal", "name"), FieldNeed("value", "value"), *_SPAN, _WITHDRAWN),
    "targets": (_PERSON, FieldNeed("amount", "money"), *_SPAN, FieldNeed("of_window", "yes_no", False), _WITHDRAWN),
    "inputs": (
        _PERSON, FieldNeed("input", "name"), FieldNeed("value", "value"), FieldNeed("first_day", "date", False), _AS_OF,
        _WITHDRAWN,
    ),
    "openings": (
        _PERSON, FieldNeed("of", "word"), FieldNeed("name", "id"), FieldNeed("value", "figure"), _AS_OF, _WITHDRAWN,
    ),
    "tables": (
        FieldNeed("table", "name"), FieldNeed("rate", "rate"), FieldNeed("rule", "rule", False), *_SPAN, _WITHDRAWN,
    ),
    "fx": (
        FieldNeed("rates", "name"), FieldNeed("one", "currency"), FieldNeed("currency", "currency"),
        FieldNeed("rate", "number"), FieldNeed("date", "date"), _WITHDRAWN,
    ),
    "records": (
        FieldNeed("id", "id"), FieldNeed("owner", "person", False), FieldNeed("booked_at", "time", False),
        FieldNeed("reverses", "id", False), _WITHDRAWN,
    ),
    "events": (
        FieldNeed("record", "id"), FieldNeed("event", "name"), FieldNeed("date", "date"),
        FieldNeed("amount", "money", False), _WITHDRAWN,
    ),
}  # fmt: skip
#: Which kind of declared name a field of kind `name` holds.
NAMES: Dict[str, str] = {
    "quota": "quotas", "personal": "personal", "rates": "rate_tables", "event": "events", "input": "inputs",
    "relation": "relations", "territory": "territories", "table": "tables",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the value of a field comes from: a column (header, or number from 1 as text) or a constant.

    `after` keeps only what follows its last occurrence in the cell; texts in `empty` count as nothing written.
    `currency_column` holds the currency of each row.
    """

    field: str
    place: Place
    column: str | None = None
    constant: str | None = None
    currency_column: str | None = None
    after: str = ""
    empty: frozenset[str] = frozenset()
    needed: bool = False
    form: TextForm = field(default_factory=TextForm)


@dataclass(frozen=True, slots=True)
class Share:
    """One of the people of a split: the columns of the person and of the share."""

    person: Origin
    share: Origin


@dataclass(frozen=True, slots=True)
class Taken:
    """A condition of `where`: the row is taken if the cell is one of `texts`, or is none of them with `except`."""

    column: str
    texts: frozenset[str]
    excluded: bool
    place: Place


@dataclass(frozen=True, slots=True)
class DayBeforeNext:
    """The last day is the day before the next row with the same `per` begins; the last row goes on or ends `last`."""

    per: tuple[str, ...]
    last: str
    place: Place


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How the rows of files with a name like `file` become facts of one table."""

    file: str
    form: FileForm
    header: bool
    skip_rows: int
    into: Into
    record_type: str
    fields: Dict[str, Origin]
    split: tuple[Share, ...]
    #: the cell in which all shares stand, such as `ann 60%, bo 40%`
    split_cell: Origin | None
    where: tuple[Taken, ...]
    day_before_next: DayBeforeNext | None
    #: what becomes of a record that names a person nobody knows
    unknown_person: Literal["reject", "keep"]
    place: Place

    @property
    def written(self) -> tuple[FileForm, bool, int]:
        """How the file is written; all tables of one file must agree."""
        return self.form, self.header, self.skip_rows


@dataclass(frozen=True, slots=True)
class CompanySetup:
    """The company of a database that has none yet."""

    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class PayGroupSetup:
    """A pay group for people to be calculated in, month by month; `year_starts` is the number of a month."""

    name: str
    label: Words
    year_starts: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """A checked mapping. `company` holds what is declared already together with what the mapping declares."""

    name: str
    label: Words
    digest: str
    setup: CompanySetup | None
    #: declared by this mapping and not yet known
    new: Company
    company: Company
    pay_groups: tuple[PayGroupSetup, ...]
    #: labels of titles, grades and holidays by kind and name: the company keeps their names alone
    labels: Dict[tuple[str, str], Words]
    tables: tuple[TableMapping, ...]
    file: str = ""

    def record_type(self, table: TableMapping) -> RecordType | None:
        """Return the type of the records of a table, None for a table of other facts."""
        return self.company.record_types.get(table.record_type)


# --- the shapes of the document -------------------------------------------------------------------------------------

_TEXT = Value(("text",))
_NAME = Value(("name",))
LABEL = MapOf((Key("en", _TEXT), Key("ko", _TEXT)), called=Words("a label", "이름표"))
_FORM_KEYS = (
    may("date_form", choice(*DATE_FORMS)),
    may("zone", _TEXT),
    may("decimal_mark", choice(".", ",")),
    may("thousands_mark", choice("none", "comma", "point", "space", "apostrophe")),
    may("currency", Value(("currency",))),
    may("percent_as", choice("fraction", "percent", "sign")),
    may("beyond_minor_unit", choice("round", "refuse")),
    may("empty", Either(_TEXT, ListOf(_TEXT))),
)
ORIGIN = MapOf(
    (
        may("column", _TEXT),
        may("constant", _TEXT),
        may("currency_column", _TEXT),
        may("after", _TEXT),
        may("needed", choice("yes", "no")),
        may("type", choice("money", "number", "percent", "date", "text", "person", "yes_no")),
        *_FORM_KEYS,
    ),
    one_of=(("column", "constant"),),
    called=Words("a field of a mapping", "매핑의 필드"),
)
LAST_DAY = MapOf(
    (Key("day_before_next", Either(_NAME, ListOf(_NAME))), may("last", Value(("date",), ("open",)), "open")),
    called=Words("a last day", "마지막 날"),
)
SPLIT = Either(
    items=ListOf(MapOf((Key("person", ORIGIN), Key("share", ORIGIN)), called=Words("a share", "인정 비율"))), map=ORIGIN
)
_UNIT = choice("money", "number", "percent")
_NAMED_WITH_UNIT = Named(
    MapOf((Key("unit", _UNIT), Key("label", LABEL)), called=Words("a declared name", "선언한 이름"))
)
_NAMED = Named(MapOf((Key("label", LABEL),), called=Words("a declared name", "선언한 이름")))
_PAY_GROUPS = Named(
    MapOf((Key("label", LABEL), Key("year_starts", Value(("month_name",)))), called=Words("a pay group", "지급 그룹"))
)
_RECORD_FIELD = MapOf(
    (Key("type", choice("money", "number", "percent", "date", "text", "person", "yes_no")), Key("label", LABEL)),
    called=Words("a field of records", "원천 데이터의 필드"),
)
_HOLIDAY = MapOf((Key("day", Value(("date",))), Key("label", LABEL)), called=Words("a holiday", "공휴일"))
DECLARE = MapOf(
    (
        may("company", MapOf((Key("name", _TEXT), Key("time_zone", _TEXT)), called=Words("the company", "회사"))),
        may(
            "records",
            Named(
                MapOf(
                    (Key("label", LABEL), may("title", _NAME), Key("fields", Named(_RECORD_FIELD))),
                    called=Words("a record type", "원천 데이터 종류"),
                )
            ),
        ),
        may("quotas", _NAMED_WITH_UNIT),
        may("personal", _NAMED_WITH_UNIT),
        may("inputs", _NAMED_WITH_UNIT),
        may("events", _NAMED),
        may("relations", _NAMED),
        may("territories", _NAMED),
        may("tables", _NAMED),
        may("titles", _NAMED),
        may("grades", _NAMED),
        may("holidays", ListOf(_HOLIDAY)),
        may("pay_groups", _PAY_GROUPS),
        may("rate_tables", _NAMED),
    ),
    called=Words("what is declared", "선언"),
)
_TABLE_KEYS = (
    Key("file", _TEXT),
    Key("into", choice(*FIELDS)),
    may("format", choice("csv", "xlsx"), "csv"),
    may("delimiter", choice(*DELIMITERS), "comma", ("format", ("csv", ""))),
    may("encoding", choice(*ENCODINGS), "utf-8", ("format", ("csv", ""))),
    may("sheet", _TEXT, "", ("format", ("xlsx",))),
    Key("header", choice("yes", "no")),
    may("skip_rows", Value(("whole",), ("0",)), "0"),
    may("where", Row()),
    *_FORM_KEYS,
)
_RECORD_KEYS = (
    Key("record_type", _NAME, case=("into", ("records", "events"))),
    may("unknown_person", choice("reject", "keep"), "reject", ("into", ("records",))),
    may("split", SPLIT, case=("into", ("records",))),
)
MAPPING = MapOf(
    (
        Key("mapping", Value(("plan_name",))),
        Key("label", LABEL),
        may("declare", DECLARE),
        Key("tables", ListOf(Row())),
    ),
    called=Words("the mapping", "매핑"),
)


def shape_of_table(fields: tuple[FieldNeed, ...], computed_end: bool) -> MapOf:
    """Return the shape of a table with these fields; `computed_end` when its last day comes from the next row."""
    called = Words("the fields of a table", "표의 필드")
    origins = MapOf(tuple(_field_key(need, computed_end) for need in fields), called=called)
    keys = (*_TABLE_KEYS, *_RECORD_KEYS, Key("fields", origins))
    return MapOf(keys, called=Words("a table of the mapping", "매핑의 표"))


def _field_key(need: FieldNeed, computed_end: bool) -> Key:
    shape: Shape = LAST_DAY if need.name == "last_day" and computed_end else ORIGIN
    return Key(need.name, shape, "must" if need.needed else "may")
