"""What cannot be right, or may not be meant, in the kinds that pay on credits: the code and the place of each fault."""

import pytest

from tests.comp_rules.kinds.settings import MEASURES, codes, faults_of

LABEL = "label: {en: Extra, ko: 추가}"
TABLE = """tables:
  t: {label: {en: Products, ko: 제품}, facts: [product], pick: first_row, otherwise: fault,
      entries: [{product: a, rate: 4%}]}
  m: {label: {en: Multiples, ko: 배수}, facts: [payee.grade], pick: first_row, otherwise: fault,
      entries: [{payee.grade: a, rate: 2x}]}"""
BASE = "  base: {label: {en: Base, ko: 기본}, kind: flat, pays_on: sale, rate: 10%}\n"
ROWS = "tiers: [{from: 0%, rate: 1%}, {from: 100%, rate: 2%}]"


def flat(settings: str, pays_on: str = "sale") -> str:
    return f"  x: {{{LABEL}, kind: flat, pays_on: {pays_on}, {settings}}}"


def tiered(settings: str, pays_on: str = "sale") -> str:
    return f"  x: {{{LABEL}, kind: tiered, pays_on: {pays_on}, {settings}}}"


def residual(settings: str, pays_on: str = "sale") -> str:
    return f"  x: {{{LABEL}, kind: residual, pays_on: {pays_on}, {settings}}}"


