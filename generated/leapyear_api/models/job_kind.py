# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from enum import StrEnum


class JobKind(StrEnum):
    ANALYSIS = "analysis"
    CREATE_TABLE = "create_table"

    def __str__(self) -> str:
        return str(self.value)
