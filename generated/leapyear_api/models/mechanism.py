# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from enum import StrEnum


class Mechanism(StrEnum):
    DISCRETE_GAUSSIAN = "discrete_gaussian"
    DISCRETE_LAPLACE = "discrete_laplace"
    EXPONENTIAL = "exponential"
    NONE = "none"

    def __str__(self) -> str:
        return str(self.value)
