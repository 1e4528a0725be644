"""What one may do with databases and columns, as values."""

from enum import Enum
from typing import NamedTuple

from attrs import frozen


class DatabaseAccessType(Enum):
    """What one may do with a database; each allows what those before it allow.

    The values are those of the contract.
    """

    NO_ACCESS = "none"
    """Nothing, and not even know of it."""
    COMPUTE = "compute"
    """Ask for answers with differential privacy."""
    FULL = "full"
    """See exact values, too."""
    ADMINISTER = "administer"
    """Look after it: its tables, its limit, and what is granted on it."""

    def __repr__(self) -> str:
        return str(self)


class ColumnAccessType(Enum):
    """What one may do with a column; each allows what those before it allow.

    The values are those of the contract.
    """

    NO_ACCESS = "none"
    """Nothing, and not even know of it."""
    COMPUTE = "compute"
    """Ask for answers with differential privacy."""
    FULL = "full"
    """See exact values, too."""

    def __repr__(self) -> str:
        return str(self)


class Subject(NamedTuple):
    """One who can be granted something. ``kind`` is ``"user"`` or ``"group"``."""

    kind: str
    name: str


@frozen
class DatabaseAccessRecord:
    """What was ``granted`` to a subject on a database, and what may be done, all grants counted."""

    subject: Subject
    database: str
    granted: DatabaseAccessType
    effective: DatabaseAccessType


@frozen
class TableAccessRecord:
    """What a subject may do with the columns of a table, all its grants counted."""

    subject: Subject
    database: str
    table: str
    effective: tuple[tuple[str, ColumnAccessType], ...]
