"""In: the words after `python3 wsgi.py`. Out: the demo company served here, or one command run on its database.
Called inside the prepared environment; the demo never listens on an address that another machine can reach."""

import http.client
import multiprocessing
import os
import signal
import socket
import sys
import time
import unicodedata
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config import ROOT, VAR, Config
from portal.ready import in_language, say

HOST = "127.0.0.1"
FIRST_PORT = 8000
DATABASE = VAR / "demo.sqlite"


def main(words: list[str]) -> int:
    """Serve the demo, or with words run them as a command on its database; returns the status of the process."""
    os.environ["DAYLIGHT_MODE"] = "demo"
    make_company(DATABASE, datetime.now(UTC))
    return run_command(words) if words else serve(free_port(os.environ.get("DAYLIGHT_PORT", "")))


def make_company(database: Path, now: datetime) -> None:
    """Make the database of the demo company when it is not there, and bring its tables up to date when it is.

    It is filled under another name and renamed at the end: a start that was interrupted leaves no half a company.
    """
    from portal.migrating import upgrade

    if database.exists():
        upgrade(f"sqlite:///{database}")
        return
    say("Making the demo company, once", "데모 회사 준비(최초 1회)")
    unfinished = database.with_suffix(".unfinished")
    for path in unfinished.parent.glob(unfinished.name + "*"):
        path.unlink()
    upgrade(f"sqlite:///{unfinished}")
    _fill(f"sqlite:///{unfinished}", now)
    _write_sheet(database.with_name("quotas.csv"), now)
    unfinished.rename(database)


def _fill(url: str, now: datetime) -> None:
    from portal.database import make_engine, make_session_factory
    from portal.demo.company import seed

    engine = make_engine(url)
    try:
        with make_session_factory(engine)() as session:
            seed(session, now)
            session.commit()
    finally:
        engine.dispose()  # the last connection folds the write-ahead file into the database


def _write_sheet(path: Path, now: datetime) -> None:
    """Write the sheet that a visitor imports beside the database, with the days of this company's open quarter."""
    from portal.demo.quotas_from_timeline import quotas_from_timeline
    from portal.demo.timeline import timeline_of

    path.write_text(quotas_from_timeline(timeline_of(now)), encoding="utf-8")


def run_command(words: list[str]) -> int:
    """Run a command of the portal on the demo database, as `flask --app wsgi` does on the configured one."""
    from flask.cli import FlaskGroup

    group = FlaskGroup(create_app=application, add_default_commands=False, load_dotenv=False, set_debug_flag=False)
    group.params = []  # which application, which settings: here both are decided
    result = group.main(args=words, prog_name="python3 wsgi.py", standalone_mode=True)
    return int(result or 0)


def application() -> Any:
    """The portal on the demo company."""
    from portal import create_app

    return create_app(Config.demo())


def served() -> Any:
    """The portal with a worker of its queue beside it; the server calls this in its process."""
    from portal.extensions import db
    from portal.jobs import Worker

    portal = application()
    with portal.app_context():
        Worker(db.engine).start()
    return portal


def free_port(wanted: str) -> int:
    """The port of DAYLIGHT_PORT, or of 8000 and the nineteen after it the first that nobody uses."""
    first = int(wanted) if wanted.isdecimal() else FIRST_PORT
    for port in range(first, min(first + 20, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    text = in_language(
        f"No port from {first} on is free. Set DAYLIGHT_PORT to another one.",
        f"{first}번부터 사용할 수 있는 포트가 없습니다. DAYLIGHT_PORT 값을 바꿔 주세요.",
    )
    raise SystemExit(text)


def serve(port: int) -> int:
    """Serve until interrupted; says where and as whom to sign in as soon as the first page answers."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # A process and not a thread: the server forks its worker, and a fork copies the locks that threads hold just then.
    multiprocessing.get_context("fork").Process(target=_welcome, args=[port], daemon=True).start()
    Granian(
        "portal.demo.start:served",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        blocking_threads=4,
        websockets=False,
        log_level=LogLevels.warning,
        working_dir=ROOT,
    ).serve()
    return 0


def _welcome(port: int) -> None:
    from portal.demo.company import sign_ins

    address = f"http://{HOST}:{port}/"
    # The server gets the interrupt of a terminal as well, and is the one to answer it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if not _answers(port):
        return
    say(f"\nDaylight is open at {address}\n", f"\nDaylight 주소: {address}\n")
    print(banner([*map(tuple, sign_ins())]))
    say("\nStop it with Ctrl-C.", "\n종료하려면 Ctrl-C를 눌러 주세요.")
    if sys.stdout.isatty() and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        webbrowser.open(address)


def _answers(port: int) -> bool:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=5)
            connection.request("HEAD", "/")
            connection.getresponse()
            return True
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    return False


def banner(people: list[tuple[str, ...]]) -> str:
    """The demo sign-ins as a table: name, password, what to look at."""
    head = (in_language("sign in as", "아이디"), in_language("password", "비밀번호"), in_language("to see", "볼거리"))
    widths = [max(_columns(row[column]) for row in [head, *people]) for column in (0, 1)]
    lines = []
    for row in [head, *people]:
        padded = [text + " " * (width - _columns(text)) for text, width in zip(row, widths, strict=False)]
        lines.append("  ".join(["", *padded, row[2]]))
    return "\n".join(lines)


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: a Korean syllable takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
