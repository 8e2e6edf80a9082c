"""In: the demo company, just made. Out: the same with an import, a job under way, a job that failed and a request.
Their pages exist only while something is so, and the demo has none of it at its first start."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.check_plan import check_plan
from portal.actions.import_files import import_files, open_files
from portal.actions.knowledge import last_known_no
from portal.actions.request_approval import request_approval
from portal.actions.save_draft import save_draft
from portal.bridge.facts_from_rows import company_from_rows
from portal.bridge.mapping_from_text import mapping_from_text
from portal.bridge.plans_from_rows import approved_versions, plan_texts_from_versions
from portal.models import Account, CompanyRow, Job, PlanVersion

#: a calculation that another worker holds, and one that came to nothing; both of months that no test calculates
GOES_ON = ("kr", "2026-01")
FAILED = ("kr", "2026-02")
#: the plan whose newest version waits for a second person
WAITING = "partner"

MAPPING = """\
mapping: fair
label: {en: Contracts of a fair, ko: 박람회 계약}
tables:
  - file: fair.csv
    into: records
    record_type: deal
    header: yes
    fields:
      id: {column: number}
      name: {column: customer}
      customer: {column: customer}
      close_date: {column: signed, date_form: YYYY-MM-DD}
      arr: {column: amount, currency: USD}
"""
#: signed before the first month of the company, so that no month counts them
ROWS = """\
number,customer,signed,amount
F-1,Harbour Laundry,2024-03-04,1200.00
F-2,Quayside Bakery,2024-03-05,1250.505
F-3,Pier Logistics,2024-02-30,900.00
"""


def add_states(session: Session, now: datetime) -> None:
    """Write what further pages show."""
    _add_jobs(session, now)
    _hand_in(session, now)
    _import(session, now)


def _add_jobs(session: Session, now: datetime) -> None:
    group, period = GOES_ON
    # Its holder gives a sign far in the future, so that no worker takes it over while the tests last.
    session.add(
        Job(kind="run_period", arguments={"pay_group": group, "period": period}, state="running", done=4, total=11,
            created_at=now, started_at=now, seen_at=now + timedelta(days=1), actor="system", attempts=1, worker="else")
    )  # fmt: skip
    group, period = FAILED
    session.add(
        Job(kind="run_period", arguments={"pay_group": group, "period": period}, state="failed", total=10,
            message_en="The month was closed meanwhile.", message_ko="그 사이에 마감되었습니다.",
            created_at=now, finished_at=now, actor="system", attempts=1)
    )  # fmt: skip


def _hand_in(session: Session, now: datetime) -> None:
    """Ask for approval of next year's version of a plan, as the first comp admin."""
    author = session.scalars(select(Account.id).where(Account.sign_in_name == "julia.sandoval")).one()
    text = session.scalars(
        select(PlanVersion.text).where(PlanVersion.plan == WAITING).order_by(PlanVersion.version_no.desc())
    ).first()
    assert text is not None
    # dates before the plan year move with it, so that months counted from them stay as they are
    text = text.replace("2026", "2027").replace("2025", "2026")
    save_draft(session, actor=author, now=now, plan=WAITING, text=text, opened="", based_on=2)
    approved = plan_texts_from_versions(approved_versions(session, last_known_no(session)))
    checked = check_plan(text, WAITING, company_from_rows(session), approved)
    assert not checked.obstacles, [words.en for words in checked.obstacles]
    request_approval(session, actor=author, now=now, plan=WAITING, checked=checked)


def _import(session: Session, now: datetime) -> None:
    """Import three rows, one of which cannot be read."""
    zone = session.scalar(select(CompanyRow.time_zone))
    mapping, faults = mapping_from_text(MAPPING.encode(), "fair.yaml", company_from_rows(session), zone)
    assert mapping is not None, [str(fault) for fault in faults]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "fair.csv"
        path.write_text(ROWS, encoding="utf-8")
        with open_files(mapping, [path]) as opened:
            import_files(session, "system", now, mapping, opened)
