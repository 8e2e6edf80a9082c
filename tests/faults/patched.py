"""A mutant in a process that has imported everything already: only the code of functions is exchanged.

In: a file's code as it is and as a mutant has it. Out: every live function of the file runs the mutant.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator
from types import CodeType, FunctionType

#: live functions by the file, the name and the first line of their code
Living = dict[tuple[str, str, int], list[FunctionType]]


def living_functions(folder: str) -> Living:
    """Return all functions whose code lies in files of a folder, whatever wraps them."""
    found: Living = defaultdict(list)
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(folder):
            found[_key(one.__code__)].append(one)
    return found


def exchange(living: Living, before: CodeType, after: CodeType) -> int:
    """Give every live function the code of the mutant; return how many functions changed."""
    changed = 0
    for was, now in _pairs(before, after):
        if was == now:
            continue
        for function in living.get(_key(was), ()):
            # several lambdas of one line differ in what they do
            if function.__code__ == was and was.co_freevars == now.co_freevars:
                function.__code__ = now
                changed += 1
    return changed


def _pairs(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    inner, other = _inner(before), _inner(after)
    if len(inner) != len(other):
        return  # a change that leaves out a function inside: the function around it has been exchanged
    for was, now in zip(inner, other, strict=True):
        yield was, now
        yield from _pairs(was, now)


def _inner(code: CodeType) -> list[CodeType]:
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno
