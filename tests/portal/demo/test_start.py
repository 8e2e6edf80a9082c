"""In: a machine with or without the demo company. Out: one is made whole or not at all, and kept from then on.
The address is of this machine only, and the words at the start say as whom to sign in."""

import socket
import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from portal.demo import company, start

NOW = datetime(2026, 3, 18, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def small_company(session, now):
    session.execute(text("create table seen (day text)"))
    session.execute(text("insert into seen values (:day)"), {"day": now.date().isoformat()})


def test_the_company_is_made_once_and_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(company, "seed", small_company)
    database = tmp_path / "demo.sqlite"
    start.make_company(database, NOW)
    start.make_company(database, NOW.replace(year=2027))
    with sqlite3.connect(database) as connection:
        assert connection.execute("select day from seen").fetchall() == [("2026-03-18",)]
    assert [path.name for path in tmp_path.glob("*unfinished*")] == []


def test_an_interrupted_start_leaves_no_half_a_company(tmp_path, monkeypatch):
    def interrupted(session, now):
        small_company(session, now)
        session.commit()
        raise KeyboardInterrupt

    database = tmp_path / "demo.sqlite"
    monkeypatch.setattr(company, "seed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        start.make_company(database, NOW)
    assert not database.exists()
    monkeypatch.setattr(company, "seed", small_company)
    start.make_company(database, NOW)
    with sqlite3.connect(database) as connection:
        assert connection.execute("select count(*) from seen").fetchone() == (1,)


def test_a_taken_port_makes_way_for_the_next():
    with socket.socket() as taken:
        taken.bind((start.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert start.free_port(str(port)) > port


def test_the_demo_listens_on_this_machine_only():
    assert start.HOST == "127.0.0.1"


def test_no_free_port_is_said_with_its_cure(monkeypatch):
    monkeypatch.setattr(start.socket.socket, "bind", lambda *_: (_ for _ in ()).throw(OSError("in use")))
    with pytest.raises(SystemExit, match="Set DAYLIGHT_PORT"):
        start.free_port("8000")


def test_the_banner_stands_in_columns_in_korean_too(monkeypatch):
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    lines = start.banner([("maya.okafor", "pw", "보스턴"), ("kim", "비밀번호입니다", "서울")]).splitlines()
    assert len({start._columns(line[: line.rindex("  ")]) for line in lines}) == 1
    assert "maya.okafor" in lines[1]


def test_every_demo_sign_in_is_told():
    told = start.banner([*map(tuple, company.sign_ins())])
    assert len(company.sign_ins()) >= 5
    for sign_in in company.sign_ins():
        assert f"{sign_in.name} " in told
        assert sign_in.see in told
