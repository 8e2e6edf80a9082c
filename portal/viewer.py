"""Who is looking: the account behind a request, with what it may do.

In: a row of accounts. Out: a value that pages, actions and scopes are given.
"""

from __future__ import annotations

from dataclasses import dataclass

from comp_rules.values.words import Language


@dataclass(frozen=True, slots=True)
class Viewer:
    """An account that is signed in. `session` is the digest of its open session."""

    account: int
    sign_in_name: str
    #: the person whose pay is the viewer's own; None for an account that is not paid
    payee: str | None
    name: str
    roles: frozenset[str]
    pay_groups: frozenset[str]
    language: Language
    theme: str
    session: str

    def has(self, *roles: str) -> bool:
        """Say whether the account has one of the roles."""
        return not self.roles.isdisjoint(roles)
