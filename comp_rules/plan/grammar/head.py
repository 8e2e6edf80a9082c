"""The grammar of a plan's head and the whole of its keys.

In: the shape of `earn`, which the kinds supply. Out: the shape of a plan.
"""

from __future__ import annotations

from typing import Literal

from comp_rules.plan.grammar.credit import CREDITS
from comp_rules.plan.grammar.examples import EXAMPLES
from comp_rules.plan.grammar.measure import MEASURES
from comp_rules.plan.grammar.pay import PAY
from comp_rules.plan.grammar.table import TABLES
from comp_rules.plan.schema import LABELS, Key, ListOf, MapOf, Shape, Value, choice, may
from comp_rules.values.words import Words

_DAY = Value(("date",))
_MODES = choice("half_away", "half_even", "down", "up")

_LANGUAGE = (
    Words(
        "The plan does not say in which version of the language it is written.",
        "플랜 언어의 버전이 적혀 있지 않습니다.",
    ),
    Words("Write `language: 1` at the top.", "맨 위에 `language: 1` 줄을 적어 주세요."),
)
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
                Key("calculate", choice("half_month", "month", "quarter")),
                Key("year_starts", Value(("month_name",))),
            ),
            called=Words("the calendar", "달력"),
        ),
    ),
    Key(
        "proration",
        MapOf(
            (
                Key("basis", choice("calendar_days", "days_360", "work_days", "full_months", "started_months")),
                Key("scales", ListOf(choice("quota", "target", "tier_edges", "draw", "earnings"), 0)),
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
                            Key("mode", _MODES),
                        ),
                        called=Words("the rounding of lines", "내역 반올림"),
                    ),
                ),
                may(
                    "payment",
                    MapOf(
                        (
                            Key("unit", Value(("money",))),
                            Key("mode", _MODES),
                            Key("remainder", choice("carry", "drop")),
                        ),
                        called=Words("the rounding of payments", "지급액 끝수 처리"),
                    ),
                ),
            ),
            called=Words("the rounding", "반올림"),
        ),
    ),
    may("tables", TABLES),
)


def plan_shape(earn: Shape) -> MapOf:
    """Return the shape of a plan whose components have the shape `earn`."""
    return MapOf(
        (
            *_HEAD,
            # a plan may stand on typed results, or on the earnings of others, alone
            may("credit", CREDITS),
            may("measure", MEASURES),
            Key("earn", earn),
            Key("pay", PAY),
            may("examples", EXAMPLES),
        )
    )
