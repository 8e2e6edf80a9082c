"""Ninety-seven worked cases from outside, each a folder of plans with examples: the numbers come out exactly.

Cases that need the ledger of payments are written, checked and compiled; what they pay is asserted where payment is.
"""

from __future__ import annotations

import pytest

from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.fault import errors_in
from tests.scenarios.expected import pairs, rows_of
from tests.scenarios.folder import EXPECTED, HERE, worked

ASSERTED = """
    flat-carvd-quarter flat-carvd-line-item flat-derived-rate-carvd flat-mathscore-straight perunit-itagroup
    perunit-quotapath-opps perunit-quotapath-demos multi-component-quotapath-sdr flat-tenure-ramp-sparrowgenie
    percent-of-fee-vagaro marg-carvd-900k-quota marg-salestool-30k marg-sparrowgenie-600k marg-mytime-paycycles
    marg-mathtutor-9k marg-regina-base-zero-band marg-columbia-55k marg-initiateweb-150k marg-prowi-accelerator
    marg-spiff-help-220k marg-oracle-24b-blended marg-openfisca-combine interp-openfisca-average-to-marginal
    marg-numigi-interval marg-sdlt-450k-first-home cliff-sdlt-450k-second-home marg-korean-three-steps
    slab-spiff-tier-payout-125 slab-oracle-flat-commission boundary-oracle-1500000 overage-tt-reached-multiplier
    overage-tt-no-accelerator overachieve-mrexcel-21000 accel-revopsmasters-130 decel-revopsmasters-40
    qtd-callidus-scenario1 curve-sec1046327-revenue-2009 curve-sec1046327-ebitda-2009 curve-sec1080747-bookings
    curve-sec931058-ebitda-table scorecard-mip-fullyear-2024 matrix-bottomline-2008 gate-blr-three-products
    cs-nrr-tiers-revenue-playbook scorecard-peoplesoft-rounding interp-techtarget-production ramp-tt-accelerators-on
    insurance-levels-nneessen override-spread-nneessen refund-oca-partial refund-oca-formula downpayment-oca
    settlement-oca-biweekly split-prowi-territory split-prowi-sdr-ae split-cents-three-ways-conflict
    override-prowi-team override-prowi-threshold override-on-commission prorata-numigi trueup-numigi-payroll
    fx-numigi-base dates-numigi-range spiff-prowi-units contest-spinify-tiebreak margin-salescookie-target-price
    prorate-python-hr-payroll fx-complyt-lines fx-step-rounding-cargolink deduct-realestate-tests
    round-realestate-tests ytd-realestate-tier-spanning timing-oscarorion-paid-in-full prorate-oracle-tier-edges
    curve-sec1506439-two-measures gate-sec1046327-2015 marg-salesforce-102k-bands cs-ndr-pitchkit
    prorate-leave-garrison
""".split()
NEEDS_PAYMENT = """
    draw-siebel-recoverable draw-visdum draw-6667-upfront draw-declining-900 draw-initiateweb-typo
    draw-tt-ramp-nonrecoverable draw-tt-ramp-prorated clawback-core8 clawback-centify-installments
    chargeback-earnbase-full advance-finalexpense advance-aag-balance chargeback-nneessen-progress
    residual-and-chargeback-salesrepsoftware prepay-tryton-insurance korean-inews24-7year timing-oracle-50-50
    fx-fxopen-double
""".split()


def files(name: str) -> list[str]:
    return sorted(path.name for path in (HERE / "worked" / name).glob("*.yaml") if path.name != EXPECTED)


def plans(names: list[str]) -> list[object]:
    return [pytest.param(name, file, id=f"{name}/{file}") for name in names for file in files(name)]


def test_all_cases_are_there_and_seventy_nine_need_no_payment() -> None:
    folders = {path.name for path in (HERE / "worked").iterdir() if path.is_dir()}
    assert folders == {*ASSERTED, *NEEDS_PAYMENT}
    assert (len(ASSERTED), len(NEEDS_PAYMENT), len(folders)) == (79, 18, 97)
    assert all(files(name) for name in folders)


@pytest.mark.parametrize(("name", "file"), plans([*ASSERTED, *NEEDS_PAYMENT]))
def test_every_plan_is_without_errors_and_compiles(name: str, file: str) -> None:
    folder = worked(name)
    assert [fault.say("en") for fault in errors_in(folder.faults[file])] == []
    plan = folder.plans[file]
    assert isinstance(plan, CompiledPlan)
    assert len(plan.document.top.maps("examples")) >= 2
    assert plan.steps


@pytest.mark.parametrize(("name", "file"), plans(ASSERTED))
def test_every_example_agrees_to_the_cent(name: str, file: str) -> None:
    rows = [row for outcome in worked(name).outcomes(file) for row in outcome.rows]
    assert rows
    assert [row.words.en for row in rows if row.state != "agrees"] == []


@pytest.mark.parametrize(("name", "file"), plans(NEEDS_PAYMENT))
def test_what_is_earned_agrees_where_only_payment_is_open(name: str, file: str) -> None:
    rows = [row for outcome in worked(name).outcomes(file) for row in outcome.rows]
    assert any(row.state == "not_calculated" for row in rows) or any(row.state == "agrees" for row in rows)
    assert [row.words.en for row in rows if row.state == "differs"] == []


@pytest.mark.parametrize("name", [name for name in [*ASSERTED, *NEEDS_PAYMENT] if rows_of(name)])
def test_what_examples_cannot_say_holds_exactly(name: str) -> None:
    folder = worked(name)
    for row in rows_of(name):
        for wanted, found in pairs(row, folder):
            assert found == wanted, row
