"""What did not count, and why: the other half of a month that must add up.

In: the refusals of one part of a person's month. Out: records with the reason and what would change it.
"""

from __future__ import annotations

from comp_rules.flow.records import AssignmentResult, Refusal
from statements.formatting import LocaleForm
from statements.tiers import quantity
from statements.view import ConditionView, NotCounted


def not_counted_from_result(part: AssignmentResult, form: LocaleForm) -> tuple[NotCounted, ...]:
    """Return the records that bear the person's name and are not credited by any rule, one row a refusal."""
    return tuple(_view(refusal, part, form) for refusal in part.refusals if refusal.component is None)


def not_paid_from_result(part: AssignmentResult, form: LocaleForm) -> tuple[NotCounted, ...]:
    """Return the credits that a component does not pay on."""
    return tuple(_view(refusal, part, form) for refusal in part.refusals if refusal.component is not None)


def _view(refusal: Refusal, part: AssignmentResult, form: LocaleForm) -> NotCounted:
    record, lang = refusal.record, form.lang
    label = next((c.label.say(lang) for c in part.components if c.component == refusal.component), "")
    return NotCounted(
        key=f"refusal:{part.assignment}:{record.record_type}:{record.record_id}:{refusal.component or refusal.rule}",
        record_type=record.record_type,
        record_id=record.record_id,
        title=record.title,
        day=refusal.day,
        amount="" if refusal.original is None else quantity(refusal.original, refusal.original_unit, form),
        reason=form.dated(refusal.sentence.say(lang)),
        cure=form.dated(refusal.cure.say(lang)),
        conditions=tuple(
            ConditionView(
                look.label.say(lang), form.dated(look.wanted.say(lang)), form.dated(look.found.say(lang)), look.state
            )
            for look in refusal.conditions
        ),
        component=label,
    )
