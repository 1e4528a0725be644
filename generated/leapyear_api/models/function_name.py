# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from enum import StrEnum


class FunctionName(StrEnum):
    ABS = "abs"
    ADD = "add"
    AND = "and"
    CLIP = "clip"
    DIVIDE = "divide"
    EQ = "eq"
    GE = "ge"
    GT = "gt"
    IS_NULL = "is_null"
    LE = "le"
    LT = "lt"
    MULTIPLY = "multiply"
    NE = "ne"
    NEGATE = "negate"
    NOT = "not"
    OR = "or"
    SUBTRACT = "subtract"

    def __str__(self) -> str:
        return str(self.value)
