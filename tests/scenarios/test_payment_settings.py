"""The cases that need the ledger of payments compile to the settings that they are about."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from comp_rules.plan.pay_section import Clawback, Floor, PaySection, Release
from comp_rules.values.length import Length
from tests.scenarios.folder import worked
from tests.scenarios.test_worked_examples import NEEDS_PAYMENT

HALF, ALL = Fraction(1, 2), Fraction(1)
Says = Callable[[PaySection], bool]


def draw(pay: PaySection, amount: int, timing: str) -> bool:
    """One recoverable top-up draw with full recovery."""
    (one,) = pay.draws
    assert one.recovery is not None
    return (one.shape, one.recoverable, one.floor.amount, one.floor.timing, one.recovery.share) == (
        "top_up", True, amount, timing, ALL,
    )  # fmt: skip


def guarantee(pay: PaySection) -> Floor:
    assert pay.guarantee is not None
    return pay.guarantee


def clawback(pay: PaySection) -> Clawback:
    (one,) = pay.clawbacks
    return one


def shares(pay: PaySection) -> list[tuple[Fraction, str | None, str]]:
    return [(release.share, release.event, release.pace) for release in pay.releases]


def last(pay: PaySection) -> Release:
    return pay.releases[-1]


def advance(pay: PaySection, rate: Fraction, field: str) -> bool:
    (one,) = pay.advances
    return (one.rate.value, one.matched_by, one.recovery.share, one.on_undo) == (rate, field, ALL, "take_back")


MONTH, YEAR = Length(1, "month"), Length(12, "month")
SAYS: dict[tuple[str, str], Says] = {
    ("draw-siebel-recoverable", "plan.yaml"): lambda pay: draw(pay, 2000_00, "with_pay"),
    ("draw-visdum", "plan.yaml"): lambda pay: draw(pay, 4000_00, "ahead"),
    ("draw-visdum", "lower-draw.yaml"): lambda pay: draw(pay, 3000_00, "ahead"),
    ("draw-6667-upfront", "plan.yaml"): lambda pay: draw(pay, 6667_00, "ahead"),
    ("draw-initiateweb-typo", "plan.yaml"): lambda pay: draw(pay, 500_00, "ahead"),
    ("draw-declining-900", "plan.yaml"): lambda pay: (
        guarantee(pay).amount == 1000_00 and guarantee(pay).schedule[1] == (2, Fraction(9, 10))
    ),
    ("draw-tt-ramp-nonrecoverable", "plan.yaml"): lambda pay: (
        guarantee(pay).target_share == Fraction(4, 5) and guarantee(pay).months == (1,)
    ),
    ("draw-tt-ramp-prorated", "plan.yaml"): lambda pay: guarantee(pay).target_share == Fraction(4, 5),
    ("clawback-core8", "plan.yaml"): lambda pay: clawback(pay).take_back == HALF,
    ("clawback-centify-installments", "plan.yaml"): lambda pay: (
        clawback(pay).take_back == ALL
        and shares(pay) == [(HALF, "signed", "whole"), (HALF, "invoice_paid", "whole")]
    ),
    ("chargeback-earnbase-full", "plan.yaml"): lambda pay: (
        (clawback(pay).take_back, clawback(pay).within) == (ALL, YEAR)
    ),
    ("advance-finalexpense", "plan.yaml"): lambda pay: (
        pay.negative == "carry"
        and (last(pay).share, last(pay).after, last(pay).parts, last(pay).every)
        == (Fraction(1, 4), Length(9, "month"), 3, MONTH)
    ),
    ("advance-aag-balance", "plan.yaml"): lambda pay: advance(pay, HALF, "policy_no"),
    ("chargeback-nneessen-progress", "plan.yaml"): lambda pay: (
        (clawback(pay).take_back, clawback(pay).term, clawback(pay).month_counts, clawback(pay).since)
        == (None, Length(9, "month"), "completed", "field:effective_on")
    ),
    ("residual-and-chargeback-salesrepsoftware", "plan.yaml"): lambda pay: (
        (clawback(pay).take_back, clawback(pay).term, clawback(pay).month_counts) == (None, YEAR, "started")
    ),
    ("prepay-tryton-insurance", "plan.yaml"): lambda pay: advance(pay, Fraction(3, 5), "contract_no"),
    ("prepay-tryton-insurance", "insurer.yaml"): lambda pay: advance(pay, Fraction(3, 10), "contract_no"),
    ("korean-inews24-7year", "plan.yaml"): lambda pay: (
        [release.share for release in pay.releases] == [HALF, Fraction(1, 8), Fraction(3, 8)]
        and (last(pay).parts, last(pay).every, last(pay).odd_unit) == (7, YEAR, "first")
    ),
    ("timing-oracle-50-50", "plan.yaml"): lambda pay: (
        shares(pay) == [(HALF, "earned", "whole"), (HALF, "collected", "in_proportion")]
    ),
    ("fx-fxopen-double", "plan.yaml"): lambda pay: (
        pay.conversion is not None and (pay.conversion.rates, pay.conversion.as_of) == ("paid", "payment_date")
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "file"), SAYS)
def test_a_case_compiles_to_its_settings(name: str, file: str) -> None:
    assert SAYS[name, file](worked(name).plans[file].pay)


def test_every_case_of_payment_is_looked_at() -> None:
    assert {name for name, _ in SAYS} == set(NEEDS_PAYMENT)
