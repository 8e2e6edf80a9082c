"""The grammar of pay: when earnings become payable and what may reduce them.

In: nothing. Out: the shape of `pay`, and of the caps, conditions on measures and dates that components share with it.
"""

from __future__ import annotations

from comp_rules.plan.grammar.credit import ODD_UNIT
from comp_rules.plan.schema import LABELS, Either, Key, ListOf, MapOf, Named, Shape, Value, choice, may
from comp_rules.values.words import Words

_MONEY = Value(("money",))
_PERCENT = Value(("percent",))
COMPONENTS = ListOf(Value(names="component"))
SINCE = Either(
    choice("assignment", "hire", "calendar", "credit_date"),
    map=MapOf((Key("field", Value(("name",))),), called=Words("the date", "기준일")),
)
_MONTHS = Either(choice("all"), ListOf(Value(("whole",))))

_PACE = Either(
    choice("whole", "in_proportion"),
    map=MapOf(
        (Key("parts", Value(("whole",))), Key("every", Value(("length",))), may("odd_unit", ODD_UNIT, "remainder")),
        called=Words("the pace", "지급 방식"),
    ),
)
_RELEASE = ListOf(
    MapOf(
        (
            Key("share", _PERCENT),
            Key("event", Value(words=("earned",), names="event")),
            Key("after", Value(("length",))),
            may("since", SINCE, "credit_date", beside=("after",)),
            may("pace", _PACE, "whole"),
            may("components", COMPONENTS),
        ),
        one_of=(("event", "after"),),
        called=Words("the release", "보류 해제 규칙"),
    )
)
_CLAWBACK = Either(
    choice("none"),
    ListOf(
        MapOf(
            (
                Key("event", Value(names="event")),
                Key("within", Value(("length",))),
                Key("take_back", Value(("percent",), ("by_time",))),
                Key("method", choice("recalculate", "original_rate")),
                may("since", SINCE, "credit_date"),
                Key("term", Value(("length",)), case=("take_back", ("by_time",))),
                may("month_counts", choice("started", "completed"), case=("take_back", ("by_time",))),
                may("components", COMPONENTS),
            ),
            called=Words("the clawback", "환수 규칙"),
        )
    ),
)
_SCHEDULE = ListOf(
    MapOf((Key("from", Value(("whole",))), Key("share", _PERCENT)), called=Words("the schedule", "월별 비율"))
)
_TIMING = choice("with_pay", "ahead")
_RECOVERY_KEYS = (Key("share", _PERCENT), may("at_most", _MONEY))
_EACH_PERIOD: Shape = Either(
    _MONEY, map=MapOf((Key("target_share", _PERCENT),), called=Words("the amount of each period", "기간별 금액"))
)
_GUARANTEE = MapOf(
    (
        Key("each_period", _EACH_PERIOD),
        Key("since", SINCE),
        Key("months", _MONTHS),
        may("schedule", _SCHEDULE),
        may("timing", _TIMING, "with_pay"),
    ),
    called=Words("the guarantee", "최저 보장"),
)
_DRAW = Named(
    MapOf(
        (
            *LABELS,
            Key("shape", choice("top_up", "on_top")),
            Key("recoverable", choice("yes", "no")),
            Key("each_period", _EACH_PERIOD),
            Key("since", SINCE),
            Key("months", _MONTHS),
            may("schedule", _SCHEDULE),
            may("timing", _TIMING, "with_pay"),
            Key(
                "recovery",
                MapOf(
                    (*_RECOVERY_KEYS, may("first_month", Value(("whole",)))),
                    called=Words("the recovery", "선지급금 회수"),
                ),
                case=("recoverable", ("yes",)),
            ),
            Key("year_end", choice("keep", "forgive"), case=("recoverable", ("yes",))),
            Key("at_exit", choice("forgive", "flag"), case=("recoverable", ("yes",))),
        ),
        called=Words("the draw", "선지급금"),
    )
)
_ADVANCE = Named(
    MapOf(
        (
            *LABELS,
            Key("pays_on", Value(names="credit")),
            Key("rate", Value(("percent", "price"))),
            Key("matched_by", Value(("name",))),
            Key("components", COMPONENTS),
            Key("recovery", MapOf(_RECOVERY_KEYS, called=Words("the recovery", "선지급금 회수"))),
            Key("on_undo", choice("take_back", "keep")),
        ),
        called=Words("the advance", "건별 선지급금"),
    )
)
_COMPARISONS = ("at_least", "above", "at_most", "under")
MEASURE_CONDITIONS = ListOf(
    MapOf(
        (
            Key("measure", Value(names="measure")),
            *(may(word, Value(("percent", "money", "number"))) for word in _COMPARISONS),
            may("undefined", choice("pass", "fail")),
        ),
        one_of=(_COMPARISONS,),
        called=Words("the condition", "지급 조건"),
    )
)


def caps_shape(*per: str) -> ListOf:
    """Return the shape of caps that hold per one of these words."""
    return ListOf(
        MapOf(
            (
                Key("limit", Value(("money", "percent"))),
                may("of", Value(words=("target",), names="quota")),
                Key("per", choice(*per)),
                Key("excess", choice("lost", "carry", "year_end")),
                may("unless", MEASURE_CONDITIONS),
            ),
            called=Words("the cap", "상한"),
        )
    )


_WINDFALL = MapOf(
    (Key("above", Value(("percent", "money"))), may("of", Value(names="quota"))),
    called=Words("the windfall review", "초대형 거래 검토"),
)
_CLAWBACK_SILENT = (
    Words("The plan does not say what happens when a deal is undone.", "거래가 취소될 때의 처리가 적혀 있지 않습니다."),
    Words("Write `clawback: none`, or list what is taken back.", "`clawback: none` 또는 환수 규칙을 적어 주세요."),
)

PAY = MapOf(
    (
        Key("release", _RELEASE),
        Key("clawback", _CLAWBACK, missing=_CLAWBACK_SILENT),
        may("advance", _ADVANCE),
        may("guarantee", _GUARANTEE),
        may("draw", _DRAW),
        may("caps", caps_shape("period", "quarter", "year")),
        may("windfall", _WINDFALL),
        Key("negative", choice("carry", "deduct")),
        Key("held_at_exit", choice("pay", "forfeit")),
    ),
    called=Words("the pay section", "지급 규칙(pay)"),
)
