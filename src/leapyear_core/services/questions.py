"""What is public about a question: what it is about, what it costs, and what makes two questions the same one.

Nothing here looks at a row. A question is prepared for one who asks it: what they may not see is not there for them, so
that a question that names it makes no sense, just as one that names nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection

from leapyear_core.catalog.databases import DatabaseRecord
from leapyear_core.engine.duckdb import Sourced
from leapyear_core.engine.storage import Source
from leapyear_core.model.analyses import Analysis
from leapyear_core.model.analysis_trees import analysis_to_tree, read_analysis
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.lineage import TableColumn, columns_read
from leapyear_core.model.relations import Relation, Table, schema_of, tables_of
from leapyear_core.model.types import Schema, schema_of_columns
from leapyear_core.privacy.planning import asked_by
from leapyear_core.privacy.pricing import Accuracy, Exact, Plan, Spend, price
from leapyear_core.services import access, profiles
from leapyear_core.services.access import Asker, SeenDatabase, SeenTable


@frozen
class Question:
    """An analysis, and how it shall be answered.

    Attributes
    ----------
    cache
        Whether an answer on record will do.
    accuracy
        The half-width that the 95 % noise interval shall have; None for what the privacy profile spends.
    precise
        Whether the answer shall have no noise.
    """

    analysis: Analysis
    cache: bool = True
    accuracy: float | None = None
    precise: bool = False


@frozen
class Prepared:
    """A question with all that is public about it.

    Attributes
    ----------
    tables
        The tables that it is about, whole.
    key
        What it has in common with the same question, asked of the same data.
    read
        The columns that it reads, where it asks for an exact answer.
    """

    database: DatabaseRecord
    tables: Mapping[Table, Sourced]
    plan: Plan
    key: str
    read: frozenset[TableColumn]


def question_to_tree(question: Question) -> dict[str, Any]:
    """A question as plain data, for the record."""
    return {
        "analysis": analysis_to_tree(question.analysis),
        "cache": question.cache,
        "accuracy": question.accuracy,
        "precise": question.precise,
    }


def read_question(tree: Mapping[str, Any]) -> Question:
    """A question from its plain data."""
    return Question(
        read_analysis(tree["analysis"]),
        tree["cache"],
        tree["accuracy"],
        # Older records do not say it.
        tree.get("precise", False),
    )


def prepare(connection: Connection, asker: Asker, question: Question) -> Prepared:
    """Look up and check all that is public about a question, for one who asks it, and price it.

    Who asks decides what there is, and nothing else: the question is the same, and costs the same, whoever asks it.
    """
    relation = question.analysis.relation
    database, found = find_tables(connection, asker, "run_analysis", relation)
    seen = schemas_seen(found)
    asked = asked_by(question.analysis, schema_of(relation, seen))
    read: frozenset[TableColumn] = frozenset()
    if question.precise:
        # What they do not see is not there for them: that was told first, whatever they may have exactly.
        read = columns_read(question.analysis, seen)
        access.check_exact(found, read)
    # The computation may be shared with others, who see other columns: it is about the whole table.
    tables = whole_tables(found)
    versions = {
        str(name): [table.whole.id, table.whole.data_version] for name, table in found.items()
    }
    # Public tables hold no secrets: everybody who sees them has exact answers about them.
    wanted = (
        Exact()
        if all(table.whole.is_public for table in found.values())
        else _wanted(connection, question, database)
    )
    return Prepared(
        database.record,
        tables,
        price(
            asked.relation,
            asked.summands,
            wanted,
            asked.keys,
            asked.reading,
            {name: table.rows_per_unit for name, table in tables.items()},
        ),
        _key(asked.analysis, versions, precise=isinstance(wanted, Exact)),
        read,
    )


def check_exact_still(
    connection: Connection, asker: Asker, question: Question, asked_at: datetime
) -> frozenset[TableColumn]:
    """See whether somebody may have the exact answer to a question that was asked at that time, and give what it reads.

    Raises
    ------
    DatabaseNotFound, TableNotFound, AttributeNotFound, PermissionDenied
        If not, or not any more.
    """
    _, found = find_tables(connection, asker, "run_analysis", question.analysis.relation)
    for name, table in found.items():
        # What they may do with a table says nothing of one that was dropped, and had its name.
        if table.whole.created_at > asked_at:
            raise access.table_not_found(name.database, name.table)
    seen = schemas_seen(found)
    # A column that is hidden from them by now is not there.
    asked_by(question.analysis, schema_of(question.analysis.relation, seen))
    read = columns_read(question.analysis, seen)
    access.check_exact(found, read)
    return read


def find_tables(
    connection: Connection, asker: Asker, operation: str, relation: Relation
) -> tuple[SeenDatabase, dict[Table, SeenTable]]:
    """The database and the tables that a relation is made of, as one sees them who wants something with it.

    Raises
    ------
    DatabaseNotFound, TableNotFound
        If there is no such thing that they see.
    InvalidAnalysis
        If they are of several databases.
    """
    names = tables_of(relation)
    database = access.find_database(connection, asker, operation, _database_of(names))
    return database, {
        name: access.find_table(connection, asker, database, name.table) for name in names
    }


def whole_tables(found: Mapping[Table, SeenTable]) -> dict[Table, Sourced]:
    """Tables as the engine reads them: with all of their columns, whoever sees which."""
    return {
        name: Sourced(
            schema_of_columns(table.whole.columns),
            Source.from_json(dict(table.whole.source)),
            table.whole.rows_per_unit,
        )
        for name, table in found.items()
    }


def schemas_seen(found: Mapping[Table, SeenTable]) -> dict[Table, Schema]:
    """The schemas of tables, as far as they are seen."""
    return {name: schema_of_columns(table.record.columns) for name, table in found.items()}


def _wanted(
    connection: Connection, question: Question, database: SeenDatabase
) -> Spend | Accuracy | Exact:
    if question.precise:
        if question.accuracy is not None:
            raise InvalidAnalysis(
                "an exact answer has no accuracy to choose: leave out one of them"
            )
        return Exact()
    if question.accuracy is None:
        return Spend(
            profiles.find(connection, database.record.privacy_profile).params.exposure_nano
        )
    return Accuracy(question.accuracy)


def _database_of(names: frozenset[Table]) -> str:
    databases = sorted({name.database for name in names})
    if len(databases) > 1:
        raise InvalidAnalysis(
            f"a question is about the tables of one database, not of {' and '.join(databases)}"
        )
    return databases[0]


def _key(analysis: Analysis, versions: Mapping[str, list[Any]], *, precise: bool) -> str:
    """What makes two questions the same: the canonical analysis, whether it is to be exact, and the data of its tables."""
    parts: dict[str, Any] = {"analysis": analysis_to_tree(analysis), "tables": versions}
    if precise:
        # Only then, so that what was released before there were exact answers is still found.
        parts["precise"] = True
    canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
