"""What a function takes and gives: its parameters, and the rule for the type of its value."""

from collections.abc import Callable, Sequence
from typing import cast

from attrs import field, frozen

from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.types import (
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


@frozen
class Kind:
    """Types that a parameter takes, with what messages say of them."""

    words: str
    types: tuple[type[DataType], ...]
    hint: str = ""


ANY = Kind(
    "anything",
    (BoolType, IntType, RealType, FactorType, TextType, DateType, DatetimeType),
)
CONDITION = Kind("BOOL", (BoolType,), ": compare it with something first")
NUMBER = Kind("numbers", (IntType, RealType))
WHOLE = Kind("whole numbers", (IntType,), ": make it one with to_int first")
STRING = Kind("strings", (TextType, FactorType), ": make it one with to_text first")
TIME = Kind("days and moments", (DateType, DatetimeType))
MOMENT = Kind("moments", (DatetimeType,))


@frozen
class Parameter:
    """A parameter of a function.

    Attributes
    ----------
    name
        Its name, for messages and the table of functions.
    kind
        The types that it takes.
    constant
        Whether it takes a constant alone, so that its value is a public fact.
    """

    name: str
    kind: Kind
    constant: bool = False


@frozen
class Arguments:
    """What a function is called with, as far as it is public.

    Attributes
    ----------
    function
        The name of the function.
    types
        The types of the arguments. They are of the kinds that the parameters take.
    constants
        The value of each argument that is a constant; None for the others.
    """

    function: str
    types: Sequence[DataType]
    constants: Sequence[object]

    def numbers(self) -> list[Number]:
        """The types of arguments that are numbers, all of them."""
        return [each for each in self.types if isinstance(each, IntType | RealType)]

    def text(self, index: int) -> str:
        """The value of an argument that is a constant string."""
        return cast(str, self.constants[index])

    def whole(self, index: int, lower: int, upper: int) -> int:
        """The value of an argument that is a constant whole number.

        Raises
        ------
        InvalidExpression
            If it lies outside of these bounds.
        """
        value = cast(int, self.constants[index])
        if not lower <= value <= upper:
            raise InvalidExpression(
                f"{self.function!r} takes a whole number from {lower} to {upper}, not {value}"
            )
        return value


@frozen
class Function:
    """A scalar function.

    Attributes
    ----------
    name
        Its name in the contract.
    takes
        Its parameters, in order.
    rule
        The type of its value from what is public of its arguments.
    says
        What its value is, and the rule for what has none, in a sentence or two.
    repeated
        Whether the last parameter may be given several times.
    optional
        Whether the last parameter may be left out.
    """

    name: str
    takes: tuple[Parameter, ...]
    rule: Callable[[Arguments], DataType] = field(repr=False)
    says: str = field(repr=False)
    repeated: bool = False
    optional: bool = False

    @property
    def arity(self) -> int | None:
        """How many arguments it takes; None where the last may be repeated."""
        return None if self.repeated else len(self.takes)

    def parameter(self, index: int) -> Parameter:
        """The parameter that an argument at this place is for."""
        return self.takes[min(index, len(self.takes) - 1)]

    def type_of(self, types: Sequence[DataType], constants: Sequence[object] = ()) -> DataType:
        """The type of the function's value.

        Parameters
        ----------
        types
            The types of its arguments.
        constants
            The value of each argument that is a constant, None for the others. Left out where no argument is one.

        Raises
        ------
        InvalidExpression
            If the function does not take arguments of these types, or not so many.
        """
        self._check_count(len(types))
        constants = constants or (None,) * len(types)
        for index, (given, value) in enumerate(zip(types, constants, strict=True)):
            parameter = self.parameter(index)
            if not isinstance(given, parameter.kind.types):
                raise InvalidExpression(
                    f"{self.name!r} takes {parameter.kind.words}, not {named(given)}{parameter.kind.hint}"
                )
            if parameter.constant and value is None:
                raise InvalidExpression(f"{self.name!r} takes a constant as its {parameter.name}")
        return self.rule(Arguments(self.name, types, constants))

    def _check_count(self, count: int) -> None:
        least = len(self.takes) - self.optional
        if count < least or (count > least and not self.repeated):
            more = " or more" if self.repeated else ""
            raise InvalidExpression(f"{self.name!r} takes {least}{more} arguments, not {count}")


def named(given: DataType) -> str:
    """The name of a type, for messages."""
    return given.kind.upper()
