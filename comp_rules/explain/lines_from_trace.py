"""A line in words: its sentence, its arithmetic as people write it, and its spreadsheet formula.

In: lines of the trace and a form for numbers. Out: text in English or Korean; the kind owns the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from string import Formatter

from comp_rules.explain.form import Form
from comp_rules.flow.records import AssignmentResult, Line, Operand
from comp_rules.kernel.operand import cut_parts, is_cut, states_of
from comp_rules.kinds.catalog import KINDS
from comp_rules.kinds.sentence import SIZE, TEMPLATES, role_label
from comp_rules.values.frozen import frozen
from comp_rules.values.words import Language, Words


@frozen
class ExplainedLine:
    """A line with its sentence, its calculation (`$8,680.95 × 1.5`) and its formula to paste."""

    line: Line
    sentence: str
    calculation: str
    formula: str


def explained_line(line: Line, part: AssignmentResult, lang: Language, form: Form) -> ExplainedLine:
    """Explain one line of a month; `form` prints the numbers."""
    return _Explainer(part, lang, form).explained(line)


def explained_lines(
    part: AssignmentResult, lang: Language, form: Form, before: Sequence[ExplainedLine] = ()
) -> list[ExplainedLine]:
    """Explain all lines of a month in their order; what many of them say alike is printed once.

    `before` are the lines of the same month, language and form as it was without a record: what still stands as it was
    is not said anew.
    """
    explainer = _Explainer(part, lang, form)
    said = {explained.line.line_id: explained for explained in before}
    lines = []
    for line in part.lines:
        known = said.get(line.line_id)
        if known is not None and known.line.operands is line.operands:
            lines.append(ExplainedLine(line, known.sentence, known.calculation, line.formula))
        else:
            lines.append(explainer.explained(line))
    return lines


def sentence_of(line: Line, part: AssignmentResult, lang: Language, form: Form) -> str:
    """Return the kind's sentence for the line, its operands filled in."""
    return _Explainer(part, lang, form).sentence(line)


class _Explainer:
    """Says the lines of one month in one language; an operand that stands in many of them is printed once."""

    def __init__(self, part: AssignmentResult, lang: Language, form: Form) -> None:
        self._lang, self._form = lang, form
        self._components = {c.component: (c.label.say(lang), c.by) for c in part.components}
        self._named = {c.component: dict(c.named) for c in part.components if c.named}
        self._measures = {m.measure: m.label.say(lang) for m in reversed(part.measures)}
        self._months: dict[str, str] = {}
        self._printer = _Printer(form)

    def explained(self, line: Line) -> ExplainedLine:
        """Return the line with its sentence and calculation."""
        return ExplainedLine(line, self.sentence(line), _calculation(line.operands, self._printer), line.formula)

    def sentence(self, line: Line) -> str:
        """Return the sentence: the template of the line's kind, with each value in its place."""
        operands = {_name(operand): operand for operand in line.operands}
        pieces = []
        for text, name in _pieces(KINDS[line.kind].words(line).say(self._lang)):
            pieces.append(text)
            if name:
                operand = operands.get(name.removeprefix(SIZE))
                if operand is None:
                    pieces.append(self._value(line, name))
                else:
                    pieces.append(self._printer.text(_without_sign(operand) if name.startswith(SIZE) else operand))
        return "".join(pieces)

    def _called(self, line: Line, name: str) -> str:
        """The name of the measure behind an operand, or of what the line's base was earned by.

        A line of before such names were noted says what the operand is instead.
        """
        named = self._named.get(line.component, {})
        if name == "source":
            ref = next(operand.source.ref for operand in line.operands if operand.role == "base")
            plain = ref.replace("_", " ")
            return named.get(ref, Words(plain, plain)).say(self._lang)
        role = name.removesuffix("_measure")
        return named.get(role, role_label(role)).say(self._lang)

    def _value(self, line: Line, name: str) -> str:
        """What a template names besides operands. Raises KeyError for a name that no line has."""
        label, by = self._components[line.component]
        if name == "record":
            return line.record.title if line.record else ""
        if name == "component":
            return label
        if name == "measure":
            return self._measures.get(line.measure or by or "", "")
        if name == "source" or name.endswith("_measure"):
            return self._called(line, name)
        if name != "month":
            raise KeyError(name)
        if line.earned_period not in self._months:
            self._months[line.earned_period] = self._form.month(line.earned_period)
        return self._months[line.earned_period]


class _Printer:
    """Prints operands in a form, each that stands in many lines once; a printed operand is kept with its text."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._texts: dict[int, tuple[Operand, str]] = {}
        self._numbers: dict[int, tuple[Operand, str]] = {}

    def text(self, operand: Operand) -> str:
        """Print an operand as a sentence does."""
        found = self._texts.get(id(operand))
        if found is None:
            found = self._texts[id(operand)] = (operand, self._form.operand(operand))
        return found[1]

    def number(self, operand: Operand) -> str:
        """Print an operand as a calculation does: a multiple is a plain number there, `× 1.5 ×`, not `× 1.5x ×`."""
        if operand.unit != "times":
            return self.text(operand)
        found = self._numbers.get(id(operand))
        if found is None:
            found = self._numbers[id(operand)] = (operand, self._form.count(operand.value))
        return found[1]


@lru_cache(maxsize=TEMPLATES)
def _pieces(template: str) -> tuple[tuple[str, str], ...]:
    """A template as plain texts, each with the name that follows it, the last without one."""
    return tuple((text, name or "") for text, name, _, _ in Formatter().parse(template))


def _without_sign(operand: Operand) -> Operand:
    """The operand as a sentence says it that has the sign in a word: fell by, goes back, a reversal of."""
    return replace(operand, value=abs(operand.value)) if operand.value < 0 else operand


def _name(operand: Operand) -> str:
    return f"before_{operand.role}" if operand.before else operand.role


def calculation_of(operands: Sequence[Operand], form: Form) -> str:
    """Return the arithmetic of a line: `$8,680.95 × 1.5 × $96,000.00 ÷ $1,200,000.00`, a difference of two, or of a cap
    `min($500.00, $620.00) − $620.00`."""
    return _calculation(operands, _Printer(form))


def _calculation(operands: Sequence[Operand], printer: _Printer) -> str:
    if is_cut(operands):
        return _cut(operands, printer)
    now, before = states_of(operands)
    text = _product(now, printer)
    return f"({text}) − ({_product(before, printer)})" if before else text


def _cut(operands: Sequence[Operand], printer: _Printer) -> str:
    """What a cap takes off now, less what it took off before; alone, the latter is what comes back."""
    texts: list[str] = []
    for total, cap, floor in cut_parts(operands):
        held = f"min({printer.text(cap)}, {printer.text(total)})"
        held = held if floor is None else f"max({printer.text(floor)}, {held})"
        back = total.role == "sum_before" and not texts
        came = f"({printer.text(total)})" if total.value < 0 and not back else printer.text(total)
        texts.append(f"{came} − {held}" if back else f"{held} − {came}")
    return texts[0] if len(texts) == 1 else f"({texts[0]}) − ({texts[1]})"


def _product(operands: Sequence[Operand], printer: _Printer) -> str:
    text = ""
    for operand in operands:
        sign = " ÷ " if operand.divide else " × "
        text += (sign if text else "") + printer.number(operand)
    return text
