"""The facts of a portal as plain files: written by a command, journaled, and read back as the same facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from comp_rules.facts.csv_from_facts import csv_from_facts
from comp_rules.facts.facts_from_csv import facts_from_csv
from portal.bridge.facts_from_rows import facts_from_rows
from portal.extensions import db
from portal.models import JournalEntry


def test_the_command_writes_what_the_database_holds(app: Flask, tmp_path: Path) -> None:
    answer = app.test_cli_runner().invoke(args=["facts", str(tmp_path / "facts")])
    assert answer.exit_code == 0, answer.output
    read, faults = facts_from_csv(tmp_path / "facts")
    assert not faults
    with app.app_context():
        held = facts_from_rows(db.session)
        assert (
            db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.seq.desc())).first() == "facts_written"
        )
    for table in ("people", "assignments", "quotas", "personal", "targets", "fx", "records", "events"):
        rows = [{repr(replace(row, place=None)) for row in getattr(facts, table)} for facts in (read, held)]
        if table == "records":
            continue
        assert rows[0] == rows[1], table
    assert {(v.key, v.version_no): v.fields for v in read.records} == {
        (v.key, v.version_no): v.fields for v in held.records
    }
    assert csv_from_facts(replace(read, company=held.company)) == csv_from_facts(held)


def test_only_what_was_known_at_a_moment_is_written(app: Flask, tmp_path: Path) -> None:
    answer = app.test_cli_runner().invoke(args=["facts", str(tmp_path / "facts"), "--as-of", "0"])
    assert answer.exit_code == 0, answer.output
    read, _ = facts_from_csv(tmp_path / "facts")
    assert read.records == ()
    assert read.quotas == ()


@pytest.mark.parametrize("folder", ["/dev/null", "/proc/x", "/dev/null/x"])
def test_a_folder_that_cannot_be_written_is_one_sentence(app: Flask, folder: str) -> None:
    answer = app.test_cli_runner().invoke(args=["facts", folder])
    assert answer.exit_code == 2
    assert isinstance(answer.exception, SystemExit)
    assert answer.output.count("\n") == 1
    assert answer.output.startswith(f"{folder} cannot be written")
    assert journaled(app) == 0


def test_a_folder_that_is_not_empty_is_refused_with_the_cure(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "older.csv").write_text("x", encoding="utf-8")
    for language, words in (("en_US.UTF-8", "name a new folder"), ("ko_KR.UTF-8", "새 폴더를 지정해 주세요")):
        monkeypatch.setenv("LC_ALL", language)
        answer = app.test_cli_runner().invoke(args=["facts", str(folder)])
        assert answer.exit_code == 2
        assert words in answer.output
    assert [path.name for path in folder.iterdir()] == ["older.csv"]
    assert journaled(app) == 0


def journaled(app: Flask) -> int:
    with app.app_context():
        chosen = select(func.count()).select_from(JournalEntry).where(JournalEntry.action == "facts_written")
        return db.session.scalar(chosen) or 0
