"""A person's month in short, so that a register of a thousand people unpacks no trace.

In: a person's month. Out: plain JSON for each part of it: plan, what was earned, attainment, what is blocked.
"""

from __future__ import annotations

from typing import Any

from comp_rules.flow.records import AssignmentResult, PayeeResult
from comp_rules.values.ratio import quotient_text
from comp_rules.values.words import Words


def summary_from_result(result: PayeeResult) -> list[dict[str, Any]]:
    """Return the parts of the month; `earned` in minor units of `currency`, ratios as exact text."""
    return [_part(part) for part in result.parts]


def _part(part: AssignmentResult) -> dict[str, Any]:
    return {
        "plan": part.plan,
        "label": _words(part.plan_label),
        "version": part.plan_version,
        "currency": part.currency,
        "earned": part.total,
        "lines": len(part.lines),
        "blocked": [_words(component.label) for component in part.components if component.total is None],
        "faults": [_words(Words(fault.say("en"), fault.say("ko"))) for fault in part.faults],
        "attainment": [
            {"label": _words(measure.label), "ratio": quotient_text(measure.attainment)}
            for measure in part.measures
            if measure.attainment is not None
        ],
    }


def _words(words: Words) -> dict[str, str]:
    return {"en": words.en, "ko": words.ko}
