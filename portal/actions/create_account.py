"""Making an account: who signs in, as whom, with which roles, for which pay groups.

In: names of what exists. Out: the rows and one journal entry, or every name that does not exist at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.actions.journal import record_entry
from portal.actions.sign_in import plain_name
from portal.models import ROLES, Account, AccountPayGroup, AccountRole, Payee, PayGroup


class CannotCreate(ValueError):
    """The account cannot be made; `reasons` says everything that is wrong, in English and Korean."""

    def __init__(self, reasons: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(english for english, _ in reasons))
        self.reasons = reasons


def create_account(
    session: Session,
    *,
    actor: int | str,
    now: datetime,
    sign_in_name: str,
    password_hash: str | None,
    roles: Iterable[str],
    payee: str | None = None,
    pay_groups: Iterable[str] = (),
    language: str = "en",
    demo: bool = False,
) -> int:
    """Make an account and return its id; `password_hash` None makes one that cannot sign in yet.

    Raises CannotCreate when the name is taken or a role, payee or pay group does not exist.
    """
    name, roles, pay_groups = plain_name(sign_in_name), list(roles), list(pay_groups)
    reasons = [*_name_faults(session, name), *_faults(session, roles, payee, pay_groups)]
    if reasons:
        raise CannotCreate(reasons)
    granted_by = actor if isinstance(actor, int) else None
    account = Account(
        sign_in_name=name, password_hash=password_hash, payee_id=payee, language=language, demo=demo, created_at=now
    )
    session.add(account)
    session.flush()
    session.add_all(AccountRole(account_id=account.id, role=role, granted_by=granted_by, at=now) for role in roles)
    session.add_all(AccountPayGroup(account_id=account.id, pay_group=group) for group in pay_groups)
    record_entry(
        session, actor=actor, now=now, action="account_created", subject=("account", str(account.id)),
        after={"payee": payee, "roles": sorted(roles), "pay_groups": sorted(pay_groups)},
    )  # fmt: skip
    session.flush()
    return account.id


def _name_faults(session: Session, name: str) -> list[tuple[str, str]]:
    if not name or len(name) > 200:
        return [("A sign-in name has 1 to 200 characters.", "로그인 이름은 1자 이상 200자 이하입니다.")]
    if session.scalar(select(Account.id).where(Account.sign_in_name == name)) is not None:
        return [(f"There is an account “{name}” already.", f"이미 있는 로그인 이름입니다: {name}")]
    return []


def _faults(session: Session, roles: list[str], payee: str | None, pay_groups: list[str]) -> list[tuple[str, str]]:
    known = set(session.scalars(select(PayGroup.pay_group)))
    reasons = [
        (f"There is no role “{role}”; roles are {', '.join(ROLES)}.", f"없는 권한입니다: {role}")
        for role in roles
        if role not in ROLES
    ]
    reasons += [
        (f"There is no pay group “{group}”.", f"없는 급여 그룹입니다: {group}")
        for group in pay_groups
        if group not in known
    ]
    if payee is not None and session.get(Payee, payee) is None:
        reasons.append((f"There is no person “{payee}”.", f"없는 구성원입니다: {payee}"))
    if payee is not None and session.scalar(select(Account.id).where(Account.payee_id == payee)) is not None:
        reasons.append((f"“{payee}” has an account already.", f"이미 계정이 있는 구성원입니다: {payee}"))
    if payee is None and {"payee", "manager"} & set(roles):
        reasons.append(
            ("A payee or manager account names its person.", "지급 대상자나 조직장 계정에는 구성원이 필요합니다.")
        )
    return reasons
