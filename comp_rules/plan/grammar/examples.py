"""The grammar of worked examples: given these facts, expect these numbers.

In: nothing. Out: the shape of `examples`.
"""

from __future__ import annotations

from comp_rules.plan.schema import (
    LABELS,
    Key,
    ListOf,
    MapOf,
    Named,
    Row,
    Value,
    choice,
    may,
)
from comp_rules.values.words import Words

_DAY = Value(("date",))
_NAME = Value(("name",))
_SUM = Value(("money",), own_currency=False)
_AMOUNT = Value(("percent", "price", "number"), own_currency=False)
_SPAN = (may("first_day", _DAY), may("last_day", _DAY))

STEPS = (
    "release", "clawback", "advance", "guarantee", "draw", "recovery", "caps", "windfall", "negative", "conversion",
    "rounding", "payment",
)  # fmt: skip
OPERANDS = (
    "open",
    "close",
    "part",
    "tier",
    "rate",
    "base",
    "quota",
    "total",
    "attainment",
    "before",
    "credit",
    "target",
)


def _rows(*keys: Key, one_of: tuple[tuple[str, ...], ...] = ()) -> ListOf:
    return ListOf(MapOf(keys, one_of, called=Words("the row", "행")))


GIVEN = MapOf(
    (
        may(
            "people",
            _rows(
                Key("person", _NAME),
                may("plan", Value(("plan_name",))),
                may("title", Value(("text",))),
                may("grade", Value(("text",))),
                may("manager", _NAME),
                may("target", _SUM),
                may("hire", _DAY),
                *_SPAN,
                may("payroll_currency", Value(("currency",))),
            ),
        ),
        may(
            "quotas",
            _rows(
                Key("person", _NAME),
                Key("quota", Value(names="quota")),
                Key("value", Value(("percent", "money", "number"), own_currency=False)),
                *_SPAN,
                may("if_zero", choice("base_rate", "nothing", "at_target")),
            ),
        ),
        may(
            "inputs",
            _rows(
                Key("person", _NAME),
                Key("input", Value(names="input")),
                Key("value", Value(("percent", "money", "number"), own_currency=False)),
                *_SPAN,
            ),
        ),
        may(
            "personal",
            _rows(
                Key("person", _NAME),
                Key("personal", Value(names="personal")),
                Key("value", Value(("percent", "money"), own_currency=False)),
                *_SPAN,
            ),
        ),
        may(
            "openings",
            _rows(
                Key("person", _NAME),
                Key("measure", Value(names="measure")),
                Key("component", Value(names="component")),
                Key("balance", _NAME),
                Key("value", Value(("percent", "money", "number"), own_currency=False)),
                Key("last_day", _DAY),
                one_of=(("measure", "component", "balance"),),
            ),
        ),
        may("records", ListOf(Row())),
        may(
            "events",
            _rows(
                Key("record", Value(("text",))),
                Key("event", Value(names="event")),
                Key("date", _DAY),
                may("amount", _SUM),
            ),
        ),
        may(
            "relations",
            _rows(Key("relation", Value(names="relation")), Key("person", _NAME), Key("with", _NAME), *_SPAN),
        ),
        # their further keys are facts of a record, or payee.grade and payee.title
        may("territories", ListOf(Row())),
        may("rates", ListOf(Row())),
        may("leaves", _rows(Key("person", _NAME), Key("first_day", _DAY), Key("last_day", _DAY))),
        may(
            "fx",
            _rows(
                Key("rates", Value(names="rate_table")),
                Key("date", _DAY),
                Key("one", Value(("currency",))),
                Key("is", Value(("price",), own_currency=False)),
            ),
        ),
    ),
    called=Words("the given facts", "주어진 사실(given)"),
)

EXPECT = ListOf(
    MapOf(
        (
            Key("person", _NAME),
            Key("period", Value(("period",))),
            Key("component", Value(names="component")),
            Key("measure", Value(names="measure")),
            Key("step", choice(*STEPS)),
            may("record", Value(("text",))),
            may("lines", ListOf(_SUM, 0)),
            may("total", _SUM),
            may("refused", Value(("name",))),
            may("operands", Named(_AMOUNT)),
            may("value", _AMOUNT),
            may("attainment", Value(("percent",))),
            may("amount", _SUM),
            may("balance", _SUM),
        ),
        one_of=(("component", "measure", "step"),),
        called=Words("the expected row", "기대 결과(expect) 행"),
    )
)

EXAMPLES = ListOf(
    MapOf(
        (*LABELS, Key("given", GIVEN), Key("expect", EXPECT)),
        called=Words("the example", "계산 예시"),
    ),
    0,
)
