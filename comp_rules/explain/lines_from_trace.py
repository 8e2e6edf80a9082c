"""A line in words: its sentence, its arithmetic as people write it, and its spreadsheet formula.

In: lines of the trace and a form for numbers. Out: text in English or Korean; the kind owns the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from string import Formatter
from typing import NamedTuple

from comp_rules.explain.calculation_from_operands import Printer, calculation_from_operands
from comp_rules.explain.form import Form
from comp_rules.flow.records import AssignmentResult, Line, Operand
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
        elif known is not None and _is_multiplied_alike(line, known.line):
            lines.append(ExplainedLine(line, explainer.sentence(line), known.calculation, line.formula))
        else:
            lines.append(explainer.explained(line))
    return lines


def _is_multiplied_alike(line: Line, before: Line) -> bool:
    """Whether the operands of the amount are those of before; only others, which explain it, have changed."""
    if len(line.operands) != len(before.operands):
        return False
    pairs = zip(line.operands, before.operands, strict=True)
    return all(now is then or not (now.in_amount or then.in_amount) for now, then in pairs)


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
        self._printer = Printer(form)

    def explained(self, line: Line) -> ExplainedLine:
        """Return the line with its sentence and calculation."""
        return ExplainedLine(
            line, self.sentence(line), calculation_from_operands(line.operands, self._printer), line.formula
        )

    def sentence(self, line: Line) -> str:
        """Return the sentence: the template of the line's kind, with each value in its place."""
        operands = {f"before_{o.role}" if o.before else o.role: o for o in line.operands}
        pieces = []
        for text, name, role in _pieces(KINDS[line.kind].words(line).say(self._lang)):
            pieces.append(text)
            if not name:
                continue
            operand = operands.get(role)
            if operand is None:
                pieces.append(self._value(line, name))
            else:
                pieces.append(self._printer.text(operand if role == name else _without_sign(operand)))
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


class _Piece(NamedTuple):
    """A plain text, the name that follows it, and the role of its operand: for a size the name without that word."""

    text: str
    name: str
    role: str


@lru_cache(maxsize=TEMPLATES)
def _pieces(template: str) -> tuple[_Piece, ...]:
    """A template as plain texts and names; the last has no name."""
    parsed = [(text, name or "") for text, name, _, _ in Formatter().parse(template)]
    return tuple(
        _Piece(text, name, name.removeprefix(SIZE) if name.startswith(SIZE) else name) for text, name in parsed
    )


def _without_sign(operand: Operand) -> Operand:
    """The operand as a sentence says it that has the sign in a word: fell by, goes back, a reversal of."""
    return replace(operand, value=abs(operand.value)) if operand.value < 0 else operand
