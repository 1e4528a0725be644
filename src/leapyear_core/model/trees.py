"""Values of the model as plain tagged data, and back.

The form is that of the contract: an object for each node, with its tag in ``kind``. It is what requests carry, what the
catalogue keeps, and, with its keys sorted, what makes two analyses the same. Reading expects data that the contract's
schema has accepted; what no schema can say (the order of bounds, say) is checked by the values themselves.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from leapyear_core.model.aggregates import GroupAggregate
from leapyear_core.model.errors import InvalidExpression
from leapyear_core.model.expressions import Attribute, Call, Constant, Expression
from leapyear_core.model.joins import JoinKey, JoinKind
from leapyear_core.model.relations import (
    GroupRows,
    Join,
    Project,
    Projection,
    Relation,
    Split,
    Table,
    Union,
    Where,
)
from leapyear_core.model.types import (
    BoolType,
    Column,
    DataType,
    DatetimeType,
    DateType,
    FactorType,
    IntType,
    RealType,
    TextType,
)

Tree = Mapping[str, Any]

#: The deepest nesting of lists and objects. Models are read by recursion, and Python ends that at a depth of 1000.
DEEPEST = 200


def read_columns(trees: Sequence[Tree]) -> tuple[Column, ...]:
    """Columns from their trees."""
    return tuple(
        Column(tree["name"], read_type(tree["type"]), nullable=tree.get("nullable", True))
        for tree in trees
    )


def columns_to_tree(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """The trees of columns."""
    return list(map(_column_to_tree, columns))


def _column_to_tree(column: Column) -> dict[str, Any]:
    tree: dict[str, Any] = {"name": column.name, "type": type_to_tree(column.type)}
    if not column.nullable:
        tree["nullable"] = False
    return tree


def read_type(tree: Tree) -> DataType:
    """A type from its tree."""
    match tree["kind"]:
        case "bool":
            return BoolType()
        case "int":
            return IntType(int(tree["lower"]), int(tree["upper"]))
        case "real":
            return RealType(float(tree["lower"]), float(tree["upper"]))
        case "factor":
            return FactorType(tuple(tree["values"]))
        case "text":
            return TextType()
        case "date":
            return DateType()
        case "datetime":
            return DatetimeType()
        case kind:
            raise ValueError(f"no type of kind {kind!r}")


def type_to_tree(given: DataType) -> dict[str, Any]:
    """The tree of a type."""
    match given:
        case IntType(lower, upper) | RealType(lower, upper):
            return {"kind": given.kind, "lower": lower, "upper": upper}
        case FactorType(values):
            return {"kind": given.kind, "values": list(values)}
        case _:
            return {"kind": given.kind}


def read_expression(tree: Tree) -> Expression:
    """An expression from its tree."""
    match tree["kind"]:
        case "attribute":
            return Attribute(tree["name"])
        case "bool" | "text":
            return Constant(tree["value"])
        case "int":
            return Constant(int(tree["value"]))
        case "real":
            return Constant(float(tree["value"]))
        case "date":
            return Constant(dt.date.fromisoformat(tree["value"]))
        case "datetime":
            return Constant(_read_moment(tree["value"]))
        case "call":
            return Call(tree["function"], tuple(map(read_expression, tree["arguments"])))
        case kind:
            raise ValueError(f"no expression of kind {kind!r}")


def expression_to_tree(expression: Expression) -> dict[str, Any]:
    """The tree of an expression."""
    match expression:
        case Attribute(name):
            return {"kind": "attribute", "name": name}
        case Call(function, arguments):
            return {
                "kind": "call",
                "function": function,
                "arguments": list(map(expression_to_tree, arguments)),
            }
        case Constant(dt.datetime() as moment):
            return {"kind": "datetime", "value": moment.isoformat() + "+00:00"}
        case Constant(dt.date() as day):
            return {"kind": "date", "value": day.isoformat()}
        case Constant(value):
            kinds = {bool: "bool", int: "int", float: "real", str: "text"}
            return {"kind": kinds[type(value)], "value": value}


def read_relation(tree: Tree) -> Relation:
    """A relation from its tree."""
    match tree["kind"]:
        case "table":
            return Table(tree["database"], tree["table"])
        case "where":
            return Where(read_relation(tree["relation"]), read_expression(tree["predicate"]))
        case "project":
            return Project(read_relation(tree["relation"]), _read_projections(tree["attributes"]))
        case "union":
            return Union(tuple(map(read_relation, tree["relations"])))
        case "split":
            return Split(
                read_relation(tree["relation"]),
                tuple(tree["attributes"]),
                int(tree["buckets"]),
                range(int(tree["start"]), int(tree["stop"])),
                int(tree.get("seed", 0)),
            )
        case "join":
            return _read_join(tree)
        case "group":
            return GroupRows(
                read_relation(tree["relation"]),
                _read_projections(tree["keys"]),
                tuple(map(_read_aggregate, tree["aggregates"])),
            )
        case kind:
            raise ValueError(f"no relation of kind {kind!r}")


def _read_projections(trees: Sequence[Tree]) -> tuple[Projection, ...]:
    return tuple(Projection(each["name"], read_expression(each["expression"])) for each in trees)


def _read_aggregate(tree: Tree) -> GroupAggregate:
    expression = tree.get("expression")
    return GroupAggregate(
        tree["name"], tree["kind"], None if expression is None else read_expression(expression)
    )


def relation_to_tree(relation: Relation) -> dict[str, Any]:
    """The tree of a relation."""
    match relation:
        case Table(database, table):
            return {"kind": "table", "database": database, "table": table}
        case Where(source, predicate):
            return {
                "kind": "where",
                "relation": relation_to_tree(source),
                "predicate": expression_to_tree(predicate),
            }
        case Project(source, attributes):
            return {
                "kind": "project",
                "relation": relation_to_tree(source),
                "attributes": _projections_to_tree(attributes),
            }
        case Union(relations):
            return {"kind": "union", "relations": list(map(relation_to_tree, relations))}
        case Split(source, names, buckets, kept, seed):
            return {
                "kind": "split",
                "relation": relation_to_tree(source),
                "attributes": list(names),
                "buckets": buckets,
                "start": kept.start,
                "stop": kept.stop,
                "seed": seed,
            }
        case Join():
            return _join_to_tree(relation)
        case GroupRows(source, keys, aggregates):
            return {
                "kind": "group",
                "relation": relation_to_tree(source),
                "keys": _projections_to_tree(keys),
                "aggregates": list(map(_aggregate_to_tree, aggregates)),
            }


def _projections_to_tree(projections: Sequence[Projection]) -> list[dict[str, Any]]:
    return [
        {"name": each.name, "expression": expression_to_tree(each.expression)}
        for each in projections
    ]


def _aggregate_to_tree(aggregate: GroupAggregate) -> dict[str, Any]:
    tree: dict[str, Any] = {"kind": aggregate.kind, "name": aggregate.name}
    if aggregate.expression is not None:
        tree["expression"] = expression_to_tree(aggregate.expression)
    return tree


def _read_join(tree: Tree) -> Join:
    left_rows, right_rows = (
        None if (rows := tree.get(name)) is None else int(rows)
        for name in ("left_rows", "right_rows")
    )
    return Join(
        read_relation(tree["left"]),
        read_relation(tree["right"]),
        tuple(JoinKey(key["left"], key["right"]) for key in tree["keys"]),
        JoinKind(tree["how"]),
        left_rows,
        right_rows,
    )


def _join_to_tree(join: Join) -> dict[str, Any]:
    tree: dict[str, Any] = {
        "kind": "join",
        "left": relation_to_tree(join.left),
        "right": relation_to_tree(join.right),
        "keys": [{"left": key.left, "right": key.right} for key in join.keys],
        "how": join.how.value,
    }
    if join.left_rows is not None:
        tree["left_rows"] = join.left_rows
    if join.right_rows is not None:
        tree["right_rows"] = join.right_rows
    return tree


def _read_moment(text: str) -> dt.datetime:
    # RFC 3339 allows a leap second, a lower-case "z", and offsets that carry a moment out of the calendar; Python
    # knows none of the three as a moment.
    try:
        moment = dt.datetime.fromisoformat(text.upper())
        return (moment.astimezone(dt.UTC) if moment.tzinfo else moment).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise InvalidExpression(f"{text!r} is no moment between the years 1 and 9999") from None
