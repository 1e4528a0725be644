"""Functions of strings. Characters are code points of Unicode.

There are no regular expressions: the time that some of them take tells what they are matched with.
"""

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.functions.intervals import LENGTH_LIMIT, TEXT_LIMIT
from leapyear_core.model.functions.signature import STRING, WHOLE, Arguments, Function, Parameter
from leapyear_core.model.types import BoolType, DataType, FactorType, IntType, TextType

#: What `trim` takes off.
BLANKS = " \t\n\r\v\f"

#: The longest string that is put in place of another: of a string of `TEXT_LIMIT` characters it makes a bounded one.
LONGEST_REPLACEMENT = 64

_X = (Parameter("x", STRING),)
_PART = (Parameter("x", STRING), Parameter("part", STRING))


def _text(given: Arguments) -> DataType:
    return TextType()


def _bool(given: Arguments) -> DataType:
    return BoolType()


def _length(given: Arguments) -> DataType:
    (x,) = given.types
    if isinstance(x, FactorType):
        lengths = [min(len(value), LENGTH_LIMIT) for value in x.values]
        return IntType(min(lengths), max(lengths))
    return IntType(0, LENGTH_LIMIT)


def _substring(given: Arguments) -> DataType:
    given.whole(1, 1, LENGTH_LIMIT)
    given.whole(2, 0, LENGTH_LIMIT)
    return TextType()


def _replace(given: Arguments) -> DataType:
    if not given.text(1):
        raise InvalidExpression("'replace' takes a string to look for that is not empty")
    if len(given.text(2)) > LONGEST_REPLACEMENT:
        raise InvalidExpression(
            f"'replace' puts in at most {LONGEST_REPLACEMENT} characters, not {len(given.text(2))}"
        )
    return TextType()


FUNCTIONS = (
    Function(
        "lower",
        _X,
        _text,
        "In lower case, character by character by the simple mappings of Unicode.",
    ),
    Function(
        "upper",
        _X,
        _text,
        "In upper case, character by character by the simple mappings of Unicode, and ß as ẞ.",
    ),
    Function("trim", _X, _text, "Without the spaces, tabs and line breaks at both ends."),
    Function("length", _X, _length, f"The number of characters, at most {LENGTH_LIMIT:,}."),
    Function(
        "substring",
        (
            Parameter("x", STRING),
            Parameter("start", WHOLE, constant=True),
            Parameter("length", WHOLE, constant=True),
        ),
        _substring,
        "So many characters, or fewer at the end, from a place on; the first is 1.",
    ),
    Function("contains", _PART, _bool, "Whether a part is somewhere in the string."),
    Function("startswith", _PART, _bool, "Whether the string begins with a part."),
    Function("endswith", _PART, _bool, "Whether the string ends with a part."),
    Function(
        "replace",
        (
            Parameter("x", STRING),
            Parameter("old", STRING, constant=True),
            Parameter("new", STRING, constant=True),
        ),
        _replace,
        f"With another string for each occurrence of one, from the left; of the first {TEXT_LIMIT} characters, and cut to"
        " as many.",
    ),
    Function(
        "concat",
        (Parameter("x", STRING), Parameter("other", STRING)),
        _text,
        f"One behind the other, cut to {TEXT_LIMIT} characters; null where one is null.",
        repeated=True,
    ),
)
