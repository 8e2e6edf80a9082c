"""The lines table narrowed by a text: which deals match, and what those shown add up to.

In: the view of a month and a search text. Out: deals to show by part, each with the sum of its lines.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from statements.deals_from_result import money_of
from statements.formatting import form_for
from statements.view import Amount, DealView, PartView, StatementView


@dataclass(frozen=True, slots=True)
class Table:
    """The deals of a part that are shown; `shown` is their sum, None when nothing is left out."""

    part: PartView
    deals: tuple[DealView, ...]
    lines: int
    shown: Amount | None
    nearest: str


def filtered(view: StatementView, query: str) -> list[Table]:
    """Return the tables of a month with the deals whose title, id or component contain the text, in any case."""
    wanted = _plain(query)
    tables = []
    for part in view.parts:
        deals = tuple(deal for deal in part.deals if wanted in _searched(deal))
        shown = None
        if len(deals) < len(part.deals):
            total = sum(deal.total.minor for deal in deals)
            shown = money_of(f"shown:{part.key}", total, part.currency, form_for(view.lang))
        nearest = "" if deals else _nearest(wanted, part.deals)
        tables.append(Table(part, deals, sum(len(deal.lines) for deal in deals), shown, nearest))
    return tables


def _searched(deal: DealView) -> str:
    return _plain(" ".join([deal.title, deal.record_id, *(line.label for line in deal.lines)]))


def _nearest(wanted: str, deals: Sequence[DealView]) -> str:
    titles = {_plain(deal.title): deal.title for deal in deals}
    words = {word: title for plain, title in titles.items() for word in (plain, *plain.split())}
    found = difflib.get_close_matches(wanted, words, n=1, cutoff=0.6)
    return words[found[0]] if found else ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
