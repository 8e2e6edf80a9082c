"""In: the demo company's facts for several moments. Out: what they promise to a visitor.
Each promise has a test of its own, at moments early and late in a year."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from comp_rules.facts.facts import Facts, RecordVersion
from comp_rules.values.money import split_amount
from comp_rules.values.period import month_of
from portal.demo.deals_from_seed import QUIET
from portal.demo.facts_from_seed import batches_of, facts_from_seed
from portal.demo.people_from_seed import RAMPED, WITHOUT_QUOTA
from portal.demo.pods import REASSIGNED
from portal.demo.roster import MOVED, PROMOTED, roster
from portal.demo.special_deals import REP_KR, REP_US
from portal.demo.timeline import MONTHS, Timeline, timeline_of

MOMENTS = [
    datetime(2026, 11, 24, 14, 0, tzinfo=UTC),
    datetime(2027, 1, 1, 9, 0, tzinfo=UTC),
    datetime(2027, 2, 28, 23, 0, tzinfo=UTC),
    datetime(2028, 3, 31, 3, 0, tzinfo=UTC),
]


@pytest.fixture(scope="module", params=MOMENTS, ids=lambda moment: moment.date().isoformat())
def timeline(request: pytest.FixtureRequest) -> Timeline:
    return timeline_of(request.param)


@pytest.fixture(scope="module")
def facts(timeline: Timeline) -> Facts:
    return facts_from_seed(timeline)


@pytest.fixture(scope="module")
def deals(facts: Facts) -> list[RecordVersion]:
    """The last version of every deal."""
    last = {version.record_id: version for version in facts.records if version.record_type == "deal"}
    return list(last.values())


def value(version: RecordVersion, field: str) -> object:
    return version.fields[field].data if field in version.fields else None


def named(version: RecordVersion) -> set[str]:
    people = {str(found.data) for found in version.fields.values() if found.type == "person"}
    return people | {payee for payee, _ in version.split} | ({version.owner} if version.owner else set())


def won(version: RecordVersion) -> bool:
    return value(version, "stage") == "closed_won"


def test_the_same_seed_gives_the_same_facts(facts: Facts, timeline: Timeline) -> None:
    assert facts_from_seed(timeline) == facts


def test_another_seed_gives_other_records(facts: Facts, timeline: Timeline) -> None:
    assert facts_from_seed(timeline, "another").records != facts.records


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        timeline_of(datetime(2026, 3, 1))


def test_about_forty_people_in_three_offices_with_names_in_both_scripts(facts: Facts, timeline: Timeline) -> None:
    members = roster(timeline)
    assert 38 <= len(facts.people) <= 45
    assert {member.office for member in members} == {"Seoul", "Boston", "Denver"}
    assert any("가" <= person.name[0] <= "힣" for person in facts.people)
    assert any(person.name.isascii() for person in facts.people)
    assert len({person.name for person in facts.people}) == len(facts.people)


def test_fifteen_months_that_end_with_the_open_one(timeline: Timeline, deals: list[RecordVersion]) -> None:
    assert len(timeline.months) == MONTHS
    assert timeline.today in timeline.months[-1].span
    months = {month_of(day).name for deal in deals if won(deal) and isinstance(day := value(deal, "close_date"), date)}
    assert {month.name for month in timeline.months} <= months


def test_nothing_that_is_done_lies_in_the_future(facts: Facts, timeline: Timeline) -> None:
    done = {
        "deal": ("close_date", "closed_won"),
        "lead_stage": ("reached_on", None),
        "arr_movement": ("moved_on", None),
    }
    for version in facts.records:
        field, stage = done.get(version.record_type, ("", None))
        day = value(version, field)
        if isinstance(day, date) and (stage is None or value(version, "stage") == stage):
            assert day <= timeline.today, version.record_id


def test_every_kind_of_record_and_every_stage_of_a_deal_is_there(facts: Facts, deals: list[RecordVersion]) -> None:
    assert {version.record_type for version in facts.records} == set(facts.company.record_types)
    stages = {str(value(deal, "stage")) for deal in deals}
    assert stages == {"qualified", "proposal", "negotiation", "closed_won", "closed_lost"}


def test_people_named_are_people_of_the_company(facts: Facts) -> None:
    payees = {person.payee for person in facts.people}
    for version in facts.records:
        assert named(version) <= payees, version.record_id


def test_shares_add_up_to_the_whole_record(deals: list[RecordVersion]) -> None:
    for deal in deals:
        assert sum(share for _, share in deal.split) == 1, deal.record_id


def test_a_deal_of_two_and_one_of_three_with_odd_minor_units(deals: list[RecordVersion]) -> None:
    for people in (2, 3):
        odd = Counter(
            deal.fields["arr"].data.currency
            for deal in deals
            if won(deal) and len(deal.split) == people and _is_odd(deal)
        )
        assert odd["USD"], people
        assert odd["KRW"], people


def _is_odd(deal: RecordVersion) -> bool:
    minor, shares = deal.fields["arr"].data.minor, [share for _, share in deal.split]
    return any(minor * share != part for share, part in zip(shares, split_amount(minor, shares), strict=True))


def test_a_reversal_names_what_it_takes_back_and_is_its_opposite(facts: Facts, deals: list[RecordVersion]) -> None:
    by_id = {deal.record_id: deal for deal in deals}
    reversals = [deal for deal in deals if deal.reverses]
    assert len(reversals) >= 4
    for reversal in reversals:
        taken_back = by_id[str(reversal.reverses)]
        assert value(reversal, "arr").minor == -value(taken_back, "arr").minor  # type: ignore[attr-defined]
        assert reversal.split == taken_back.split


def test_some_deals_were_learnt_in_a_later_month(facts: Facts, timeline: Timeline) -> None:
    first_won: dict[str, RecordVersion] = {}
    for version in facts.records:
        if version.record_type == "deal" and won(version) and "close_date" in version.fields:
            first_won.setdefault(version.record_id, version)
    late = [
        version
        for version in first_won.values()
        if _learnt_on(version, timeline) >= month_of(value(version, "close_date")).span.after + timedelta(days=7)  # type: ignore[arg-type]
    ]
    assert len(late) >= 5


def _learnt_on(version: RecordVersion, timeline: Timeline) -> date:
    return timeline.imports[version.known_no - 1].date()


def test_some_records_were_amended_up_to_three_times(facts: Facts) -> None:
    versions = Counter(version.key for version in facts.records)
    assert max(versions.values()) >= 3
    amounts: dict[tuple[str, str], set[int]] = defaultdict(set)
    for version in facts.records:
        if version.record_type == "deal" and won(version):
            amounts[version.key].add(version.fields["arr"].data.minor)
    assert sum(len(found) > 1 for found in amounts.values()) >= 10


def test_versions_count_from_one_and_are_learnt_in_order(facts: Facts) -> None:
    by_record: dict[tuple[str, str], list[RecordVersion]] = defaultdict(list)
    for version in facts.records:
        by_record[version.key].append(version)
    for versions in by_record.values():
        assert [version.version_no for version in versions] == list(range(1, len(versions) + 1))
        known = [version.known_no for version in versions]
        assert known == sorted(set(known))


@pytest.mark.parametrize("payee", [REP_US, REP_KR])
def test_each_reason_for_not_counting_is_met(payee: str, deals: list[RecordVersion], timeline: Timeline) -> None:
    mine = [deal for deal in deals if payee in named(deal)]
    open_month = timeline.months[-1].span
    this_month = [deal for deal in mine if value(deal, "close_date") in open_month]
    assert any(value(deal, "stage") == "negotiation" for deal in this_month)
    assert any(value(deal, "kind") == "services" for deal in this_month)
    assert any((payee, Fraction(0)) in deal.split for deal in this_month)
    assert any(won(deal) and "close_date" not in deal.fields for deal in mine)


def test_joiners_own_a_deal_from_before_their_first_day(deals: list[RecordVersion], timeline: Timeline) -> None:
    joiners = [member for member in roster(timeline) if member.joined and member.posts[0].plan.startswith("account")]
    assert len(joiners) == 2
    for member in joiners:
        days = [value(deal, "close_date") for deal in deals if deal.owner == member.payee and won(deal)]
        assert min(day for day in days if isinstance(day, date)) < member.joined


def test_foreign_currencies_have_rates_and_some_amounts_have_more_digits(
    facts: Facts, deals: list[RecordVersion]
) -> None:
    currencies = {deal.fields["arr"].data.currency for deal in deals}
    assert {"USD", "KRW"} < currencies
    assert currencies - {"USD", "KRW"} <= {rate.one for rate in facts.fx}
    assert any(deal.fields["arr"].original == "36212.4875" for deal in deals)


def test_someone_joined_someone_left_and_someone_was_promoted(facts: Facts, timeline: Timeline) -> None:
    now = facts.known_by(facts.last_known_no)
    members = roster(timeline)
    assert sum(member.joined is not None for member in members) == 3
    (leaver,) = [member for member in members if member.left]
    assert [row.span.last_day for row in now.assignments if row.payee == leaver.payee] == [leaver.left]
    before, after = sorted((row for row in now.assignments if row.payee == PROMOTED), key=lambda row: row.span)
    assert before.span.after == after.span.first
    assert before.span.after.day != 1
    assert (before.plan, after.plan) == ("sdr", "account-executive-us")


def test_the_end_of_an_assignment_was_not_known_at_its_beginning(facts: Facts) -> None:
    at_first = facts.known_by(1)
    assert all(row.span.last_day is None for row in at_first.assignments)


def test_one_quota_is_missing_for_the_open_quarter_only(facts: Facts, timeline: Timeline) -> None:
    rows = [row for row in facts.quotas if (row.payee, row.quota) == (WITHOUT_QUOTA, "sql_quarter")]
    assert rows
    assert not any(timeline.today in row.span for row in rows)
    others = {row.payee for row in facts.quotas if timeline.today in row.span}
    assert others >= {member.payee for member in roster(timeline) if not member.left} - {WITHOUT_QUOTA}


def test_one_quota_was_amended_on_the_way(facts: Facts) -> None:
    known: dict[str, list[int]] = defaultdict(list)
    for row in facts.quotas:
        known[row.row_id].append(row.known_no)
    (amended,) = [numbers for numbers in known.values() if len(numbers) > 1]
    assert amended == sorted(set(amended))


def test_an_empty_month_bears_no_name(facts: Facts, timeline: Timeline) -> None:
    for payee, month in QUIET.items():
        span = timeline.months[month].span
        for version in facts.records:
            assert payee not in named(version) or value(version, "close_date") not in span, version.record_id


def test_imports_grow_week_by_week_and_make_up_the_facts(facts: Facts, timeline: Timeline) -> None:
    batches = list(batches_of(facts, timeline))
    assert len(batches) > 50
    numbers = [batch.known_no for batch in batches]
    moments = [batch.known_at for batch in batches]
    assert numbers == sorted(set(numbers))
    assert moments == sorted(set(moments))
    assert moments[-1] <= timeline.now
    assert sum(len(batch.facts.records) for batch in batches) == len(facts.records)
    for table in ("quotas", "relations", "table_rows", "leaves", "inputs", "openings"):
        assert sum(len(getattr(batch.facts, table)) for batch in batches) == len(getattr(facts, table)), table


def test_at_an_earlier_moment_less_is_known(facts: Facts, timeline: Timeline) -> None:
    half = facts.known_by(len(timeline.imports) // 2)
    assert 0 < len(half.records) < len(facts.records)


def test_payees_are_paid_in_dollars_and_in_won(facts: Facts) -> None:
    assert {target.amount.currency for target in facts.targets} == {"USD", "KRW"}


def test_invoices_are_paid_after_they_are_written(facts: Facts) -> None:
    paid = [version for version in facts.records if value(version, "status") == "paid"]
    assert len(paid) > 50
    assert all(value(version, "paid_on") > value(version, "invoiced_on") for version in paid)  # type: ignore[operator]


def test_events_follow_records(facts: Facts, deals: list[RecordVersion]) -> None:
    ids = {deal.record_id for deal in deals}
    assert {event.event for event in facts.events} == {"booked", "invoice_paid"}
    assert all(event.record_id in ids for event in facts.events)
    assert len({event.row_id for event in facts.events}) == len(facts.events)


def test_everyone_but_the_head_reports_to_someone_on_every_day(facts: Facts, timeline: Timeline) -> None:
    now = facts.known_by(facts.last_known_no)
    managers = {row.payee: row.manager for row in now.hierarchy if timeline.today in row.span}
    here = {row.payee for row in now.assignments if timeline.today in row.span}
    assert here - set(managers) == {"E1001"}
    assert {managers[rep] for rep in ("E1011", "E1013")} == {"E1002"}


def test_a_rep_went_to_another_pod_and_nobody_is_in_two(facts: Facts, timeline: Timeline) -> None:
    now = facts.known_by(facts.last_known_no)
    pods: dict[str, list[str]] = defaultdict(list)
    for row in sorted(now.relations, key=lambda row: row.span):
        pods[row.other].append(row.payee)
        assert row.relation == "se_pod"
    assert pods[REASSIGNED] == ["E1081", "E1082"]
    assert all(len(engineers) == 1 for rep, engineers in pods.items() if rep != REASSIGNED)
    reps = {row.payee for row in now.assignments if row.plan == "account-executive-us"}
    assert set(pods) == reps


def test_the_engineer_named_on_a_deal_is_the_one_of_the_pod(facts: Facts, deals: list[RecordVersion]) -> None:
    now = facts.known_by(facts.last_known_no)
    named_engineers = [deal for deal in deals if value(deal, "solutions_engineer")]
    assert len(named_engineers) > 50
    for deal in named_engineers:
        day, owner = deal.fields["close_date"].data, deal.owner
        of_pod = {row.payee for row in now.relations if row.other == owner and day in row.span}
        assert value(deal, "solutions_engineer") in of_pod or deal.reverses, deal.record_id


def test_results_are_typed_for_every_month_that_is_over(facts: Facts, timeline: Timeline) -> None:
    ends = [month.span.last_day for month in timeline.months[:-1]]
    typed = [end for end in ends if end and end + timedelta(days=5) <= timeline.today]
    assert len(typed) >= MONTHS - 2
    for payee, name in (
        ("E1001", "operating_margin"), ("E1002", "share_of_reps_at_quota"), ("E1003", "share_of_reps_at_quota"),
    ):  # fmt: skip
        rows = [row for row in facts.inputs if (row.payee, row.name) == (payee, name)]
        assert [row.last_day for row in rows] == typed
        assert all(0 <= row.value.data <= 1 for row in rows)  # type: ignore[operator]
        assert all(timeline.imports[row.known_no - 1].date() > row.last_day for row in rows)


def test_a_ramp_grows_month_by_month(facts: Facts, timeline: Timeline) -> None:
    (joiner,) = [member for member in roster(timeline) if member.payee == RAMPED]
    rows = sorted((row for row in facts.quotas if row.payee == RAMPED), key=lambda row: row.span)
    held = [row.value.data for row in rows if row.span.after > joiner.joined]  # type: ignore[operator]
    assert held[:2] == sorted(held[:2])
    assert held[-1] == 13
    assert len(rows) == len({row.row_id for row in rows})
    for one, other in pairwise(rows):
        assert one.span.after == other.span.first


def test_an_opening_stands_for_the_year_before_the_first_record(
    facts: Facts, deals: list[RecordVersion], timeline: Timeline
) -> None:
    (moved,) = [member for member in roster(timeline) if member.payee == MOVED]
    day = moved.posts[0].recorded_from
    assert [row.last_day + timedelta(days=1) for row in facts.openings] == ([] if day.month == 1 else [day])
    own = [value(deal, "close_date") for deal in deals if MOVED in named(deal) and won(deal)]
    assert min(found for found in own if isinstance(found, date)) >= day
    assert moved.posts[0].span.first == date(day.year, 1, 1)


def test_three_people_were_away_for_some_days(facts: Facts) -> None:
    assert [row.payee for row in facts.leaves] == ["E1017", "E1063", "E1033"]
    assert all(0 < row.span.days < 31 for row in facts.leaves)


def test_books_of_customers_go_on_from_quarter_to_quarter(facts: Facts) -> None:
    """What a quarter opens with is what the one before opened with, less what was lost and with what grew."""
    signs = {"upsell": 1, "cross_sell": 1, "downsell": -1, "churn": -1}
    own = [v for v in facts.records if v.record_type == "arr_movement" and v.owner == "E1062"]
    moved = sorted((value(v, "moved_on"), value(v, "kind"), v.fields["amount"].data.minor) for v in own)  # type: ignore[type-var]
    openings = [row for row in moved if row[1] == "opening"]
    assert len(openings) >= 5
    assert all(amount > 0 for _, _, amount in moved)
    for (first, _, opened), (then, _, opens) in pairwise(openings):
        change = sum(signs.get(str(kind), 0) * amount for day, kind, amount in moved if first <= day < then)  # type: ignore[operator]
        assert opens == opened + change
