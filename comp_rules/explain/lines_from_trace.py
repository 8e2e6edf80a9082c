"""A line in words: its sentence, its arithmetic as people write it, and its spreadsheet formula.

In: lines of the trace and a form for numbers. Out: text in English or Korean; the kind owns the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from comp_rules.explain.form import Form
from comp_rules.flow.records import AssignmentResult, Line, Operand
from comp_rules.kernel.operand import cut_parts, is_cut, states_of
from comp_rules.kinds.catalog import KINDS
from comp_rules.values.frozen import frozen
from comp_rules.values.words import Language


@frozen
class ExplainedLine:
    """A line with its sentence, its calculation (`$8,680.95 × 1.5`) and its formula to paste."""

    line: Line
    sentence: str
    calculation: str
    formula: str


def explained_line(line: Line, part: AssignmentResult, lang: Language, form: Form) -> ExplainedLine:
    """Explain one line of a month; `form` prints the numbers."""
    return ExplainedLine(line, sentence_of(line, part, lang, form), calculation_of(line.operands, form), line.formula)


def sentence_of(line: Line, part: AssignmentResult, lang: Language, form: Form) -> str:
    """Return the kind's sentence for the line, its operands filled in."""
    template = KINDS[line.kind].words(line).say(lang)
    values = {_name(operand): form.operand(operand) for operand in line.operands}
    component = next(c for c in part.components if c.component == line.component)
    about = line.measure or component.by
    measure = next((m for m in part.measures if m.measure == about), None)
    return template.format(
        record=line.record.title if line.record else "",
        component=component.label.say(lang),
        measure=measure.label.say(lang) if measure else "",
        month=form.month(line.earned_period),
        **values,
    )


def _name(operand: Operand) -> str:
    return f"before_{operand.role}" if operand.before else operand.role


def calculation_of(operands: Sequence[Operand], form: Form) -> str:
    """Return the arithmetic of a line: `$8,680.95 × 1.5 × $96,000.00 ÷ $1,200,000.00`, a difference of two, or of a cap
    `min($500.00, $620.00) − $620.00`."""
    if is_cut(operands):
        return _cut(operands, form)
    now, before = states_of(operands)
    text = _product(now, form)
    return f"({text}) − ({_product(before, form)})" if before else text


def _cut(operands: Sequence[Operand], form: Form) -> str:
    """What a cap takes off now, less what it took off before; alone, the latter is what comes back."""
    texts: list[str] = []
    for total, cap, floor in cut_parts(operands):
        held = f"min({form.operand(cap)}, {form.operand(total)})"
        held = held if floor is None else f"max({form.operand(floor)}, {held})"
        back = total.role == "sum_before" and not texts
        texts.append(f"{form.operand(total)} − {held}" if back else f"{held} − {form.operand(total)}")
    return texts[0] if len(texts) == 1 else f"({texts[0]}) − ({texts[1]})"


def _product(operands: Sequence[Operand], form: Form) -> str:
    text = ""
    for operand in operands:
        sign = " ÷ " if operand.divide else " × "
        # a multiple is a plain number here: "× 1.5 ×", not "× 1.5x ×"
        number = form.count(operand.value) if operand.unit == "times" else form.operand(operand)
        text += (sign if text else "") + number
    return text
