"""Choices between values, and values as other types."""

from collections.abc import Iterable

from attrs import frozen

from leapyear._expressions import Expression
from leapyear._refusals import described, invalid_expression
from leapyear._types import LONGEST_FACTOR, Type
from leapyear.dataset.attribute import Attribute
from leapyear.functions._build import (
    BOOL,
    CONDITIONS,
    INT,
    REAL,
    STRINGS,
    TEXT,
    argument,
    built,
    computed,
    one_of,
    text_constant,
)


def coalesce(x: object, *others: object) -> Attribute:
    """The first value that is not missing; missing where all are.

    Of FACTORs and constant strings it is a FACTOR of all their values.

    Parameters
    ----------
    x, *others
        Values of one type, two at least; attributes or constants.

    Examples
    --------
    >>> coalesce(ds.age, 0)
    <Attribute coalesce(age, 0): INT>
    """
    return _chosen("coalesce", x, others)


def greatest(x: object, *others: object) -> Attribute:
    """The greatest of several values of a row; missing ones do not count.

    Parameters
    ----------
    x, *others
        Numbers, strings, days or moments, two at least; attributes or constants.

    Examples
    --------
    >>> greatest(ds.age, 18)
    <Attribute greatest(age, 18): INT>
    """
    return _chosen("greatest", x, others)


def least(x: object, *others: object) -> Attribute:
    """The least of several values of a row; missing ones do not count.

    Parameters
    ----------
    x, *others
        Numbers, strings, days or moments, two at least; attributes or constants.

    Examples
    --------
    >>> least(ds.age, 90)
    <Attribute least(age, 90): INT>
    """
    return _chosen("least", x, others)


def _chosen(function: str, x: object, others: tuple[object, ...]) -> Attribute:
    if not others:
        raise invalid_expression(f"{function} takes two values at least")
    values, of_type = one_of(function, (x, *others))
    if function != "coalesce" and of_type.tag == "BOOL":
        raise invalid_expression(f"{function} takes no conditions: join them with & or |")
    return built(function, of_type, *(each.expression for each in values))


def null_if(x: Attribute, value: object) -> Attribute:
    """The value, but missing where it equals another: for codes such as 999 that mean "unknown".

    Parameters
    ----------
    x
        An attribute.
    value
        What it is compared with, an attribute or a constant.

    Examples
    --------
    >>> null_if(ds.age, 99)
    <Attribute null_if(age, 99): INT>
    """
    if not isinstance(x, Attribute):
        raise TypeError(
            f"null_if takes an attribute and what it is compared with, not {described(x)} first"
        )
    compared = (x == value).expression
    return built("null_if", computed(x.type), *compared.arguments)  # type: ignore[union-attr]


@frozen(repr=False)
class Branches:
    """Conditions and values, made by `when`: go on with `when`, or end with `otherwise`."""

    _cases: tuple[tuple[Attribute, object], ...]

    def __repr__(self) -> str:
        cases = ".".join(
            f"when({condition}, {value if isinstance(value, Attribute) else repr(value)})"
            for condition, value in self._cases
        )
        return f"<Branches {cases}: end them with .otherwise(value)>"

    def when(self, condition: Attribute, value: object) -> "Branches":
        """Another condition, for rows where those before are not true, and the value for it."""
        return Branches((*self._cases, (_condition(condition), value)))

    def otherwise(self, value: object = None) -> Attribute:
        """The value for all other rows.

        Parameters
        ----------
        value
            An attribute or a constant; None for a missing value.

        Raises
        ------
        InvalidExpression
            If the values have no type in common.
        """
        rest = [] if value is None else [value]
        values, of_type = one_of("when", [*(each for _, each in self._cases), *rest])
        arguments: list[Expression] = []
        for (condition, _), each in zip(self._cases, values, strict=False):
            arguments += [condition.expression, each.expression]
        if rest:
            arguments.append(values[-1].expression)
        return built("when", of_type, *arguments)


