"""What counts on a ladder and where its tiers start: every fault of a setting, no other, and nothing blamed twice."""

import pytest

from comp_rules.compile.compiled_from_document import compiled_from_text
from tests.comp_rules.kinds.settings import MEASURES, codes, faults_of, text_of

LABEL = "label: {en: Extra, ko: 추가}"
BASE = "  base: {label: {en: Base, ko: 기본}, kind: flat, pays_on: sale, rate: 10%}\n"
COMPONENT = "{component: base}"
ROWS = "tiers: [{from: 0%, rate: 1%}, {from: 100%, rate: 2%}]"
TIMES = "tiers: [{from: 0%, rate: 1x}, {from: 100%, rate: 2x}]"
MONEY = "tiers: [{from: 0 USD, rate: 1%}, {from: 100 USD, rate: 2%}]"
COUNTS = "tiers: [{from: 0, rate: 1%}, {from: 4, rate: 2%}]"
EACH = "tiers: [{from: 0, rate: 1 USD}, {from: 4, rate: 2 USD}]"
MARGINAL = "ladder: window, applies: marginal"
WHOLE = "ladder: window, applies: whole"
ALONE = "ladder: each_credit, applies: whole"
#: measures made of measures: `net` adds cheap deals through `first`, `rest` takes them off, `deep` adds them two below
MADE = MEASURES + (
    "  net: {label: {en: Net, ko: 순}, minus: [first, qtd]}\n"
    "  rest: {label: {en: Rest, ko: 나머지}, minus: [qtd, first]}\n"
    "  deep: {label: {en: Deep, ko: 깊이}, plus: [qtd, net]}\n"
    "  half: {label: {en: Half, ko: 절반}, plus: [nobody, qtd]}\n"
    "  ring: {label: {en: Ring, ko: 고리}, plus: [ring, qtd]}\n"
    "  left: {label: {en: Left, ko: 왼쪽}, plus: [right, qtd]}\n"
    "  right: {label: {en: Right, ko: 오른쪽}, plus: [left, qtd]}\n"
    "  none: {label: {en: None, ko: 없음}, over: quarter_to_date}\n"
    "  lost: {label: {en: Lost, ko: 분실}, sum: {credit: sale}, over: year_to_date, quota: year}\n"
)
FROM_0, FROM_1, BY = "earn.x.tiers[0].from", "earn.x.tiers[1].from", "earn.x.by"


def tiered(settings: str, pays_on: str = "sale") -> str:
    return f"  x: {{{LABEL}, kind: tiered, pays_on: {pays_on}, {settings}}}"


def found(earn: str, **more: str) -> list[tuple[str, str]]:
    """The faults of the component alone; that a whole table jumps and measures of measures are odd is not meant."""
    return [(code, path) for code, path in codes(earn, **more) if path.startswith("earn") and code != "cliff"]


def case(settings: str, *expected: tuple[str, str], pays_on: str = "sale") -> object:
    earn = (BASE if pays_on == COMPONENT else "") + tiered(settings, pays_on)
    return pytest.param(earn, sorted(expected), id=f"{pays_on}: {settings}"[:110])


