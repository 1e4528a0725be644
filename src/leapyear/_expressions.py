"""Expressions as frozen trees, in the words of those who typed them.

An `Attribute` of `leapyear.dataset` is a node of here with its type. The trees keep what was typed
(``isin``, ``between``, ``a & b & c``), so that they print as it; `lowered` turns one into the few
functions of the contract when it is sent.

Two limits of the server shape that step. Its JSON nests at most 200 levels, and a call takes at
most 64 arguments: so long chains of ``&``, ``|`` and ``+`` are kept flat here and become balanced
trees on the wire, and ``isin`` with a thousand values is a tree of three levels. Depth is counted
while an expression is built, so that the error points at the line that went too far, not at the
analysis a page below.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final, TypeAlias

from attrs import field, frozen

from leapyear._refusals import invalid_expression

#: The most arguments that a call takes on the wire.
MOST_ARGUMENTS: Final = 64
#: The most levels of JSON that one expression may have. The server takes 200 for the whole request;
#: the rest is for the relations around the expression.
DEEPEST_EXPRESSION: Final = 150

#: Of which a call of calls is a call of all arguments, in their order.
_ASSOCIATIVE: Final = frozenset(("and", "or", "coalesce", "greatest", "least", "concat"))
#: How many values a call of `to_factor` takes on the wire, behind the string.
_VALUES: Final = MOST_ARGUMENTS - 1
#: How many arguments of a `when` one call takes where it goes on with another: pairs.
_CASES: Final = MOST_ARGUMENTS - 2

Value: TypeAlias = bool | int | float | str | dt.date | dt.datetime


def _typed(value: Value) -> tuple[type, Value]:
    # 1 == 1.0 == True in Python; as constants of the contract they are three.
    return type(value), value


@frozen
class Named:
    """The value of an attribute."""

    name: str
    depth: int = field(default=1, init=False, eq=False, repr=False)


@frozen
class Constant:
    """The same value for every row. A moment is aware and in UTC."""

    value: Value = field(eq=_typed)
    depth: int = field(default=1, init=False, eq=False, repr=False)


@frozen
class Call:
    """A function of other expressions: one of the contract, or ``isin``, or ``between``."""

    function: str
    arguments: tuple["Expression", ...]
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        # On the wire a call is two levels: an object, and the list of its arguments.
        levels = 2 * _levels(self.function, len(self.arguments))
        depth = levels + max(argument.depth for argument in self.arguments)
        if depth > DEEPEST_EXPRESSION:
            raise invalid_expression(
                f"this expression nests {depth} levels deep, more than the server takes: compute "
                "it in steps, with project([...], step=...) between them"
            )
        object.__setattr__(self, "depth", depth)


Expression: TypeAlias = Named | Constant | Call


def call(function: str, *arguments: Expression) -> Call:
    """A call, in which chains of one associative function are flat.

    ``(a & b) & c`` is ``a & b & c``. Of ``+`` only the left side is opened, so that ``a + (b + c)``
    stays the sum that was typed.
    """
    if function in ("and", "or"):
        return Call(
            function, tuple(part for argument in arguments for part in parts(function, argument))
        )
    if function == "add" and len(arguments) == 2:
        return Call(function, (*parts(function, arguments[0]), arguments[1]))
    return Call(function, arguments)


def parts(function: str, expression: Expression) -> tuple[Expression, ...]:
    """The arguments of a call of this function; any other expression as the only one."""
    if isinstance(expression, Call) and expression.function == function:
        return expression.arguments
    return (expression,)


def names_in(expression: Expression) -> Iterator[str]:
    """The attributes that an expression uses, in the order of their first use."""
    seen: set[str] = set()
    pending: list[Expression] = [expression]
    while pending:
        node = pending.pop()
        if isinstance(node, Named):
            if node.name not in seen:
                seen.add(node.name)
                yield node.name
        elif isinstance(node, Call):
            pending.extend(reversed(node.arguments))


def lowered(expression: Expression) -> Expression:
    """The same expression in the functions of the contract alone, each call within its limits."""
    if not isinstance(expression, Call):
        return expression
    arguments = tuple(lowered(argument) for argument in expression.arguments)
    match expression.function:
        case "isin":
            subject, *values = arguments
            return _balanced(
                "or", tuple(Call("eq", (subject, value)) for value in values), MOST_ARGUMENTS
            )
        case "between":
            subject, lower, upper = arguments
            return Call("and", (Call("ge", (subject, lower)), Call("le", (subject, upper))))
        case "add":
            return _balanced("add", arguments, 2)
        case "to_factor":
            subject, *values = arguments
            groups = [values[at : at + _VALUES] for at in range(0, len(values), _VALUES)]
            factors = tuple(Call("to_factor", (subject, *group)) for group in groups)
            return _balanced("coalesce", factors, MOST_ARGUMENTS)
        case "when" if len(arguments) > MOST_ARGUMENTS:
            first, rest = arguments[:_CASES], arguments[_CASES:]
            return Call("when", (*first, lowered(Call("when", rest))))
        case function if function in _ASSOCIATIVE:
            return _balanced(function, arguments, MOST_ARGUMENTS)
        case function:
            return Call(function, arguments)


def _balanced(function: str, arguments: tuple[Expression, ...], width: int) -> Expression:
    """The flattest tree of calls of at most ``width`` arguments, the arguments in order."""
    level = arguments
    while len(level) > 1:
        groups = [level[start : start + width] for start in range(0, len(level), width)]
        level = tuple(group[0] if len(group) == 1 else Call(function, group) for group in groups)
    return level[0]


def _levels(function: str, count: int) -> int:
    """How many calls deep one call will be when it is lowered."""
    match function:
        case "isin":
            return 1 + _tree_height(count - 1, MOST_ARGUMENTS)
        case "between":
            return 2
        case "to_factor":
            return 1 + _tree_height(-(-(count - 1) // _VALUES), MOST_ARGUMENTS)
        case "when":
            return max(1, -(-count // _CASES))
        case _ if function in _ASSOCIATIVE:
            return _tree_height(count, MOST_ARGUMENTS)
        case "add":
            return _tree_height(count, 2)
        case _:
            return 1


def _tree_height(leaves: int, width: int) -> int:
    height = 0
    while leaves > 1:
        leaves = -(-leaves // width)
        height += 1
    return height
