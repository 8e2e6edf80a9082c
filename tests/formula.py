"""In: a spreadsheet formula as a line prints it. Out: its exact value, by a reader of its own.
It knows numbers, percent signs, + - * /, comparisons, IF, AND, MIN, MAX and the three ways to round, and shares no code
with the engine."""

from __future__ import annotations

import ast
import re
from fractions import Fraction


def value_of(formula: str) -> Fraction:
    """Evaluate `=ROUND(8680.95*8%,2)` exactly; ROUND goes half away from zero, as spreadsheets do."""
    assert formula.startswith("="), formula
    text = re.sub(r"(\d+(?:\.\d+)?)%", r"percent('\1')", formula[1:])
    text = re.sub(r"(?<![\w.'])(\d+(?:\.\d+)?)(?![\w.'])", r"number('\1')", text)
    text = text.replace("=", "==").replace("<>", "!=")
    # these are words of Python's own
    text = re.sub(r"\b(IF|AND)\(", r"X\1(", text)
    return _value(ast.parse(text, mode="eval").body)


def numbers_in(formula: str) -> set[str]:
    """The numbers that stand in a formula, as written."""
    return set(re.findall(r"\d+(?:\.\d+)?%?", formula))


def _value(node: ast.expr) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left), _value(node.right)
        return {
            ast.Add: lambda: left + right,
            ast.Sub: lambda: left - right,
            ast.Mult: lambda: left * right,
            ast.Div: lambda: left / right,
        }[type(node.op)]()
    if isinstance(node, ast.Compare):
        same = _value(node.left) == _value(node.comparators[0])
        return Fraction(same if isinstance(node.ops[0], ast.Eq) else not same)
    assert isinstance(node, ast.Call), ast.dump(node)
    assert isinstance(node.func, ast.Name)
    name = node.func.id
    if name in ("number", "percent"):
        argument = node.args[0]
        assert isinstance(argument, ast.Constant)
        return Fraction(str(argument.value)) / (100 if name == "percent" else 1)
    if name == "XIF":
        return _value(node.args[1] if _value(node.args[0]) else node.args[2])
    values = [_value(argument) for argument in node.args]
    if name in ("ROUND", "ROUNDDOWN", "ROUNDUP"):
        return _rounded(values[0], int(values[1]), name)
    return {"XAND": lambda: Fraction(all(values)), "MIN": lambda: min(values), "MAX": lambda: max(values)}[name]()


def _rounded(value: Fraction, digits: int, name: str) -> Fraction:
    scaled = abs(value) * 10**digits
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    up = {"ROUND": 2 * rest >= scaled.denominator, "ROUNDDOWN": False, "ROUNDUP": rest > 0}[name]
    units = whole + up
    return Fraction(units if value >= 0 else -units, 10**digits)
