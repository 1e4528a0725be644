"""Which rows: those for which a condition is true."""

from collections.abc import Iterable
from functools import reduce
from operator import and_

from leapyear._expressions import call
from leapyear._refusals import described, invalid_expression
from leapyear._relations import WhereRelation
from leapyear.dataset._typed_relation import TypedRelation
from leapyear.dataset.attribute import Attribute


def where(of: TypedRelation, predicate: Attribute) -> TypedRelation:
    """See `DataSet.where`."""
    if not isinstance(predicate, Attribute):
        raise TypeError(
            f"where takes a condition such as ds['age'] > 40, not {described(predicate)}"
        )
    if predicate.type.tag != "BOOL":
        raise invalid_expression(
            f"where takes a condition, and {predicate} is {predicate.type.tag}: compare it with something"
        )
    of.check_names(predicate.expression)
    if isinstance(of.relation, WhereRelation):
        # One `where` for both: the same rows, one level less on the wire.
        both = call("and", of.relation.predicate, predicate.expression)
        return TypedRelation(WhereRelation(of.relation.relation, both), of.schema)
    return TypedRelation(WhereRelation(of.relation, predicate.expression), of.schema)


def without_nulls(of: TypedRelation, attributes: Iterable[str | Attribute]) -> TypedRelation:
    """See `DataSet.drop_nulls`."""
    looked_at = [of.resolved(each) for each in attributes or of.schema]
    return where(of, reduce(and_, [~each.is_null() for each in looked_at]))
