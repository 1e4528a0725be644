"""Which rows: those for which a condition is true."""

from collections.abc import Iterable
from functools import reduce
from operator import and_

from leapyear._expressions import call
from leapyear._refusals import described, invalid_expression, invalid_request
from leapyear._relations import WhereRelation
from leapyear.dataset._typed_relation import Attributes, TypedRelation, listed
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


def without_nulls(of: TypedRelation, attributes: Iterable[Attributes]) -> TypedRelation:
    """See `DataSet.drop_nulls`."""
    named = [one for each in attributes for one in listed(each)]
    if attributes and not named:
        raise invalid_request("drop_nulls goes by one attribute at least, or by all without a list")
    looked_at = [of.resolved(each) for each in named or of.schema]
    return where(of, reduce(and_, [~each.is_null() for each in looked_at]))
