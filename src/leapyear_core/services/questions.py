"""What is public about a question: what it is about, what it costs, and what makes two questions the same one.

Nothing here looks at a row. A question is prepared for one who asks it: what they may not see is not there for them, so
that a question that names it makes no sense, just as one that names nothing.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen
from sqlalchemy import Connection

from leapyear_core.catalog import sizes
from leapyear_core.catalog.charges import ChargeRecord
from leapyear_core.catalog.databases import DatabaseRecord
from leapyear_core.catalog.jobs import JobRecord
from leapyear_core.catalog.tables import TableRecord
from leapyear_core.engine.duckdb import Sourced
from leapyear_core.engine.storage import Source
from leapyear_core.model.analyses import Analysis
from leapyear_core.model.analysis_trees import analysis_to_tree, read_analysis
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.lattice import EXACT_BITS
from leapyear_core.model.lineage import TableColumn, columns_read
from leapyear_core.model.paraphrases import canonical, text
from leapyear_core.model.relations import Relation, Table, tables_of
from leapyear_core.model.schemas import schema_of
from leapyear_core.model.stability import stability
from leapyear_core.model.types import Schema, schema_of_columns
from leapyear_core.privacy.calibration import Facts, Wish, calibrate
from leapyear_core.privacy.choices import Measurement
from leapyear_core.privacy.partitions import DEFAULT_PARTS, KeysPlan
from leapyear_core.privacy.planning import AskedKeys, asked_by
from leapyear_core.privacy.pricing import Accuracy, Exact, Spend
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
    exposure_share
        The price, as a share of the limit of the database; in place of an amount.
    exposure_nano, minimum_dataset_size, allow_max_budget_allocation
        See `leapyear_core.privacy.calibration.Wish`.
    delta_atto
        What to spend of delta on telling which groups of unknown keys there are, in units of 1e-18; None for a share of
        the limit of the database.
    """

    analysis: Analysis
    cache: bool = True
    accuracy: float | None = None
    precise: bool = False
    exposure_nano: int | None = None
    minimum_dataset_size: int | None = None
    allow_max_budget_allocation: bool = True
    exposure_share: float | None = None
    delta_atto: int | None = None


@frozen
class Prepared:
    """A question with all that is public about it.

    Attributes
    ----------
    tables
        The tables that it is about, whole.
    key
        What it has in common with the same question, asked of the same data.
    also
        Under which other keys an answer to the same question may be on record.
    delta_atto
        The delta that the answer has to have been bought with; None for any.
    read
        The columns that it reads, where it asks for an exact answer.
    """

    database: DatabaseRecord
    tables: Mapping[Table, Sourced]
    plan: Measurement
    key: str
    also: tuple[str, ...]
    delta_atto: int | None
    read: frozenset[TableColumn]


def question_to_tree(question: Question) -> dict[str, Any]:
    """A question as plain data, for the record."""
    return {
        "analysis": analysis_to_tree(question.analysis),
        "cache": question.cache,
        "accuracy": question.accuracy,
        "precise": question.precise,
        "exposure_nano": question.exposure_nano,
        "minimum_dataset_size": question.minimum_dataset_size,
        "allow_max_budget_allocation": question.allow_max_budget_allocation,
        "exposure_share": question.exposure_share,
        "delta_atto": question.delta_atto,
    }


def read_question(tree: Mapping[str, Any]) -> Question:
    """A question from its plain data."""
    return Question(
        read_analysis(tree["analysis"]),
        tree["cache"],
        tree["accuracy"],
        # Older records do not say it, nor what follows.
        tree.get("precise", False),
        tree.get("exposure_nano"),
        tree.get("minimum_dataset_size"),
        tree.get("allow_max_budget_allocation", True),
        tree.get("exposure_share"),
        tree.get("delta_atto"),
    )


