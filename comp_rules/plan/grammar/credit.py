"""The grammar of credits: who gets which part of which records.

In: nothing. Out: the shape of `credit`.
"""

from __future__ import annotations

from comp_rules.plan.schema import LABELS, Conditions, Either, Key, MapOf, Named, Value, choice, instead, may
from comp_rules.values.words import Words

ODD_UNIT = choice("remainder", "first", "last", "cumulative")

_CREDITED_FIELD = "Credit the person that a field of the record names: `to: {field: …}`."
_CREDITED_FIELD_KO = "데이터의 필드에 적힌 사람에게 인정해 주세요: `to: {field: …}`."

_SPLIT_TOTAL = (
    Words(
        "Nothing says what the percentages on one record must add up to; two people could each take all of it.",
        "한 건의 인정 비율 합계가 얼마인지 적혀 있지 않습니다. 두 사람이 각각 전액을 받을 수 있습니다.",
    ),
    Words("Write `split_total: 100%`, as is usual.", "보통은 `split_total: 100%` 값을 적습니다."),
)

CREDIT = MapOf(
    (
        *LABELS,
        Key("records", Value(names="record_type")),
        may("when", Conditions()),
        Key("date", Value(("name",))),
        Key(
            "amount",
            Either(
                Value(("name",)),
                map=MapOf(
                    (
                        instead(
                            "product", "Bring the product as a field of its own.", "곱한 금액을 필드로 가져와 주세요."
                        ),
                        instead(
                            "minus", "Bring the difference as a field of its own.", "뺀 금액을 필드로 가져와 주세요."
                        ),
                        may("divided_by", Value(("name",)), case=("product", ())),
                    ),
                    called=Words("the amount", "금액"),
                ),
            ),
        ),
        Key("count", Value(("whole", "name"))),
        Key(
            "to",
            Either(
                choice("owner", "split"),
                map=MapOf(
                    (
                        Key("field", Value(("name",))),
                        instead("territory", _CREDITED_FIELD, _CREDITED_FIELD_KO),
                        instead("relation", _CREDITED_FIELD, _CREDITED_FIELD_KO),
                    ),
                    called=Words("the receiver", "인정 대상"),
                ),
            ),
        ),
        Key("split_total", Value(("percent",)), case=("to", ("split",)), missing=_SPLIT_TOTAL),
        may("odd_unit", ODD_UNIT, "remainder", case=("to", ("split",))),
        may("people", choice("locked", "follows"), "locked"),
        instead("rollup", _CREDITED_FIELD, _CREDITED_FIELD_KO),
        instead("overlay", _CREDITED_FIELD, _CREDITED_FIELD_KO),
        may("levels", Value(("whole",), ("all",)), case=("rollup", ())),
        may("as_of", choice("credit_date", "period_end"), case=("rollup", ())),
        may("once_per_record", choice("yes", "no"), case=("rollup", ())),
    ),
    one_of=(("amount", "count"),),
    called=Words("the credit", "인정 실적 규칙"),
)

CREDITS = Named(CREDIT)
