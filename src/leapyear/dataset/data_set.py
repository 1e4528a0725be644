"""Data sets: which rows, and which attributes of them, a question is about."""

from collections import OrderedDict
from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NoReturn, overload

from attrs import field, frozen

from leapyear._connection import Connection, connection_for
from leapyear._expressions import Named
from leapyear._mapping import LazyMapping
from leapyear._printing import printed_relation
from leapyear._refusals import described, invalid_request
from leapyear._relations import Relation, TableRelation, ViewRelation
from leapyear._types import Schema, Type
from leapyear.admin._in_database import located
from leapyear.admin._kept import ResourceT
from leapyear.admin.table import Table, tables_of
from leapyear.admin.view import View, views_of
from leapyear.dataset._joining import RowsPerKey, join
from leapyear.dataset._projecting import Computed, project, transformed, with_attributes
from leapyear.dataset._selecting import where, without_nulls
from leapyear.dataset._shares import Parts
from leapyear.dataset._splitting import split, stratified
from leapyear.dataset._typed_relation import Attributes, TypedRelation, is_to_be_derived
from leapyear.dataset._uniting import union
from leapyear.dataset.attribute import Attribute
from leapyear.dataset.grouping import GroupedDataSet, grouped
from leapyear.exceptions import TableNotFound, ViewNotFound


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
        connection, database, name = located(table, Table)
        tables, views = tables_of(connection, database), views_of(connection, database)
        columns = _found(tables, name, views, f"DataSet.from_view('{database}.{name}')").columns
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
        connection, database, name = located(view, View)
        tables, views = tables_of(connection, database), views_of(connection, database)
        schema = _found(views, name, tables, f"DataSet.from_table('{database}.{name}')").schema
        return cls(ViewRelation(database, name), connection, schema)

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
        return self._made(where(self._typed, predicate))

    def project(
        self,
        attributes: Iterable[str | Attribute] | Mapping[str, Computed] = (),
        /,
        **computed: Computed,
    ) -> "DataSet":
        """The same rows with other attributes.

        Parameters
        ----------
        attributes
            Names of attributes to keep; or a mapping from names to attributes, for names that
            Python does not take as keywords.
        **computed
            Attributes to compute, by their new names; or a number, a bool or a day that is the same
            in each row.

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
        return self._made(project(self._typed, attributes, computed))

    def with_attribute(self, name: str, attribute: Computed) -> "DataSet":
        """The same rows with one attribute more, or with another one of that name.

        Parameters
        ----------
        name
            What it is called.
        attribute
            How it is computed, ``ds.height / 100`` for example; or a number, a bool or a day that is
            the same in each row.

        Raises
        ------
        AttributeNotFound
            If it uses an attribute that this data set does not have.

        Examples
        --------
        >>> ds.project(["height"]).with_attribute("in_m", ds.height / 100)
        DataSet.from_table('clinic.visits').project(['height']).project(['height'], in_m=height / 100)
        """
        return self.with_attributes({name: attribute})

    def with_attributes(
        self, attributes: Mapping[str, Computed] = MappingProxyType({}), /, **computed: Computed
    ) -> "DataSet":
        """The same rows with more attributes, or with others of these names.

        Each is computed from the attributes as they were: none uses another one that is new.

        Parameters
        ----------
        attributes
            From names to attributes, for names that Python does not take as keywords.
        **computed
            Attributes to compute, by their names; or a number, a bool or a day that is the same in
            each row.

        Raises
        ------
        AttributeNotFound
            If one uses an attribute that this data set does not have.
        InvalidRequest
            If two have the same name, or there are none.

        Examples
        --------
        >>> ds.with_attributes(old=ds.age > 60).schema["old"]
        Type(tag='BOOL', contents=None)
        """
        return self._made(with_attributes(self._typed, attributes, computed))

    def drop_nulls(self, *attributes: Attributes) -> "DataSet":
        """The rows in which no value is missing.

        Parameters
        ----------
        *attributes
            Those that are looked at; all, where none is named.

        Raises
        ------
        AttributeNotFound
            If there is no such attribute.

        Examples
        --------
        >>> ds.drop_nulls("age")
        DataSet.from_table('clinic.visits').where(~age.is_null())
        """
        return self._made(without_nulls(self._typed, attributes))

    def transform(
        self,
        attributes: Iterable[str | Attribute],
        matrix: Iterable[Iterable[float]],
        offset: Iterable[float] | None = None,
        *,
        names: Iterable[str] | None = None,
    ) -> "DataSet":
        """A linear transformation of attributes, in their place: the others stay as they are.

        Parameters
        ----------
        attributes
            BOOL, INT or REAL attributes.
        matrix
            For each new attribute the coefficients of these attributes.
        offset
            What is added to each new attribute; nothing, where it is left out.
        names
            The names of the new attributes; those of the old ones, where there are as many.

        Raises
        ------
        AttributeNotFound
            If there is no such attribute.
        InvalidRequest
            If the lengths do not fit.

        Examples
        --------
        >>> turned = ds.project(["age", "height"]).transform(["age", "height"], [[1, 0], [0.5, 2]])
        >>> list(turned.schema)
        ['age', 'height']
        """
        return self._made(transformed(self._typed, attributes, matrix, offset, names))

    def union(self, *others: "DataSet") -> "DataSet":
        """The rows of this data set and of others.

        A row that two of them have is there twice. A record that is in several of them counts in
        each, which noise has to cover: answers about a union of two are half as accurate.

        Parameters
        ----------
        *others
            Data sets of the same database, with the same attributes. Bounds may differ.

        Raises
        ------
        InvalidExpression
            If the attributes are not the same.

        Examples
        --------
        >>> young, old = ds.where(ds.age < 18), ds.where(ds.age > 80)
        >>> young.project(["income"]).union(old.project(["income"])).schema["income"].tag
        'REAL'
        """
        for other in others:
            if not isinstance(other, DataSet):
                raise TypeError(f"union takes data sets, not {described(other)}")
            self._check_same_server(other)
        return self._made(union(self._typed, [other._typed for other in others]))

    def group_by(self, *keys: Attributes, **computed: Attribute) -> GroupedDataSet:
        """The rows in groups, to be made a data set with a row for each by `GroupedDataSet.agg`.

        Rows with equal keys are a group. Those in which a key is missing are a group too. A group
        without rows is none, so how many there are is private: to have numbers of groups that are
        known, ask with `leapyear.analytics.group_by`.

        Parameters
        ----------
        *keys
            Attributes that tell groups apart, up to 16: BOOL, INT, FACTOR, TEXT or DATE.
        **computed
            Others, that are computed, by their names.

        Raises
        ------
        AttributeNotFound
            If there is no such attribute.
        InvalidExpression
            If a key is of another type.
        InvalidRequest
            If there are no keys or too many, or two have the same name.

        Examples
        --------
        >>> decades = ds.group_by("smoker", decade=ds.age // 10).agg(income=("income", "mean"))
        >>> list(decades.schema)
        ['smoker', 'decade', 'income']
        """
        return grouped(self, keys, computed)

    def join(
        self,
        other: "DataSet",
        on: Attributes,
        *,
        other_on: Attributes | None = None,
        how: Literal["inner", "left"] = "inner",
        rows_per_key: RowsPerKey = 1,
        suffix: str = "",
    ) -> "DataSet":
        """The rows of this data set beside those of another one that have the same keys.

        Each row here is paired with each row there that is equal in the keys; a missing value is
        equal to nothing. The pairs have the attributes of both, except for the keys of the other.

        Noise has to cover the pairs that come and go with one privacy unit. Where a key is whose
        the rows are on both sides, the column of the privacy unit of both tables and called the
        same in them, these are the pairs of its own rows, and ``rows_per_key=None`` will do.
        Elsewhere its rows meet those of others: a data set whose partner is private is cut to so
        many rows of each key, which follow from their values alone. A unit then counts up to twice
        for each pair of its rows here with those kept there, and of its rows there with those kept
        here. With a public table as the other one, only that is cut, and a unit counts once for
        each of its pairs.

        Parameters
        ----------
        other
            A data set of the same database.
        on
            The attributes that are compared: INT, FACTOR, TEXT, BOOL, DATE or DATETIME.
        other_on
            Those of the other data set, in the same order, where they are called otherwise.
        how
            ``"left"`` keeps the rows here that match nothing, with no values in place of those of
            the other; ``"inner"`` leaves them out.
        rows_per_key
            The most rows of each combination of keys that are kept of the other, or a pair of the
            most here and the most there; None for all of them. Where the other is private, and the
            keys do not say whose the rows are, both are needed.
        suffix
            What is put behind the names of those attributes of the other that this one has as well.

        Raises
        ------
        AttributeNotFound
            If there is no such key.
        InvalidExpression
            If the keys are not of one type, or both have an attribute of one name. From the server,
            when an analysis runs: if one unit could move any number of rows.
        InvalidRequest
            If the keys do not pair, or a number of rows is none of 1 to 10,000.

        Examples
        --------
        A public table is looked up; of each sex it has one row:

        >>> _ = Table("wards", database="clinic", credentials="clinic/wards.csv", columns=[
        ...     ColumnDefinition("sex", type="FACTOR", bounds=["f", "m"]),
        ...     ColumnDefinition("ward", type="INT", bounds=(1, 9)),
        ... ], public=True).create()
        >>> placed = ds.join(DataSet.from_table("clinic.wards"), on="sex")
        >>> placed.schema["ward"]
        Type(tag='INT', contents=(1, 9))
        >>> mean("ward", placed).run(exposure=0.001)
        4.51

        Of private data sets both are cut:

        >>> young, old = (ds.where(one).project(["sex", "income"]) for one in (ds.age < 18, ds.age > 80))
        >>> pairs = young.join(old, on="sex", rows_per_key=(10, 1), suffix="_of_old")
        >>> list(pairs.schema)
        ['sex', 'income', 'income_of_old']
        """
        if not isinstance(other, DataSet):
            raise TypeError(f"join takes a data set, not {described(other)}")
        self._check_same_server(other)
        sides = self._typed, other._typed
        return self._made(join(*sides, on, other_on, how, rows_per_key, suffix))

    def split(
        self,
        parts: Parts,
        part: int = 0,
        *,
        by: Attributes | None = None,
        seed: int | None = None,
    ) -> "DataSet":
        """One of several parts of the rows: of about one size, or of about the shares that are given.

        A row's part follows from a hash of its values, so that it stays the same whatever other
        rows there are, and an answer about a part costs what one about all rows does. Rows that are
        equal fall together.

        So the shares hold up to chance. Of *n* rows that are all different, a part whose share is
        *p* has ``n * p`` of them, give or take ``2 * sqrt(n * p * (1 - p))``, for 95 of 100 seeds: of
        10,000 rows a fifth is 2,000 ± 80. Where rows fall together, what falls together counts in
        place of rows, and the deviation is larger.

        Parameters
        ----------
        parts
            How many parts of one size there are, up to 1000; or the share of each, as positive
            numbers of any sum: ``[0.7, 0.2, 0.1]`` and ``[7, 2, 1]`` are the same.
        part
            Which one it is, from 0.
        by
            The attributes that are hashed; all, where it is left out. That of the privacy unit alone
            keeps the rows of each unit together.
        seed
            Another number gives other parts. It is no secret. Where it is left out, it is 0, and one
            more for a part of a part: with the same number that part would be all or nothing of it.

        Raises
        ------
        AttributeNotFound
            If there is no such attribute.
        InvalidRequest
            If there is no such part, or a share is not positive, or less than a millionth of all.

        Examples
        --------
        >>> ds.split(10, 3, by="age")
        DataSet.from_table('clinic.visits').split(10, 3, by=['age'])
        >>> ds.split([0.8, 0.2], 1, by="age")
        DataSet.from_table('clinic.visits').split([4, 1], 1, by=['age'])
        """
        return self._made(split(self._typed, parts, by, seed).part(part))

    def splits(
        self,
        parts: Parts,
        *,
        by: Attributes | None = None,
        seed: int | None = None,
    ) -> list["DataSet"]:
        """Every part in turn, as `split` gives them: each row is in one of them.

        Examples
        --------
        >>> training, test = ds.splits([0.8, 0.2])
        >>> len(ds.splits(3, by="age"))
        3
        """
        return [self._made(each) for each in split(self._typed, parts, by, seed).parts()]

    @overload
    def stratified(
        self,
        by: Attributes,
        parts: Parts,
        part: int,
        *,
        together: Attributes | None = None,
        seed: int | None = None,
    ) -> "DataSet": ...

    @overload
    def stratified(
        self,
        by: Attributes,
        parts: Parts,
        part: None = None,
        *,
        together: Attributes | None = None,
        seed: int | None = None,
    ) -> list["DataSet"]: ...

    def stratified(
        self,
        by: Attributes,
        parts: Parts,
        part: int | None = None,
        *,
        together: Attributes | None = None,
        seed: int | None = None,
    ) -> "DataSet | list[DataSet]":
        """Parts in which each value of some attributes has about the same share as in all rows.

        The rows of each value are split by themselves, by a hash that the value is part of: so what
        is together in one part for one value is not for another one. Exact strata would need to know
        how many rows each has, so that a row more would move others; here none does, and answers
        cost what they cost about all rows.

        So the shares hold up to chance, in each stratum as in `split`: of a value that *n* rows
        have, a part whose share is *p* has ``n * p``, give or take ``2 * sqrt(n * p * (1 - p))``, for
        95 of 100 seeds. A value that 400 rows have is in a part of a half 200 ± 20 times.

        Parameters
        ----------
        by
            What has its strata kept: BOOL or FACTOR, or INT of up to 1000 values.
        parts
            As for `split`.
        part
            Which one it is, from 0; all of them in turn, where it is left out.
        together
            Attributes whose rows stay together within a stratum, that of the privacy unit for one.
            Where it is left out, only rows that are equal do.
        seed
            As for `split`.

        Raises
        ------
        AttributeNotFound
            If there is no such attribute.
        InvalidExpression
            If what has its strata kept is of another type, or has more values.
        InvalidRequest
            As `split`.

        Examples
        --------
        >>> training, test = ds.stratified("smoker", [0.8, 0.2])
        >>> ds.stratified("smoker", 2, 0, together="age")
        DataSet.from_table('clinic.visits').split(2, 0, by=['smoker', 'age'])
        """
        made = stratified(self._typed, by, parts, together, seed, self._known_type)
        if part is not None:
            return self._made(made.part(part))
        return [self._made(each) for each in made.parts()]

    def persist(self) -> "DataSet":
        """Have the server compute these rows once and keep them, so that questions are sooner.

        The same questions have the same answers, at the same price. What is kept ends with
        `unpersist`, when the server stops, or when a table that it is made of gets new rows. It is
        computed behind this call; questions need not wait for it.

        Unsupported Backends
        --------------------
        Not supported for the following LeapYear compute backend(s): snowflake.

        Returns
        -------
        DataSet
            This one.

        Raises
        ------
        UnsupportedBackendError
            If the server's compute backend cannot keep data sets.
        TooManyPersistedRelations
            If the user keeps 20 already.

        Examples
        --------
        >>> adults = ds.where(ds.age >= 18).persist()
        >>> adults.unpersist()
        """
        self._open_connection().server.persist_relation(self._relation)
        return self

    def unpersist(self) -> None:
        """Have the server keep these rows no longer, where the user had them kept.

        Unsupported Backends
        --------------------
        Not supported for the following LeapYear compute backend(s): snowflake.

        Raises
        ------
        UnsupportedBackendError
            If the server's compute backend cannot keep data sets.
        """
        self._open_connection().server.unpersist_relation(self._relation)

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
        if not any(map(is_to_be_derived, self._schema.values())):
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
        return self._typed.attribute(name)

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

    # It is a value, and its connection is one thing: a copy is the data set itself.

    def __copy__(self) -> "DataSet":
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> "DataSet":
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a data set belongs to a connection and cannot be pickled: a View gives it a name, by which "
            "DataSet.from_view has it elsewhere"
        )

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(name for name in self._schema if name.isidentifier())]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._schema)

    def __repr__(self) -> str:
        return printed_relation(self._relation)

    # For `leapyear.analytics`. Not public, since every public name hides a column of that name from
    # `ds.name`.

    def _open_connection(self) -> Connection:
        """Where this came from, or the current connection to that server where that is closed."""
        return connection_for(self._connection)

    def _resolve(self, attribute: str | Attribute) -> Attribute:
        """An attribute of this data set, that may be given by its name."""
        return self._typed.resolved(attribute)

    # For this module.

    @property
    def _typed(self) -> TypedRelation:
        return TypedRelation(self._relation, self._schema)

    def _made(self, of: TypedRelation) -> "DataSet":
        """A data set of the same server."""
        return DataSet(of.relation, self._connection, of.schema)

    def _check_same_server(self, other: "DataSet") -> None:
        """Two servers may have tables of one name: the rows would be those of the first, whatever was meant."""
        ours, theirs = self._connection.url, other._connection.url
        if ours != theirs:
            raise invalid_request(
                f"one data set is of {ours} and the other of {theirs}: take both from one server, by one URL"
            )

    def _known_type(self, name: str) -> Type:
        """The type of an attribute, with its bounds or values."""
        given = self._schema[name]
        return self.schema[name] if is_to_be_derived(given) else given


def _found(
    named: LazyMapping[ResourceT], name: str, others: Container[str], call: str
) -> ResourceT:
    """What has a name; or an error that says so, where it is the name of something of the other kind."""
    try:
        return named[name]
    except (TableNotFound, ViewNotFound) as error:
        if name not in others:
            raise
        is_of, other = ("table", "view") if isinstance(error, TableNotFound) else ("view", "table")
        raise type(error)(
            f"{name!r} is no {is_of} but a {other}: write {call}",
            code=error.code,
            status=error.status,
        ) from None
