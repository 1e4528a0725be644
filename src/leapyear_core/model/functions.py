"""The scalar functions, each with its type rule and its interval rule.

All of them are total: no row can make one fail. Where a function has no value (a division by zero, an argument that is
null) it is null; a REAL result beyond ``±REAL_LIMIT`` is clamped to it. The engine gives the same values: it reads the
types from here.

Interval rules are computed in the arithmetic of the engines, IEEE 754 doubles rounded to nearest. That rounding is
monotone, so the value of an expression never leaves the interval computed from the ends of its arguments.
"""

from collections.abc import Callable, Iterable, Sequence

from attrs import frozen

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.types import (
    INT_LIMIT,
    REAL_LIMIT,
    BoolType,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
)

Number = IntType | RealType
Types = Sequence[DataType]


@frozen
class Function:
    """A scalar function.

    Attributes
    ----------
    name
        Its name in the contract.
    arity
        How many arguments it takes; None for one or more.
    rule
        The type of its value from the types of its arguments.
    """

    name: str
    arity: int | None
    rule: Callable[[str, Types], DataType]

    def type_of(self, arguments: Types) -> DataType:
        """The type of the function's value.

        Raises
        ------
        InvalidExpression
            If the function does not take arguments of these types, or not so many.
        """
        if self.arity is not None and len(arguments) != self.arity:
            raise InvalidExpression(
                f"{self.name!r} takes {self.arity} arguments, not {len(arguments)}"
            )
        return self.rule(self.name, arguments)


def _comparison(name: str, types: Types) -> DataType:
    left, right = types
    families: list[tuple[type, ...]] = [
        (IntType, RealType),
        (TextType, FactorType),
        (DateType,),
        (DatetimeType,),
    ]
    if name in ("eq", "ne"):
        families.append((BoolType,))
    if any(isinstance(left, family) and isinstance(right, family) for family in families):
        return BoolType()
    message = f"{name!r} cannot compare {_named(left)} with {_named(right)}"
    if isinstance(left, BoolType) or isinstance(right, BoolType):
        message += ": a BOOL is a condition already, use it (or its negation) as it is"
    raise InvalidExpression(message)


def _logic(name: str, types: Types) -> DataType:
    for given in types:
        if not isinstance(given, BoolType):
            raise InvalidExpression(
                f"{name!r} takes BOOL, not {_named(given)}: compare it with something first"
            )
    return BoolType()


def _is_null(name: str, types: Types) -> DataType:
    return BoolType()


def _add(name: str, types: Types) -> DataType:
    left, right = _numbers(name, types)
    return _interval(name, types, [left.lower + right.lower, left.upper + right.upper])


def _subtract(name: str, types: Types) -> DataType:
    left, right = _numbers(name, types)
    return _interval(name, types, [left.lower - right.upper, left.upper - right.lower])


def _multiply(name: str, types: Types) -> DataType:
    left, right = _numbers(name, types)
    return _interval(
        name, types, [a * b for a in (left.lower, left.upper) for b in (right.lower, right.upper)]
    )


def _divide(name: str, types: Types) -> DataType:
    left, right = _numbers(name, types)
    ends = (float(left.lower), float(left.upper))
    if right.lower > 0 or right.upper < 0:
        return _real([a / b for a in ends for b in (float(right.lower), float(right.upper))])
    # The divisor may be zero, where the quotient is null. Otherwise a whole divisor is at least 1 from zero, but a
    # REAL one comes as close as it likes.
    most = max(map(abs, ends)) if isinstance(right, IntType) else REAL_LIMIT
    return _real([-most, most])


def _negate(name: str, types: Types) -> DataType:
    (only,) = _numbers(name, types)
    return _interval(name, types, [-only.upper, -only.lower])


def _abs(name: str, types: Types) -> DataType:
    (only,) = _numbers(name, types)
    ends = [abs(only.lower), abs(only.upper)]
    return _interval(name, types, ends if only.lower > 0 or only.upper < 0 else [0, *ends])


def _clip(name: str, types: Types) -> DataType:
    value, lower, upper = _numbers(name, types)
    if lower.lower != lower.upper or upper.lower != upper.upper:
        raise InvalidExpression("'clip' takes two constants as its bounds")
    if lower.lower > upper.upper:
        raise InvalidExpression(
            f"the bounds ({lower.lower}, {upper.upper}) of 'clip' are the wrong way round"
        )
    return _interval(
        name, types, [_clamp(end, lower.lower, upper.upper) for end in (value.lower, value.upper)]
    )


def _clamp(value: float, lower: float, upper: float) -> float:
    return lower if value < lower else min(value, upper)


def _numbers(name: str, types: Types) -> list[Number]:
    for given in types:
        if not isinstance(given, IntType | RealType):
            raise InvalidExpression(f"{name!r} takes numbers, not {_named(given)}")
    return [given for given in types if isinstance(given, IntType | RealType)]


def _interval(name: str, types: Types, ends: Iterable[float]) -> Number:
    """The hull of the ends: an INT if all arguments are, else a REAL."""
    ends = list(ends)
    if not all(isinstance(given, IntType) for given in types):
        return _real(ends)
    lower, upper = int(min(ends)), int(max(ends))
    if max(abs(lower), abs(upper)) > INT_LIMIT:
        raise InvalidExpression(
            f"the result of {name!r} may be as large as {max(abs(lower), abs(upper))}, more than a whole number holds"
            f" ({INT_LIMIT}): clip the arguments to closer bounds, or multiply one of them by 1.0"
        )
    return IntType(lower, upper)


def _real(ends: Iterable[float]) -> RealType:
    clamped = [_clamp(float(end), -REAL_LIMIT, REAL_LIMIT) for end in ends]
    return RealType(min(clamped), max(clamped))


def _named(given: DataType) -> str:
    return given.kind.upper()


FUNCTIONS = {
    function.name: function
    for function in (
        Function("eq", 2, _comparison),
        Function("ne", 2, _comparison),
        Function("lt", 2, _comparison),
        Function("le", 2, _comparison),
        Function("gt", 2, _comparison),
        Function("ge", 2, _comparison),
        Function("and", None, _logic),
        Function("or", None, _logic),
        Function("not", 1, _logic),
        Function("is_null", 1, _is_null),
        Function("add", 2, _add),
        Function("subtract", 2, _subtract),
        Function("multiply", 2, _multiply),
        Function("divide", 2, _divide),
        Function("negate", 1, _negate),
        Function("abs", 1, _abs),
        Function("clip", 3, _clip),
    )
}
