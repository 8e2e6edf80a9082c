"""Signing in with a password, and the brake on guessing.

In: a name, a password, an address. Out: the token of a new session, or a refusal that does not say why.

The attempt is written before the password is looked at, in a transaction of its own: guesses that arrive together
brake each other, and the slow hash is computed without a lock.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache

from pwdlib import PasswordHash
from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.orm import Session

from portal.actions.sessions import open_session
from portal.models import Account, SignInAttempt

#: So many failures are free: of one name, and of one address, behind which a whole office may sit.
FREE_FAILURES_OF_A_NAME = 5
FREE_FAILURES_OF_AN_ADDRESS = 30
_MEMORY = timedelta(hours=1)
_FIRST_WAIT = 10
_LONGEST_WAIT = 600


class MustWait(Exception):
    """Too many attempts failed: `seconds` to wait before the next."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


def plain_name(name: str) -> str:
    """Return a sign-in name as it is kept: one form of Unicode, no case, no space around."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def note_attempt(session: Session, name: str, address: str, now: datetime) -> int:
    """Write down an attempt as failed and return its number. Raises MustWait while the brake holds, writing nothing."""
    name_hash = hashlib.sha256(plain_name(name).encode()).hexdigest()
    _one_at_a_time(session, name_hash)
    wait = max(
        _wait(session, SignInAttempt.name_hash == name_hash, FREE_FAILURES_OF_A_NAME, now),
        _wait(session, SignInAttempt.address == address[:64], FREE_FAILURES_OF_AN_ADDRESS, now),
    )
    if wait:
        raise MustWait(wait)
    attempt = SignInAttempt(name_hash=name_hash, address=address[:64], at=now, ok=False)
    session.add(attempt)
    session.flush()
    return attempt.id


def proven_account(
    session: Session, name: str, password: str, hasher: PasswordHash, production: bool
) -> tuple[int, str | None] | None:
    """Return the id of the account whose password this is, and a newer hash to keep if there is one.

    None for a wrong password, an unknown or inactive account and, in production, one of the demo company; each takes
    as long as the others.
    """
    account = session.scalar(select(Account).where(Account.sign_in_name == plain_name(name)))
    may = account is not None and account.active and not (account.demo and production)
    known = account.password_hash if account is not None else None
    right, newer = hasher.verify_and_update(password, known or _nobodys_hash(hasher))
    if account is None or not may or known is None or not right:
        return None
    return account.id, newer


def sign_in(
    session: Session, *, account: int, attempt: int, newer_hash: str | None, now: datetime, browser: str
) -> str:
    """Open a session for a proven account, forgive its failures, keep a newer hash; returns the session's token."""
    session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt).values(ok=True))
    if newer_hash is not None:
        session.execute(update(Account).where(Account.id == account).values(password_hash=newer_hash))
    return open_session(session, account, now, browser)


def _wait(session: Session, same: ColumnElement[bool], free: int, now: datetime) -> int:
    """Return the seconds that remain: they double with each failure since the last success beyond the free ones."""
    success = select(func.max(SignInAttempt.at)).where(same, SignInAttempt.ok).scalar_subquery()
    failures = select(func.count(), func.max(SignInAttempt.at)).where(
        same,
        SignInAttempt.ok.is_(False),
        SignInAttempt.at > now - _MEMORY,
        SignInAttempt.at > func.coalesce(success, datetime.min.replace(tzinfo=now.tzinfo)),
    )
    count, last = session.execute(failures).one()
    if count < free:
        return 0
    wait = min(_FIRST_WAIT * 2 ** min(count - free, 20), _LONGEST_WAIT)
    return max(0, int((last + timedelta(seconds=wait) - now).total_seconds() + 1))


def _one_at_a_time(session: Session, name_hash: str) -> None:
    # SQLite has one writer anyway; PostgreSQL would let guesses that arrive together all pass the brake.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": int(name_hash[:15], 16)})


@lru_cache(maxsize=4)
def _nobodys_hash(hasher: PasswordHash) -> str:
    return hasher.hash("nobody has this password")
