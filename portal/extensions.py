"""What the application holds once: its database, the hasher of passwords, the guard of forms.

In: the settings. Out: one reading session for each request, writing transactions, a hasher.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from flask import Flask, current_app, g
from flask_wtf.csrf import CSRFProtect
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from config import Config
from portal.database import make_engine, make_reading_session_factory, make_session_factory


class _Sessions(NamedTuple):
    engine: Engine
    reading: sessionmaker[Session]
    writing: sessionmaker[Session]


class Database:
    """The database of the application that is being asked."""

    def init_app(self, app: Flask, url: str) -> None:
        """Connect an application; sessions close with its context."""
        engine = make_engine(url)
        sessions = _Sessions(engine, make_reading_session_factory(engine), make_session_factory(engine))
        app.extensions["daylight_database"] = sessions
        app.teardown_appcontext(lambda _error: self._close())

    @property
    def session(self) -> Session:
        """The session that this request reads with: one snapshot, and the database refuses a change through it."""
        if "reading" not in g:
            g.reading = self._sessions.reading()
        session: Session = g.reading
        return session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a session that writes, commit it at the end, undo it when something is raised.

        What the request reads afterwards is read anew, so that it sees what was written.
        """
        self._close()
        with self._sessions.writing() as session, session.begin():
            yield session

    @property
    def engine(self) -> Engine:
        """The engine of this application."""
        return self._sessions.engine

    @property
    def _sessions(self) -> _Sessions:
        sessions: _Sessions = current_app.extensions["daylight_database"]
        return sessions

    @staticmethod
    def _close() -> None:
        session: Session | None = g.pop("reading", None)
        if session is not None:
            session.close()


db = Database()
csrf = CSRFProtect()


def hasher_for(config: Config) -> PasswordHash:
    """Return the hasher of passwords: argon2id with the library's parameters, next to nothing in tests."""
    if config.mode == "test":
        return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    return PasswordHash((Argon2Hasher(),))


def hasher() -> PasswordHash:
    """Return the hasher of the application that is being asked."""
    found: PasswordHash = current_app.extensions["daylight_hasher"]
    return found


def settings() -> Config:
    """Return the settings of the application that is being asked."""
    found: Config = current_app.extensions["daylight_config"]
    return found
