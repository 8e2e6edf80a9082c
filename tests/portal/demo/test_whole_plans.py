"""One month of one person for each of the eight plans, line by line, worked out by hand from the facts of the company.

The working stands beside each number; rounding is half away from zero to cents or won, once for each line. The facts
behind it (deals, meetings, leads, movements, invoices) are those of `facts_from_seed` at the moment below.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache

import pytest

from comp_rules import calculate
from comp_rules.facts.facts import Facts
from comp_rules.flow.records import AssignmentResult
from comp_rules.plan.compiled import CompiledPlan
from comp_rules.values.period import period_from_text
from portal.demo.facts_from_seed import facts_from_seed
from portal.demo.plans_from_files import plan_texts
from portal.demo.roster import MOVED
from portal.demo.timeline import timeline_of
from tests.portal.demo.compiled_plans import compiled_beside_others

TIMELINE = timeline_of(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
#: component -> record -> its lines in minor units, in order
Lines = dict[str, dict[str, list[int]]]


@cache
def company() -> tuple[Facts, tuple[CompiledPlan, ...]]:
    facts = facts_from_seed(TIMELINE)
    compiled = compiled_beside_others(plan_texts(TIMELINE), facts.company)
    return facts, tuple(plan for plan, _ in compiled.values())


@cache
def part_of(payee: str, month: str) -> AssignmentResult:
    facts, plans = company()
    result = calculate(plans, facts, period_from_text(month), frozenset({payee})).payee(payee)
    assert result is not None
    assert result.faults == ()
    (part,) = result.parts
    return part


def lines_of(payee: str, month: str) -> Lines:
    found: Lines = defaultdict(lambda: defaultdict(list))
    for line in part_of(payee, month).lines:
        found[line.component][line.record.record_id if line.record else ""].append(line.amount)
    return {component: dict(records) for component, records in found.items()}


#: Maya Okafor, September 2026: target 92,000, quota 960,000, so the base rate is 92,000 / 960,000 = 9.58333...%.
#: The year stood at 844,440.98 when the month began, 88.0% of quota; the line of 100% is at 960,000.00.
ACCOUNT_EXECUTIVE: Lines = {
    "commission": {
        "D-20771-R": [-776_44],  # -8,101.98 x 92,000 / 960,000 = -776.4397...; 836,339.00 stand
        "D-20931": [1_903_90],  # 19,866.78 x base = 1,903.8997...; 856,205.78
        "D-20840": [2_586_06],  # 26,985.00 x base = 2,586.0625; 883,190.78
        "D-20714": [1_528_74],  # 15,952.06 x base = 1,528.7390...; 899,142.84
        "D-20834": [2_126_60],  # 22,190.56 x base = 2,126.5953...; 921,333.40
        "D-20939": [1_807_11],  # a third of 56,570.40 is 18,856.80, x base = 1,807.11; 940,190.20
        # 20,270.25 crosses the line: 960,000.00 - 940,190.20 = 19,809.80 x base = 1,898.4391...,
        # and the other 460.45 x 1.5 x base = 66.1896...; 960,460.45
        "D-20843": [1_898_44, 66_19],
        "D-20963": [4_806_54],  # 33,436.80 x 1.5 x base = 4,806.54; 993,897.25
        "D-20970": [902_80],  # 6,280.38 x 1.5 x base = 902.8046...; 1,000,177.63
    },
    # contracts of 24 months and more: 1% of 19,866.78, 26,985.00 and 22,190.56
    "multi_year": {"D-20931": [198_67], "D-20840": [269_85], "D-20834": [221_91]},
}

#: Mateo Silva, October 2026, the second month of his ramp: a quota of 10 meetings. Fourteen were booked; three were
#: missed (17, 20, 22) and one was not accepted (12). The ten that count fill the first tier to its line, 60.00 each.
#: D-20809 came from his outreach: 1% of 31,877.82 = 318.7782, under the cap of 1,500.00 for a deal.
SDR: Lines = {
    "meeting_pay": {f"M-04600{n}": [60_00] for n in (11, 13, 16, 18, 14, 23, 21, 19, 24, 15)},
    "sourced_revenue": {"D-20809": [318_78]},
}

#: Marcus Bell, September 2026: 0.25% of each deal that his reps closed, a shared one once; at the end of the quarter
#: the bonus on 80% of his target of 84,000, and the rest on how many of his reps are at quota.
SALES_MANAGER: Lines = {
    "team_commission": {
        "D-20911": [57_78],  # 23,111.55
        "D-20920": [39_59],  # 14,596.81 EUR x 1.085 = 15,837.53885, so 15,837.54; x 0.25% = 39.59385
        "D-20771-R": [-20_25],  # -8,101.98
        "D-20931": [49_67],  # 19,866.78
        "D-20766": [104_21],  # 41,685.96 x 0.25% = 104.2149
        "D-20840": [67_46],  # 26,985.00 x 0.25% = 67.4625
        "D-20714": [39_88],  # 15,952.06
        "D-20915": [76_01],  # 30,404.16
        "D-20834": [55_48],  # 22,190.56
        "D-20939": [141_43],  # 56,570.40 once, though three of the team share it: 141.426
        "D-20843": [50_68],  # 20,270.25
        "D-20859": [56_82],  # 22,727.25
        "D-20963": [83_59],  # 33,436.80
        "D-20772": [66_03],  # 26,412.75
        "D-20932": [56_15],  # 22,459.50
        "D-20970": [15_70],  # 6,280.38
        "D-20791": [25_99],  # 10,396.80
    },
    # July to September 1,002,953.61 of 1,150,000 = 87.2133...%; between 80% (pays 60%) and 100% (pays 100%) that is
    # 60% + 7.2133...% x 2 = 74.4267...%; 84,000 x 80% x 3/12 = 16,800; x 74.4267...% = 12,503.69...
    "team_bonus": {"": [12_503_69]},
    # three of five reps at quota is 60%, from 50% on half is paid: 84,000 x 20% x 3/12 x 50%
    "team_health": {"": [2_100_00]},
}

#: Rafael Ortiz, September 2026: his pod's quarter is 542,104.58 + 471,627.31 + 747,930.78 = 1,761,662.67 of 1,900,000,
#: 92.7190...%. August stood at 1,013,731.89, 53.4%, and paid nothing. 36,000 x 75% x 3/12 = 6,750.00;
#: (92.7190...% - 60%) / 40% = 81.7977...%; x 6,750.00 = 5,521.35 less 0.
SOLUTIONS_ENGINEER: Lines = {
    "pod_bonus": {"": [5_521_35]},
    # 0.25% of the deals that name him
    "my_deals": {
        "D-20911": [57_78],  # 23,111.55
        "D-20771-R": [-20_25],  # -8,101.98
        "D-20931": [49_67],  # 19,866.78
        "D-20766": [104_21],  # 41,685.96
        "D-20714": [39_88],  # 15,952.06
        "D-20915": [76_01],  # 30,404.16
    },
}

#: Ben Achterberg, September 2026: 36 leads, 20 of them accepted by sales (56%, a third is asked), 258,358.50 of
#: pipeline. The quotas are 36, 15 and 280,000.
DEMAND_GENERATION: Lines = {
    "mql_pay": {f"L-05201{n}-mql": [15_00] for n in range(45, 57)},  # twelve leads of September at 15.00
    # sixteen were accepted before, one more than the quota of 15; each of these four earns the higher price
    "sql_pay": {f"L-05201{n}-sql": [120_00] for n in (36, 41, 42, 52)},
    "scorecard": {
        "": [
            1_100_00,  # leads: 36 of 36 pays 100%; 22,000 x 20% x 3/12
            2_310_00,  # accepted: 20 of 15 is beyond the last point, 120%, and pays 140%; 22,000 x 30% x 3/12 x 140%
            # pipeline: 258,358.50 of 280,000 = 92.2708...%; (92.2708...% - 60%) / 40% = 80.6772...%;
            # 22,000 x 50% x 3/12 = 2,750.00; x 80.6772...% = 2,218.62...
            2_218_62,
        ]
    },
}

#: Isabel Romero, September 2026. The quarter opened with 1,069,051.20 and lost 5,284.11: 99.5% kept, 90% is asked.
#: It grew by 23,896.68 + 4,421.13 + 2,061.36 + 4,260.00 = 34,639.17, so 1,098,406.26 stand: 102.7459...%.
#: 60% + 2.7459...% x 4 = 70.9837...%; 30,000 x 60% x 3/12 = 4,500.00; x 70.9837...% = 3,194.26...
CUSTOMER_SUCCESS: Lines = {
    "retention": {"": [3_194_26]},
    "growth": {"A-0620091": [61_84], "A-0620092": [127_80]},  # 3% of 2,061.36 and of 4,260.00
    "renewals": {
        "A-0620090": [252_09],  # 33,611.81 up by 5%, from 3% on 0.75% is paid: 252.088...
        "A-0620088": [242_62],  # 32,348.70 up by 3%: 0.75%, 242.615...
        "A-0620087": [641_69],  # 64,169.01 up by 8%: 1%
        "A-0620089": [268_51],  # 35,801.04 up by 6.5%: 0.75%, 268.507...
    },
}

#: 강민석, October 2026: the deal of October 30 takes the year from 741,461,953 to 810,066,073 won, over the quota of
#: 780,000,000. October's deals earn 3%, and every earlier deal of the year its difference to 2%.
PARTNER: Lines = {
    "new_business": {
        "D-20983": [452_147],  # 15,071,580 x 3% = 452,147.4
        "D-20935": [1_400_011],  # 46,667,040
        "D-20914": [622_144],  # 20,738,130 x 3% = 622,143.9
        "D-21022": [1_050_077],  # 35,002,560
        "D-21031": [2_058_124],  # 68,604,120
        "D-20306": [388_148],  # 38,814,720: 1,164,442 - 776,294
        "D-20455": [513_820],  # 51,382,080: 1,541,462 - 1,027,642
        "D-20447": [565_346],  # 56,534,520: 1,696,036 - 1,130,690
        "D-20385": [246_514],  # 24,651,360: 739,541 - 493,027
        "D-20487": [138_384],  # 13,838,400: 415,152 - 276,768
        "D-20499": [360_855],  # 36,085,514: 1,082,565 - 721,710
        "D-20306-R": [-388_148],  # the first one was taken back
        "D-20578": [220_156],  # 22,015,680: 660,470 - 440,314
        "D-20605": [349_821],  # 25,571.70 USD x 1,368 = 34,982,086 won: 1,049,463 - 699,642
        "D-20531": [293_846],  # 29,384,640: 881,539 - 587,693
        "D-20657": [239_400],  # 23,940,000: 718,200 - 478,800
        "D-20603": [380_852],  # 38,085,120: 1,142,554 - 761,702
        "D-20696": [422_940],  # 42,294,000: 1,268,820 - 845,880
        "D-20547": [363_888],  # 36,388,800: 1,091,664 - 727,776
        "D-20737": [462_672],  # 46,267,200: 1,388,016 - 925,344
        "D-20630": [155_938],  # 15,593,760: 467,813 - 311,875
        "D-20752": [333_792],  # 33,379,200: 1,001,376 - 667,584
        "D-20894": [298_594],  # 29,859,480: 895,784 - 597,190
        "D-20761": [129_948],  # 12,994,800: 389,844 - 259,896
        "D-20846": [126_084],  # 12,608,400: 378,252 - 252,168
        "D-20816": [215_506],  # 21,550,560: 646,517 - 431,011
        "D-20886": [421_470],  # 42,147,043: 1,264,411 - 842,941
    },
    "residual": {
        "INV-20846": [126_084],  # 12,608,400 paid on October 11, month 2 of its contract: 1%
        "INV-20761": [129_948],  # 12,994,800 paid on October 25, month 3: 1%
        "P-071028": [0],  # its contract began on 2024-05-20: month 30, and from month 25 on nothing is paid
        "P-071026": [0],  # began on 2024-05-07, month 30
    },
}

#: Eleanor Whitfield, June 2026: 7,940,893.17 of half of 18,500,000 = 85.8% and a margin of 23.1% of 20% = 115.5% pay
#: 90%: 160,000 x 6/12 x 90% = 72,000.00. March stood at 4,119,639.71 of 4,625,000 = 89.1% and 18.7% of 20% = 93.5%,
#: which paid 50%: 160,000 x 3/12 x 50% = 20,000.00. June brings what is left.
EXECUTIVE: Lines = {"annual_matrix": {"": [52_000_00]}}


@pytest.mark.parametrize(
    ("payee", "month", "by_hand"),
    [
        pytest.param("E1011", "2026-09", ACCOUNT_EXECUTIVE, id="account-executive"),
        pytest.param("E1046", "2026-10", SDR, id="sdr"),
        pytest.param("E1002", "2026-09", SALES_MANAGER, id="sales-manager"),
        pytest.param("E1081", "2026-09", SOLUTIONS_ENGINEER, id="solutions-engineer"),
        pytest.param("E1052", "2026-09", DEMAND_GENERATION, id="demand-generation"),
        pytest.param("E1062", "2026-09", CUSTOMER_SUCCESS, id="customer-success"),
        pytest.param("E1071", "2026-10", PARTNER, id="partner"),
        pytest.param("E1001", "2026-06", EXECUTIVE, id="executive"),
    ],
)
def test_every_line_of_the_month_is_what_was_worked_out_by_hand(payee: str, month: str, by_hand: Lines) -> None:
    assert lines_of(payee, month) == by_hand
    assert part_of(payee, month).total == sum(
        amount for records in by_hand.values() for lines in records.values() for amount in lines
    )


@pytest.mark.parametrize(
    ("payee", "month", "measure", "value", "quota"),
    [
        ("E1011", "2026-09", "arr_ytd", 1_000_177_63, 960_000_00),
        ("E1046", "2026-10", "meetings", 10, 10),
        ("E1002", "2026-09", "team_qtd", 1_002_953_61, 1_150_000_00),
        ("E1002", "2026-09", "reps_at_quota", Fraction(3, 5), None),
        ("E1081", "2026-09", "pod_qtd", 1_761_662_67, 1_900_000_00),
        ("E1052", "2026-09", "sql_share", Fraction(20, 36), None),
        ("E1062", "2026-09", "grr", Fraction(1_063_767_09, 1_069_051_20), None),
        ("E1062", "2026-09", "nrr", Fraction(1_098_406_26, 1_069_051_20), None),
        ("E1071", "2026-10", "partner_ytd", 810_066_073, 780_000_000),
        ("E1001", "2026-06", "arr_ytd", 7_940_893_17, 9_250_000_00),
        ("E1001", "2026-06", "margin", Fraction(231, 1000), Fraction(1, 5)),
    ],
)
def test_a_measure_is_what_was_worked_out_by_hand(
    payee: str, month: str, measure: str, value: Fraction | int, quota: Fraction | int | None
) -> None:
    (found,) = [found for found in part_of(payee, month).measures if found.measure == measure]
    assert found.total == value
    if quota is not None:
        assert found.attainment == Fraction(value) / Fraction(quota)


def test_whoever_moved_to_daylight_goes_on_from_the_total_that_came_along() -> None:
    """Chloe Nakamura's first quarter came as one number; April's first deal stands on top of it."""
    facts, _ = company()
    (opening,) = facts.openings
    assert (opening.payee, opening.last_day) == (MOVED, date(2026, 3, 31))
    part = part_of(MOVED, "2026-04")
    (measure,) = part.measures
    credited = sum(credit.amount for credit in part.credits)
    assert measure.opened == opening.value.data.minor  # type: ignore[union-attr]
    assert measure.total == measure.opened + credited
    assert credited > 0


def test_whoever_was_away_is_compared_with_fewer_days() -> None:
    """Hannah Lindqvist was away on nineteen of the 365 days of 2026."""
    (measure,) = part_of("E1017", "2026-09").measures
    assert measure.quota is not None
    assert (measure.quota.days_worked, measure.quota.days) == (346, 365)
    assert measure.quota.prorated == round(Fraction(960_000_00 * 346, 365))


def test_the_uploaded_rate_of_a_product_changes_in_july() -> None:
    facts, _ = company()
    rates: dict[tuple[str, bool], set[Fraction]] = defaultdict(set)
    for member in ("E1031", "E1032", "E1033", "E1034", "E1036"):
        for month in ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09"):
            for line in part_of(member, month).lines:
                if line.component == "focus" and line.record is not None:
                    versions = [v for v in facts.records if v.key == (line.record.record_type, line.record.record_id)]
                    product = str(versions[-1].fields["product"].data)
                    (rate,) = [operand.value for operand in line.operands if operand.role == "rate"]
                    rates[product, month >= "2026-07"].add(rate)
    assert rates == {
        ("Cold Chain", False): {Fraction(1, 200)}, ("Cold Chain", True): {Fraction(1, 200)},
        ("Yard", False): {Fraction(3, 1000)}, ("Yard", True): {Fraction(4, 1000)},
    }  # fmt: skip