@pytest.mark.parametrize(
    ("earn", "expected"),
    [
        # rates
        (flat("rate: {field: nothing}"), ("unknown_field", "earn.x.rate.field")),
        (flat("rate: {field: product}"), ("field_type", "earn.x.rate.field")),
        (flat("rate: {field: fee}"), ("mixed_units", "earn.x.rate")),
        (flat("rate: {ratio: [fee, units]}"), ("mixed_units", "earn.x.rate")),
        (flat("rate: {ratio: [fee]}"), ("list_length", "earn.x.rate.ratio")),
        (flat("rate: {table: m}"), ("mixed_units", "earn.x.rate")),
        (flat("rate: {table: u}"), ("unknown_name", "earn.x.rate.table")),
        (flat("rate: 60%"), ("unlikely_rate", "earn.x.rate")),
        (flat("rate: -1%"), ("negative_rate", "earn.x.rate")),
        (flat("rate: 5%", "each"), ("mixed_units", "earn.x.rate")),
        # lines of a component
        (flat("rate: 5%", "{component: x}"), ("circle", "earn.x.pays_on.component")),
        (BASE + flat("rate: {field: owner_rate}", "{component: base}"), ("no_record", "earn.x.rate")),
        (BASE + flat("rate: 5%, when: {product: a}", "{component: base}"), ("key_without_use", "earn.x.when")),
        (
            BASE + residual("since: {field: started}, tiers: [{from: 1, rate: 1%}]", "{component: base}"),
            ("no_record", "earn.x.pays_on"),
        ),
        (
            BASE + tiered(f"by: ytd, ladder: window, applies: marginal, {ROWS}", "{component: base}"),
            ("component_whole", "earn.x.applies"),
        ),
        (
            BASE + tiered("by: {since: hire}, tiers: [{from: 1, rate: 1%}]", "{component: base}"),
            ("no_record", "earn.x.by"),
        ),
        # ladders
        (tiered(f"by: qtd, ladder: window, applies: marginal, {ROWS}"), ("quota_needed", "earn.x.tiers[0].from")),
        (tiered(f"by: won, ladder: window, applies: marginal, {ROWS}"), ("ladder_mismatch", "earn.x.by")),
        (
            tiered("by: kept, ladder: window, applies: whole, tiers: [{from: 0%, rate: 1%}]"),
            ("ladder_mismatch", "earn.x.by"),
        ),
        (tiered(f"ladder: each_credit, applies: whole, {ROWS}"), ("mixed_units", "earn.x.tiers[0].from")),
        (
            tiered("by: ytd, ladder: each_credit, applies: whole, tiers: [{from: 0 USD, rate: 1%}]"),
            ("key_without_use", "earn.x.by"),
        ),
        (tiered(f"by: qtd, ladder: each_credit, applies: whole, {ROWS}"), ("quota_needed", "earn.x.by")),
        (tiered(f"by: won, ladder: each_credit, applies: whole, {ROWS}"), ("mixed_units", "earn.x.by")),
        (
            tiered("by: {field: uplift}, applies: overage, tiers: [{from: 0%, rate: 1%}]"),
            ("field_marginal", "earn.x.applies"),
        ),
        # where tiers start
        (
            tiered(
                "by: qtd, ladder: window, applies: marginal, tiers: [{from: 0 USD, rate: 1%}, "
                "{from: {field: goal}, rate: 2%}]"
            ),
            ("field_edge", "earn.x.tiers[1].from"),
        ),
        (
            tiered(
                "ladder: each_credit, applies: marginal, tiers: [{from: 0 USD, rate: 1%}, {from: {field: units}, "
                "rate: 2%}]"
            ),
            ("mixed_units", "earn.x.tiers[1].from"),
        ),
        (
            tiered(
                "ladder: each_credit, applies: marginal, tiers: [{from: {field: goal}, rate: 1%}, "
                "{from: {field: goal}, rate: 2%}]"
            ),
            ("tier_unreachable", "earn.x.tiers[1].from"),
        ),
        (
            tiered("by: {since: {field: product}}, tiers: [{from: 1, rate: 1%}]"),
            ("field_type", "earn.x.by.since.field"),
        ),
        (tiered("by: {since: hire}, tiers: [{from: 1%, rate: 1%}]"), ("mixed_units", "earn.x.tiers[0].from")),
        (tiered("by: {since: birth}, tiers: [{from: 1, rate: 1%}]"), ("unknown_word", "earn.x.by.since")),
        (residual("since: {field: started}, tiers: [{from: 1.5, rate: 1%}]"), ("mixed_units", "earn.x.tiers[0].from")),
        # rates of tiers
        (
            tiered(
                "by: ytd, ladder: window, applies: whole, tiers: [{from: 0%, rate: 1%}, {from: 100%, rate: {table: m}}]"
            ),
            ("mixed_units", "earn.x.tiers[1].rate"),
        ),
        (
            tiered("by: ytd, ladder: window, applies: marginal, tiers: [{from: 0%, rate: {table: m}}]"),
            ("missing_key", "earn.x"),
        ),
        (
            tiered(
                "by: ytd, ladder: window, applies: marginal, tiers: [{from: 0%, rate: 1%}, {from: 100%, "
                "rate: {table: t}}]"
            ),
            ("order_matters", "earn.x.tiers"),
        ),
    ],
)
def test_a_fault_of_a_setting(earn: str, expected: tuple[str, str]) -> None:
    assert codes(earn, head=TABLE) == [expected]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("only_if: [{measure: ytd, at_least: 90%}]", ("missing_key", "earn.x.only_if")),
        ("judged: to_date", ("key_without_use", "earn.x.judged")),
        ("only_if: [{measure: qtd, at_least: 90%}], judged: to_date", ("quota_needed", "earn.x.only_if[0].at_least")),
        ("only_if: [{measure: qtd, at_least: 90}], judged: to_date", ("mixed_units", "earn.x.only_if[0].at_least")),
        (
            "only_if: [{measure: kept, at_least: 9 USD, undefined: fail}], judged: to_date",
            ("mixed_units", "earn.x.only_if[0].at_least"),
        ),
        ("only_if: [{measure: kept, at_least: 90%}], judged: to_date", ("missing_key", "earn.x.only_if[0]")),
        (
            "only_if: [{measure: qtd, at_least: 9 USD, undefined: fail}], judged: to_date",
            ("key_without_use", "earn.x.only_if[0].undefined"),
        ),
        ("caps: [{limit: 50%, per: year, excess: lost}]", ("missing_key", "earn.x.caps[0].limit")),
        ("caps: [{limit: 50 USD, of: target, per: year, excess: lost}]", ("key_without_use", "earn.x.caps[0].of")),
        ("caps: [{limit: 50%, of: target, per: year, excess: lost}]", ("target_needed", "earn.x.caps[0].of")),
        ("caps: [{limit: 50%, of: held, per: year, excess: lost}]", ("mixed_units", "earn.x.caps[0].of")),
        ("caps: [{limit: 0 USD, per: year, excess: lost}]", ("cap_of_nothing", "earn.x.caps[0].limit")),
        ("caps: [{limit: 5 USD, per: record, excess: carry}]", ("excess", "earn.x.caps[0].excess")),
        ("caps: [{limit: 5 USD, per: quarter, excess: carry}]", ("excess", "earn.x.caps[0].excess")),
        ("caps: [{limit: 5 USD, per: year, excess: year_end}]", ("excess", "earn.x.caps[0].excess")),
        ("caps: [{limit: 5 USD, per: window, excess: lost}]", ("window_needed", "earn.x.caps[0].per")),
        ("caps: [{limit: 5 EUR, per: year, excess: lost}]", ("wrong_currency", "earn.x.caps[0].limit")),
        (
            "caps: [{limit: 5 USD, per: year, excess: lost, unless: [{measure: kept, above: 9%}]}]",
            ("missing_key", "earn.x.caps[0].unless[0]"),
        ),
    ],
)
def test_a_fault_of_a_condition_or_a_cap(settings: str, expected: tuple[str, str]) -> None:
    assert codes(flat(f"rate: 5%, {settings}")) == [expected]


