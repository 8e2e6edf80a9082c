"""In: a spreadsheet formula as a line prints it. Out: its exact value, by a reader of its own.
It knows numbers, percent signs, + - * / and ROUND, and shares no code with the engine."""

from __future__ import annotations

import ast
import re
from fractions import Fraction


def value_of(formula: str) -> Fraction:
    """Evaluate `=ROUND(8680.95*8%,2)` exactly; ROUND goes half away from zero, as spreadsheets do."""
    assert formula.startswith("="), formula
    text = re.sub(r"(\d+(?:\.\d+)?)%", r"percent('\1')", formula[1:])
    text = re.sub(r"(?<![\w.'])(\d+(?:\.\d+)?)(?![\w.'])", r"number('\1')", text)
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
    assert isinstance(node, ast.Call), ast.dump(node)
    assert isinstance(node.func, ast.Name)
    if node.func.id == "ROUND":
        return _rounded(_value(node.args[0]), int(_value(node.args[1])))
    argument = node.args[0]
    assert isinstance(argument, ast.Constant)
    return Fraction(str(argument.value)) / (100 if node.func.id == "percent" else 1)


def _rounded(value: Fraction, digits: int) -> Fraction:
    scaled = abs(value) * 10**digits
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(units if value >= 0 else -units, 10**digits)
