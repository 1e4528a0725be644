"""Attributes: columns of a data set, and what is computed from them.

An attribute stands for a value in each row and holds none: it is compared, combined and computed
with by Python's operators, and only the server ever sees the values. What Python cannot let us
overload (``and``, ``or``, ``not``, ``a < x < b``) is refused with what to write instead; what the
server would refuse is refused here, on the line where it was typed.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, NoReturn

from attrs import frozen

from leapyear._expressions import Constant, Expression, Named, call
from leapyear._literals import constant, type_of_value
from leapyear._numbers import truth_value
from leapyear._printing import printed
from leapyear._refusals import described, invalid_expression
from leapyear._types import Type

_BOOL = Type("BOOL")
_TEXTS = ("TEXT", "FACTOR")
_ORDERED = ("lt", "le", "gt", "ge", "between")
_MOST_EXPONENT = 64
_SIGNS = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "and": "&",
    "or": "|",
    "not": "~",
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "floor_divide": "//",
    "modulo": "%",
    "power": "**",
    "negate": "-",
}
#: What people who know pandas will try.
_ANALYSES = (
    "mean",
    "sum",
    "count",
    "nunique",
    "min",
    "max",
    "median",
    "std",
    "var",
    "describe",
    "value_counts",
)


_HABITS = {
    "isnull": ".is_null()",
    "isna": ".is_null()",
    "fillna": ".fill_null(value)",
    "astype": "a function of leapyear.functions, such as to_int(attribute)",
    "str": "a function of leapyear.functions, such as lower(attribute)",
    "dt": "a function of leapyear.functions, such as year(attribute)",
    "cast": "a function of leapyear.functions, such as to_int(attribute)",
    "map": "when(condition, value).otherwise(value) of leapyear.functions",
    "replace": "null_if or when of leapyear.functions, or replace for a part of a string",
    "where": "ds.where(condition) for rows, and when of leapyear.functions for values",
    "notnull": "~attribute.is_null()",
    "notna": "~attribute.is_null()",
    "dropna": "ds.drop_nulls(attribute)",
    "dtype": ".type",
    "is_in": ".isin(values)",
}
#: What makes a number of what is none, or does what a sign would do.
_NUMBERS_OF = {
    "BOOL": "to_int of leapyear.functions makes 0 or 1 of it",
    "TEXT": "of leapyear.functions, concat joins strings, and to_int and to_real read numbers",
    "FACTOR": "of leapyear.functions, concat joins strings, and to_int and to_real read numbers",
    "DATE": "of leapyear.functions, add_time moves a day, and days_between tells how far two are apart",
    "DATETIME": "of leapyear.functions, add_time moves a moment, and days_between and "
    "seconds_between tell how far two are apart",
}


@frozen(eq=False, repr=False)
class Attribute:
    """A value in each row of a data set: a column, or what is computed from columns.

    Attributes come from data sets, as ``ds["age"]`` or ``ds.age``. They take

    - comparisons: ``==  !=  <  <=  >  >=``, `between`, `isin`, `is_null`
    - logic on conditions: ``&`` (and), ``|`` (or), ``~`` (not), with each comparison in parentheses
    - arithmetic on numbers: ``+  -  *  /  //  %``, ``**`` with a constant exponent, ``abs(...)``,
      ``round(...)``, ``math.floor(...)``, ``math.ceil(...)``, `clip`
    - the functions of `leapyear.functions`, and `fill_null`

    with other attributes and with constants: bools, numbers, strings, dates. A comparison with a
    missing value is neither true nor false, so that `DataSet.where` leaves the row out; a division
    by zero gives a missing value.

    Examples
    --------
    >>> age = Attribute(Named("age"), Type("INT", (0, 120)))
    >>> smoker = Attribute(Named("smoker"), Type("BOOL"))
    >>> (age > 40) & ~smoker
    <Attribute (age > 40) & ~smoker: BOOL>
    """

    expression: Expression
    type: Type

    # NumPy would otherwise take `np.float64(3) < ds.age` for itself, and look for rows in an
    # attribute.
    __array_ufunc__: ClassVar[None] = None

    def __repr__(self) -> str:
        return f"<Attribute {self}: {self.type.tag}>"

    def __str__(self) -> str:
        return printed(self.expression)

    @property
    def name(self) -> str | None:
        """The name of a column; None of what is computed."""
        return self.expression.name if isinstance(self.expression, Named) else None

    # Comparisons

    def __eq__(self, other: object) -> "Attribute":  # type: ignore[override]
        return _compared("eq", self, other)

    def __ne__(self, other: object) -> "Attribute":  # type: ignore[override]
        return _compared("ne", self, other)

    def __lt__(self, other: object) -> "Attribute":
        return _compared("lt", self, other)

    def __le__(self, other: object) -> "Attribute":
        return _compared("le", self, other)

    def __gt__(self, other: object) -> "Attribute":
        return _compared("gt", self, other)

    def __ge__(self, other: object) -> "Attribute":
        return _compared("ge", self, other)

    def is_null(self) -> "Attribute":
        """Whether the value is missing; itself never missing."""
        return Attribute(call("is_null", self.expression), _BOOL)

    def isin(self, values: Iterable[object]) -> "Attribute":
        """Whether the value is one of several constants.

        Parameters
        ----------
        values
            The constants.

        Examples
        --------
        >>> Attribute(Named("sex"), Type("TEXT")).isin(["f", "m"])
        <Attribute sex.isin(['f', 'm']): BOOL>
        """
        if isinstance(values, str | Attribute) or not isinstance(values, Iterable):
            raise TypeError(f"isin takes a list of constants, not {type(values).__name__}")
        constants = tuple(dict.fromkeys(_equality(self, "isin", value) for value in values))
        if not constants:
            return Attribute(Constant(False), _BOOL)
        return Attribute(call("isin", self.expression, *constants), _BOOL)

    def between(self, lower: object, upper: object) -> "Attribute":
        """Whether the value lies between two others, both included.

        Raises
        ------
        InvalidExpression
            If the two are constants the wrong way round.
        """
        low, high = _comparable("between", self, lower), _comparable("between", self, upper)
        _check_order("between", low.expression, high.expression)
        return Attribute(call("between", self.expression, low.expression, high.expression), _BOOL)

    # Logic

    def __and__(self, other: object) -> "Attribute":
        return _joined("and", self, other)

    def __rand__(self, other: object) -> "Attribute":
        return _joined("and", other, self)

    def __or__(self, other: object) -> "Attribute":
        return _joined("or", self, other)

    def __ror__(self, other: object) -> "Attribute":
        return _joined("or", other, self)

    def __invert__(self) -> "Attribute":
        return Attribute(call("not", _condition("not", self).expression), _BOOL)

    # Arithmetic

    def __add__(self, other: object) -> "Attribute":
        return _computed("add", self, other)

    def __radd__(self, other: object) -> "Attribute":
        return _computed("add", other, self)

    def __sub__(self, other: object) -> "Attribute":
        return _computed("subtract", self, other)

    def __rsub__(self, other: object) -> "Attribute":
        return _computed("subtract", other, self)

    def __mul__(self, other: object) -> "Attribute":
        return _computed("multiply", self, other)

    def __rmul__(self, other: object) -> "Attribute":
        return _computed("multiply", other, self)

    def __truediv__(self, other: object) -> "Attribute":
        return _computed("divide", self, other)

    def __rtruediv__(self, other: object) -> "Attribute":
        return _computed("divide", other, self)

    def __floordiv__(self, other: object) -> "Attribute":
        return _computed("floor_divide", self, other)

    def __rfloordiv__(self, other: object) -> "Attribute":
        return _computed("floor_divide", other, self)

    def __mod__(self, other: object) -> "Attribute":
        return _computed("modulo", self, other)

    def __rmod__(self, other: object) -> "Attribute":
        return _computed("modulo", other, self)

    def __pow__(self, exponent: object) -> "Attribute":
        return _power(self, exponent)

    def __rpow__(self, base: object) -> NoReturn:
        raise invalid_expression(
            f"** takes a constant exponent: exp({self} * log({described(base)})), of "
            "leapyear.functions, is the same"
        )

    def __round__(self, digits: int = 0) -> "Attribute":
        return self.round(digits)

    def __floor__(self) -> "Attribute":
        from leapyear.functions import floor  # functions are made of attributes

        return floor(self)

    def __ceil__(self) -> "Attribute":
        from leapyear.functions import ceil  # functions are made of attributes

        return ceil(self)

    def __neg__(self) -> "Attribute":
        return _computed("negate", self)

    def __pos__(self) -> "Attribute":
        _check_number("+", self)
        return self

    def __abs__(self) -> "Attribute":
        return _computed("abs", self)

    def clip(self, lower: object, upper: object) -> "Attribute":
        """The value, or the nearer of two constant bounds where it lies outside of them.

        Tighter bounds make a sum or a mean less noisy: an income clipped to (0, 200000) instead of
        (0, 10000000) gives fifty times better sums, at the price of counting the richest as if they
        earned 200,000.

        Raises
        ------
        InvalidExpression
            If it is no number, or the bounds are no constants, or the wrong way round.
        """
        _check_number("clip", self)
        if lower is None or upper is None:
            raise invalid_expression(
                "clip takes two constants as its bounds: least and greatest of leapyear.functions "
                "bound a value on one side"
            )
        if isinstance(lower, Attribute) or isinstance(upper, Attribute):
            raise invalid_expression("clip takes two constants as its bounds")
        low, high = _constant(lower, self), _constant(upper, self)
        _check_order("clip", low, high)
        is_int = (
            all(isinstance(bound.value, int) for bound in (low, high)) and self.type.tag == "INT"
        )
        return Attribute(
            call("clip", self.expression, low, high), Type("INT" if is_int else "REAL")
        )

    def round(self, digits: int = 0) -> "Attribute":
        """The number with so many digits behind the point: see `leapyear.functions.round`.

        Examples
        --------
        >>> Attribute(Named("income"), Type("REAL")).round(-3)
        <Attribute round(income, -3): REAL>
        """
        from leapyear.functions import round  # noqa: A004  # functions are made of attributes

        return round(self, digits)

    def fill_null(self, value: object) -> "Attribute":
        """The value, or another one where it is missing: see `leapyear.functions.coalesce`.

        Examples
        --------
        >>> Attribute(Named("age"), Type("INT")).fill_null(0)
        <Attribute coalesce(age, 0): INT>
        """
        from leapyear.functions import coalesce  # functions are made of attributes

        return coalesce(self, value)

    # What Python does not let us overload, and what there is not

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "an attribute is not true or false, it is so for each row: write & for and, | for or, "
            "~ for not, each comparison in parentheses, as in (ds.age > 40) & ~ds.smoker; and "
            "ds.age.between(40, 60) for 40 <= ds.age <= 60"
        )

    def __hash__(self) -> NoReturn:
        raise TypeError(
            "an attribute cannot be in a set or the key of a dict, since == of it is a question: "
            "use its name"
        )

    if not TYPE_CHECKING:  # or every misspelt method would have the type Any

        def __getattr__(self, name):
            hint = ""
            if name in _ANALYSES:
                hint = ": questions are asked with leapyear.analytics, as in mean('age', ds).run()"
            elif name in _HABITS:
                hint = f": it is {_HABITS[name]}"
            raise AttributeError(f"an attribute has no {name!r}{hint}", name=name, obj=self)


def _constant(value: object, beside: Attribute) -> Constant:
    return constant(value, beside.type, str(beside))


def _operand(value: object, beside: Attribute) -> Attribute:
    """An attribute, or a constant as one."""
    if isinstance(value, Attribute):
        return value
    found = _constant(value, beside)
    # Beside an INT a constant may be a REAL, which decides what comes out.
    return Attribute(found, type_of_value(found.value) if beside.type.is_number else beside.type)


def _comparable(function: str, left: Attribute, right: object) -> Attribute:
    if left.type.tag == "FACTOR" and function in _ORDERED:
        # What lies before or behind a string in the alphabet need not be compared with one of the values.
        other = _operand(right, Attribute(left.expression, Type("TEXT")))
    else:
        other = _operand(right, left)
    ours, theirs = left.type, other.type
    if function != "isin" and ours.tag == theirs.tag == "BOOL" and function not in ("eq", "ne"):
        raise invalid_expression(
            f"{left} is a condition, and none is larger than another: use it, or ~ of it, as it is"
        )
    if (
        ours.tag != theirs.tag
        and not (ours.is_number and theirs.is_number)
        and not {ours.tag, theirs.tag} <= set(_TEXTS)
    ):
        raise invalid_expression(f"{_shown(left)} and {_shown(other)} cannot be compared")
    return other


def _compared(function: str, left: Attribute, right: object) -> Attribute:
    other = _comparable(function, left, right)
    return Attribute(call(function, left.expression, other.expression), _BOOL)


def _equality(subject: Attribute, function: str, value: object) -> Constant:
    if isinstance(value, Attribute):
        raise TypeError(f"{function} takes constants; compare attributes with ==")
    return _constant(value, subject)


def _condition(function: str, value: object) -> Attribute:
    if (truth := truth_value(value)) is not None:
        value = truth
    if not isinstance(value, Attribute | bool):
        raise TypeError(
            f"{_SIGNS[function]} joins conditions, and {value!r} is none: put parentheses around "
            "each comparison, as in (ds.age > 40) & (ds.age < 60)"
        )
    found = value if isinstance(value, Attribute) else Attribute(Constant(value), _BOOL)
    if found.type.tag != "BOOL":
        raise invalid_expression(
            f"{_SIGNS[function]} takes conditions, and {_shown(found)}: compare it with "
            "something, in parentheses"
        )
    return found


def _joined(function: str, left: object, right: object) -> Attribute:
    conditions = (_condition(function, left), _condition(function, right))
    return Attribute(call(function, *(condition.expression for condition in conditions)), _BOOL)


def _computed(function: str, *operands: object) -> Attribute:
    beside = next(operand for operand in operands if isinstance(operand, Attribute))
    for operand in operands:
        if isinstance(operand, Attribute):
            _check_number(_SIGNS.get(function, function), operand)
    numbers = [_operand(operand, beside) for operand in operands]
    whole = function != "divide" and all(number.type.tag == "INT" for number in numbers)
    # The bounds are the server's to derive: it does so by rules that take account of how each
    # engine computes.
    return Attribute(
        call(function, *(number.expression for number in numbers)), Type("INT" if whole else "REAL")
    )


def _power(base: Attribute, exponent: object) -> Attribute:
    _check_number("**", base)
    if isinstance(exponent, Attribute):
        raise invalid_expression(
            "** takes a constant exponent: exp(y * log(x)) is x to the power of y"
        )
    n = _constant(exponent, base)
    assert isinstance(n.value, int | float)
    if abs(n.value) > _MOST_EXPONENT:
        raise invalid_expression(
            f"** takes an exponent from -{_MOST_EXPONENT} to {_MOST_EXPONENT}, not {n.value}"
        )
    whole = base.type.tag == "INT" and type(n.value) is int and n.value >= 0
    return Attribute(call("power", base.expression, n), Type("INT" if whole else "REAL"))


def _check_number(sign: str, attribute: Attribute) -> None:
    if not attribute.type.is_number:
        raise invalid_expression(
            f"{sign} takes numbers, and {_shown(attribute)}: {_NUMBERS_OF[attribute.type.tag]}"
        )


def _check_order(function: str, lower: Expression, upper: Expression) -> None:
    if not (isinstance(lower, Constant) and isinstance(upper, Constant)):
        return
    if lower.value > upper.value:  # type: ignore[operator]  # both stand beside the same attribute
        raise invalid_expression(
            f"the bounds of {function} are the wrong way round: did you mean "
            f"{function}({printed(upper)}, {printed(lower)})?"
        )


def _shown(attribute: Attribute) -> str:
    tag = attribute.type.tag
    if isinstance(attribute.expression, Constant):
        return f"{attribute} is {tag}"
    return f"{attribute} is {tag}" if attribute.name else f"({attribute}) is {tag}"