def when(condition: Attribute, value: object) -> Branches:
    """A value for the rows where a condition is true; go on with ``.when`` and ``.otherwise``.

    A condition that cannot be told, since a value is missing, counts as not true. Constant strings
    make a FACTOR.

    Parameters
    ----------
    condition
        A condition, such as ``ds.age < 18``.
    value
        An attribute or a constant.

    Examples
    --------
    >>> when(ds.age < 18, "child").when(ds.age < 65, "adult").otherwise("senior")
    <Attribute when(age < 18, 'child').when(age < 65, 'adult').otherwise('senior'): FACTOR>
    """
    return Branches(((_condition(condition), value),))


def _condition(condition: object) -> Attribute:
    if not isinstance(condition, Attribute):
        raise TypeError(
            f"when takes a condition such as ds['age'] < 18, not {described(condition)}"
        )
    return argument("when", condition, CONDITIONS)


_VALUES = ("BOOL", "INT", "REAL", "TEXT", "FACTOR")


def to_int(x: Attribute) -> Attribute:
    """A whole number.

    A REAL is rounded, of two numbers as near to the one further from 0, and clamped to
    ±(2**53 - 1); a condition is 0 or 1; a string is read as decimal digits, with or without a sign,
    and gives a missing value where it is something else or too large.

    Examples
    --------
    >>> to_int(ds.height)
    <Attribute to_int(height): INT>
    """
    return built("to_int", INT, _value("to_int", x).expression)


def to_real(x: Attribute) -> Attribute:
    """A REAL.

    A condition is 0 or 1; a string is read as a decimal number, with or without an exponent, and
    gives a missing value where it is something else or too large.

    Examples
    --------
    >>> to_real(ds.age)
    <Attribute to_real(age): REAL>
    """
    return built("to_real", REAL, _value("to_real", x).expression)


def to_bool(x: Attribute) -> Attribute:
    """A condition: 1 is true, 0 is false; of strings, in any case, also t, true, f, false.

    Anything else gives a missing value.

    Examples
    --------
    >>> to_bool(null_if(ds.age, 99))
    <Attribute to_bool(null_if(age, 99)): BOOL>
    """
    return built("to_bool", BOOL, _value("to_bool", x).expression)


def _value(function: str, x: object) -> Attribute:
    found = argument(function, x)
    if found.type.tag not in _VALUES:
        raise invalid_expression(
            f"{function} takes numbers, conditions and strings, and {found} is {found.type.tag}"
        )
    return found


def to_text(x: Attribute) -> Attribute:
    """A string: a whole number in decimal digits, a condition as ``true`` or ``false``.

    Days are written as ``2025-05-17``, moments as ``2025-05-17 08:30:00.000000``. A REAL is
    refused, since each engine writes it in its own way: `round` it and make it an INT.

    Examples
    --------
    >>> to_text(ds.age)
    <Attribute to_text(age): TEXT>
    """
    found = argument("to_text", x)
    match found.type:
        case Type("REAL"):
            raise invalid_expression(
                f"to_text takes no REAL, and {found} is one: make it an INT with to_int"
            )
        case Type("FACTOR") as same:
            return built("to_text", same, found.expression)
        case Type("BOOL"):
            return built("to_text", Type("FACTOR", ("false", "true")), found.expression)
        case _:
            return built("to_text", TEXT, found.expression)


def to_factor(x: Attribute, values: Iterable[str]) -> Attribute:
    """A FACTOR: a string that is one of a public list, and missing where it is not.

    Groups of rows can be made by a FACTOR, since its values are no secret.

    Parameters
    ----------
    x
        A string.
    values
        The list, of 1 to 10,000 strings.

    Examples
    --------
    >>> to_factor(substring(to_text(ds.visited), 6, 2), ["01", "02", "03"])
    <Attribute to_factor(substring(to_text(visited), 6, 2), '01', '02', '03'): FACTOR>
    """
    string = argument("to_factor", x, STRINGS)
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"to_factor takes a list of strings, not {type(values).__name__}")
    listed = tuple(dict.fromkeys(values))
    if not 1 <= len(listed) <= LONGEST_FACTOR:
        raise invalid_expression(f"a FACTOR has 1 to {LONGEST_FACTOR} values, not {len(listed)}")
    constants = [text_constant("to_factor", "value", each) for each in listed]
    return built("to_factor", Type("FACTOR", listed), string.expression, *constants)
