"""In: the command import with files. Out: what it prints and its exit status: 0, 1 with rejected rows, 2 misused."""

import json

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import func, select

from portal.cli_import import import_command
from portal.extensions import db
from portal.models import Import, JournalEntry, Knowledge, RecordTypeRow
from tests.portal.importing.conftest import WORKED


@pytest.fixture
def command(database_url, works, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    app = Flask(__name__)
    db.init_app(app, database_url)

    def run(*words, mapping=WORKED):
        files = [str(path) for path in sorted(works.glob("*.csv"))]
        return CliRunner().invoke(
            import_command, [str(mapping), *files, *words], obj=ScriptInfo(create_app=lambda: app)
        )

    run.app = app
    yield run
    with app.app_context():
        db.engine.dispose()


def test_the_account_is_printed_with_progress_and_exits_0(command):
    result = command()
    assert result.exit_code == 0
    assert "of 16 rows" in result.stderr
    assert "All files: 15 rows = 15 accepted + 0 rejected + 0 already known; 1 more are not taken" in result.stdout
    assert "as written: 21947.5384 = 21947.5384 accepted + 0.00 rejected + 0.00 already known" in result.stdout
    assert "with a person: 20665.63, rounding difference -0.0005" in result.stdout
    assert "2 accepted records name nobody: they are kept and credited to no one." in result.stdout
    assert "Nothing new" in command().stdout


def test_a_rejected_row_is_told_and_exits_1(command, works):
    path = works / "salesorderheader.csv"
    path.write_text(path.read_text().replace("1294.2529", "(1294.25)"))
    result = command()
    assert result.exit_code == 1
    assert "salesorderheader.csv, row 3, column subtotal: “(1294.25)” is not a number" in result.stdout
    assert "minus in front" in result.stdout


def test_korean_for_a_korean_terminal(command, works, monkeypatch):
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    path = works / "salesorderheader.csv"
    path.write_text(path.read_text().replace("1294.2529", "(1294.25)"))
    result = command()
    assert "salesorderheader.csv 3행, 열 subtotal" in result.stdout
    assert "반올림 차이" in result.stdout


def test_json_holds_the_same_numbers(command):
    account = json.loads(command("--json").stdout)
    assert account["version"] == 1
    assert account["total"] == {"in_file": 15, "accepted": 15, "rejected": 0, "duplicate": 0, "left_out": 1}
    (subtotal,) = [each for each in account["sums"] if each["column"] == "subtotal"]
    assert subtotal["file"] == {"rows": 5, "exact": "21947.5384", "minor": 2194753, "rounding": "-0.0084"}
    assert json.loads(command("--json").stdout)["known_no"] is None


def test_a_mapping_with_faults_exits_1_and_imports_nothing(command, tmp_path):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(WORKED.read_text(encoding="utf-8").replace("column: 4}", "colum: 4}", 1), encoding="utf-8")
    result = command(mapping=mapping)
    assert result.exit_code == 1
    assert "mapping.yaml:" in result.stderr
    assert "Did you mean “column”?" in result.stderr
    assert "Nothing was imported." in result.stderr


def test_misuse_exits_2(command, tmp_path):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(WORKED.read_text(encoding="utf-8").replace(".csv\n", ".txt\n"), encoding="utf-8")
    assert command(mapping=mapping).exit_code == 2
    assert command(mapping=tmp_path / "nowhere.yaml").exit_code == 2


def test_an_empty_file_is_said_to_be_empty_and_nothing_is_declared(command, works, monkeypatch):
    (works / "salesorderheader.csv").write_bytes(b"")
    for language, words in (("C", "The file is empty"), ("ko_KR.UTF-8", "빈 파일")):
        monkeypatch.setenv("LC_ALL", language)
        result = command()
        assert result.exit_code == 1
        assert f"salesorderheader.csv: {words}" in result.stderr
        assert "Nothing new" not in result.stdout
    with command.app.app_context(), db.engine.connect() as connection:
        for table in (Import, RecordTypeRow, Knowledge, JournalEntry):
            assert connection.scalar(select(func.count()).select_from(table)) == 0