@pytest.mark.parametrize(
    ("earn", "expected"),
    [
        # what is not said, each thing once; what is misspelt is not missing too
        case(f"by: ytd, {ROWS}", ("missing_key", "earn.x"), ("missing_key", "earn.x")),
        case(f"by: ytd, ladder: window, {ROWS}", ("missing_key", "earn.x")),
        case(f"{MARGINAL}, {ROWS}", ("missing_key", "earn.x")),
        case(f"by: ytd, laddr: window, applies: marginal, {ROWS}", ("unknown_key", "earn.x.laddr")),
        case(f"by: ytd, ladder: window, aplies: marginal, {ROWS}", ("unknown_key", "earn.x.aplies")),
        # a fact of the record picks the tier for the whole credit
        case("by: {field: uplift}, " + ROWS),
        case(f"by: {{field: uplift}}, ladder: each_credit, applies: whole, {ROWS}"),
        case(f"by: {{field: uplift}}, ladder: window, {ROWS}", ("field_on_window", "earn.x.ladder")),
        case(f"by: {{field: uplift}}, applies: marginal, {ROWS}", ("field_marginal", "earn.x.applies")),
        case(f"by: {{field: uplift}}, applies: overage, {ROWS}", ("field_marginal", "earn.x.applies")),
        case("by: {field: uplift}, " + ROWS, ("no_record", BY), pays_on=COMPONENT),
        # lines of a component: any measure, but no place on its way
        case(f"by: won, {WHOLE}, {ROWS}", pays_on=COMPONENT),
        case(f"by: won, {MARGINAL}, {ROWS}", ("component_whole", "earn.x.applies"), pays_on=COMPONENT),
        case(f"by: won, ladder: window, applies: overage, {ROWS}", ("component_whole", "earn.x.applies"),
             pays_on=COMPONENT),
        # a credit on a ladder of credits: it is among them
        case(f"by: won, {WHOLE}, {ROWS}", ("ladder_mismatch", BY)),
        case(f"by: first, {WHOLE}, {MONEY}", ("ladder_mismatch", BY)),
        case(f"by: first, {WHOLE}, {MONEY}", pays_on="cheap"),
        case(f"by: qtd, {WHOLE}, {MONEY}", pays_on="sale"),
        # on one of measures: it adds to one that is added, and only the whole can be paid at its rate
        case(f"by: net, {WHOLE}, {MONEY}", pays_on="cheap"),
        case(f"by: net, {MARGINAL}, {MONEY}", ("ladder_mismatch", BY), pays_on="cheap"),
        case(f"by: net, ladder: window, applies: overage, {MONEY}", ("ladder_mismatch", BY), pays_on="cheap"),
        case(f"by: net, {WHOLE}, {MONEY}", ("ladder_mismatch", BY), pays_on="sale"),
        case(f"by: rest, {WHOLE}, {MONEY}", ("ladder_mismatch", BY), pays_on="cheap"),
        case(f"by: deep, {WHOLE}, {MONEY}", pays_on="cheap"),
        case(f"by: deep, {WHOLE}, {EACH}", ("ladder_mismatch", BY), ("mixed_units", FROM_0), pays_on="each"),
        case(f"by: kept, {WHOLE}, {ROWS}", ("ladder_mismatch", BY)),
        case(f"by: half, {WHOLE}, {MONEY}"),
        case(f"by: half, {WHOLE}, {MONEY}", ("ladder_mismatch", BY), pays_on="cheap"),
        case(f"by: ring, {WHOLE}, {MONEY}", ("ladder_mismatch", BY), pays_on="cheap"),
        case(f"by: left, {WHOLE}, {MONEY}", ("ladder_mismatch", BY), pays_on="cheap"),
        # nothing is said of names that nobody knows but that nobody knows them
        case(f"by: nobody, {MARGINAL}, {ROWS}", ("unknown_name", BY)),
        case(f"by: nobody, {ALONE}, {ROWS}", ("unknown_name", BY)),
        case(f"by: ytd, {MARGINAL}, {ROWS}", ("unknown_name", "earn.x.pays_on"), pays_on="nobody"),
        case(f"by: {{field: nothing}}, {ROWS}", ("unknown_name", "earn.x.pays_on"), pays_on="nobody"),
        case(f"by: none, {MARGINAL}, {MONEY}"),
        case(f"by: lost, {MARGINAL}, {ROWS}"),
        # a credit alone needs a measure for its quota only
        case(f"by: ytd, {ALONE}, {ROWS}"),
        case(f"by: ytd, {ALONE}, {MONEY}", ("key_without_use", BY)),
        case(f"by: ytd, {ALONE}, base_rate: 5%, {TIMES.replace('%', ' USD')}", ("key_without_use", BY)),
        case(f"by: ytd, {ALONE}, base_rate: {{personal: own_rate}}, {TIMES.replace('%', ' USD')}",
             ("key_without_use", BY)),
        case(f"by: ytd, {ALONE}, base_rate: {{target_share: 100%}}, {TIMES.replace('%', ' USD')}"),
        case(f"by: qtd, {ALONE}, {ROWS}", ("quota_needed", BY)),
        case(f"by: qtd, {ALONE}, base_rate: {{target_share: 100%}}, {TIMES}", ("quota_needed", BY)),
        case(f"by: won, {ALONE}, {ROWS}", ("mixed_units", BY)),
        case(f"by: won, {ALONE}, {ROWS.replace('1%}', '1 USD}').replace('2%}', '2 USD}')}", pays_on="each"),
        # multiples: of a base rate that is said, in the unit of what is paid on
        case(f"by: ytd, {MARGINAL}, {TIMES}", ("missing_key", "earn.x")),
        case(f"by: ytd, {MARGINAL}, base_rat: 5%, {TIMES}", ("unknown_key", "earn.x.base_rat")),
        case(f"by: ytd, {MARGINAL}, base_rate: 5%, {TIMES}"),
        case(f"by: ytd, {MARGINAL}, base_rate: 51%, {TIMES}", ("unlikely_rate", "earn.x.base_rate")),
        case(f"by: ytd, {MARGINAL}, base_rate: 5 USD, {TIMES}", ("mixed_units", "earn.x.base_rate")),
        case(f"by: ytd, {MARGINAL}, base_rate: {{personal: own_sum}}, {TIMES}", ("mixed_units", "earn.x.base_rate")),
        case(f"by: won, {MARGINAL}, base_rate: 5%, {TIMES}", ("mixed_units", "earn.x.base_rate"), pays_on="each"),
        case(f"by: won, {MARGINAL}, base_rate: 5 USD, {TIMES}", pays_on="each"),
        case(f"by: ytd, {MARGINAL}, base_rate: 5%, {ROWS}", ("key_without_use", "earn.x.base_rate")),
        case(f"by: ytd, {MARGINAL}, base_rate: 5%, {ROWS.replace('2%', '2x')}",
             ("mixed_units", "earn.x.tiers[1].rate")),
        case(f"by: ytd, {MARGINAL}, base_rate: 5%, {ROWS.replace('1%', 'few').replace('2%', 'few')}",
             ("wrong_value", "earn.x.tiers[0].rate"), ("wrong_value", "earn.x.tiers[1].rate")),
        # of the target: divided by a quota in the unit of what is paid on
        case(f"by: ytd, {MARGINAL}, base_rate: {{target_share: 100%}}, {TIMES}"),
        case(f"by: qtd, {MARGINAL}, base_rate: {{target_share: 100%}}, {TIMES.replace('%', ' USD')}",
             ("quota_needed", "earn.x.base_rate")),
        case(f"by: won, {WHOLE}, base_rate: {{target_share: 100%}}, {TIMES}", ("mixed_units", "earn.x.base_rate"),
             pays_on=COMPONENT),
        case(f"{ALONE}, base_rate: {{target_share: 100%}}, {TIMES.replace('%', ' USD')}",
             ("quota_needed", "earn.x.base_rate")),
        case(f"by: {{field: uplift}}, base_rate: {{target_share: 100%}}, {TIMES}",
             ("quota_needed", "earn.x.base_rate")),
        case(f"by: nobody, {MARGINAL}, base_rate: {{target_share: 100%}}, {TIMES}", ("unknown_name", BY)),
        case(f"by: nobody, {ALONE}, base_rate: {{target_share: 100%}}, {TIMES}", ("unknown_name", BY)),
        case(f"{MARGINAL}, base_rate: {{target_share: 100%}}, {TIMES}", ("missing_key", "earn.x")),
    ],
)  # fmt: skip
def test_what_counts_and_what_rates_are_multiples_of(earn: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(found(earn, measures=MADE)) == expected


def starts(*said: str) -> str:
    return f"tiers: [{', '.join(f'{{{start}, rate: {at + 1}%}}' for at, start in enumerate(said))}]"


@pytest.mark.parametrize(
    ("earn", "expected"),
    [
        # the unit of what is compared: attainment, the measure's own, the credit's own, a field's
        case(f"by: qtd, {MARGINAL}, {ROWS}", ("quota_needed", FROM_0)),
        case(f"by: kept, {WHOLE}, {ROWS}", pays_on=COMPONENT),
        case(f"by: kept, {WHOLE}, {MONEY}", ("mixed_units", FROM_0), pays_on=COMPONENT),
        case(f"by: ytd, {MARGINAL}, {COUNTS}", ("mixed_units", FROM_0)),
        case(f"by: won, {WHOLE}, {MONEY}", ("mixed_units", FROM_0), pays_on=COMPONENT),
        case(f"by: won, {WHOLE}, {COUNTS}", pays_on=COMPONENT),
        case(f"{ALONE}, {ROWS}", ("mixed_units", FROM_0)),
        case(f"{ALONE}, {COUNTS}", ("mixed_units", FROM_0)),
        case(f"{ALONE}, {EACH}", pays_on="each"),
        case(f"{ALONE}, {EACH.replace('4', '4 USD').replace('0', '0 USD')}", ("mixed_units", FROM_0), pays_on="each"),
        case("by: {field: uplift}, " + COUNTS, ("mixed_units", FROM_0)),
        case("by: {field: units}, " + COUNTS),
        case("by: {field: units}, " + ROWS, ("mixed_units", FROM_0)),
        case("by: {field: goal}, " + MONEY),
        case("by: {field: product}, " + MONEY, ("mixed_units", FROM_0)),
        case("by: {field: nothing}, " + MONEY, ("unknown_field", "earn.x.by.field")),
        # a table in two units is told where it first changes
        case(f"{ALONE}, {starts('from: 0 USD', 'from: 1%', 'from: 2')}", ("mixed_units", FROM_1)),
        # lines rise, and none is there twice: 5 excluded comes after 5 included
        case(f"{ALONE}, {starts('from: 0 USD', 'from: 5 USD', 'above: 5 USD')}"),
        case(f"{ALONE}, {starts('from: 0 USD', 'above: 5 USD', 'from: 5 USD')}",
             ("tiers_not_rising", "earn.x.tiers[2].from")),
        case(f"{ALONE}, {starts('from: 0 USD', 'from: 5 USD', 'from: 5 USD')}",
             ("tier_unreachable", "earn.x.tiers[2].from")),
        case(f"{ALONE}, {starts('from: 0 USD', 'above: 5 USD', 'above: 5 USD')}",
             ("tier_unreachable", "earn.x.tiers[2].above")),
        case(f"{ALONE}, {starts('from: 0 USD', 'from: 9 USD', 'from: 5 USD', 'from: 4 USD')}",
             ("tiers_not_rising", "earn.x.tiers[2].from"), ("tiers_not_rising", "earn.x.tiers[3].from")),
        case(f"{ALONE}, {starts('from: 0 USD', 'from: few', 'from: 0 USD')}",
             ("wrong_value", FROM_1), ("tier_unreachable", "earn.x.tiers[2].from")),
        # the first tier covers everything below
        case(f"{ALONE}, {starts('from: 5 USD', 'from: 9 USD')}", ("starts_above_zero", FROM_0)),
        case(f"{ALONE}, {starts('above: 0 USD', 'from: 9 USD')}"),
        case(f"{ALONE}, {starts('from: -5 USD', 'from: 9 USD')}"),
        case("by: {field: goal}, " + starts("from: 5 USD"), ("starts_above_zero", FROM_0)),
        case("by: {since: hire}, " + starts("from: 5", "from: 9")),
        # lines that a record says: only where it stands alone
        case(f"{ALONE}, {starts('from: 0 USD', 'from: {field: cost}', 'above: {field: cost}')}"),
        case(f"{ALONE}, {starts('from: 0 USD', 'above: {field: cost}', 'above: {field: cost}')}",
             ("tier_unreachable", "earn.x.tiers[2].above")),
        case(f"{ALONE}, {starts('from: {field: goal}', 'from: {field: cost}', 'from: {field: goal}')}"),
        case(f"{ALONE}, {starts('from: 0 USD', 'from: {field: nothing}')}", ("unknown_field", FROM_1)),
        case(f"{ALONE}, {starts('from: 0 USD', 'from: {field: units}')}", ("mixed_units", FROM_1)),
        case(f"{ALONE}, {starts('from: 0 USD', 'from: {field: product}')}", ("mixed_units", FROM_1)),
        case(f"{ALONE}, {starts('from: 0 USD', 'from: {field: goal}')}", ("no_record", FROM_1), pays_on=COMPONENT),
        case(f"{ALONE}, {starts('from: 0 USD', 'from: {field: goal}')}", ("unknown_name", "earn.x.pays_on"),
             pays_on="nobody"),
        case(f"by: ytd, {MARGINAL}, {starts('from: 0 USD', 'from: {field: goal}')}", ("field_edge", FROM_1)),
        case("by: {field: goal}, " + starts("from: 0 USD", "from: {field: goal}"), ("field_edge", FROM_1)),
        case(f"{ALONE}, {EACH.replace('4', '{field: units}')}", pays_on="each"),
        # month numbers: whole, and of no record
        case("by: {since: hire}, " + starts("from: 1", "from: 13")),
        case("by: {since: {field: started}}, " + starts("from: 1", "from: 13")),
        case("by: {since: {field: nothing}}, " + starts("from: 1"), ("unknown_field", "earn.x.by.since.field")),
        case("by: {since: {field: goal}}, " + starts("from: 1"), ("field_type", "earn.x.by.since.field")),
        case("by: {since: {field: goal}}, " + starts("from: 1"), ("unknown_name", "earn.x.pays_on"), pays_on="nobody"),
        case("by: {since: hire}, " + starts("from: 1.5", "from: 2.5"), ("mixed_units", FROM_0)),
        case("by: {since: hire}, " + starts("from: 1", "from: 12 USD"),
             ("mixed_units", FROM_1), ("mixed_units", FROM_1)),
        case("by: {since: hire}, " + starts("from: 1", "from: few", "from: 2.5"),
             ("wrong_value", FROM_1), ("mixed_units", "earn.x.tiers[2].from")),
    ],
)  # fmt: skip
def test_where_tiers_start(earn: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(found(earn, measures=MADE)) == expected


@pytest.mark.parametrize(
    ("settings", "pays_on", "said"),
    [
        # three ways in which a credit has no place on a ladder
        (f"by: won, {WHOLE}, {ROWS}", "sale",
         "It pays on sale, but won adds up each; sale has no place on that ladder."),
        (f"by: rest, {WHOLE}, {MONEY}", "cheap", "It pays on cheap, which does not add to rest."),
        (
            f"by: net, {MARGINAL}, {MONEY}",
            "cheap",
            "net is made of other measures, so a single credit has no place on its way.",
        ),
        (f"{ALONE}, {starts('from: 0 USD', 'from: {field: goal}', 'from: {field: goal}')}", "sale",
         "Two tiers start at goal; the first of them is never used."),
        (f"{ALONE}, {starts('from: 0 USD', 'from: 7 USD', 'from: 5 USD')}", "sale",
         "The tier from 5 USD stands after the tier from 7 USD."),
        (f"{ALONE}, {starts('from: 0 USD', 'from: 7', 'from: 5')}", "sale",
         "The tiers start in different units: 0 USD and 7."),
    ],
)  # fmt: skip
def test_a_fault_of_a_ladder_names_what_is_wrong(settings: str, pays_on: str, said: str) -> None:
    assert said in [fault.sentence.en for fault in faults_of(tiered(settings, pays_on), measures=MADE)]


def test_what_nobody_declared_is_not_blamed() -> None:
    settings = [
        f"by: ytd, {MARGINAL}, base_rate: 5%, {ROWS.replace('1%', '{personal: p}').replace('2%', '{personal: p}')}",
        f"by: {{field: anything}}, {MONEY}",
        f"{ALONE}, {starts('from: 0 USD', 'from: {field: anything}')}",
        "by: {since: {field: anything}}, " + starts("from: 1"),
    ]
    for said in settings:
        faults = compiled_from_text(text_of(tiered(said)), "p.yaml", None)[1]
        assert [(fault.code, fault.place.path) for fault in faults if fault.place.path.startswith("earn.x")] == []


def test_a_residual_says_once_what_is_wrong_with_what_it_pays_on() -> None:
    rows = "since: {field: started}, tiers: [{from: 1, rate: 1%}, {from: 13, rate: 2%}]"
    for pays_on, expected in (
        ("{credit: sale}", ["key_without_use", "missing_key"]),
        ("{component: nobody}", ["no_record", "unknown_name"]),
        ("sale", []),
    ):
        earn = f"  x: {{{LABEL}, kind: residual, pays_on: {pays_on}, {rows}}}"
        assert sorted(code for code, _ in found(earn)) == sorted(expected)


def test_a_residual_has_whole_month_numbers_in_rising_order() -> None:
    for said, expected in (
        (starts("from: 1", "from: 13", "from: 13"), [("tier_unreachable", "earn.x.tiers[2].from")]),
        (starts("from: 1", "from: 13", "from: 12"), [("tiers_not_rising", "earn.x.tiers[2].from")]),
        (starts("from: 1", "from: 13.5"), [("mixed_units", FROM_1)]),
        (
            starts("from: 1", "from: {field: goal}", "from: 1.5"),
            [("mixed_units", FROM_1), ("mixed_units", "earn.x.tiers[2].from")],
        ),
        (starts("from: 1", "from: few", "from: 13"), [("wrong_value", FROM_1)]),
    ):
        earn = f"  x: {{{LABEL}, kind: residual, pays_on: sale, since: {{field: started}}, {said}}}"
        assert found(earn) == expected
