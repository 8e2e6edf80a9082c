"""Overage says which part of a deal lies up to the line and which beyond, also when the rate or a condition changes."""

from tests.comp_rules.explain.month_of import month_of, said

TIERS = "tiers: [{from: 0%, rate: 5%}, {from: 100%, rate: 8%}, {from: 120%, rate: 10%}]"
LADDER = f"kind: tiered, pays_on: sale, by: quarter, ladder: window, applies: overage, {TIERS}"
GATED = "only_if: [{measure: margin, at_least: 10%}], judged: to_date"
DEALS = ((1, 600), (2, 300), (2, 400), (3, 500), (3, -900))
MARGINS = (("2026-01-31", "5%"), ("2026-02-28", "12%"), ("2026-03-31", "8%"))


def test_the_part_up_to_the_line_earns_the_first_rate_and_the_part_beyond_the_rate_reached() -> None:
    part = month_of(LADDER, DEALS, "2026-02")
    stands = "Quarter stands at 130%, 1300.00 USD, and went from 900.00 USD to 1300.00 USD with it."
    assert said(part)[1:] == [
        f"D3: 100.00 USD of 400.00 USD lies up to 100% of quota 1000.00 USD and earns 5%; {stands}",
        "D3: 300.00 USD of 400.00 USD lies beyond 100% of quota 1000.00 USD and earns 10%, the rate from 120%; "
        f"{stands}",
    ]
    assert said(part, "ko")[2] == (
        "D3 건의 400.00 USD 중 300.00 USD 부분이 기준(목표 1000.00 USD의 100%) 초과입니다. 적용(120% 구간): 10%. "
        "분기 매출 지표의 달성률: 130%(누적 1300.00 USD). 이 건의 누적: 900.00 USD → 1300.00 USD."
    )


def test_a_measure_that_fell_back_leaves_the_part_beyond_the_line_at_the_first_rate() -> None:
    sentences = said(month_of(LADDER, DEALS, "2026-03"))
    assert sentences[0] == (
        "Quarter fell from 130% to 90% (1300.00 USD to 900.00 USD); 5% replaces 10% for 300.00 USD of D3, 400.00 USD, "
        "beyond 100% of quota 1000.00 USD; with it the total went from 900.00 USD to 1300.00 USD."
    )
    assert "all of 500.00 USD lies beyond 100% of quota 1000.00 USD and earns 5%, the rate of the first" in sentences[1]
    assert "100.00 USD of it lies up to 100% of quota 1000.00 USD and gives back 5%;" in sentences[2]
    assert "800.00 USD of it lies beyond 100% of quota 1000.00 USD and gives back 5%, the rate" in sentences[3]


def test_a_deal_alone_on_its_ladder_names_the_line_and_no_way() -> None:
    alone = LADDER.replace("ladder: window", "ladder: each_credit")
    assert said(month_of(alone, [(1, 1300)], "2026-01")) == [
        "D1: 1000.00 USD of 1300.00 USD lies up to 100% of quota 1000.00 USD and earns 5%.",
        "D1: 300.00 USD of 1300.00 USD lies beyond 100% of quota 1000.00 USD and earns 10%, the rate from 120%.",
    ]


def test_conditions_that_turn_say_what_of_the_deal_is_paid_or_goes_back_and_which_measure_decided() -> None:
    for applies, lies in (("overage", "lies up to 100% of quota 1000.00 USD"), ("marginal", "lies in the first tier")):
        ladder = f"{LADDER}, {GATED}".replace("overage", applies)
        opened = said(month_of(ladder, DEALS, "2026-02", MARGINS))[0]
        assert opened.startswith(f"D1: its condition holds now, so all of 600.00 USD is paid at 5%; it {lies};")
        assert opened.endswith("Condition met: Margin is 12% (at least 10%).")
        closed = said(month_of(ladder, DEALS, "2026-03", MARGINS))
        assert closed[2].startswith(
            f"D3: its condition no longer holds, so what 100.00 USD of 400.00 USD was paid at 5% goes back; it {lies};"
        )
        assert closed[2].endswith("Condition not met: Margin is 8% (at least 10%).")


def test_no_operand_is_left_to_be_listed_behind_a_sentence() -> None:
    for applies in ("overage", "marginal", "whole"):
        for ladder in ("window", "each_credit"):
            settings = LADDER.replace("overage", applies).replace("window", ladder)
            for more, margins in (("", ()), (f", {GATED}", MARGINS)):
                for period in ("2026-01", "2026-02", "2026-03"):
                    part = month_of(f"{settings}{more}", DEALS, period, margins)
                    for sentence in (*said(part), *said(part, "ko")):
                        assert not any(f"({listed}: " in sentence for listed in LISTED), sentence


#: the first operands of a list behind a sentence, as they are called
LISTED = ("credit", "total", "quota", "total before", "condition", "인정 실적", "누적 실적", "목표", "조건 값")
