"""What windows come to, by examples with the amounts worked out beside them."""

import pytest

from tests.comp_rules.kinds.window_plans import differing

LABEL = "label: {en: Bonus, ko: 성과급}"
PEOPLE = "people: [{person: ann, target: 120000 USD}]"
_VALUES = {"month_quota": 1000, "quarter_quota": 3000, "three_quota": 3000, "year_quota": 12000}
_ROWS = ", ".join(f"{{person: ann, quota: {name}, value: {value} USD}}" for name, value in _VALUES.items())
QUOTAS = f"quotas: [{_ROWS}]"
CURVE = "curve: {points: [[50%, 0%], [100%, 100%], [150%, 200%]], below: nothing, beyond: edge}"


def deals(*deals: tuple[str, int]) -> str:
    rows = (
        f"{{deal: D{n}, stage: won, closed: {day}, amount: {amount} USD, owner: ann}}"
        for n, (day, amount) in enumerate(deals)
    )
    return f"records: [{', '.join(rows)}]"


def bonus(period: str, *lines: str, component: str = "bonus") -> str:
    due = f"lines: [{', '.join(lines)}]" if lines else "total: 0 USD"
    return f"{{person: ann, period: {period}, component: {component}, {due}}}"


def target(rest: str, share: str = "target_share: 100%, ", by: str = "quarter") -> str:
    return f"  bonus: {{{LABEL}, kind: target, {share}by: {by}, {rest}}}"


def test_a_quarter_pays_a_quarter_of_the_target_at_its_end() -> None:
    # 2,500 of 3,000 is 5/6: (5/6 - 1/2) x 2 = 2/3 of 120,000 x 3/12 = 20,000
    given = f"{PEOPLE}, {QUOTAS}, {deals(('2026-01-10', 2000), ('2026-03-31', 500))}"
    expect = f"{bonus('2026-03', '20000 USD')}, {bonus('2026-02')}"
    assert differing(target(f"{CURVE}, paid: window_end"), given, expect) == []


def test_a_month_and_a_year_have_their_own_part_of_the_target() -> None:
    given = f"{PEOPLE}, {QUOTAS}, {deals(('2026-12-10', 12000))}"
    assert differing(target(f"{CURVE}, paid: window_end", by="year"), given, bonus("2026-12", "120000 USD")) == []
    assert differing(target(f"{CURVE}, paid: window_end", by="month"), given, bonus("2026-12", "20000 USD")) == []


def test_a_rolling_window_pays_the_target_of_each_period() -> None:
    # 3,000 in January is all of three months' quota until March, so 10,000 in March; the window that ends in January
    # began before the plan, so that its quota counts for 31 of 92 days and twice the target is paid
    given = f"{PEOPLE}, {QUOTAS}, {deals(('2026-01-10', 3000))}"
    expect = f"{bonus('2026-01', '20000 USD')}, {bonus('2026-03', '10000 USD')}, {bonus('2026-04', '0 USD')}"
    assert differing(target(f"{CURVE}, paid: window_end", by="last_three"), given, expect) == []


@pytest.mark.parametrize(
    ("counted", "january", "february"),
    [("full_window", "20000 USD", "30000 USD"), ("to_date", "6666.67 USD", "26666.66 USD")],
)
def test_every_month_settles_what_the_quarter_has_come_to(counted: str, january: str, february: str) -> None:
    # 2,500 is 5/6 and 2/3 of the target, 3,750 is 125% and 150% of it; to date one and two months of the target count
    given = f"{PEOPLE}, {QUOTAS}, {deals(('2026-01-10', 2500), ('2026-02-10', 1250))}"
    february = "25000 USD" if counted == "full_window" else "23333.33 USD"
    expect = f"{bonus('2026-01', january)}, {bonus('2026-02', february)}"
    earn = target(f"{CURVE}, paid: monthly_to_date, target_counted: {counted}")
    assert differing(earn, given, expect) == []


def test_a_condition_that_falls_takes_back_what_was_settled() -> None:
    typed = (
        "inputs: [{person: ann, input: margin, value: 20%, last_day: 2026-01-31}, "
        "{person: ann, input: margin, value: 5%, last_day: 2026-02-28}]"
    )
    given = f"{PEOPLE}, {QUOTAS}, {typed}, {deals(('2026-01-10', 3000))}"
    expect = f"{bonus('2026-01', '30000 USD')}, {bonus('2026-02', '-30000 USD')}"
    gate = "only_if: [{measure: margin, at_least: 10%}]"
    earn = target(f"{CURVE}, paid: monthly_to_date, target_counted: full_window, {gate}")
    assert differing(earn, given, expect) == []


