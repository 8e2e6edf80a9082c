"""Changing a password, which ends every other session of the account.

In: the old and the new password. Out: a new hash, ended sessions, one journal entry; or what is wrong with it.
"""

from __future__ import annotations

from datetime import datetime

from pwdlib import PasswordHash
from sqlalchemy.orm import Session

from comp_rules.values.words import Words
from portal.actions.journal import record_entry
from portal.actions.sessions import end_all_sessions
from portal.models import Account

SHORTEST, LONGEST = 12, 200


def password_fault(password: str, sign_in_name: str) -> Words | None:
    """Return why a password cannot be used, None when it can."""
    if len(password) < SHORTEST:
        return Words(f"A password has at least {SHORTEST} characters.", f"비밀번호는 {SHORTEST}자 이상이어야 합니다.")
    if len(password) > LONGEST:
        return Words(f"A password has at most {LONGEST} characters.", f"비밀번호는 {LONGEST}자 이하여야 합니다.")
    if len(set(password)) < 5 or sign_in_name.casefold() in password.casefold():
        return Words(
            "This password is easy to guess. Take several words that do not belong together.",
            "추측하기 쉬운 비밀번호입니다. 서로 관계없는 단어를 여러 개 이어서 입력해 주세요.",
        )
    return None


def set_password(
    session: Session, *, account: Account, password_hash: str, actor: int | str, now: datetime, keep: str | None = None
) -> int:
    """Keep a new hash and end the account's sessions except `keep`; returns how many ended."""
    account.password_hash = password_hash
    ended = end_all_sessions(session, account.id, now, but=keep)
    record_entry(
        session, actor=actor, now=now, action="password_changed", subject=("account", str(account.id)),
        after={"sessions_ended": ended},
    )  # fmt: skip
    return ended


def matches(hasher: PasswordHash, account: Account, password: str) -> bool:
    """Say whether this is the account's password."""
    return account.password_hash is not None and hasher.verify(password, account.password_hash)
