"""Why this month differs from the one before, component by component.

In: two results of one person. Out: bars from the total of one month to that of the other.
"""

from __future__ import annotations

from comp_rules.flow.records import PayeeResult
from comp_rules.values.words import Words
from statements.formatting import LocaleForm
from statements.view import Waterfall, WaterfallRow
from statements.words import TEXTS, texts_in

#: The smaller changes beyond this number are drawn as one.
_MOST_CHANGES = 6


def waterfall_from_results(before: PayeeResult, now: PayeeResult, currency: str, form: LocaleForm) -> Waterfall | None:
    """Return the difference in one currency (minor units).

    None when neither month has anything in it, or when a component of either has no amount yet: that is no change to 0.
    """
    then, today = before.totals.get(currency), now.totals.get(currency)
    if (
        then is None
        or today is None
        or not (then or today)
        or _is_blocked(before, currency)
        or _is_blocked(now, currency)
    ):
        return None
    rows = [WaterfallRow(form.month_name(before.period), 0, then, form.amount(then, currency), True)]
    at = then
    for label, change in _changes(before, now, currency):
        rows.append(WaterfallRow(label.say(form.lang), at, at + change, form.change(change, currency), False))
        at += change
    assert at == today, "the changes of the components do not lead from one total to the other"
    rows.append(WaterfallRow(form.month_name(now.period), 0, today, form.amount(today, currency), True))
    caption = texts_in(form.lang)("why_it_differs", month=form.month_name(before.period))
    return Waterfall(caption, tuple(rows), f"{caption}: " + ", ".join(f"{row.label} {row.text}" for row in rows) + ".")


def _is_blocked(result: PayeeResult, currency: str) -> bool:
    parts = (part for part in result.parts if part.currency == currency)
    return any(component.total is None for part in parts for component in part.components)


def _changes(before: PayeeResult, now: PayeeResult, currency: str) -> list[tuple[Words, int]]:
    labels: dict[tuple[str, str], Words] = {}
    changes: dict[tuple[str, str], int] = {}
    for result, sign in ((now, 1), (before, -1)):
        for part in result.parts:
            if part.currency != currency:
                continue
            for component in part.components:
                key = (part.plan, component.component)
                labels.setdefault(key, component.label)
                changes[key] = changes.get(key, 0) + sign * (component.total or 0)
    moved = [(labels[key], change) for key, change in changes.items() if change]
    if len(moved) <= _MOST_CHANGES:
        return moved
    large = sorted(moved, key=lambda item: -abs(item[1]))[: _MOST_CHANGES - 1]
    kept = [item for item in moved if item in large]
    rest = sum(change for _, change in moved) - sum(change for _, change in kept)
    return [*kept, (TEXTS["other_components"], rest)]
