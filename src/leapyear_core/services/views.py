"""Views: relations that were given a name.

A view is a shorthand. It is kept with the views in it replaced by what they stand for, so none leads to another, and it
is replaced itself before a question is looked at: a question through a view is the same question, and has the same
answer, as without it.
"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from leapyear_core.catalog import views
from leapyear_core.catalog.store import Catalog
from leapyear_core.model.errors import AlreadyExists, InvalidExpression
from leapyear_core.model.relations import tables_of
from leapyear_core.model.trees import DEEPEST, Tree, read_relation
from leapyear_core.services import access
from leapyear_core.services.access import Asker, SeenDatabase, SeenView
from leapyear_core.services.clocks import Clock, utc_now
from leapyear_core.services.paging import Page, decode_name, page_of
from leapyear_core.services.questions import schema_of_seen
from leapyear_core.services.sessions import Caller


@frozen
class NamedView:
    """A view, and the name of its database."""

    database: str
    view: SeenView


class Views:
    """The views of all databases."""

    def __init__(self, catalog: Catalog, clock: Clock = utc_now) -> None:
        self._catalog = catalog
        self._clock = clock

    def create(
        self,
        caller: Caller,
        database: str,
        name: str,
        *,
        relation: Tree,
        description: str | None = None,
    ) -> NamedView:
        """Give a relation of a database a name.

        Raises
        ------
        DatabaseNotFound, TableNotFound, ViewNotFound, AttributeNotFound
            If there is no such thing that the caller sees.
        PermissionDenied
            If the caller does not administer the database.
        InvalidExpression
            If the relation makes no sense, or is about another database.
        AlreadyExists
            If the database has a view of that name.
        """
        try:
            with self._catalog.write() as connection:
                there = access.find_database(connection, caller, "create_view", database)
                expanded = _expanded(connection, caller, relation)
                made_of = read_relation(expanded)
                found = {
                    table: access.find_table(connection, caller, there, table.table)
                    for table in sorted(tables_of(made_of), key=str)
                    if _is_of(table.database, database)
                }
                schema_of_seen(made_of, found)
                views.add(
                    connection,
                    database_id=there.record.id,
                    name=name,
                    description=description,
                    relation=expanded,
                    table_ids=[seen.whole.id for seen in found.values()],
                    created_at=self._clock(),
                )
                return _named(connection, caller, there, name)
        except IntegrityError:
            raise AlreadyExists(
                f"there is a view {name!r} in the database {database!r} already"
            ) from None

    def page(
        self, caller: Caller, database: str, *, limit: int, cursor: str | None
    ) -> Page[NamedView]:
        """The views of a database, in the order of their names.

        Raises
        ------
        DatabaseNotFound
            If there is no such database that the caller sees.
        PermissionDenied
            If the caller does not administer it.
        """
        after = decode_name(cursor)
        with self._catalog.read() as connection:
            there = access.find_database(connection, caller, "list_views", database)
            found = access.page_of_views(connection, there, after=after, limit=limit + 1)
        named = [NamedView(database, view) for view in found]
        return page_of(named, limit, lambda each: each.view.record.name)

    def get(self, caller: Caller, database: str, name: str) -> NamedView:
        """The view of that name.

        Raises
        ------
        DatabaseNotFound, ViewNotFound
            If there is no such thing that the caller sees.
        """
        with self._catalog.read() as connection:
            there = access.find_database(connection, caller, "get_view", database)
            return _named(connection, caller, there, name)

    def update(self, caller: Caller, database: str, name: str, *, description: str) -> NamedView:
        """Set the description of a view.

        Raises
        ------
        DatabaseNotFound, ViewNotFound
            If there is no such thing that the caller sees.
        PermissionDenied
            If the caller does not administer the database.
        """
        with self._catalog.write() as connection:
            there = access.find_database(connection, caller, "update_view", database)
            view = access.find_view(connection, caller, there, name).record
            views.change(connection, view.id, description=description)
            return _named(connection, caller, there, name)

    def delete(self, caller: Caller, database: str, name: str) -> None:
        """Delete a view.

        Raises
        ------
        DatabaseNotFound, ViewNotFound
            If there is no such thing that the caller sees.
        PermissionDenied
            If the caller does not administer the database.
        """
        with self._catalog.write() as connection:
            there = access.find_database(connection, caller, "delete_view", database)
            views.remove(connection, access.find_view(connection, caller, there, name).record.id)

    def expand(self, asker: Asker, tree: Tree) -> dict[str, Any]:
        """An analysis or a relation with the relation of each view in its place.

        Raises
        ------
        DatabaseNotFound, ViewNotFound
            If there is no such thing that they see.
        InvalidExpression
            If it becomes too deep.
        """
        if not _has_view(tree):
            return dict(tree)
        with self._catalog.read() as connection:
            return _expanded(connection, asker, tree)


def _expanded(connection: Connection, asker: Asker, tree: Tree) -> dict[str, Any]:
    def expand(node: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise InvalidExpression(
                f"with its views it is nested deeper than {DEEPEST} levels: ask about a simpler view"
            )
        match node:
            case {"kind": "view", "database": str(database), "view": str(name)}:
                there = access.find_database(connection, asker, "get_view", database)
                found = access.find_view(connection, asker, there, name).record
                return expand(found.relation, depth)
            case Mapping():
                return {key: expand(value, depth + 1) for key, value in node.items()}
            case list():
                return [expand(each, depth + 1) for each in node]
            case _:
                return node

    expanded: dict[str, Any] = expand(tree, 1)
    return expanded


def _has_view(node: Any) -> bool:
    match node:
        case {"kind": "view", "view": _}:
            return True
        case Mapping():
            return any(map(_has_view, node.values()))
        case list():
            return any(map(_has_view, node))
        case _:
            return False


def _is_of(named: str, database: str) -> bool:
    if named != database:
        raise InvalidExpression(
            f"a view of the database {database!r} is made of its tables, not of those of {named!r}"
        )
    return True


def _named(connection: Connection, caller: Caller, database: SeenDatabase, name: str) -> NamedView:
    return NamedView(database.record.name, access.find_view(connection, caller, database, name))
