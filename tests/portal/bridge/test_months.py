"""In: pay groups with members. Out: the months they have, whether anyone calculated them or not."""

from datetime import UTC, date, datetime

from portal.actions.knowledge import next_known_no
from portal.bridge.months_from_rows import months_from_rows
from portal.bridge.rows_from_facts import rows_from_facts
from portal.models import Calendar, Payee, PayGroup, PayGroupMemberRow, PeriodRow

NOW = datetime(2026, 3, 10, tzinfo=UTC)


def test_months_begin_with_the_first_member_and_end_with_today(session) -> None:
    session.add(Calendar(calendar="monthly", calculate="month", year_starts=1, label_en="m", label_ko="m"))
    session.flush()
    for name in ("us", "kr"):
        session.add(PayGroup(pay_group=name, calendar="monthly", label_en=name, label_ko=name))
    session.add(Payee(payee_id="ann"))
    session.flush()
    known_no = next_known_no(session, NOW, "people", "system")
    day = date(2025, 12, 15)
    member = PayGroupMemberRow(row_id="m", known_no=known_no, payee_id="ann", pay_group="us", first_day=day)
    rows_from_facts(session, known_no, organisation=[member])
    key = {"calendar": "monthly", "pay_group": "us", "first_day": date(2026, 1, 1), "last_day": date(2026, 1, 31)}
    session.add(PeriodRow(period="2026-01", state="closed", **key))
    session.flush()
    assert months_from_rows(session, ["us", "kr"], NOW.date()) == {
        ("us", "2025-12"): "draft", ("us", "2026-01"): "closed", ("us", "2026-02"): "draft", ("us", "2026-03"): "draft",
    }  # fmt: skip
    assert months_from_rows(session, [], NOW.date()) == {}