def prepare(
    connection: Connection,
    asker: Asker,
    question: Question,
    *,
    paid: ChargeRecord | None = None,
) -> Prepared:
    """Look up and check all that is public about a question, for one who asks it, and price it.

    Who asks decides what there is, and nothing else: the question is the same, and costs the same, whoever asks it.

    Parameters
    ----------
    paid
        A charge that was made for the question already: it holds, whatever the question would cost today.
    """
    relation = question.analysis.relation
    database, found = find_tables(connection, asker, "run_analysis", relation)
    seen = schemas_seen(found)
    # Public tables hold no secrets: everybody who sees them has exact answers about them.
    private = [table.whole for table in found.values() if not table.whole.is_public]
    exact = question.precise or not private
    asked = asked_by(question.analysis, schema_of_seen(relation, found), exact=exact)
    if isinstance(asked, AskedKeys):
        asked = evolve(asked, delta_atto=_delta_of(question, database.record))
    elif question.delta_atto is not None:
        raise InvalidAnalysis("delta is spent on the groups of unknown keys alone: leave it out")
    read: frozenset[TableColumn] = frozenset()
    if question.precise:
        # What they do not see is not there for them: that was told first, whatever they may have exactly.
        read = columns_read(question.analysis, seen)
        access.check_exact(found, read)
    # The computation may be shared with others, who see other columns: it is about the whole table.
    tables = {name: sourced(table.whole) for name, table in found.items()}
    contributions = {name: table.contribution for name, table in tables.items()}
    versions = {
        str(name): [table.whole.id, table.whole.data_version] for name, table in found.items()
    }

    def priced(wanted: Spend | Accuracy | Exact) -> Measurement:
        return asked.priced(wanted, contributions, database.record.definition)

    if exact:
        plan = priced(_exact(question))
    elif paid is not None:
        plan = as_paid(priced(Spend(paid.exposure_nano)), paid)
    else:
        facts = Facts(
            parts=asked.parts,
            stability=stability(asked.relation, contributions),
            multiplier=stability(
                asked.relation, {name: each.of_a_row for name, each in contributions.items()}
            ),
            size=_smallest(sizes.of_tables(connection, private)),
        )
        params = profiles.find(connection, database.record.privacy_profile).params
        plan = calibrate(priced, _wish(question, database.record), params, facts)
    # The default is a default whatever the limit is by now, so that its answer is still found.
    delta_atto = None if plan.precise else question.delta_atto
    key, *also = _keys(asked.analysis, versions, precise=plan.precise, delta_atto=delta_atto)
    if isinstance(plan, KeysPlan) and not plan.precise:
        # One who names the delta that another one left out asks the same: if that was what it was bought with.
        other = _default_delta(database.record) if delta_atto is None else None
        also += _keys(asked.analysis, versions, precise=False, delta_atto=other)
    return Prepared(database.record, tables, plan, key, tuple(also), delta_atto, read)


def as_paid(plan: Measurement, paid: ChargeRecord) -> Measurement:
    """A plan with the noise and the delta that a charge was made for, even if the same question would be priced otherwise today.

    Where an older version summed on a coarser lattice, that noise would be too little; and where the bounds of a column were
    found since, other sums may be needed, since few values make known keys of unknown ones. Then the noise is the plan's
    own, for the same price. Nobody saw another: a charge whose release was seen buys no second one.
    """
    if isinstance(plan, KeysPlan):
        # Whatever is summed: more of delta was not paid for, and would have no answer.
        plan = evolve(plan, delta_atto=paid.delta_atto)
    if len(paid.scales) != len(plan.scales):
        return evolve(plan, nano=paid.exposure_nano)
    of_charge: Measurement = evolve(plan, scales=paid.scales, nano=paid.exposure_nano)
    if any(paid.scales) and of_charge.cost() > paid.exposure_nano:
        return evolve(plan, nano=paid.exposure_nano)
    return of_charge


def _delta_of(question: Question, database: DatabaseRecord) -> int:
    """What to spend of delta: from public facts alone, and never nothing."""
    if question.delta_atto is not None:
        return question.delta_atto
    return _default_delta(database)


