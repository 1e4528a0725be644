"""The table of functions, docs/functions.md, from what Core knows of them.

    python scripts/functions_table.py           # write it
    python scripts/functions_table.py --check   # fail where it is not up to date

Names, arguments, sentences come from `leapyear_core.model.functions`; the types in the last column are what its rules
derive for arguments of the types that stand there.
"""

import sys
from pathlib import Path

from leapyear_core.model.expressions import Constant, constants_of, type_of
from leapyear_core.model.functions import SUBJECTS, Function
from leapyear_core.model.functions.signature import STRING
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

TARGET = Path(__file__).resolve().parent.parent / "docs" / "functions.md"

HEAD = """\
# The functions

Written by `scripts/functions_table.py` from what the server knows; `make lint` checks that it is up to date.

Analysts find them in `leapyear.functions`, by the same names but for the operators that stand here in brackets; in the
contract they are the values of `FunctionName`.

- Every function is total: no row can make one fail. Where it has no value, it is null.
- The value is null where an argument is, unless its line says something else.
- An INT holds whole numbers up to ±(2^53 - 1): a function whose result could be larger is refused. A REAL is finite:
  a result beyond ±1e100 is clamped to it.
- Numbers are IEEE 754 doubles where one of them is a REAL, and exact where all are INT. Two engines give the same value to
  the last bit, but for the functions of "Mathematics" other than `sqrt`, `degrees` and `radians`, and powers that are not
  whole, which agree to about 13 digits.
- Bounds follow from those of the arguments alone, and every value lies within them. They are what the noise of a sum or a
  mean depends on. The last column shows them for an example.
"""

#: How the client writes what is not called by its name.
SPELT = {
    "eq": "x == y",
    "ne": "x != y",
    "lt": "x < y",
    "le": "x <= y",
    "gt": "x > y",
    "ge": "x >= y",
    "and": "x & y",
    "or": "x | y",
    "not": "~x",
    "is_null": "x.is_null()",
    "add": "x + y",
    "subtract": "x - y",
    "multiply": "x * y",
    "divide": "x / y",
    "negate": "-x",
    "abs": "abs(x)",
    "clip": "x.clip(lower, upper)",
    "floor_divide": "x // y",
    "modulo": "x % y",
    "power": "x ** n",
    "when": "when(condition, value).otherwise(more)",
    "parse_date": "to_date(x, format)",
    "parse_datetime": "to_datetime(x, format)",
}

#: The types of example arguments, the second ones where there are two of a kind.
EXAMPLES: list[dict[type[DataType], DataType]] = [
    {
        BoolType: BoolType(),
        IntType: IntType(0, 100),
        RealType: RealType(0.5, 10.0),
        FactorType: FactorType(("a", "bc")),
        TextType: TextType(),
        DateType: DateType(),
        DatetimeType: DatetimeType(),
    },
    {
        BoolType: BoolType(),
        IntType: IntType(1, 12),
        RealType: RealType(-1.0, 1.0),
        FactorType: FactorType(("a", "d")),
        TextType: TextType(),
        DateType: DateType(),
        DatetimeType: DatetimeType(),
    },
]
CONSTANTS: dict[str, object] = {
    "lower": 1.0,
    "upper": 5.0,
    "exponent": 2,
    "digits": 1,
    "start": 1,
    "length": 3,
    "old": "a",
    "new": "b",
    "unit": "month",
    "value": "a",
}
FORMATS = {"parse_date": "%d/%m/%Y", "parse_datetime": "%Y-%m-%d %H:%M:%S"}
#: Which of its types an argument has in the example, where it is not a REAL, or else the first of its kind.
SHOWN: dict[str, type[DataType]] = {
    "floor_divide": IntType,
    "modulo": IntType,
    "power": IntType,
    "to_text": IntType,
    "coalesce": FactorType,
    "length": FactorType,
    "round": RealType,
}


def main(arguments: list[str]) -> int:
    """Write the table, or check it."""
    table = HEAD + "".join(_section(subject, functions) for subject, functions in SUBJECTS.items())
    if "--check" not in arguments:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(table, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == table:
        return 0
    print("docs/functions.md is not up to date. Mend this with: python scripts/functions_table.py")
    return 1


def _section(subject: str, functions: tuple[Function, ...]) -> str:
    rows = [
        f"\n## {subject}\n\n",
        "| function | arguments | value | for example |\n",
        "| --- | --- | --- | --- |\n",
    ]
    return "".join([*rows, *map(_row, functions)])


def _row(function: Function) -> str:
    spelt = SPELT.get(function.name)
    name = f"`{function.name}`" + (f" (`{spelt}`)" if spelt else "")
    cells = [name, _parameters(function), function.says, _example(function)]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _parameters(function: Function) -> str:
    shown = []
    for parameter in function.takes:
        kinds = " ".join(each.kind.upper() for each in parameter.kind.types)
        if parameter.constant and parameter.kind is STRING:
            kinds = "TEXT"
        kinds = "any" if len(parameter.kind.types) == len(EXAMPLES[0]) else kinds
        shown.append(f"{parameter.name}: {'constant ' if parameter.constant else ''}{kinds}")
    more = ", ..." if function.repeated else ""
    return ", ".join(shown) + more


def _example(function: Function) -> str:
    types: list[DataType] = []
    values: list[object] = []
    shown: list[str] = []
    for index, parameter in enumerate(function.takes):
        if parameter.constant or (function.name == "clip" and index > 0):
            value = FORMATS.get(function.name) or CONSTANTS[parameter.name]
            assert isinstance(value, int | float | str)
            types.append(type_of(Constant(value), {}))
            values += constants_of([Constant(value)])
            shown.append(repr(value))
            continue
        kinds = parameter.kind.types
        wanted = SHOWN.get(function.name, RealType)
        kind = wanted if wanted in kinds else kinds[0]
        given = EXAMPLES[min(index, 1)][kind]
        types.append(given)
        values.append(None)
        shown.append(_type(given))
    return f"{', '.join(shown)}: **{_type(function.type_of(types, values))}**"


def _type(given: DataType) -> str:
    match given:
        case IntType(lower, upper):
            return f"INT({lower}, {upper})"
        case RealType(lower, upper):
            return f"REAL({lower:.4g}, {upper:.4g})"
        case FactorType(values):
            return f"FACTOR({', '.join(values)})"
        case _:
            return given.kind.upper()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
