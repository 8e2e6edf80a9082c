"""How an account likes its pages: language and theme.

In: a choice. Out: the changed row; nothing about pay, so it leaves no journal entry.
"""

from __future__ import annotations

from typing import get_args

from sqlalchemy import update
from sqlalchemy.orm import Session

from comp_rules.values.words import Language
from portal.models import Account

THEMES = ("system", "light", "dark")


def choose_language(session: Session, account: int, language: str) -> None:
    """Keep the language of an account. Raises ValueError for one that the pages are not written in."""
    if language not in get_args(Language):
        raise ValueError(language)
    session.execute(update(Account).where(Account.id == account).values(language=language))


def choose_theme(session: Session, account: int, theme: str) -> None:
    """Keep the theme of an account. Raises ValueError for one that does not exist."""
    if theme not in THEMES:
        raise ValueError(theme)
    session.execute(update(Account).where(Account.id == account).values(theme=theme))
