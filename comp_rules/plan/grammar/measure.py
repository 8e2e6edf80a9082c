"""The grammar of measures: what is added up, over which window, against which quota.

In: nothing. Out: the shape of `measure`.
"""

from __future__ import annotations

from comp_rules.plan.schema import LABELS, Either, Key, ListOf, MapOf, Named, Value, instead, may
from comp_rules.values.words import Words

WINDOWS = ("period", "month", "quarter_to_date", "year_to_date", "quota_window")

_CREDITS = Either(Value(names="credit"), ListOf(Value(names="credit")))
_USE_CREDITS = "Measure credits with `sum` or `count`."
_USE_CREDITS_KO = "인정 실적을 `sum` 또는 `count` 방식으로 집계해 주세요."

MEASURE = MapOf(
    (
        *LABELS,
        Key("sum", _CREDITS),
        Key("count", _CREDITS),
        instead("input", _USE_CREDITS, _USE_CREDITS_KO),
        instead("ratio", _USE_CREDITS, _USE_CREDITS_KO),
        instead("minus", _USE_CREDITS, _USE_CREDITS_KO),
        instead("plus", "List the credits: `sum: [a, b]`.", "인정 실적을 나열해 주세요: `sum: [a, b]`."),
        instead("weighted", _USE_CREDITS, _USE_CREDITS_KO),
        Key(
            "over",
            Either(
                Value(words=WINDOWS),
                map=MapOf(
                    (
                        instead(
                            "rolling_months",
                            "Use month, quarter_to_date or year_to_date.",
                            "month, quarter_to_date, year_to_date 중에서 골라 주세요.",
                        ),
                    ),
                    called=Words("the window", "집계 기간"),
                ),
            ),
        ),
        may("quota", Value(names="quota")),
        may(
            "against",
            Value(
                words=("full_quota",),
                later={
                    "quota_to_date": Words(
                        "Compare with the quota of the whole window: `full_quota`.",
                        "집계 기간 전체의 목표와 비교해 주세요: `full_quota`.",
                    )
                },
            ),
            "full_quota",
        ),
    ),
    one_of=(("sum", "count"),),
    called=Words("the measure", "실적 지표"),
)

MEASURES = Named(MEASURE)
