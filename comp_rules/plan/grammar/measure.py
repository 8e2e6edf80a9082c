"""The grammar of measures: what is added up, over which window, against which quota.

In: nothing. Out: the shape of `measure`.
"""

from __future__ import annotations

from comp_rules.plan.schema import LABELS, ByKey, Either, Key, ListOf, MapOf, Named, Value, choice, may
from comp_rules.values.words import Words

#: windows written as one word; `rolling_months` has a number
WINDOWS = ("period", "month", "quarter_to_date", "year_to_date", "quota_window")

_CREDITS = Either(Value(names="credit"), ListOf(Value(names="credit")))
_MEASURE = Value(names="measure")
_WAYS = ("sum", "count", "input", "ratio", "minus", "plus", "weighted")
_WEIGHTED = ListOf(
    MapOf(
        (Key("by", _MEASURE), Key("weight", Value(("percent",))), may("floor", Value(("percent",)))),
        called=Words("the weighted item", "가중 항목"),
    )
)
_OVER = Either(
    choice(*WINDOWS),
    map=MapOf((Key("rolling_months", Value(("whole",))),), called=Words("the window", "집계 기간")),
)
_ALL_WAYS = (
    Key("sum", _CREDITS),
    Key("count", _CREDITS),
    Key("input", Value(names="input")),
    Key("ratio", ListOf(_MEASURE, 2, 2)),
    Key("minus", ListOf(_MEASURE, 2, 2)),
    Key("plus", ListOf(_MEASURE, 2)),
    Key("weighted", _WEIGHTED),
)
_QUOTA = (
    may("quota", Value(names="quota")),
    may("against", choice("full_quota", "quota_to_date"), "full_quota", beside=("quota",)),
)

_COUNTED = MapOf(
    (*LABELS, *_ALL_WAYS, Key("over", _OVER), *_QUOTA),
    one_of=(_WAYS,),
    called=Words("the measure", "실적 지표"),
)
_DERIVED = MapOf(
    (*LABELS, *_ALL_WAYS, *_QUOTA),
    one_of=(_WAYS,),
    called=Words("a measure of other measures", "다른 지표로 만드는 지표"),
)

MEASURE = ByKey(
    ((("sum", "count", "input"), _COUNTED), (("ratio", "minus", "plus", "weighted"), _DERIVED), (("over",), _COUNTED))
)
MEASURES = Named(MEASURE)
