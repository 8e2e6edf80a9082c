"""Attainment as a bar with a mark at 100%, all on one scale.

In: exact ratios. Out: SVG markup with attributes only; the number stands beside it in text.
"""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from comp_rules.values.money import decimal_text, rounded_ratio


def attainment_bar(ratio: Fraction, scale: Fraction) -> Markup:
    """Draw one bar; `scale` is the attainment at its right end."""
    width = _percent(min(max(ratio, Fraction(0)), scale) / scale)
    mark = _percent(1 / scale)
    colour = "c-green" if ratio >= 1 else "c-ink"
    return Markup(  # noqa: S704 (numbers and our own words only)
        '<svg class="bar" height="16" aria-hidden="true">'
        '<line x1="0" x2="100%" y1="8" y2="8" class="s-hair"/>'
        f'<rect x="0" y="5" height="6" width="{width}" class="{colour}"/>'
        f'<line x1="{mark}" x2="{mark}" y1="1" y2="15" class="s-muted"/></svg>'
    )


def _percent(part: Fraction) -> str:
    return f"{decimal_text(rounded_ratio(part * 10_000), 2)}%"
