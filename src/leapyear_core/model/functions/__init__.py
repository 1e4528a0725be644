"""The scalar functions, each with its type rule and its interval rule.

All of them are total: no row can make one fail. Where a function has no value (a division by zero, an argument that is
null) it is null; a REAL result beyond ``±REAL_LIMIT`` is clamped to it. The engine gives the same values: it reads the
types from here.
"""

from leapyear_core.model.functions import arithmetic, casts, logic, mathematics, strings, times
from leapyear_core.model.functions.signature import Function

__all__ = ["FUNCTIONS", "SUBJECTS", "Function"]

#: By subject, in the order of the contract.
SUBJECTS = {
    "Comparisons, conditions, choices": logic.FUNCTIONS,
    "Arithmetic": arithmetic.FUNCTIONS,
    "Mathematics": mathematics.FUNCTIONS,
    "Strings": strings.FUNCTIONS,
    "Days and moments": times.FUNCTIONS,
    "From one type to another": casts.FUNCTIONS,
}

FUNCTIONS = {function.name: function for functions in SUBJECTS.values() for function in functions}
