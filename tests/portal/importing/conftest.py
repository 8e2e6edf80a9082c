"""In: nothing. Out: invented files in the forms that real ones have, and an import of them in one call.
People, orders and quotas are ours; only the forms are real: tab without header, comma with header, four decimals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.import_files import Imported, import_files, open_files
from portal.bridge.facts_from_rows import company_from_rows
from portal.bridge.mapping import Mapping
from portal.bridge.mapping_from_text import mapping_from_text
from portal.models import CompanyRow

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]
WORKED = ROOT / "portal/mappings/adventureworks/mapping.yaml"

EMPLOYEES = """\
274\t90\tworks\\lee0\t\t1\tSales Manager\t1970-01-01\tS\tM\t2011-01-04
275\t91\tworks\\ana1\t\t1\tSales Representative\t1971-01-01\tS\tF\t2011-05-31
280\t92\tworks\\josé2\t\t1\tSales Representative\t1972-01-01\tM\tF\t2011-05-31
9\t93\tworks\\ceo\t\t1\tChief\t1960-01-01\tM\tF\t2009-05-31
"""
SELLERS = """\
274\t\t\t0\t0\t1.5\t0
275\t2\t300000\t4100\t0.012\t3.25\t0
280\t1\t250000\t5000\t0.01\t7.125\t0
"""
QUOTAS = """\
1\t275\t2011-05-31 00:00:00\t3000\tx
2\t275\t2011-08-31 00:00:00\t7000\tx
3\t280\t2011-05-31 00:00:00\t1000\tx
4\t275\t2011-12-01 00:00:00\t9000\tx
"""
ORDERS = """\
salesorderid,orderdate,subtotal,salespersonid
43659,2011-05-31 00:00:00,20565.6206,275
43660,2011-06-01 00:00:00,1294.2529,
43661,2011-07-01 00:00:00,100.005,280
43662,2011-07-02 00:00:00,0.0049,275
43663,2011-07-03 00:00:00,-12.3450,
"""


@pytest.fixture
def works(tmp_path: Path) -> Path:
    """A folder with the four files of the worked mapping, in their real forms."""
    for name, text in {
        "Employee.csv": EMPLOYEES,
        "SalesPerson.csv": SELLERS,
        "SalesPersonQuotaHistory.csv": QUOTAS,
        "salesorderheader.csv": ORDERS,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


Importing = Callable[..., Imported]


@pytest.fixture
def importing(session: Session) -> Importing:
    """Import files by the text of a mapping, as the command does, and commit."""

    def run(mapping: str | Path, *paths: Path) -> Imported:
        text = mapping.read_bytes() if isinstance(mapping, Path) else mapping
        read = mapped(text, session)
        with open_files(read, paths) as opened:
            done = import_files(session, "system", NOW, read, opened)
        session.commit()
        return done

    return run


def mapped(text: str | bytes, session: Session | None = None) -> Mapping:
    company = company_from_rows(session) if session else None
    zone = session.scalar(select(CompanyRow.time_zone)) if session else None
    mapping, faults = mapping_from_text(text, "mapping.yaml", company, zone)
    assert mapping, [f"{fault.place} {fault.say('en')}" for fault in faults]
    return mapping


def deals(*table: str, fields: str = "", declare: str = "") -> str:
    """The text of a mapping that reads deals.csv into records; `table` and `fields` are more lines."""
    more = "\n".join(f"    {line}" for line in table)
    return f"""\
mapping: deals
label: {{en: Deals, ko: 거래}}
declare:
  company: {{name: Test, time_zone: Asia/Seoul}}
  records:
    deal:
      label: {{en: Deal, ko: 거래}}
      title: customer
      fields:
        customer: {{type: text, label: {{en: Customer, ko: 고객사}}}}
        signed: {{type: date, label: {{en: Close date, ko: 계약일}}}}
        amount: {{type: money, label: {{en: Contract amount, ko: 계약금액}}}}
        partner: {{type: person, label: {{en: Partner, ko: 파트너}}}}
{declare}
tables:
  - file: deals.*
    into: records
    record_type: deal
    header: yes
{more}
    fields:
      id: {{column: id}}
      customer: {{column: customer}}
      signed: {{column: signed, date_form: YYYY-MM-DD}}
      amount: {{column: amount, currency: USD}}
{fields}
"""
