"""In: what mypy infers for each call, operator and attribute. Out: a complaint where one yields a binary float.
A plugin of mypy, since `a / b` is exact between fractions and a float between integers, and only types tell."""

from collections.abc import Callable

from mypy.plugin import AttributeContext, FunctionContext, MethodContext, Plugin
from mypy.types import Instance, TupleType, Type, UnionType, get_proper_type

FLOATS = ("builtins.float", "builtins.complex")
CODE_SAYS = "This yields a float"


class NoFloats(Plugin):
    """Looks at the packages named in pyproject.toml only: others are not checked, their stubs may say float."""

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        return _complain

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        return _complain

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return _complain_of_attribute


def _complain(context: FunctionContext | MethodContext) -> Type:
    if _has_float(context.default_return_type):
        context.api.fail(CODE_SAYS, context.context)
    return context.default_return_type


def _complain_of_attribute(context: AttributeContext) -> Type:
    if _has_float(context.default_attr_type):
        context.api.fail(CODE_SAYS, context.context)
    return context.default_attr_type


def _has_float(kind: Type) -> bool:
    proper = get_proper_type(kind)
    if isinstance(proper, TupleType) and proper.partial_fallback.type.fullname != "builtins.tuple":
        return False  # a record such as that of os.stat: its fields are looked at when they are read
    if isinstance(proper, UnionType | TupleType):
        return any(_has_float(item) for item in proper.items)
    return isinstance(proper, Instance) and (proper.type.fullname in FLOATS or any(map(_has_float, proper.args)))


def plugin(version: str) -> type[Plugin]:
    """What mypy asks a plugin file for."""
    return NoFloats
