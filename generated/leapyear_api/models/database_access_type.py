# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from enum import StrEnum


class DatabaseAccessType(StrEnum):
    ADMINISTER = "administer"
    COMPUTE = "compute"
    FULL = "full"
    NONE = "none"

    def __str__(self) -> str:
        return str(self.value)
