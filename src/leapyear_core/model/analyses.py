"""Analyses: the questions that an analyst can ask of a relation."""

from attrs import frozen

from leapyear_core.model.expressions import Expression
from leapyear_core.model.relations import Relation


@frozen
class CountRows:
    """The number of rows."""

    relation: Relation


@frozen
class Count:
    """The number of rows in which an expression is not null."""

    relation: Relation
    expression: Expression


@frozen
class Sum:
    """The sum of a BOOL, INT or REAL expression; null adds nothing."""

    relation: Relation
    expression: Expression


@frozen
class Mean:
    """The mean of a BOOL, INT or REAL expression over the rows in which it is not null."""

    relation: Relation
    expression: Expression


Analysis = CountRows | Count | Sum | Mean
