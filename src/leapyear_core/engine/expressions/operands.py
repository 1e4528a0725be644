"""What the SQL of a function is made of."""

from collections.abc import Callable, Sequence

from attrs import frozen

from leapyear_core.engine.literals import int_literal, real_literal
from leapyear_core.engine.scan import clamped
from leapyear_core.model.types import REAL_LIMIT, DataType, IntType, RealType


@frozen
class Operands:
    """A call whose arguments are SQL already.

    Attributes
    ----------
    function
        The name of the function.
    sql
        The SQL of each argument. Each is to be written once: what is needed twice is bound first.
    types
        The types of the arguments.
    constants
        The value of each argument that is a constant; None for the others.
    result
        The type of the function's value.
    bind
        Makes the SQL of a value a name that may be written several times.
    """

    function: str
    sql: Sequence[str]
    types: Sequence[DataType]
    constants: Sequence[object]
    result: DataType
    bind: Callable[[str], str]

    @property
    def only(self) -> str:
        """The SQL of the only argument."""
        (only,) = self.sql
        return only

    @property
    def whole(self) -> bool:
        """Whether the value is an INT."""
        return isinstance(self.result, IntType)

    def name(self, index: int) -> str:
        """An argument as a name that may be written several times."""
        return self.bind(self.sql[index])

    def double(self, index: int) -> str:
        """An argument that is a number, as a double."""
        value = self.sql[index]
        return value if isinstance(self.types[index], RealType) else f"CAST({value} AS DOUBLE)"

    def alike(self) -> list[str]:
        """The arguments; as doubles, if some are INT and others REAL."""
        if {type(each) for each in self.types} == {IntType, RealType}:
            return [self.double(index) for index in range(len(self.sql))]
        return list(self.sql)

    def within(self, value: str, lower: float, upper: float) -> str:
        """A number clamped to bounds, as the type of the result."""
        low, high = (
            int_literal(int(end)) if self.whole else real_literal(end) for end in (lower, upper)
        )
        return clamped(self.bind(value), low, high)

    def bounded(self, value: str) -> str:
        """A number that engines compute differently in the last bits, clamped to what the type of the result states."""
        assert isinstance(self.result, IntType | RealType)
        return self.within(value, self.result.lower, self.result.upper)

    def limited(self, value: str) -> str:
        """A number, clamped to what a REAL holds where it might be beyond."""
        result = self.result
        if isinstance(result, RealType) and max(-result.lower, result.upper) >= REAL_LIMIT:
            return self.within(value, -REAL_LIMIT, REAL_LIMIT)
        return value


#: The SQL of a function's value.
Renderer = Callable[[Operands], str]
