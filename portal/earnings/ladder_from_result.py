"""Where a deal sits on the ladder: what came before it in the window, its parts by tier, what came after.

In: one part of a month and a credit. Out: pieces to draw and the earlier credits that used up the lower tiers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from comp_rules.flow.records import AssignmentResult, Credit, Line
from portal.language import gettext as _
from statements.charts import TierPart, tier_bar
from statements.formatting import LocaleForm
from statements.tiers import quantity, rate_text, tier_label
from statements.words import record_head

#: A neighbour is drawn at most so many times as wide as the deal; its words say the truth.
_WIDEST_NEIGHBOUR = 2
_TIER_NAMES = ("ink", "green", "deep")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the ladder in words, with the colour it is drawn in."""

    colour: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """The drawing, its words, and the credits before the deal with the total after each, `head` names them."""

    picture: Markup
    pieces: tuple[Piece, ...]
    earlier: tuple[tuple[Credit, str, str], ...]
    head: str


def ladder_from_result(part: AssignmentResult, lines: Sequence[Line], form: LocaleForm) -> Ladder | None:
    """Return the ladder of a deal's first laddered component; None when none of its lines stands on one."""
    laddered = [line for line in lines if line.shape == "slice" and _value(line, "open") is not None]
    if not laddered:
        return None
    first = laddered[0]
    component = next(each for each in part.components if each.component == first.component)
    unit = next(operand.unit for operand in first.operands if operand.role == "open")
    opened, closed = _value(first, "open"), _value(first, "close")
    measure = next((each for each in part.measures if each.measure == component.by), None)
    if opened is None or closed is None or measure is None:
        return None
    pieces, drawn = [], []
    later = measure.total - closed
    own = [line for line in laddered if line.component == first.component]
    whole = sum((abs(_value(line, "part") or Fraction(0)) for line in own), Fraction(0))
    if opened:
        pieces.append(Piece("past", _("before this deal"), quantity(opened, unit, form)))
        drawn.append(TierPart(min(abs(opened), whole * _WIDEST_NEIGHBOUR), None, ""))
    for line in own:
        size, tier = _value(line, "part") or Fraction(0), line.tier or 0
        rate = rate_text(component.tiers[tier], form) if tier < len(component.tiers) else ""
        label = " · ".join(text for text in (tier_label(component.tiers, tier, unit, form), rate) if text)
        pieces.append(Piece(_TIER_NAMES[min(tier, 2)], label or component.label.say(form.lang),
                            quantity(size, unit, form)))  # fmt: skip
        drawn.append(TierPart(abs(size), tier, ""))
    if later:
        pieces.append(Piece("past", _("after this deal"), quantity(later, unit, form)))
        drawn.append(TierPart(min(abs(later), whole * _WIDEST_NEIGHBOUR), None, ""))
    title = ", ".join(f"{piece.label}: {piece.value}" for piece in pieces)
    earlier = _earlier(part, first, opened, unit, form)
    head = record_head({credit.record.record_type for credit, _value_text, _total in earlier}, form.lang)
    return Ladder(tier_bar(drawn, title), tuple(pieces), earlier, head)


def _earlier(
    part: AssignmentResult, line: Line, opened: Fraction, unit: str, form: LocaleForm
) -> tuple[tuple[Credit, str, str], ...]:
    """Return the credits before the line's own in ladder order; nothing when they do not add up to what is said."""
    credits = sorted((*part.earlier, *part.credits), key=_order)
    here = next((credit for credit in credits if credit.credit_id == line.credit_id), None)
    if here is None:
        return ()
    component = next(each for each in part.components if each.component == line.component)
    measure = next(each for each in part.measures if each.measure == component.by)
    before = [c for c in credits if c.rule in measure.rules and c.day in measure.window and _order(c) < _order(here)]
    if sum((credit.amount for credit in before), Fraction(0)) == opened:
        return tuple(_running(before, unit, form))
    return ()


def _running(credits: Sequence[Credit], unit: str, form: LocaleForm) -> list[tuple[Credit, str, str]]:
    total, rows = Fraction(0), []
    for credit in credits:
        total += credit.amount
        rows.append((credit, quantity(credit.amount, unit, form), quantity(total, unit, form)))
    return rows


def _order(credit: Credit) -> tuple[object, ...]:
    return credit.day, credit.booked_at or "00:00:00", credit.record.record_id, credit.rule


def _value(line: Line, role: str) -> Fraction | None:
    return next((each.value for each in line.operands if each.role == role and not each.before), None)
