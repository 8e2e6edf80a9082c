"""In: the demo company with its missing quota, and the sheet it makes. Out: from the command to the amount on the page.
What a newcomer tries first: a blocked month, an import, the button, a month that is whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from config import Config
from portal import create_app
from portal.actions.run_period import run_period
from portal.cli_import import import_command
from portal.demo.accounts import PASSWORD
from portal.demo.company import fill
from portal.demo.quotas_from_timeline import quotas_from_timeline
from portal.demo.timeline import timeline_of
from portal.extensions import db
from portal.jobs import Worker
from portal.models import QuotaRow
from tests.portal.small_company import press, signed_in

TIMELINE = timeline_of(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
MONTH = "2026-11"
MAPPING = Path(__file__).resolve().parents[3] / "portal/mappings/demo/quotas.yaml"
PAGE, BLOCKED = f"/earnings/{MONTH}", "/components/sql_pay"


@pytest.fixture
def demo(database_url, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    app = create_app(Config.for_tests(database_url))
    with app.app_context(), db.transaction() as session:
        fill(session, TIMELINE)
        run_period(session, actor="system", now=TIMELINE.now, pay_group="us", period=MONTH)
    yield app
    with app.app_context():
        db.engine.dispose()


def import_sheet(app, sheet):
    result = CliRunner().invoke(import_command, [str(MAPPING), str(sheet)], obj=ScriptInfo(create_app=lambda: app))
    assert result.exit_code == 0, result.output
    return result.stdout


def test_from_the_missing_quota_to_the_amount_on_the_page(demo, tmp_path):
    sheet = tmp_path / "quotas.csv"
    sheet.write_text(quotas_from_timeline(TIMELINE), encoding="utf-8")
    camila = signed_in(demo, "camila.duarte", PASSWORD)
    assert "No amount yet" in camila.get(PAGE + BLOCKED).text
    assert "is missing" in camila.get(PAGE).text

    assert "4 rows = 1 accepted + 0 rejected + 3 already known" in import_sheet(demo, sheet)
    julia = signed_in(demo, "julia.sandoval", PASSWORD)
    assert press(julia, f"/periods/us/{MONTH}/run", f"/periods/us/{MONTH}").status_code == 303
    with demo.app_context():
        assert Worker(db.engine).work_once()

    component = camila.get(PAGE + BLOCKED).text
    assert "No amount yet" not in component
    assert "$480.00" in component  # six leads at 80 USD
    page = camila.get(PAGE).text
    assert "is missing" not in page
    assert "$630.00" in page  # the 150.00 of before and them

    assert "Nothing new" in import_sheet(demo, sheet)
    with demo.app_context():
        rows = select(func.count()).select_from(QuotaRow)
        known = rows.where(QuotaRow.payee_id == "E1053", QuotaRow.quota == "sql_quarter")
        first_day = TIMELINE.today.replace(month=10, day=1)
        assert db.session.scalar(known.where(QuotaRow.first_day == first_day)) == 1
