"""Open sessions: finding the viewer of one, keeping it alive, ending it at once.

In: the secret token of a browser. Out: who it is; rows of `sign_in_sessions`, which hold only the token's digest.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, Update, select, update
from sqlalchemy.orm import Session

from config import Config
from portal.models import Account, AccountPayGroup, PayeeName, SignInSession
from portal.viewer import Viewer


def token_digest(token: str) -> str:
    """Return what is kept of a token: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(session: Session, account: int, now: datetime, browser: str) -> str:
    """Open a session for an account and return its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    row = SignInSession(
        token_hash=token_digest(token), account_id=account, created_at=now, last_seen_at=now, browser=browser[:300]
    )
    session.add(row)
    return token


def find_viewer(session: Session, token: str, now: datetime, config: Config) -> tuple[Viewer, datetime] | None:
    """Return the viewer of a token and when it was last seen; None when it is unknown, ended, too old or left alone.

    An account that was switched off, or one of the demo company in production, has no session.
    """
    row = session.execute(
        _open_sessions(now, config)
        .join(Account, Account.id == SignInSession.account_id)
        .outerjoin(PayeeName, PayeeName.payee_id == Account.payee_id)
        .add_columns(Account, PayeeName.name)
        .where(SignInSession.token_hash == token_digest(token), Account.active)
    ).one_or_none()
    if row is None or (row.Account.demo and config.is_production):
        return None
    account: Account = row.Account
    groups = session.scalars(select(AccountPayGroup.pay_group).where(AccountPayGroup.account_id == account.id))
    viewer = Viewer(
        account=account.id,
        sign_in_name=account.sign_in_name,
        payee=account.payee_id,
        name=row.name or account.sign_in_name,
        roles=frozenset(role.role for role in account.roles),
        pay_groups=frozenset(groups),
        language="ko" if account.language == "ko" else "en",
        theme=account.theme,
        session=row.SignInSession.token_hash,
    )
    return viewer, row.SignInSession.last_seen_at


def sessions_of(session: Session, account: int, now: datetime, config: Config) -> Sequence[SignInSession]:
    """Return the open sessions of an account, the one used last first."""
    open_ones = _open_sessions(now, config).where(SignInSession.account_id == account)
    return session.scalars(open_ones.order_by(SignInSession.last_seen_at.desc())).all()


def touch_session(session: Session, token_hash: str, now: datetime) -> None:
    """Note that a session is in use."""
    session.execute(update(SignInSession).where(SignInSession.token_hash == token_hash).values(last_seen_at=now))


def end_session(session: Session, account: int, token_hash: str, now: datetime) -> bool:
    """End one session of the account at once; False when it has no such open session."""
    ended = session.execute(_ending(account, now).where(SignInSession.token_hash == token_hash))
    return bool(ended.rowcount)


def end_all_sessions(session: Session, account: int, now: datetime, but: str | None = None) -> int:
    """End every session of the account, except `but`; returns how many."""
    ended = session.execute(_ending(account, now).where(SignInSession.token_hash != (but or "")))
    return int(ended.rowcount)


def _open_sessions(now: datetime, config: Config) -> Select[tuple[SignInSession]]:
    return select(SignInSession).where(
        SignInSession.revoked_at.is_(None),
        SignInSession.created_at > now - timedelta(hours=config.session_hours),
        SignInSession.last_seen_at > now - timedelta(minutes=config.idle_minutes),
    )


def _ending(account: int, now: datetime) -> Update:
    return (
        update(SignInSession)
        .where(SignInSession.account_id == account, SignInSession.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
