"""Expressions and relations as the Python code that makes them."""

import datetime as dt
from keyword import iskeyword
from typing import Final, cast

from leapyear._expressions import Call, Constant, Expression, Named, Value
from leapyear._relations import (
    GroupAggregate,
    GroupRelation,
    JoinRelation,
    ProjectRelation,
    Relation,
    SplitRelation,
    TableRelation,
    UnionRelation,
    ViewRelation,
    WhereRelation,
    splits_in,
)

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
#: Functions of the contract that `leapyear.functions` has under another name.
_TYPED: Final = {"parse_date": "to_date", "parse_datetime": "to_datetime"}
_METHODS: Final = ("clip", "is_null", "between")


def printed(expression: Expression) -> str:
    """The expression as one would type it, attributes by their bare names; long lists are cut.

    Examples
    --------
    >>> age = Named("age")
    >>> printed(Call("and", (Call("gt", (age, Constant(40))), Call("not", (Named("smoker"),)))))
    '(age > 40) & ~smoker'
    """
    return _printed(expression)[0]


def _printed(expression: Expression) -> tuple[str, int]:
    match expression:
        case Named(name):
            return (name if _is_plain(name) else f"[{name!r}]"), _ATOM
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
            return f"{_TYPED.get(function, function)}({listed})", _ATOM
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


def printed_relation(relation: Relation) -> str:
    """A relation as the calls of `DataSet` that give it."""
    match relation:
        case TableRelation(database, table):
            return f"DataSet.from_table('{database}.{table}')"
        case ViewRelation(database, view):
            return f"DataSet.from_view('{database}.{view}')"
        case WhereRelation(inner, predicate):
            return f"{printed_relation(inner)}.where({printed(predicate)})"
        case ProjectRelation(inner, attributes):
            return f"{printed_relation(inner)}.project({_printed_attributes(attributes)})"
        case UnionRelation((first, *others)):
            return f"{printed_relation(first)}.union({', '.join(map(printed_relation, others))})"
        case SplitRelation(inner, names, shares, part, seed):
            parts = list(shares) if any(each != 1 for each in shares) else len(shares)
            seeded = f", seed={seed}" if seed or splits_in(inner) else ""
            return f"{printed_relation(inner)}.split({parts}, {part}, by={list(names)!r}{seeded})"
        case JoinRelation(left, right):
            arguments = [printed_relation(right), *_printed_join(relation)]
            return f"{printed_relation(left)}.join({', '.join(arguments)})"
        case GroupRelation(inner, keys, aggregates):
            told = ", ".join(map(_printed_aggregate, aggregates))
            return f"{printed_relation(inner)}.group_by({printed_keys(keys)}).agg({told})"
    raise AssertionError(relation)


def _printed_join(relation: JoinRelation) -> list[str]:
    """The arguments of `join` but for the other data set, where they are not those that it has by itself."""
    on, other_on = ([key[side] for key in relation.keys] for side in (0, 1))
    arguments = [f"on={on!r}"]
    if other_on != on:
        arguments.append(f"other_on={other_on!r}")
    if relation.how != "inner":
        arguments.append(f"how={relation.how!r}")
    match relation.left_rows, relation.right_rows:
        case None, 1:
            pass
        case None, rows:
            arguments.append(f"rows_per_key={rows}")
        case both:
            arguments.append(f"rows_per_key={both}")
    return arguments


def printed_keys(keys: tuple[tuple[str, Expression], ...]) -> str:
    """The arguments of `group_by`: those that keep their names, then those that were given one."""
    kept = [repr(name) for name, expression in keys if expression == Named(name)]
    return ", ".join(
        [*kept, *(_keyword(name, printed(one)) for name, one in keys if one != Named(name))]
    )


def _printed_aggregate(aggregate: GroupAggregate) -> str:
    of = aggregate.expression
    told = repr(aggregate.kind) if of is None else f"({printed(of)}, {aggregate.kind!r})"
    return _keyword(aggregate.name, told)


def _keyword(name: str, value: str) -> str:
    return f"{name}={value}" if _is_plain(name) else f"**{{{name!r}: {value}}}"


def _is_plain(name: str) -> bool:
    """Whether Python takes a name as it is."""
    return name.isidentifier() and not iskeyword(name)


def _printed_attributes(attributes: tuple[tuple[str, Expression], ...]) -> str:
    """The arguments of `project`: a list and keywords where that can say it, else a mapping."""
    kept = [name for name, expression in attributes if expression == Named(name)]
    computed = [(name, printed(one)) for name, one in attributes if one != Named(name)]
    if not all(_is_plain(name) for name, _ in computed):
        return "{" + ", ".join(f"{name!r}: {printed(one)}" for name, one in attributes) + "}"
    more = f", … {len(kept) - 8} more" if len(kept) > 8 else ""
    listed = [f"[{', '.join(map(repr, kept[:8]))}{more}]"] if kept else []
    return ", ".join([*listed, *(f"{name}={text}" for name, text in computed)])
