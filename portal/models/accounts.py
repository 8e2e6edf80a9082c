"""Who may sign in: accounts, what each may do, open sessions, and attempts to guess.

In: nothing. Out: the tables `accounts`, `account_roles`, `account_pay_groups`, `sign_in_sessions`, `sign_in_attempts`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.models.base import Base, BigKey, Code, Digest, Id

ROLES = ("payee", "manager", "comp_admin", "approver", "finance", "auditor", "support")


class Account(Base):
    """Someone who may sign in. An account is switched off, never deleted: the journal names its id."""

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("language in ('en', 'ko')", name="language"),
        CheckConstraint("theme in ('system', 'light', 'dark')", name="theme"),
    )
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    sign_in_name: Mapped[str] = mapped_column(String(200), unique=True)
    #: None: cannot sign in with a password
    password_hash: Mapped[str | None] = mapped_column(Text)
    payee_id: Mapped[Id | None] = mapped_column(ForeignKey("payees.payee_id"), unique=True)
    language: Mapped[str] = mapped_column(String(2), default="en")
    theme: Mapped[Code] = mapped_column(default="system")
    active: Mapped[bool] = mapped_column(default=True)
    #: made by the demo company; refused in production
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    roles: Mapped[list[AccountRole]] = relationship(
        foreign_keys="AccountRole.account_id", lazy="selectin", cascade="all, delete-orphan"
    )


class AccountRole(Base):
    """What an account may do, and who granted it."""

    __tablename__ = "account_roles"
    __table_args__ = (CheckConstraint(f"role in ({', '.join(repr(role) for role in ROLES)})", name="role"),)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("accounts.id"), primary_key=True)
    role: Mapped[Code] = mapped_column(primary_key=True)
    #: None: the system, from the shell
    granted_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("accounts.id"))
    at: Mapped[datetime]


class AccountPayGroup(Base):
    """Which pay groups a comp admin serves."""

    __tablename__ = "account_pay_groups"
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("accounts.id"), primary_key=True)
    pay_group: Mapped[Id] = mapped_column(ForeignKey("pay_groups.pay_group"), primary_key=True)


class SignInSession(Base):
    """An open session, known by the digest of its token; it ends at once when it is revoked."""

    __tablename__ = "sign_in_sessions"
    token_hash: Mapped[Digest] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    #: the browser, for the owner's list of sessions
    browser: Mapped[str] = mapped_column(Text, default="")


class SignInAttempt(Base):
    """An attempt to sign in, for the brake on guessing. Names are kept as digests."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "name_hash", "at"), Index(None, "address", "at"))
    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    name_hash: Mapped[Digest]
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    ok: Mapped[bool]