def _default_delta(database: DatabaseRecord) -> int:
    return max(1, database.limit_delta_atto // DEFAULT_PARTS)


def sourced(table: TableRecord) -> Sourced:
    """A whole table, as the engine reads it."""
    return Sourced(
        schema_of_columns(table.columns),
        Source.from_json(dict(table.source)),
        table.contribution,
        table.database_id,
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
    _check_older(found, asked_at)
    seen = schemas_seen(found)
    # A column that is hidden from them by now is not there.
    asked_by(question.analysis, schema_of_seen(question.analysis.relation, found), exact=True)
    read = columns_read(question.analysis, seen)
    access.check_exact(found, read)
    return read


def check_about_the_same(
    connection: Connection, asker: Asker, question: Question, job: JobRecord
) -> None:
    """See whether the names in the question of a job stand for what they stood for when it was asked, and charged for.

    Raises
    ------
    DatabaseNotFound, TableNotFound
        If not, or not for its owner any more.
    """
    database, found = find_tables(connection, asker, "run_analysis", question.analysis.relation)
    if database.record.id != job.database_id:
        raise access.database_not_found(database.record.name)
    _check_older(found, job.created_at)


def _check_older(found: Mapping[Table, SeenTable], asked_at: datetime) -> None:
    """See whether tables were there at a time: others that were dropped since may have had their names.

    Raises
    ------
    TableNotFound
        If not.
    """
    for name, table in found.items():
        if table.whole.created_at > asked_at:
            raise access.table_not_found(name.database, name.table)


def schema_seen(connection: Connection, asker: Asker, relation: Relation) -> Schema:
    """The schema of a relation, for one who asks about it.

    Raises
    ------
    DatabaseNotFound, TableNotFound, AttributeNotFound, InvalidExpression, InvalidAnalysis
        If the relation makes no sense, or names what they may not see.
    """
    _, found = find_tables(connection, asker, "get_relation_schema", relation)
    return schema_of_seen(relation, found)


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


def schemas_seen(found: Mapping[Table, SeenTable]) -> dict[Table, Schema]:
    """The schemas of tables, as far as they are seen."""
    return {name: schema_of_columns(table.record.columns) for name, table in found.items()}


def schema_of_seen(relation: Relation, found: Mapping[Table, SeenTable]) -> Schema:
    """The schema of a relation over tables, as far as they are seen.

    Raises
    ------
    AttributeNotFound, InvalidExpression
        If the relation makes no sense, names what is not seen, or one privacy unit could move any number of its rows.
    """
    contributions = {name: table.whole.contribution for name, table in found.items()}
    schema = schema_of(relation, schemas_seen(found), contributions)
    stability(relation, contributions)  # a join that has none is no relation to ask about
    return schema


def _exact(question: Question) -> Exact:
    wishes = (
        question.accuracy,
        question.exposure_nano,
        question.exposure_share,
        question.delta_atto,
    )
    if question.precise and any(each is not None for each in wishes):
        raise InvalidAnalysis(
            "an exact answer has no accuracy to choose, and no exposure: leave them out"
        )
    return Exact()


def _wish(question: Question, database: DatabaseRecord) -> Wish:
    return Wish(
        accuracy=question.accuracy,
        exposure_nano=_amount(question, database),
        minimum_dataset_size=question.minimum_dataset_size,
        allow_max_budget_allocation=question.allow_max_budget_allocation,
    )


def _amount(question: Question, database: DatabaseRecord) -> int | None:
    """What a question shall spend, where it says so: the limit of its database is no secret."""
    if question.exposure_share is None:
        return question.exposure_nano
    if question.exposure_nano is not None:
        raise InvalidAnalysis("the exposure is an amount or a share of the limit: leave out one")
    # A share of next to nothing is one unit: a question that spends nothing has no answer.
    return max(1, math.floor(Fraction(question.exposure_share) * database.limit_nano))


def _smallest(found: Sequence[int | None]) -> int | None:
    """The smallest of some sizes; None where one is not known, since it could be that one."""
    known = [size for size in found if size is not None]
    return min(known) if len(known) == len(found) else None


def _database_of(names: frozenset[Table]) -> str:
    databases = sorted({name.database for name in names})
    if len(databases) > 1:
        raise InvalidAnalysis(
            f"a question is about the tables of one database, not of {' and '.join(databases)}"
        )
    return databases[0]


def _keys(
    analysis: Analysis,
    versions: Mapping[str, list[Any]],
    *,
    precise: bool,
    delta_atto: int | None,
) -> tuple[str, ...]:
    """What makes two questions the same: the canonical analysis, whether it is to be exact, the delta that it names, and the data of its tables.

    Where the analysis was said otherwise, there is a second key: that of its words, which answers of before have.
    """
    parts: dict[str, Any] = {"tables": versions}
    if precise:
        # Only then, so that what was released before there were exact answers is still found; and with how exact they are,
        # so that those of before, which were less so, are not.
        parts["precise"] = EXACT_BITS
    if delta_atto is not None:
        parts["delta_atto"] = delta_atto
    said = analysis_to_tree(analysis)
    texts = (text({**parts, "analysis": tree}) for tree in (canonical(said), said))
    return tuple(dict.fromkeys(hashlib.sha256(each.encode()).hexdigest() for each in texts))
