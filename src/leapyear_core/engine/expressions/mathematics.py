"""The SQL of roots, logarithms, angles.

What an engine computes in its own way is clamped to the bounds that the type states; see
`leapyear_core.model.functions.mathematics`.
"""

from leapyear_core.engine.expressions.operands import Operands, Renderer
from leapyear_core.engine.literals import real_literal
from leapyear_core.model.functions.mathematics import DEGREES, DOMAINS, RADIANS

_NAMES = {"log": "ln"}


def _function(given: Operands) -> str:
    name = _NAMES.get(given.function, given.function)
    return given.bounded(f"{name}({_inside(given)})")


def _sqrt(given: Operands) -> str:
    return f"sqrt({_inside(given)})"  # to the last bit, says IEEE 754


def _inside(given: Operands) -> str:
    """The argument, null where the function has no value."""
    if given.function not in DOMAINS:
        return given.double(0)
    x = given.bind(given.double(0))
    lower, upper = map(real_literal, DOMAINS[given.function])
    return f"CASE WHEN {x} >= {lower} AND {x} <= {upper} THEN {x} END"


def _log1p(given: Operands) -> str:
    # Kahan's: the rounding of 1 + x cancels out. (Higham 2002, "Accuracy and stability", section 1.14.1)
    x = given.bind(_inside(given))
    u = given.bind(f"(1e0 + {x})")
    return given.bounded(f"CASE WHEN {u} = 1e0 THEN {x} ELSE ln({u}) * {x} / ({u} - 1e0) END")


def _expm1(given: Operands) -> str:
    # The same for the inverse. Up to 700, whose power is beyond every bound, nothing overflows on the way.
    x = given.bind(f"LEAST({given.double(0)}, 7e2)")
    u = given.bind(f"exp({x})")
    value = (
        f"CASE WHEN {u} = 1e0 THEN {x} WHEN {u} - 1e0 = -1e0 THEN -1e0"
        f" ELSE ({u} - 1e0) * {x} / ln({u}) END"
    )
    # LEAST leaves null out.
    return given.bounded(f"CASE WHEN {given.name(0)} IS NOT NULL THEN {value} END")


def _atan2(given: Operands) -> str:
    # -0 has another angle than 0.
    y, x = (given.bind(given.double(index)) for index in (0, 1))
    unsigned = [f"CASE WHEN {each} = 0 THEN 0e0 ELSE {each} END" for each in (y, x)]
    return given.bounded(f"atan2({', '.join(unsigned)})")


def _angle(given: Operands) -> str:
    factor = DEGREES if given.function == "degrees" else RADIANS
    return given.limited(f"({given.double(0)} * {real_literal(factor)})")


RENDERERS: dict[str, Renderer] = {
    **dict.fromkeys(
        (
            "cbrt",
            "exp",
            "log",
            "log2",
            "log10",
            "sin",
            "cos",
            "tan",
            "asin",
            "acos",
            "atan",
            "sinh",
            "cosh",
            "tanh",
        ),
        _function,
    ),
    "sqrt": _sqrt,
    "expm1": _expm1,
    "log1p": _log1p,
    "atan2": _atan2,
    "degrees": _angle,
    "radians": _angle,
}
