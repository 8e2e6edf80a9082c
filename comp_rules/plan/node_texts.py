"""Texts of a node: the label of a thing, and the words of a scalar or list.

In: a node that may hold mistakes. Out: what could be read of it.
"""

from __future__ import annotations

from comp_rules.plan.document import Items, Map, Node, Scalar
from comp_rules.values.words import Words


def label_of(node: Map, name: str, key: str = "label") -> Words:
    """Return the label; a language that is missing is taken from the other, and the name serves for both."""
    label = node.map(key)
    en, ko = (label.text("en"), label.text("ko")) if label else (None, None)
    return Words(en or ko or name, ko or en or name)


def texts_of(node: Node | None) -> tuple[str, ...]:
    """Return the text of a scalar or the texts of a list."""
    return tuple(scalar.text for scalar in scalars_of(node))


def scalars_of(node: Node | None) -> tuple[Scalar, ...]:
    """Return the scalar itself or the scalars of a list."""
    if isinstance(node, Scalar):
        return (node,)
    return tuple(item for item in node.items if isinstance(item, Scalar)) if isinstance(node, Items) else ()