@pytest.mark.parametrize("key", ["by: ytd", "ladder: window", "kept: yes", "paid: window_end"])
def test_keys_of_other_kinds_have_no_use(key: str) -> None:
    assert codes(flat(f"rate: 5%, {key}")) == [("key_without_use", f"earn.x.{key.partition(':')[0]}")]


def test_every_fault_is_said_with_its_cure_in_both_languages() -> None:
    plans = [
        flat("rate: {field: product}, caps: [{limit: 5%, per: window, excess: carry}]"),
        tiered(f"by: kept, {ROWS}"),
    ]
    faults = [fault for earn in plans for fault in faults_of(earn)]
    assert len(faults) >= 5
    for fault in faults:
        assert fault.say("en").endswith((".", "?"))
        assert fault.say("ko") != fault.say("en")
        assert fault.hint is not None


GIVEN = "{people: [{person: ann, target: 80000 USD}], quotas: [{person: ann, quota: year, value: 1000000 USD}]}"


def said(earn: str, **more: str) -> list[str]:
    return [fault.say("en") for fault in faults_of(earn, **more) if fault.code in ("cliff", "never_reached")]


@pytest.mark.parametrize(
    ("settings", "jump"),
    [
        (
            "by: qtd, ladder: window, applies: whole, tiers: [{from: 0 USD, rate: 2%}, {from: 50000 USD, rate: 3%}]",
            "changes pay by 500.00 USD",
        ),
        (
            f"by: ytd, ladder: window, applies: whole, {ROWS}",
            "With a quota of 1000000.00 USD, as in the examples, the last unit there changes pay by 10000.00 USD",
        ),
        (
            "by: ytd, ladder: window, applies: whole, base_rate: {target_share: 100%}, tiers: [{from: 0%, "
            "rate: 1x}, {from: 100%, rate: 1.5x}]",
            "by 40000.00 USD",
        ),
        (
            "by: ytd, ladder: window, applies: whole, base_rate: 10%, tiers: [{from: 0%, rate: 1x}, "
            "{from: 100%, rate: 1.5x}]",
            "changes pay by 50000.00 USD",
        ),
        (
            "by: ytd, ladder: window, applies: overage, tiers: [{from: 0%, rate: 1%}, {from: 100%, "
            "rate: 2%}, {from: 150%, rate: 4%}]",
            "changes pay by 10000.00 USD",
        ),
    ],
)
def test_a_cliff_says_what_the_last_unit_changes(settings: str, jump: str) -> None:
    found = said(tiered(settings), given=GIVEN)
    assert len(found) == 1
    assert jump in found[0]


def test_without_a_quota_a_cliff_is_said_as_a_part() -> None:
    (found,) = said(tiered(f"by: ytd, ladder: window, applies: whole, {ROWS}"))
    assert "by 1% of everything credited in the window" in found
    modifier = tiered(f"by: ytd, ladder: window, applies: whole, {ROWS}", "{component: base}")
    (found,) = said(BASE + modifier)
    assert "by 1% of everything that component earned" in found


def test_every_cliff_stands_at_its_tier_and_marginal_has_none() -> None:
    rows = "tiers: [{from: 0%, rate: 1%}, {from: 50%, rate: 1%}, {from: 80%, rate: 2%}, {from: 100%, rate: 3%}]"
    earn = tiered(f"by: ytd, ladder: window, applies: whole, {rows}")
    assert codes(earn) == [("cliff", "earn.x.tiers[2].from"), ("cliff", "earn.x.tiers[3].from")]
    assert codes(earn.replace("whole", "marginal")) == []


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        # 10% of 1,000 and 20% of the next 1,000 make 300
        (
            "by: qtd, ladder: window, applies: marginal, tiers: [{from: 0 USD, rate: 10%}, {from: 1000 USD, "
            "rate: 20%}, {from: 2000 USD, rate: 30%}], caps: [{limit: 300 USD, per: quarter, excess: lost}]",
            "earn.x.tiers[2].from",
        ),
        (
            "by: ytd, ladder: window, applies: marginal, base_rate: {target_share: 100%}, tiers: [{from: 0%, "
            "rate: 1x}, {from: 100%, rate: 2x}, {from: 150%, rate: 3x}], caps: [{limit: 200%, of: target, "
            "per: year, excess: lost}]",
            "earn.x.tiers[2].from",
        ),
        (
            "by: ytd, ladder: window, applies: marginal, tiers: [{from: 0%, rate: 1%}, {from: 100%, "
            "rate: 2%}], only_if: [{measure: ytd, under: 100%}], judged: to_date",
            "earn.x.tiers[1].from",
        ),
        (
            "by: ytd, ladder: window, applies: whole, tiers: [{from: 0%, rate: 2%}, {from: 100%, rate: 2%}], "
            "only_if: [{measure: ytd, at_least: 100%}], judged: to_date",
            "earn.x.tiers[0].from",
        ),
    ],
)
def test_a_tier_that_never_pays_is_warned_of(settings: str, place: str) -> None:
    assert codes(tiered(settings)) == [("never_reached", place)]


def test_a_tier_below_the_cap_is_not_warned_of() -> None:
    rows = "tiers: [{from: 0 USD, rate: 10%}, {from: 1000 USD, rate: 20%}]"
    cap = "caps: [{limit: 101 USD, per: quarter, excess: lost}]"
    assert codes(tiered(f"by: qtd, ladder: window, applies: marginal, {rows}, {cap}")) == []


def test_a_measure_made_of_measures_picks_a_whole_rate_only() -> None:
    measures = MEASURES + "  both: {label: {en: Both, ko: 둘}, plus: [qtd, first]}\n"
    rows = "tiers: [{from: 0 USD, rate: 1%}]"
    whole = tiered(f"by: both, ladder: window, applies: whole, {rows}")
    assert codes(whole, measures=measures) == []
    assert codes(whole.replace("whole", "marginal"), measures=measures) == [("ladder_mismatch", "earn.x.by")]
