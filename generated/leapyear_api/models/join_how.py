# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from enum import StrEnum


class JoinHow(StrEnum):
    INNER = "inner"
    LEFT = "left"

    def __str__(self) -> str:
        return str(self.value)
