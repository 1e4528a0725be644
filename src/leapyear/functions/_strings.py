"""Functions of strings. Characters are code points of Unicode.

There are no regular expressions: how long some of them take tells what they were matched with.
"""

from leapyear._refusals import invalid_expression
from leapyear.dataset.attribute import Attribute
from leapyear.functions._build import (
    BOOL,
    INT,
    STRINGS,
    TEXT,
    argument,
    built,
    text_constant,
    whole_constant,
)

#: The longest length that is told, and so the furthest place that a substring begins at.
_LONGEST = 1_000_000
#: The longest string that replaces another.
_LONGEST_REPLACEMENT = 64


def lower(x: object) -> Attribute:
    """The string in lower case.

    Character by character, so that it is no longer or shorter than before.

    Parameters
    ----------
    x
        A string, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> lower(ds.sex)
    <Attribute lower(sex): TEXT>
    """
    return built("lower", TEXT, argument("lower", x, STRINGS).expression)


def upper(x: object) -> Attribute:
    """The string in upper case.

    Character by character, so that it is no longer or shorter than before; ß is ẞ.

    Parameters
    ----------
    x
        A string, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> upper(ds.sex)
    <Attribute upper(sex): TEXT>
    """
    return built("upper", TEXT, argument("upper", x, STRINGS).expression)


def trim(x: object) -> Attribute:
    """The string without spaces, tabs and line breaks at its ends.

    Parameters
    ----------
    x
        A string, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> trim(ds.sex)
    <Attribute trim(sex): TEXT>
    """
    return built("trim", TEXT, argument("trim", x, STRINGS).expression)


def length(x: object) -> Attribute:
    """The number of characters, 1,000,000 at most.

    Parameters
    ----------
    x
        A string, an attribute or a constant. Where it is missing, so is the value.

    Examples
    --------
    >>> length(ds.sex)
    <Attribute length(sex): INT>
    """
    return built("length", INT, argument("length", x, STRINGS).expression)


def substring(x: object, start: int, length: int) -> Attribute:
    """Some characters of a string, as many as there are.

    Parameters
    ----------
    x
        A string, an attribute or a constant.
    start
        The place of the first one, from 1 on.
    length
        How many.

    Examples
    --------
    >>> substring(to_text(ds.visited), 1, 4)
    <Attribute substring(to_text(visited), 1, 4): TEXT>
    """
    first = whole_constant("substring", "start", start, 1, _LONGEST)
    many = whole_constant("substring", "length", length, 0, _LONGEST)
    return built("substring", TEXT, argument("substring", x, STRINGS).expression, first, many)


def contains(x: object, part: object) -> Attribute:
    """Whether a part is somewhere in a string.

    Upper and lower case are different; the empty string is a part of every string.

    Parameters
    ----------
    x, part
        Strings, attributes or constants.

    Examples
    --------
    >>> contains(to_text(ds.visited), "-07")
    <Attribute contains(to_text(visited), '-07'): BOOL>
    """
    whole, sought = (argument("contains", each, STRINGS).expression for each in (x, part))
    return built("contains", BOOL, whole, sought)


def startswith(x: object, part: object) -> Attribute:
    """Whether a string begins with a part.

    Upper and lower case are different; the empty string is a part of every string.

    Parameters
    ----------
    x, part
        Strings, attributes or constants.

    Examples
    --------
    >>> startswith(to_text(ds.visited), "-07")
    <Attribute startswith(to_text(visited), '-07'): BOOL>
    """
    whole, sought = (argument("startswith", each, STRINGS).expression for each in (x, part))
    return built("startswith", BOOL, whole, sought)


def endswith(x: object, part: object) -> Attribute:
    """Whether a string ends with a part.

    Upper and lower case are different; the empty string is a part of every string.

    Parameters
    ----------
    x, part
        Strings, attributes or constants.

    Examples
    --------
    >>> endswith(to_text(ds.visited), "-07")
    <Attribute endswith(to_text(visited), '-07'): BOOL>
    """
    whole, sought = (argument("endswith", each, STRINGS).expression for each in (x, part))
    return built("endswith", BOOL, whole, sought)


def replace(x: object, old: str, new: str) -> Attribute:
    """The string with another one in place of each occurrence of a part, from the left.

    Of a string longer than 4,096 characters the first 4,096 are taken, and what comes out is cut to
    as many.

    Parameters
    ----------
    x
        A string, an attribute or a constant.
    old
        The part, at least a character.
    new
        What replaces it, at most 64 characters.

    Examples
    --------
    >>> replace(to_text(ds.visited), "-", "")
    <Attribute replace(to_text(visited), '-', ''): TEXT>
    """
    part, instead = text_constant("replace", "old", old), text_constant("replace", "new", new)
    if not old:
        raise invalid_expression("replace takes a part to look for that is not empty")
    if len(new) > _LONGEST_REPLACEMENT:
        raise invalid_expression(
            f"replace puts in at most {_LONGEST_REPLACEMENT} characters, not {len(new)}"
        )
    return built("replace", TEXT, argument("replace", x, STRINGS).expression, part, instead)


def concat(x: object, *others: object) -> Attribute:
    """Strings, one behind the other; missing where one is missing.

    What comes out is cut to 4,096 characters.

    Parameters
    ----------
    x, *others
        Strings, attributes or constants, two at least.

    Examples
    --------
    >>> concat(ds.sex, "/", to_text(ds.smoker))
    <Attribute concat(sex, '/', to_text(smoker)): TEXT>
    """
    if not others:
        raise invalid_expression("concat takes two strings at least")
    strings = [argument("concat", each, STRINGS).expression for each in (x, *others)]
    return built("concat", TEXT, *strings)
