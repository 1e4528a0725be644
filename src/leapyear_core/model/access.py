"""What one may do with databases and columns, and what several grants come to.

A subject is a user or a group. It is granted a level of access to a database, and levels to single columns; a level on a
column holds for this column in place of what the same subject was granted on the database. A user is several subjects,
themselves and their groups, and has the widest of what these have.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum

from attrs import field, frozen


class ColumnLevel(IntEnum):
    """What one may do with a column, from the narrowest to the widest.

    Levels are kept in the catalogue as these numbers, which leave room for others between them.
    """

    NONE = 0
    COMPUTE = 10
    FULL = 20


class DatabaseLevel(IntEnum):
    """What one may do with a database, from the narrowest to the widest. See `ColumnLevel`."""

    NONE = 0
    COMPUTE = 10
    FULL = 20
    ADMINISTER = 30

    @property
    def on_columns(self) -> ColumnLevel:
        """What it allows with a column that nothing was granted on by itself."""
        return ColumnLevel(min(self.value, ColumnLevel.FULL))


class SubjectKind(StrEnum):
    """Whether a subject is a user or a group."""

    USER = "user"
    GROUP = "group"


@frozen
class Subject:
    """One whom access is granted to.

    Attributes
    ----------
    is_administrator
        Whether it is a user who administers the server, and so may do everything, whatever was granted.
    """

    kind: SubjectKind
    id: int
    name: str
    is_administrator: bool = False

    @property
    def holder(self) -> "Holder":
        """What grants know it by."""
        return self.kind, self.id


#: The kind and the id of a subject: a name may belong to another one tomorrow.
Holder = tuple[SubjectKind, int]


@frozen
class TableGrants:
    """What one subject was granted on a table: on its database, and on columns of it."""

    database: DatabaseLevel = DatabaseLevel.NONE
    columns: Mapping[str, ColumnLevel] = field(factory=dict)

    def on_column(self, name: str) -> ColumnLevel:
        """What this comes to for a column."""
        granted = self.columns.get(name)
        return self.database.on_columns if granted is None else granted


def widest_on_column(grants: Iterable[TableGrants], name: str) -> ColumnLevel:
    """What the grants of several subjects come to, for one who is all of them."""
    return max((each.on_column(name) for each in grants), default=ColumnLevel.NONE)


def on_table(
    databases: Mapping[Holder, DatabaseLevel], columns: Mapping[Holder, Mapping[str, ColumnLevel]]
) -> dict[Holder, TableGrants]:
    """What subjects were granted on a table, by what they were granted on its database and on its columns."""
    return {
        holder: TableGrants(databases.get(holder, DatabaseLevel.NONE), columns.get(holder, {}))
        for holder in {*databases, *columns}
    }
