"""The grammar of a plan's head and the whole of its keys.

In: the shape of `earn`, which the kinds supply. Out: the shape of a plan.
"""

from __future__ import annotations

from typing import Literal

from comp_rules.plan.grammar.credit import CREDITS
from comp_rules.plan.grammar.examples import EXAMPLES
from comp_rules.plan.grammar.measure import MEASURES
from comp_rules.plan.grammar.pay import PAY
from comp_rules.plan.schema import LABELS, Key, ListOf, MapOf, Shape, Value, choice, later, may
from comp_rules.values.words import Words

_DAY = Value(("date",))
_MODES = ("half_away", "half_even", "down", "up")

_LANGUAGE = (
    Words(
        "The plan does not say in which version of the language it is written.",
        "플랜 언어의 버전이 적혀 있지 않습니다.",
    ),
    Words("Write `language: 1` at the top.", "맨 위에 `language: 1` 줄을 적어 주세요."),
)
_MONTHLY = Words("Calculate every month: `month`.", "매월 계산해 주세요: `month`.")
_BY_DAYS = Words("Prorate by days: `calendar_days`.", "일수로 일할 계산해 주세요: `calendar_days`.")
_LINE_MODE = Words("Round half away from zero: `half_away`.", "반올림으로 적어 주세요: `half_away`.")

FX_DAYS: tuple[Literal["credit_date"], Literal["period_end"], Literal["year_start"]] = (
    "credit_date",
    "period_end",
    "year_start",
)
_HEAD = (
    Key("language", Value(words=("1",)), missing=_LANGUAGE),
    Key("plan", Value(("plan_name",))),
    *LABELS,
    Key(
        "effective",
        MapOf((Key("first_day", _DAY), Key("last_day", _DAY)), called=Words("the effective range", "적용 기간")),
    ),
    Key("currency", Value(("currency",))),
    Key(
        "calendar",
        MapOf(
            (
                Key("calculate", Value(words=("month",), later={"half_month": _MONTHLY, "quarter": _MONTHLY})),
                Key("year_starts", Value(("month_name",))),
            ),
            called=Words("the calendar", "달력"),
        ),
    ),
    Key(
        "proration",
        MapOf(
            (
                Key(
                    "basis",
                    Value(
                        words=("calendar_days",),
                        later=dict.fromkeys(("days_360", "work_days", "full_months", "started_months"), _BY_DAYS),
                    ),
                ),
                Key(
                    "scales",
                    ListOf(
                        Value(words=("quota", "target", "draw"), later={"tier_edges": None, "earnings": None}),
                        0,
                    ),
                ),
                Key("leave", choice("active", "absent")),
            ),
            called=Words("the proration", "일할 계산"),
        ),
    ),
    may(
        "fx",
        MapOf(
            (
                Key("rates", Value(names="rate_table")),
                Key("as_of", choice(*FX_DAYS)),
                may(
                    "payroll",
                    MapOf(
                        (
                            Key("rates", Value(names="rate_table")),
                            Key("as_of", choice(*FX_DAYS, "payment_date")),
                        ),
                        called=Words("the payroll conversion", "급여 환산"),
                    ),
                ),
            ),
            called=Words("the conversion", "환산"),
        ),
    ),
    may(
        "rounding",
        MapOf(
            (
                may(
                    "lines",
                    MapOf(
                        (
                            Key("unit", Value(("money",))),
                            Key("mode", Value(words=("half_away",), later=dict.fromkeys(_MODES[1:], _LINE_MODE))),
                        ),
                        called=Words("the rounding of lines", "내역 반올림"),
                    ),
                ),
                may(
                    "payment",
                    MapOf(
                        (
                            Key("unit", Value(("money",))),
                            Key("mode", choice(*_MODES)),
                            Key("remainder", choice("carry", "drop")),
                        ),
                        called=Words("the rounding of payments", "지급액 끝수 처리"),
                    ),
                ),
            ),
            called=Words("the rounding", "반올림"),
        ),
    ),
    later(
        "tables",
        "Write the rate in the component; one component for each rate.",
        "요율을 지급 항목에 직접 적어 주세요. 요율마다 지급 항목을 하나씩 만듭니다.",
    ),
)


def plan_shape(earn: Shape) -> MapOf:
    """Return the shape of a plan whose components have the shape `earn`."""
    return MapOf(
        (
            *_HEAD,
            Key("credit", CREDITS),
            may("measure", MEASURES),
            Key("earn", earn),
            Key("pay", PAY),
            may("examples", EXAMPLES),
        )
    )
