"""Small changes of the code of functions, one at a time: what a slip of the hand would make of it.

In: the text of a Python file. Out: its mutants, each a place, what it changes, and the whole file compiled with it.

Not changed: type hints, words (texts, their parts and what is handed to Words), assertions, what is raised, defaults of
arguments, and everything outside functions (tables of a module, fields of a class).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list", "reversed": "list"}
#: calls whose arguments are words, types or a law of the engine
LEFT_ALONE = {"Words", "isinstance", "cast", "assert_never"}


@dataclass(frozen=True, slots=True)
class Site:
    """A node that can change: how to reach it from the module, and which of its changes is meant."""

    steps: tuple[tuple[str, int | None], ...]
    variant: int


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one place; `first` and `last` are the lines that a test must run to notice it."""

    path: str
    line: int
    column: int
    until: int
    what: str
    first: int
    last: int
    site: Site

    @property
    def name(self) -> str:
        return f"{self.path}:{self.line}:{self.column}-{self.until} {self.what}"


def mutants_of(path: str, text: str) -> list[Mutant]:
    """Return all mutants of a file in the order of its text."""
    found = list(_in_node(path, ast.parse(text), (), None, None))
    return sorted(found, key=lambda mutant: (mutant.line, mutant.column, mutant.what))


def compiled_with(mutant: Mutant, text: str, file: str) -> CodeType:
    """Return the file's code with the change in it, every line where it was."""
    tree = ast.parse(text)
    *above, (name, index) = mutant.site.steps
    parent: ast.AST = tree
    for step, at in above:
        inner = getattr(parent, step)
        parent = inner if at is None else inner[at]
    here = getattr(parent, name)
    node = here if index is None else here[index]
    _, new = list(changes_of(node))[mutant.site.variant]
    new = ast.copy_location(new, node)
    if index is None:
        setattr(parent, name, new)
    else:
        here[index] = new
    return compile(ast.fix_missing_locations(tree), file, "exec", dont_inherit=True)


def _in_node(
    path: str, node: ast.AST, steps: tuple[tuple[str, int | None], ...], statement: ast.stmt | None, function: object
) -> Iterator[Mutant]:
    for name, value in ast.iter_fields(node):
        inner = value if isinstance(value, list) else [value]
        for at, child in enumerate(inner):
            if not isinstance(child, ast.AST) or _is_left_alone(node, name, child):
                continue
            way = (*steps, (name, at if isinstance(value, list) else None))
            within = child if isinstance(child, ast.FunctionDef | ast.Lambda) else function
            around = child if isinstance(child, ast.stmt) else statement
            if function is not None and around is not None:
                yield from _here(path, child, way, around)
            yield from _in_node(path, child, way, around, within)


def _here(path: str, node: ast.AST, steps: tuple[tuple[str, int | None], ...], statement: ast.stmt) -> Iterator[Mutant]:
    placed = node.target if isinstance(node, ast.comprehension) else node
    if not isinstance(placed, ast.expr | ast.stmt):
        return
    first, last = statement.lineno, placed.end_lineno or statement.lineno
    if not hasattr(statement, "body"):
        last = statement.end_lineno or last
    if isinstance(node, ast.expr) and isinstance(statement, ast.FunctionDef | ast.ClassDef):
        first = node.lineno
    where = (placed.lineno, placed.col_offset, placed.end_col_offset or 0)
    for variant, (what, _) in enumerate(changes_of(node)):
        yield Mutant(path, *where, what, first, max(first, last), Site(steps, variant))


def _is_left_alone(parent: ast.AST, name: str, node: ast.AST) -> bool:
    if name in ("annotation", "returns", "decorator_list", "args") and isinstance(parent, ast.FunctionDef | ast.arg):
        return True
    if isinstance(node, ast.arguments | ast.JoinedStr | ast.Assert | ast.Raise | ast.Import | ast.ImportFrom):
        return True
    if isinstance(parent, ast.AnnAssign) and name == "annotation":
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in LEFT_ALONE
    return False


def changes_of(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield (what it is, the changed node) for every change of one node."""
    match node:
        case ast.Compare():
            yield from _comparisons(node)
        case ast.BinOp(op=op) if type(op) in COMPUTED and not _is_text(node):
            other = COMPUTED[type(op)]
            yield f"{_name(op)} to {_name(other())}", ast.BinOp(node.left, other(), node.right)
        case ast.AugAssign(op=op) if type(op) in COMPUTED:
            other = COMPUTED[type(op)]
            yield f"{_name(op)}= to {_name(other())}=", ast.AugAssign(node.target, other(), node.value)
        case ast.BoolOp(op=op, values=values):
            turned = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"{_name(op)} to {_name(turned)}", ast.BoolOp(turned, values)
        case ast.UnaryOp(op=ast.Not() | ast.USub() as op, operand=operand):
            yield f"without {_name(op)}", operand
        case ast.Constant(value=bool() as value):
            yield f"{value} to {not value}", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield f"{value} to {value + 1}", ast.Constant(value + 1)
            yield (
                f"{value} to {value - 1}",
                ast.UnaryOp(ast.USub(), ast.Constant(1)) if not value else ast.Constant(value - 1),
            )
        case ast.Call(func=ast.Name(id=called)) if called in CALLED:
            yield f"{called} to {CALLED[called]}", _called_otherwise(node, CALLED[called])
        case ast.comprehension(ifs=[_, *_]):
            yield "without a condition", ast.comprehension(node.target, node.iter, [], node.is_async)
        case ast.IfExp(test=test, body=body, orelse=orelse) if not isinstance(test, ast.Compare):
            yield "condition turned", ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.If(test=test, body=body, orelse=orelse) if not isinstance(test, ast.Compare):
            yield "condition turned", ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case _:
            yield from _statements(node)


def _statements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "returns None", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield "call left out", ast.Pass()
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            # a function that yields stays one that yields
            yield "nothing yielded", ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load())))
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]) | ast.Delete():
            yield "left out", ast.Pass()
        case ast.Continue():
            yield "continue to break", ast.Break()
        case ast.Break():
            yield "break to continue", ast.Continue()


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    for at, op in enumerate(node.ops):
        for other in COMPARED[type(op)]:
            ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
            which = f" ({at + 1})" if len(node.ops) > 1 else ""
            yield f"{_name(op)} to {_name(other())}{which}", ast.Compare(node.left, ops, node.comparators)


def _called_otherwise(node: ast.Call, name: str) -> ast.Call:
    func = ast.copy_location(ast.Name(name, ast.Load()), node.func)
    if name == "list":
        return ast.Call(func, node.args[:1], [])
    return ast.Call(func, node.args, node.keywords)


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.JoinedStr) or _is_str(side) for side in (node.left, node.right))


def _is_str(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name(op: ast.AST) -> str:
    return type(op).__name__
