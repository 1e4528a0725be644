"""What is public about a question: what it is about, what it costs, and what makes two questions the same one.

Nothing here looks at a row. A question is prepared for one who asks it: what they may not see is not there for them, so
that a question that names it makes no sense, just as one that names nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from attrs import frozen
from sqlalchemy import Connection

from leapyear_core.catalog.databases import DatabaseRecord
from leapyear_core.engine.duckdb import Sourced
from leapyear_core.engine.sources import Source
from leapyear_core.model.analyses import Analysis
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.relations import Table, schema_of, tables_of
from leapyear_core.model.trees import analysis_to_tree, read_analysis
from leapyear_core.model.types import schema_of_columns
from leapyear_core.privacy.planning import asked_by
from leapyear_core.privacy.pricing import Accuracy, Plan, Spend, price
from leapyear_core.services import access, profiles
from leapyear_core.services.access import Asker


@frozen
class Question:
    """An analysis, and how it shall be answered.

    Attributes
    ----------
    cache
        Whether an answer on record will do.
    accuracy
        The half-width that the 95 % noise interval shall have; None for what the privacy profile spends.
    """

    analysis: Analysis
    cache: bool = True
    accuracy: float | None = None


@frozen
class Prepared:
    """A question with all that is public about it.

    Attributes
    ----------
    tables
        The tables that it is about, whole.
    key
        What it has in common with the same question, asked of the same data.
    """

    database: DatabaseRecord
    tables: Mapping[Table, Sourced]
    plan: Plan
    key: str


def question_to_tree(question: Question) -> dict[str, Any]:
    """A question as plain data, for the record."""
    return {
        "analysis": analysis_to_tree(question.analysis),
        "cache": question.cache,
        "accuracy": question.accuracy,
    }


def read_question(tree: Mapping[str, Any]) -> Question:
    """A question from its plain data."""
    return Question(read_analysis(tree["analysis"]), tree["cache"], tree["accuracy"])


def prepare(connection: Connection, asker: Asker, question: Question) -> Prepared:
    """Look up and check all that is public about a question, for one who asks it, and price it.

    Who asks decides what there is, and nothing else: the question is the same, and costs the same, whoever asks it.
    """
    relation = question.analysis.relation
    names = tables_of(relation)
    database = access.find_database(connection, asker, "run_analysis", _database_of(names))
    found = {name: access.find_table(connection, asker, database, name.table) for name in names}
    seen = {name: schema_of_columns(table.record.columns) for name, table in found.items()}
    asked = asked_by(question.analysis, schema_of(relation, seen))
    if question.accuracy is None:
        profile = profiles.find(database.record.privacy_profile)
        wanted: Spend | Accuracy = Spend(profile.rho_nano)
    else:
        wanted = Accuracy(question.accuracy)
    # The computation may be shared with others, who see other columns: it is about the whole table.
    tables = {
        name: Sourced(
            schema_of_columns(table.whole.columns), Source.from_json(dict(table.whole.source))
        )
        for name, table in found.items()
    }
    versions = {
        str(name): [table.whole.id, table.whole.data_version] for name, table in found.items()
    }
    return Prepared(
        database.record,
        tables,
        price(asked.relation, asked.summands, wanted, asked.keys, asked.reading),
        _key(question.analysis, versions),
    )


def _database_of(names: frozenset[Table]) -> str:
    databases = sorted({name.database for name in names})
    if len(databases) > 1:
        raise InvalidAnalysis(
            f"a question is about the tables of one database, not of {' and '.join(databases)}"
        )
    return databases[0]


def _key(analysis: Analysis, versions: Mapping[str, list[Any]]) -> str:
    """What makes two questions the same: the canonical analysis, and the data that its tables hold."""
    canonical = json.dumps(
        {"analysis": analysis_to_tree(analysis), "tables": versions},
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
