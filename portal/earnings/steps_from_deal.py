"""A deal step by step: from its amount through the credit to each line, with operands and where they come from.

In: the lines and credits of one record. Out: steps in words, in the reader's language; no number that is not theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comp_rules.flow.records import AssignmentResult, Credit, Line, Operand
from comp_rules.kinds.sentence import role_label
from portal.language import gettext as _
from portal.menu import N_
from statements.formatting import LocaleForm
from statements.tiers import quantity
from statements.view import Amount, LineView

#: What an operand is called here; other roles have the name that the engine's sentences give them.
ROLES = {
    "allowed": N_("Limit"),
    "close": N_("Credit in the window after it"),
    "edge": N_("The tier starts at"),
    "field": N_("Value that picks the tier"),
    "open": N_("Credit in the window before it"),
    "part": N_("Part in this tier"),
    "quota": N_("Quota of the whole window"),
    "window_quota": N_("Quota"),
}
#: What the numbers are called from which the value of an operand was computed.
INNER = {
    "at": N_("Point below"),
    "item": N_("Measure"),
    "lower": N_("Divided by"),
    "next_at": N_("Point above"),
    "next_pays": N_("What the point above pays"),
    "pays": N_("What the point below pays"),
    "term": N_("Added up"),
    "upper": N_("Value"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """An operand in words: what it is, its value, where it comes from; `depth` counts what it was computed in."""

    label: str
    value: str
    source: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a calculation. `line` and `amount` are those of a payable line; `value` is printed otherwise."""

    title: str
    details: tuple[str, ...]
    value: str
    line: LineView | None = None
    amount: Amount | None = None
    facts: tuple[Fact, ...] = ()


def steps_from_deal(
    part: AssignmentResult,
    lines: Sequence[LineView],
    names: dict[str, str],
    sources: dict[str, str],
    form: LocaleForm,
) -> list[Step]:
    """Return the steps of some lines of a part: first those of their credits, then one for each line.

    `names` are those of the people on the record, `sources` says in words where the rows of dated facts come from.
    """
    own = {f"line:{line.line_id}": line for line in part.lines}
    chosen = [own[view.key] for view in lines]
    credits = {credit.credit_id: credit for credit in (*part.earlier, *part.credits)}
    of_lines = dict.fromkeys(line.credit_id for line in chosen if line.credit_id in credits)
    steps = [step for credit in of_lines for step in _credit_steps(credits[credit or ""], part, names, form)]
    steps += [_line_step(line, view, sources, form) for line, view in zip(chosen, lines, strict=True)]
    return steps


def _credit_steps(credit: Credit, part: AssignmentResult, names: dict[str, str], form: LocaleForm) -> Iterable[Step]:
    record = credit.record
    details = [_("%(record)s, version %(number)s", record=record.record_id, number=record.version_no)]
    if credit.original_text:
        details.append(_("written %(text)s in the source", text=credit.original_text))
    if credit.reverses:
        details.append(_("takes back %(record)s", record=credit.reverses))
    yield Step(_("Amount of the record"), tuple(details), quantity(credit.original, credit.original_unit, form))
    if credit.fx is not None:
        rate = _("1 %(one)s = %(rate)s %(currency)s", one=credit.fx.one, rate=form.count(credit.fx.rate),
                 currency=credit.fx.currency)  # fmt: skip
        day = _("rate of %(day)s", day=form.day(credit.fx.day))
        yield Step(_("In the plan's currency"), (rate, day), quantity(credit.converted, credit.unit, form))
    yield Step(credit.label.say(form.lang), tuple(_shares(credit, part, names, form)),
               quantity(credit.amount, credit.unit, form))  # fmt: skip


def _shares(credit: Credit, part: AssignmentResult, names: dict[str, str], form: LocaleForm) -> Iterable[str]:
    if credit.share != Fraction(1):
        yield f"{quantity(credit.converted, credit.unit, form)} × {form.percent(credit.share)}"
    yield _("counts on %(day)s", day=form.day(credit.day))
    if len(credit.split) > 1:
        shown = [f"{_name(payee, part, names)} {form.percent(share)}" for payee, share in credit.split]
        yield _("split: %(people)s", people=form.listed(shown))


def _name(payee: str, part: AssignmentResult, names: dict[str, str]) -> str:
    return _("own share") if payee == part.payee else names.get(payee, payee)


def _line_step(line: Line, view: LineView, sources: dict[str, str], form: LocaleForm) -> Step:
    title = line.record.title if line.record else ""
    details = [view.sentence.removeprefix(f"{title}: "), view.calculation]
    if line.exact != line.amount and not view.now:
        exact = form.amount(line.exact, line.currency)
        rounded = view.rounding or _("rounded once")
        details[1] = _("%(calculation)s = %(exact)s, %(rounded)s", calculation=view.calculation, exact=exact,
                       rounded=rounded)  # fmt: skip
    if view.now:
        details.append(_("Now %(now)s, before %(before)s", now=view.now, before=view.before))
    facts = tuple(fact for operand in line.operands for fact in _facts(operand, sources, form))
    return Step(view.label, tuple(details), view.amount.text, view, view.amount, facts)


def _facts(operand: Operand, sources: dict[str, str], form: LocaleForm, depth: int = 0) -> Iterable[Fact]:
    """An operand, and below it the numbers that its value was computed from."""
    yield Fact(_called(operand, form, depth), form.operand(operand), _source(operand, sources), depth)
    for inner in operand.via:
        yield from _facts(inner, sources, form, depth + 1)


def _called(operand: Operand, form: LocaleForm, depth: int) -> str:
    role, _dash, number = operand.role.rpartition("_")
    plain = role if number.isdigit() and role else operand.role
    own = (INNER if depth else ROLES).get(plain) or ROLES.get(plain)
    label = _(own) if own else role_label(plain).say(form.lang)
    label = label[:1].upper() + label[1:]
    if number.isdigit() and role:
        label = f"{label} ({number})"
    return _("%(label)s before", label=label) if operand.before else label


def _source(operand: Operand, sources: dict[str, str]) -> str:
    source = operand.source
    found = sources.get(source.ref)
    if found:
        return found
    if source.table == "plan":
        return _("the plan")
    if source.table == "record":
        return _("the record")
    known = {
        "credit": _("the credits"),
        "measure": _("calculated"),
        "component": _("earned before"),
        "contest": _("the ranking"),
        "earnings": _("the earnings of others"),
        "line": _("the lines"),
        "table": _("the rate table"),
    }
    return known.get(source.table, "")
