"""Mathematics: roots, logarithms, angles; and numbers rounded.

Bounds follow from those of the arguments: of ``log(x)`` for an x from 1 to 1000 the server knows
that it lies between 0 and 6.91. A value beyond ±1e100 is clamped to it. Engines differ in the last
bits of what is not a root.
"""

from leapyear.dataset.attribute import Attribute
from leapyear.functions._build import INT, NUMBERS, REAL, argument, built, computed, whole_constant


def sqrt(x: object) -> Attribute:
    """The square root.

    Missing where x is negative.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> sqrt(ds.income)
    <Attribute sqrt(income): REAL>
    """
    return built("sqrt", REAL, argument("sqrt", x, NUMBERS).expression)


def cbrt(x: object) -> Attribute:
    """The cube root; that of a negative number is negative.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> cbrt(ds.income)
    <Attribute cbrt(income): REAL>
    """
    return built("cbrt", REAL, argument("cbrt", x, NUMBERS).expression)


def exp(x: object) -> Attribute:
    """The number e to the power of x.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> exp(ds.height / 100)
    <Attribute exp(height / 100): REAL>
    """
    return built("exp", REAL, argument("exp", x, NUMBERS).expression)


def expm1(x: object) -> Attribute:
    """``exp(x) - 1``, with all its digits near 0 as well.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> expm1(ds.height / 100)
    <Attribute expm1(height / 100): REAL>
    """
    return built("expm1", REAL, argument("expm1", x, NUMBERS).expression)


def log(x: object) -> Attribute:
    """The natural logarithm.

    Missing where x is not above 0. Near 0 it has no bounds to speak of: `log1p`, or
    ``x.clip(1, ...)`` first, makes sums and means of it far less noisy.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> log(ds.income)
    <Attribute log(income): REAL>
    """
    return built("log", REAL, argument("log", x, NUMBERS).expression)


def log1p(x: object) -> Attribute:
    """``log(1 + x)``, with all its digits near 0 as well.

    Missing where x is not above -1.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> log1p(ds.income)
    <Attribute log1p(income): REAL>
    """
    return built("log1p", REAL, argument("log1p", x, NUMBERS).expression)


def log2(x: object) -> Attribute:
    """The logarithm to base 2.

    Missing where x is not above 0.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> log2(ds.income)
    <Attribute log2(income): REAL>
    """
    return built("log2", REAL, argument("log2", x, NUMBERS).expression)


def log10(x: object) -> Attribute:
    """The logarithm to base 10.

    Missing where x is not above 0.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> log10(ds.income)
    <Attribute log10(income): REAL>
    """
    return built("log10", REAL, argument("log10", x, NUMBERS).expression)


def sin(x: object) -> Attribute:
    """The sine of an angle in radians.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> sin(ds.height)
    <Attribute sin(height): REAL>
    """
    return built("sin", REAL, argument("sin", x, NUMBERS).expression)


def cos(x: object) -> Attribute:
    """The cosine of an angle in radians.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> cos(ds.height)
    <Attribute cos(height): REAL>
    """
    return built("cos", REAL, argument("cos", x, NUMBERS).expression)


def tan(x: object) -> Attribute:
    """The tangent of an angle in radians.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> tan(ds.height)
    <Attribute tan(height): REAL>
    """
    return built("tan", REAL, argument("tan", x, NUMBERS).expression)


def asin(x: object) -> Attribute:
    """The angle in radians, from -pi/2 to pi/2, whose sine is x.

    Missing where x is not from -1 to 1.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> asin(ds.height / 230)
    <Attribute asin(height / 230): REAL>
    """
    return built("asin", REAL, argument("asin", x, NUMBERS).expression)


def acos(x: object) -> Attribute:
    """The angle in radians, from 0 to pi, whose cosine is x.

    Missing where x is not from -1 to 1.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> acos(ds.height / 230)
    <Attribute acos(height / 230): REAL>
    """
    return built("acos", REAL, argument("acos", x, NUMBERS).expression)


def atan(x: object) -> Attribute:
    """The angle in radians, from -pi/2 to pi/2, whose tangent is x.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> atan(ds.height)
    <Attribute atan(height): REAL>
    """
    return built("atan", REAL, argument("atan", x, NUMBERS).expression)


def sinh(x: object) -> Attribute:
    """The hyperbolic sine.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> sinh(ds.height / 100)
    <Attribute sinh(height / 100): REAL>
    """
    return built("sinh", REAL, argument("sinh", x, NUMBERS).expression)


def cosh(x: object) -> Attribute:
    """The hyperbolic cosine.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> cosh(ds.height / 100)
    <Attribute cosh(height / 100): REAL>
    """
    return built("cosh", REAL, argument("cosh", x, NUMBERS).expression)


def tanh(x: object) -> Attribute:
    """The hyperbolic tangent.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> tanh(ds.height / 100)
    <Attribute tanh(height / 100): REAL>
    """
    return built("tanh", REAL, argument("tanh", x, NUMBERS).expression)


def degrees(x: object) -> Attribute:
    """An angle in radians, in degrees.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> degrees(ds.height)
    <Attribute degrees(height): REAL>
    """
    return built("degrees", REAL, argument("degrees", x, NUMBERS).expression)


def radians(x: object) -> Attribute:
    """An angle in degrees, in radians.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> radians(ds.height)
    <Attribute radians(height): REAL>
    """
    return built("radians", REAL, argument("radians", x, NUMBERS).expression)


def atan2(y: object, x: object) -> Attribute:
    """The angle of the point (x, y) in radians, from -pi to pi.

    0 for the point (0, 0).

    Parameters
    ----------
    y, x
        Numbers, attributes or constants. Where one is missing, so is the value.

    Examples
    --------
    >>> atan2(ds.height, ds.age)
    <Attribute atan2(height, age): REAL>
    """
    of_y, of_x = (argument("atan2", each, NUMBERS).expression for each in (y, x))
    return built("atan2", REAL, of_y, of_x)


def sign(x: object) -> Attribute:
    """-1 of negative numbers, 0 of 0, and 1 of positive ones.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> sign(ds.income - 30_000)
    <Attribute sign(income - 30000): INT>
    """
    return built("sign", INT, argument("sign", x, NUMBERS).expression)


def floor(x: object) -> Attribute:
    """The greatest whole number that is not above x; of a REAL still a REAL.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> floor(ds.height / 10)
    <Attribute floor(height / 10): REAL>
    """
    number = argument("floor", x, NUMBERS)
    return built("floor", computed(number.type), number.expression)


def ceil(x: object) -> Attribute:
    """The least whole number that is not below x; of a REAL still a REAL.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> ceil(ds.height / 10)
    <Attribute ceil(height / 10): REAL>
    """
    number = argument("ceil", x, NUMBERS)
    return built("ceil", computed(number.type), number.expression)


def round(x: object, digits: int = 0) -> Attribute:  # noqa: A001
    """The number with so many digits behind the point; of a REAL still a REAL.

    Of two numbers that are as near, the one further from 0, as in SQL: 2.5 gives 3, where Python's
    own `round` gives 2.

    Parameters
    ----------
    x
        A number, an attribute or a constant. Where it is missing, so is the value.
    digits
        From -15 to 15; -3 rounds to thousands.

    Examples
    --------
    >>> from leapyear.functions import round
    >>> round(ds.income, -3)
    <Attribute round(income, -3): REAL>
    """
    number = argument("round", x, NUMBERS)
    places = whole_constant("round", "digits", digits, -15, 15)
    return built("round", computed(number.type), number.expression, places)