def test_what_was_paid_before_the_first_record_is_not_paid_again() -> None:
    openings = (
        "openings: [{person: ann, component: bonus, value: 12000 USD, last_day: 2026-01-31}, "
        "{person: ann, measure: quarter, value: 2000 USD, last_day: 2026-01-31}]"
    )
    given = f"{PEOPLE}, {QUOTAS}, {openings}, {deals(('2026-02-10', 1000))}"
    earn = target(f"{CURVE}, paid: monthly_to_date, target_counted: full_window")
    assert differing(earn, given, bonus("2026-02", "18000 USD")) == []


def test_someone_who_joined_in_the_window_has_that_part_of_quota_and_target() -> None:
    # 1 to 31 March of 90 days: quota 3,000 x 31/90 = 1,033.33, target 120,000 x 31/90 = 41,333.33
    people = "people: [{person: ann, target: 120000 USD, first_day: 2026-03-01, last_day: 2026-12-31}]"
    given = f"{people}, {QUOTAS}, {deals(('2026-03-10', 1034))}"
    tiers = "tiers: [{from: 0%, pays: 0%}, {from: 100%, pays: 100%}]"
    assert differing(target(f"{tiers}, paid: window_end"), given, bonus("2026-03", "10333.33 USD")) == []


def test_sums_of_money_need_no_target() -> None:
    tiers = "tiers: [{from: 0, pays: 0 USD}, {from: 2, pays: 500 USD}, {above: 2, pays: 800 USD}]"
    earn = target(f"{tiers}, paid: window_end", share="", by="won")
    people = "people: [{person: ann}]"
    two, three = deals(("2026-01-10", 5), ("2026-02-10", 5)), deals(*[("2026-01-10", 5)] * 3)
    assert differing(earn, f"{people}, {two}", bonus("2026-03", "500 USD")) == []
    assert differing(earn, f"{people}, {three}", bonus("2026-03", "800 USD")) == []
    joined = "people: [{person: ann, first_day: 2026-02-15, last_day: 2026-12-31}]"
    assert (
        differing(earn, f"{joined}, {deals(*[('2026-03-10', 5)] * 3)}", bonus("2026-03", "400 USD"), scales="earnings")
        == []
    )


def test_the_edges_of_a_matrix_may_or_may_not_belong_to_it() -> None:
    rows = "rows: {by: quarter, edges: [{from: 0%}, {from: 100%}]}"
    columns = "columns: {by: margin, edges: [{from: 0%}, {above: 10%}]}"
    pays = "pays: [[0%, 20%], [50%, 100%]], paid: window_end"
    earn = f"  bonus: {{{LABEL}, kind: matrix, target_share: 100%, {rows}, {columns}, {pays}}}"
    for margin, sold, due in (("10%", 3000, 15000), ("10.1%", 3000, 30000), ("10.1%", 2999, 6000)):
        typed = f"inputs: [{{person: ann, input: margin, value: {margin}, last_day: 2026-03-31}}]"
        given = f"{PEOPLE}, {QUOTAS}, {typed}, {deals(('2026-01-10', sold))}"
        assert differing(earn, given, bonus("2026-03", f"{due} USD")) == []


def test_each_item_of_a_scorecard_is_a_line() -> None:
    pays = "curve: {points: [[0%, 0%], [100%, 100%]], below: edge, beyond: extend}"
    earn = (
        f"  bonus: {{{LABEL}, kind: scorecard, target_share: 100%, paid: window_end, items: "
        f"[{{by: quarter, weight: 60%, {pays}}}, {{by: month, weight: 40%, {pays}}}]}}"
    )
    given = f"{PEOPLE}, {QUOTAS}, {deals(('2026-03-10', 1500))}"
    # half of 60% of a quarter's 30,000; 150% of 40% of a month's 10,000
    assert differing(earn, given, bonus("2026-03", "9000 USD", "6000 USD")) == []


def test_what_lies_above_a_cap_of_the_target_is_cut() -> None:
    given = f"{PEOPLE}, {QUOTAS}, {deals(('2026-01-10', 4500))}"
    cap = "caps: [{limit: 150%, of: target, per: window, excess: lost}]"
    earn = target(f"{CURVE}, paid: window_end, {cap}")
    assert differing(earn, given, bonus("2026-03", "60000 USD", "-15000 USD")) == []
