"""Data sets: which rows, and which attributes of them, a question is about."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import NoReturn

from attrs import field, frozen

from leapyear._connection import Connection, connection_for, current
from leapyear._expressions import (
    Expression,
    Named,
    ProjectRelation,
    Relation,
    TableRelation,
    ViewRelation,
    WhereRelation,
    call,
    names_in,
    printed,
)
from leapyear._names import check_attribute_name
from leapyear._suggest import did_you_mean
from leapyear._types import Schema, Type
from leapyear.admin.table import Table, tables_of
from leapyear.admin.view import View, views_of
from leapyear.dataset.attribute import Attribute
from leapyear.exceptions import AttributeNotFound, InvalidExpression, InvalidRequest


@frozen(repr=False)
class DataSet:
    """Rows and attributes of a private table, or of what is made of one.

    A data set holds no rows: it says which ones are meant. Each method gives a new one and leaves
    this one as it is, and nothing is computed, or spent, until an analysis of `leapyear.analytics`
    runs.

    Examples
    --------
    >>> ds = DataSet.from_table("clinic.visits")
    >>> ds.where((ds.age > 40) & ~ds.smoker)
    DataSet.from_table('clinic.visits').where((age > 40) & ~smoker)
    """

    _relation: Relation
    _connection: Connection = field(eq=lambda connection: connection.url)
    _schema: Mapping[str, Type] = field(eq=False)
    # What the server was asked for once: empty before.
    _derived: list[Schema] = field(factory=list, init=False, eq=False)

    @classmethod
    def from_table(cls, table: Table | str) -> "DataSet":
        """The rows of a table.

        Asks the server for the columns of the table, unless the client knows them already.

        Parameters
        ----------
        table
            A table, or ``"database.table"``.

        Raises
        ------
        TableNotFound, DatabaseNotFound
            If there is no such table. The message names those that look like it.
        NotConnected
            If there is no connection.

        Examples
        --------
        >>> DataSet.from_table("clinic.visits").schema["age"]
        Type(tag='INT', contents=(0, 120))
        """
        if isinstance(table, Table):
            connection = connection_for(table._connection)
            database, name = table.database.name, table.name
        else:
            connection = current()
            database, name = _split(table, "table")
        columns = tables_of(connection, database)[name].columns
        schema = {column.name: column.schema_type for column in columns.values()}
        return cls(TableRelation(database, name), connection, schema)

    @classmethod
    def from_view(cls, view: View | str) -> "DataSet":
        """What a view stands for.

        Asks the server for its attributes, unless the client knows them already. A question through
        a view is the same question, and has the same answer, as without it.

        Parameters
        ----------
        view
            A view, or ``"database.view"``.

        Raises
        ------
        ViewNotFound, DatabaseNotFound
            If there is no such view, or it reads columns that the user does not see.
        NotConnected
            If there is no connection.

        Examples
        --------
        >>> View("adults", database="clinic", data_set=ds.where(ds.age >= 18)).create()
        <View clinic.adults>
        >>> DataSet.from_view("clinic.adults")
        DataSet.from_view('clinic.adults')
        """
        if isinstance(view, View):
            connection = connection_for(view._connection)
            database, name = view.database.name, view.name
        else:
            connection = current()
            database, name = _split(view, "view")
        return cls(
            ViewRelation(database, name), connection, views_of(connection, database)[name].schema
        )

    def where(self, predicate: Attribute) -> "DataSet":
        """The rows for which a condition is true.

        Those for which it is false, or cannot be told since a value is missing, are left out.

        Parameters
        ----------
        predicate
            A condition, ``ds.age > 40`` for example.

        Raises
        ------
        AttributeNotFound
            If the condition uses an attribute that this data set does not have.
        InvalidExpression
            If it is no condition.
        """
        if not isinstance(predicate, Attribute):
            raise TypeError(
                f"where takes a condition such as ds['age'] > 40, not {_described(predicate)}"
            )
        if predicate.type.tag != "BOOL":
            raise InvalidExpression(
                f"where takes a condition, and {predicate} is {predicate.type.tag}: compare it "
                "with something",
                code="invalid_expression",
            )
        self._check_names(predicate.expression)
        relation = WhereRelation(self._relation, predicate.expression)
        if isinstance(self._relation, WhereRelation):
            # One `where` for both: the same rows, one level less on the wire.
            both = call("and", self._relation.predicate, predicate.expression)
            relation = WhereRelation(self._relation.relation, both)
        return DataSet(relation, self._connection, self._schema)

    def project(
        self,
        attributes: Iterable[str | Attribute] | Mapping[str, Attribute] = (),
        /,
        **computed: Attribute,
    ) -> "DataSet":
        """The same rows with other attributes.

        Parameters
        ----------
        attributes
            Names of attributes to keep; or a mapping from names to attributes, for names that
            Python does not take as keywords.
        **computed
            Attributes to compute, by their new names.

        Raises
        ------
        AttributeNotFound
            If one is used that this data set does not have.
        InvalidRequest
            If two have the same name, or there are none.

        Examples
        --------
        >>> ds.project(["age", "smoker"], height_in_m=ds.height / 100)
        DataSet.from_table('clinic.visits').project(['age', 'smoker'], height_in_m=height / 100)
        """
        named = [*self._named(attributes), *computed.items()]
        if not named:
            raise InvalidRequest("project needs at least one attribute", code="invalid_request")
        schema: dict[str, Type] = {}
        seen: dict[str, str] = {}
        for name, attribute in named:
            if not isinstance(attribute, Attribute):
                raise TypeError(
                    f"{name!r} is to be an attribute such as ds['age'] * 2, not "
                    f"{_described(attribute)}"
                )
            # Names that differ in case alone are the same to the engines of the server.
            if (key := check_attribute_name(name).casefold()) in seen:
                raise InvalidRequest(
                    f"{seen[key]!r} and {name!r} are one name: rename one", code="invalid_request"
                )
            seen[key] = name
            self._check_names(attribute.expression)
            schema[name] = attribute.type
        relation = ProjectRelation(
            self._relation, tuple((name, one.expression) for name, one in named)
        )
        return DataSet(relation, self._connection, schema)

    @property
    def attributes(self) -> list[Attribute]:
        """The attributes, in their order."""
        return [Attribute(Named(name), of_type) for name, of_type in self._schema.items()]

    @property
    def schema(self) -> "OrderedDict[str, Type]":
        """The names and types of the attributes, in their order.

        Those of columns are as declared. The bounds of what is computed follow from those of its
        parts: the server is asked for them once, the first time.

        Raises
        ------
        NotConnected
            If something is computed, and there is no connection any more.

        Examples
        --------
        >>> ds.project(twice=ds.age * 2).schema["twice"]
        Type(tag='INT', contents=(0, 240))
        """
        if not any(map(_is_to_be_derived, self._schema.values())):
            return Schema(self._schema)
        if not self._derived:
            self._derived.append(self._open_connection().server.schema_of(self._relation))
        return Schema(self._derived[0])

    def __getitem__(self, name: str) -> Attribute:
        """The attribute of a name.

        Raises
        ------
        AttributeNotFound
            If there is none; the message names those that look like it.
        """
        try:
            return Attribute(Named(name), self._schema[name])
        except (KeyError, TypeError):
            raise self._missing(name) from None

    def __getattr__(self, name: str) -> Attribute:
        # Notebooks and copy.copy look for names such as these on everything; they are no typing
        # errors.
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __contains__(self, name: object) -> bool:
        return name in self._schema

    def __iter__(self) -> NoReturn:
        raise TypeError(
            "the rows of a data set cannot be looked at; ds.schema has the names of its attributes"
        )

    def __len__(self) -> NoReturn:
        raise TypeError(
            "how many rows there are is private: ask with leapyear.analytics.count_rows(ds).run()"
        )

    def __bool__(self) -> bool:
        return True

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(name for name in self._schema if name.isidentifier())]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._schema)

    def __repr__(self) -> str:
        return _printed(self._relation)

    # For `leapyear.analytics`. Not public, since every public name hides a column of that name from
    # `ds.name`.

    def _open_connection(self) -> Connection:
        """Where this came from, or the current connection to that server where that is closed."""
        return connection_for(self._connection)

    def _resolve(self, attribute: str | Attribute) -> Attribute:
        """An attribute of this data set, that may be given by its name."""
        if isinstance(attribute, str):
            return self[attribute]
        if not isinstance(attribute, Attribute):
            raise TypeError(
                f"an attribute is a name or such as ds['age'], not {_described(attribute)}"
            )
        self._check_names(attribute.expression)
        return attribute

    def _named(
        self, attributes: Iterable[str | Attribute] | Mapping[str, Attribute]
    ) -> Iterable[tuple[str, Attribute]]:
        if isinstance(attributes, Mapping):
            return attributes.items()
        if isinstance(attributes, str | Attribute):
            raise TypeError("project takes a list of names: ds.project(['age'])")
        found = [self._resolve(attribute) for attribute in attributes]
        for attribute in found:
            if attribute.name is None:
                raise InvalidRequest(
                    f"{attribute} is computed and needs a name: ds.project([...], "
                    f"name={attribute})",
                    code="invalid_request",
                )
        return [(attribute.name or "", attribute) for attribute in found]

    def _check_names(self, expression: Expression) -> None:
        for name in names_in(expression):
            if name not in self._schema:
                raise self._missing(name)

    def _missing(self, name: object) -> Exception:
        # What people who know pandas will try.
        if isinstance(name, Attribute):
            return TypeError("choose rows with ds.where(condition)")
        if isinstance(name, list | tuple):
            return TypeError("choose attributes with ds.project([names])")
        if not isinstance(name, str):
            return TypeError(
                f"attributes go by names, not by {type(name).__name__}; rows cannot be looked at"
            )
        hint = did_you_mean(name, self._schema, are="attributes")
        return AttributeNotFound(
            f"{self!r} has no attribute {name!r}; {hint}", code="attribute_not_found"
        )


def _split(given: object, noun: str) -> tuple[str, str]:
    if not isinstance(given, str):
        raise TypeError(
            f"a {noun} is given as 'database.{noun}' or as a {noun.title()}, not as {type(given).__name__}"
        )
    database, dot, name = given.partition(".")
    if not (database and dot and name) or "." in name:
        raise InvalidRequest(
            f"a {noun} is given as 'database.{noun}', not as {given!r}", code="invalid_request"
        )
    return database, name


def _is_to_be_derived(given: Type) -> bool:
    return given.contents is None and given.tag in ("INT", "REAL", "FACTOR")


def _described(value: object) -> str:
    return repr(value) if isinstance(value, str | bool | int | float) else type(value).__name__


def _printed(relation: Relation) -> str:
    match relation:
        case TableRelation(database, table):
            return f"DataSet.from_table('{database}.{table}')"
        case ViewRelation(database, view):
            return f"DataSet.from_view('{database}.{view}')"
        case WhereRelation(inner, predicate):
            return f"{_printed(inner)}.where({printed(predicate)})"
        case ProjectRelation(inner, attributes):
            return f"{_printed(inner)}.project({_printed_attributes(attributes)})"


def _printed_attributes(attributes: tuple[tuple[str, Expression], ...]) -> str:
    """The arguments of `project`: a list and keywords where that can say it, else a mapping."""
    kept = [name for name, expression in attributes if expression == Named(name)]
    computed = [(name, printed(one)) for name, one in attributes if one != Named(name)]
    if not all(name.isidentifier() for name, _ in computed):
        return "{" + ", ".join(f"{name!r}: {printed(one)}" for name, one in attributes) + "}"
    more = f", … {len(kept) - 8} more" if len(kept) > 8 else ""
    listed = [f"[{', '.join(map(repr, kept[:8]))}{more}]"] if kept else []
    return ", ".join([*listed, *(f"{name}={text}" for name, text in computed)])
