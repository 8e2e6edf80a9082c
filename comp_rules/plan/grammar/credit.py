"""The grammar of credits: who gets which part of which records, or of what others are credited.

In: nothing. Out: the shape of `credit`.
"""

from __future__ import annotations

from comp_rules.plan.schema import LABELS, ByKey, Conditions, Either, Key, ListOf, MapOf, Named, Value, choice, may
from comp_rules.values.words import Words

ODD_UNIT = choice("remainder", "first", "last", "cumulative")

_NAME = Value(("name",))
_TWO_FIELDS = ListOf(_NAME, 2, 2)
_SOURCES = ListOf(Value(names="plan_credit"))
_RECEIVER = Words("the receiver", "인정 대상")
_AS_OF = may("as_of", choice("credit_date", "period_end"), "credit_date")
_PEOPLE = may("people", choice("locked", "follows"), "locked")

_SPLIT_TOTAL = (
    Words(
        "Nothing says what the percentages on one record must add up to; two people could each take all of it.",
        "한 건의 인정 비율 합계가 얼마인지 적혀 있지 않습니다. 두 사람이 각각 전액을 받을 수 있습니다.",
    ),
    Words("Write `split_total: 100%`, as is usual.", "보통은 `split_total: 100%` 값을 적습니다."),
)
_ONCE = (
    Words(
        "Nothing says whether a record that two people share is counted once or twice here.",
        "두 사람이 나눈 한 건을 한 번만 셀지 두 번 셀지 적혀 있지 않습니다.",
    ),
    Words(
        "Write `once_per_record: yes`, as is usual, or `no` if twice is meant.",
        "보통은 `once_per_record: yes` 값을 적고, 두 번 세려면 `no` 값을 적습니다.",
    ),
)
_ONCE_PER_RECORD = Key("once_per_record", choice("yes", "no"), missing=_ONCE)

_PRODUCT = MapOf(
    (
        Key("product", _TWO_FIELDS),
        may("divided_by", _NAME, beside=("product",)),
        Key("minus", _TWO_FIELDS),
    ),
    one_of=(("product", "minus"),),
    called=Words("the amount", "금액"),
)

_DIRECT = MapOf(
    (
        *LABELS,
        Key("records", Value(names="record_type")),
        may("when", Conditions()),
        Key("date", _NAME),
        Key("amount", Either(_NAME, map=_PRODUCT)),
        Key("count", Value(("whole", "name"))),
        Key(
            "to",
            Either(
                choice("owner", "split"),
                map=MapOf(
                    (
                        Key("field", _NAME),
                        Key("territory", Value(names="territory")),
                        Key("relation", Value(names="relation")),
                    ),
                    one_of=(("field", "territory", "relation"),),
                    called=_RECEIVER,
                ),
            ),
        ),
        Key("split_total", Value(("percent",)), case=("to", ("split",)), missing=_SPLIT_TOTAL),
        may("odd_unit", ODD_UNIT, "remainder", case=("to", ("split",))),
        _PEOPLE,
    ),
    one_of=(("amount", "count"),),
    called=Words("the credit", "인정 실적 규칙"),
)
_ROLLUP = MapOf(
    (
        *LABELS,
        Key("rollup", _SOURCES),
        may("when", Conditions()),
        Key("levels", Value(("whole",), ("all",))),
        _AS_OF,
        _ONCE_PER_RECORD,
    ),
    called=Words("the rollup credit", "조직 합산 규칙"),
)
_OVERLAY = MapOf(
    (
        *LABELS,
        Key("overlay", _SOURCES),
        may("when", Conditions()),
        Key(
            "to",
            Either(
                map=MapOf(
                    (Key("field", _NAME), Key("relation", Value(names="relation"))),
                    one_of=(("field", "relation"),),
                    elsewhere=frozenset({"territory"}),
                    called=_RECEIVER,
                )
            ),
        ),
        _PEOPLE,
        _AS_OF,
        _ONCE_PER_RECORD,
    ),
    called=Words("the overlay credit", "중복 인정 규칙"),
)

CREDIT = ByKey(((("rollup",), _ROLLUP), (("overlay",), _OVERLAY), (("records",), _DIRECT)))
CREDITS = Named(CREDIT)
