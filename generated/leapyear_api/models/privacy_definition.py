# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from enum import StrEnum


class PrivacyDefinition(StrEnum):
    PURE = "pure"
    ZCDP = "zcdp"

    def __str__(self) -> str:
        return str(self.value)
