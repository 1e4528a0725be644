"""Expressions and relations as frozen trees, in the words of those who typed them.

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
from typing import Final, Literal, TypeAlias, cast

from attrs import field, fields, frozen

from leapyear._refusals import invalid_expression

#: The most arguments that a call takes on the wire.
MOST_ARGUMENTS: Final = 64
#: The most levels of JSON that one expression may have. The server takes 200 for the whole request;
#: the rest is for the relations around the expression.
DEEPEST_EXPRESSION: Final = 150
#: The most levels that a relation may have, its deepest expression included: 200 less the envelope
#: around it.
DEEPEST_RELATION: Final = 190

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


@frozen
class TableRelation:
    """A table."""

    database: str
    table: str
    depth: int = field(default=1, init=False, eq=False, repr=False)


@frozen
class ViewRelation:
    """What a view stands for."""

    database: str
    view: str
    depth: int = field(default=1, init=False, eq=False, repr=False)


@frozen
class WhereRelation:
    """The rows of a relation for which a predicate is true."""

    relation: "Relation"
    predicate: Expression
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(
            self, "depth", _checked(1 + max(self.relation.depth, self.predicate.depth))
        )


@frozen
class ProjectRelation:
    """Other attributes for the rows of a relation: names, each with its expression."""

    relation: "Relation"
    attributes: tuple[tuple[str, Expression], ...]
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        expressions = 2 + max(expression.depth for _, expression in self.attributes)
        object.__setattr__(self, "depth", _checked(1 + max(self.relation.depth, expressions)))


@frozen
class UnionRelation:
    """The rows of all of several relations."""

    relations: tuple["Relation", ...]
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        deepest = max(relation.depth for relation in self.relations)
        object.__setattr__(self, "depth", _checked(2 + deepest))


@frozen
class SplitRelation:
    """A part of the rows of a relation, by a hash of attributes: the shares of all parts, and which one it is."""

    relation: "Relation"
    attributes: tuple[str, ...]
    shares: tuple[int, ...]
    part: int
    seed: int
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "depth", _checked(2 + self.relation.depth))


@frozen
class GroupAggregate:
    """A value for each group of rows: its name, its kind, and what it is of; of rows that is None."""

    name: str
    kind: str
    expression: Expression | None

    @property
    def depth(self) -> int:
        """The levels of it."""
        return 1 if self.expression is None else 1 + self.expression.depth


@frozen
class GroupRelation:
    """One row for each group of the rows of a relation: names of keys, each with its expression, and aggregates."""

    relation: "Relation"
    keys: tuple[tuple[str, Expression], ...]
    aggregates: tuple[GroupAggregate, ...]
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        keys = 2 + max(expression.depth for _, expression in self.keys)
        aggregates = 1 + max(aggregate.depth for aggregate in self.aggregates)
        deepest = max(self.relation.depth, keys, aggregates)
        object.__setattr__(self, "depth", _checked(1 + deepest))


@frozen
class JoinRelation:
    """The pairs of rows of two relations that are equal in their keys: names, of the left and of the right."""

    left: "Relation"
    right: "Relation"
    keys: tuple[tuple[str, str], ...]
    how: Literal["inner", "left"]
    left_rows: int | None
    right_rows: int | None
    depth: int = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        deepest = max(2, self.left.depth, self.right.depth)
        object.__setattr__(self, "depth", _checked(1 + deepest))


Relation: TypeAlias = (
    TableRelation
    | ViewRelation
    | WhereRelation
    | ProjectRelation
    | UnionRelation
    | SplitRelation
    | GroupRelation
    | JoinRelation
)


def splits_in(relation: Relation) -> int:
    """How many splits of splits a relation is made in."""
    below = [
        splits_in(each)
        for part in fields(type(relation))
        for value in (getattr(relation, part.name),)
        for each in (value if isinstance(value, tuple) else (value,))
        if isinstance(each, Relation)
    ]
    return max(below, default=0) + isinstance(relation, SplitRelation)


def names_its_attributes(relation: Relation) -> bool:
    """Whether a relation says itself which attributes it has: a table has those that its user sees."""
    match relation:
        case ProjectRelation() | GroupRelation() | JoinRelation():
            return True
        case WhereRelation() | SplitRelation():
            return names_its_attributes(relation.relation)
        case UnionRelation(relations):
            return all(map(names_its_attributes, relations))
        case TableRelation() | ViewRelation():
            return False


def _checked(depth: int) -> int:
    if depth > DEEPEST_RELATION:
        raise invalid_expression(
            f"this data set is made in {depth} levels of where and project, more than the server "
            "takes"
        )
    return depth


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


# How expressions print ----------------------------------------------------------------------------

_OPERATORS: Final = {
    # function: (what stands between the arguments, how tightly it binds in Python)
    "or": ("|", 1),
    "and": ("&", 2),
    "eq": ("==", 0),
    "ne": ("!=", 0),
    "lt": ("<", 0),
    "le": ("<=", 0),
    "gt": (">", 0),
    "ge": (">=", 0),
    "add": ("+", 3),
    "subtract": ("-", 3),
    "multiply": ("*", 4),
    "divide": ("/", 4),
    "floor_divide": ("//", 4),
    "modulo": ("%", 4),
    "power": ("**", 6),
}
_SIGN: Final = 5
_NUMBER: Final = 7  # `1.is_null()` is no Python
_METHOD: Final = 8
_ATOM: Final = 9
_UNARY: Final = {"negate": ("-", _SIGN), "not": ("~", _SIGN)}
_MOST_PRINTED: Final = 6
_METHODS: Final = ("clip", "is_null", "between")


def printed(expression: Expression) -> str:
    """The expression as one would type it, attributes by their bare names; long lists are cut.

    Examples
    --------
    >>> age = Named("age")
    >>> printed(call("and", call("gt", age, Constant(40)), call("not", Named("smoker"))))
    '(age > 40) & ~smoker'
    """
    return _printed(expression)[0]


def _printed(expression: Expression) -> tuple[str, int]:
    match expression:
        case Named(name):
            return (name if name.isidentifier() else f"[{name!r}]"), _ATOM
        case Constant(value):
            if isinstance(value, bool) or not isinstance(value, int | float):
                return _printed_value(value), _ATOM
            return _printed_value(value), _SIGN if value < 0 else _NUMBER
        case Call(function, arguments) if function in _OPERATORS:
            sign, strength = _OPERATORS[function]
            shown = [
                _wrapped(argument, strength, first=index == 0)
                for index, argument in enumerate(arguments)
            ]
            return f" {sign} ".join(_cut(shown)), strength
        case Call(function, (only,)) if function in _UNARY:
            sign, strength = _UNARY[function]
            return sign + _wrapped(only, strength, first=True), strength
        case Call("isin", (subject, *values)):
            listed = ", ".join(_cut([printed(value) for value in values]))
            return f"{_wrapped(subject, _METHOD, first=True)}.isin([{listed}])", _ATOM
        case Call("when", arguments):
            return _printed_when(arguments), _ATOM
        case Call(function, arguments) if function not in _METHODS:
            listed = ", ".join(_cut([printed(argument) for argument in arguments]))
            return f"{function}({listed})", _ATOM
        case Call(function, (subject, *rest)):
            listed = ", ".join(printed(argument) for argument in rest)
            return f"{_wrapped(subject, _METHOD, first=True)}.{function}({listed})", _ATOM
    raise AssertionError(expression)


def _printed_when(arguments: tuple[Expression, ...]) -> str:
    pairs = len(arguments) // 2 * 2
    cases = [
        f"when({printed(condition)}, {printed(value)})"
        for condition, value in zip(arguments[:pairs:2], arguments[1:pairs:2], strict=True)
    ]
    return ".".join([*_cut(cases), f"otherwise({', '.join(map(printed, arguments[pairs:]))})"])


def _wrapped(expression: Expression, strength: int, *, first: bool) -> str:
    """An argument, in brackets unless it binds more tightly, or is on the left of arithmetic.

    Python would do without some more of them, those of `(a & b) | c` for one; readers would not.
    """
    text, own = _printed(expression)
    needs_none = own > max(strength, 2) or (own == strength and first and strength in (3, 4))
    return text if needs_none else f"({text})"


def _cut(items: list[str]) -> list[str]:
    if len(items) <= _MOST_PRINTED + 2:
        return items
    return [*items[:_MOST_PRINTED], f"… {len(items) - _MOST_PRINTED} more"]


def _printed_value(value: Value) -> str:
    if isinstance(value, dt.datetime):
        return repr(value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ") + "Z")
    if isinstance(value, dt.date):
        return repr(value.isoformat())
    return repr(cast(object, value))
