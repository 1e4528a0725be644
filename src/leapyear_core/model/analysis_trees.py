"""Analyses as plain tagged data, and back: see `leapyear_core.model.trees`."""

from collections.abc import Mapping, Sequence
from typing import Any

from leapyear_core.model.analyses import (
    Aggregate,
    Analysis,
    Axis,
    Count,
    CountDistinct,
    CountRows,
    Describe,
    GroupBy,
    GroupKey,
    Histogram,
    InferBounds,
    InterquartileRange,
    Matrix,
    Mean,
    Moment,
    Quantile,
    Quantiles,
    Sum,
)
from leapyear_core.model.expressions import Constant
from leapyear_core.model.keys import KeyValue
from leapyear_core.model.relations import Projection
from leapyear_core.model.trees import (
    expression_to_tree,
    read_expression,
    read_relation,
    relation_to_tree,
)

Tree = Mapping[str, Any]


def read_analysis(tree: Tree) -> Analysis:
    """An analysis from its tree."""
    relation = read_relation(tree["relation"])
    match tree["kind"]:
        case "count_rows":
            return CountRows(relation)
        case "count":
            return Count(relation, read_expression(tree["expression"]))
        case "count_distinct":
            return CountDistinct(relation, read_expression(tree["expression"]))
        case "sum":
            return Sum(relation, read_expression(tree["expression"]))
        case "mean":
            return Mean(relation, read_expression(tree["expression"]))
        case "variance" | "std" as kind:
            return Moment(kind, relation, read_expression(tree["expression"]), int(tree["ddof"]))
        case "skewness" | "kurtosis" as kind:
            return Moment(kind, relation, read_expression(tree["expression"]))
        case "covariance":
            attributes = _read_named(tree["attributes"])
            return Matrix("covariance", relation, attributes, int(tree["ddof"]))
        case "correlation":
            return Matrix("correlation", relation, _read_named(tree["attributes"]))
        case "histogram":
            return Histogram(relation, tuple(map(_read_axis, tree["axes"])))
        case "group_by":
            keys = tuple(map(_read_key, tree["keys"]))
            aggregates = tuple(map(_read_aggregate, tree["aggregates"]))
            return GroupBy(relation, keys, aggregates, bool(tree.get("unknown_keys", False)))
        case "quantile":
            expression = read_expression(tree["expression"])
            return Quantile(relation, expression, float(tree["quantile"]))
        case "quantiles":
            quantiles = tuple(map(float, tree["quantiles"]))
            return Quantiles(relation, read_expression(tree["expression"]), quantiles)
        case "iqr":
            return InterquartileRange(relation, read_expression(tree["expression"]))
        case "infer_bounds":
            return InferBounds(relation, read_expression(tree["expression"]))
        case "describe":
            return Describe(relation, tuple(tree["attributes"]))
        case kind:
            raise ValueError(f"no analysis of kind {kind!r}")


def analysis_to_tree(analysis: Analysis) -> dict[str, Any]:
    """The tree of an analysis."""
    relation = relation_to_tree(analysis.relation)
    match analysis:
        case CountRows():
            return {"kind": "count_rows", "relation": relation}
        case Count(_, expression):
            return _univariate("count", relation, expression_to_tree(expression))
        case CountDistinct(_, expression):
            return _univariate("count_distinct", relation, expression_to_tree(expression))
        case Sum(_, expression):
            return _univariate("sum", relation, expression_to_tree(expression))
        case Mean(_, expression):
            return _univariate("mean", relation, expression_to_tree(expression))
        case Moment(kind, _, expression, ddof):
            tree = _univariate(kind, relation, expression_to_tree(expression))
            return {**tree, "ddof": ddof} if kind in ("variance", "std") else tree
        case Matrix(kind, _, attributes, ddof):
            tree = {
                "kind": kind,
                "relation": relation,
                "attributes": [_named(each.name, each.expression) for each in attributes],
            }
            return {**tree, "ddof": ddof} if kind == "covariance" else tree
        case Histogram(_, axes):
            return {"kind": "histogram", "relation": relation, "axes": list(map(_axis_tree, axes))}
        case GroupBy(_, keys, aggregates, unknown_keys):
            tree = {
                "kind": "group_by",
                "relation": relation,
                "keys": list(map(_key_tree, keys)),
                "aggregates": list(map(_aggregate_tree, aggregates)),
            }
            # Only then, so that what was released before there were unknown keys is still found.
            return {**tree, "unknown_keys": True} if unknown_keys else tree
        case Quantile(_, expression, quantile):
            tree = _univariate("quantile", relation, expression_to_tree(expression))
            return {**tree, "quantile": quantile}
        case Quantiles(_, expression, quantiles):
            tree = _univariate("quantiles", relation, expression_to_tree(expression))
            return {**tree, "quantiles": list(quantiles)}
        case InterquartileRange(_, expression):
            return _univariate("iqr", relation, expression_to_tree(expression))
        case InferBounds(_, expression):
            return _univariate("infer_bounds", relation, expression_to_tree(expression))
        case Describe(_, attributes):
            return {"kind": "describe", "relation": relation, "attributes": list(attributes)}


def value_to_tree(value: KeyValue) -> dict[str, Any]:
    """The tree of a value that tells groups apart."""
    return expression_to_tree(Constant(value))


def _univariate(kind: str, relation: Tree, expression: Tree) -> dict[str, Any]:
    return {"kind": kind, "relation": relation, "expression": expression}


def _named(name: str, expression: Any) -> dict[str, Any]:
    return {"name": name, "expression": expression_to_tree(expression)}


def _read_named(trees: Sequence[Tree]) -> tuple[Projection, ...]:
    return tuple(Projection(each["name"], read_expression(each["expression"])) for each in trees)


def _axis_tree(axis: Axis) -> dict[str, Any]:
    tree = _named(axis.name, axis.expression)
    if axis.edges is not None:
        return {**tree, "edges": list(axis.edges)}
    ends = {"lower": axis.lower, "upper": axis.upper}
    return {**tree, "bins": axis.bins, **{k: end for k, end in ends.items() if end is not None}}


def _read_axis(tree: Tree) -> Axis:
    name, expression = tree["name"], read_expression(tree["expression"])
    if "edges" in tree:
        return Axis(name, expression, tuple(map(float, tree["edges"])))
    ends = (float(tree[end]) if end in tree else None for end in ("lower", "upper"))
    return Axis(name, expression, None, int(tree.get("bins", 10)), *ends)


def _key_tree(key: GroupKey) -> dict[str, Any]:
    tree = _named(key.name, key.expression)
    return tree if key.values is None else {**tree, "values": list(map(value_to_tree, key.values))}


def _read_key(tree: Tree) -> GroupKey:
    values = tree.get("values")
    return GroupKey(
        tree["name"],
        read_expression(tree["expression"]),
        None if values is None else tuple(map(_read_value, values)),
    )


def _read_value(tree: Tree) -> KeyValue:
    match read_expression(tree):
        case Constant(bool() | int() | str() as value):
            return value
        case Constant(value) if not isinstance(value, float):
            return value
        case _:
            raise ValueError("no value that tells groups apart")


def _aggregate_tree(aggregate: Aggregate) -> dict[str, Any]:
    tree: dict[str, Any] = {"kind": aggregate.kind, "name": aggregate.name}
    if aggregate.expression is not None:
        tree["expression"] = expression_to_tree(aggregate.expression)
    return tree


def _read_aggregate(tree: Tree) -> Aggregate:
    expression = read_expression(tree["expression"]) if "expression" in tree else None
    return Aggregate(tree["name"], tree["kind"], expression)
