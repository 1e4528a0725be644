"""Relations as the Python code that makes them."""

from leapyear._expressions import (
    Expression,
    GroupAggregate,
    GroupRelation,
    JoinRelation,
    Named,
    ProjectRelation,
    Relation,
    SplitRelation,
    TableRelation,
    UnionRelation,
    ViewRelation,
    WhereRelation,
    printed,
    splits_in,
)


def printed_relation(relation: Relation) -> str:
    """A relation as the calls of `DataSet` that give it."""
    match relation:
        case TableRelation(database, table):
            return f"DataSet.from_table('{database}.{table}')"
        case ViewRelation(database, view):
            return f"DataSet.from_view('{database}.{view}')"
        case WhereRelation(inner, predicate):
            return f"{printed_relation(inner)}.where({printed(predicate)})"
        case ProjectRelation(inner, attributes):
            return f"{printed_relation(inner)}.project({_printed_attributes(attributes)})"
        case UnionRelation((first, *others)):
            return f"{printed_relation(first)}.union({', '.join(map(printed_relation, others))})"
        case SplitRelation(inner, names, shares, part, seed):
            parts = list(shares) if any(each != 1 for each in shares) else len(shares)
            seeded = f", seed={seed}" if seed or splits_in(inner) else ""
            return f"{printed_relation(inner)}.split({parts}, {part}, by={list(names)!r}{seeded})"
        case JoinRelation(left, right):
            arguments = [printed_relation(right), *_printed_join(relation)]
            return f"{printed_relation(left)}.join({', '.join(arguments)})"
        case GroupRelation(inner, keys, aggregates):
            told = ", ".join(map(_printed_aggregate, aggregates))
            return f"{printed_relation(inner)}.group_by({printed_keys(keys)}).agg({told})"
    raise AssertionError(relation)


def _printed_join(relation: JoinRelation) -> list[str]:
    """The arguments of `join` but for the other data set, where they are not those that it has by itself."""
    on, other_on = ([key[side] for key in relation.keys] for side in (0, 1))
    arguments = [f"on={on!r}"]
    if other_on != on:
        arguments.append(f"other_on={other_on!r}")
    if relation.how != "inner":
        arguments.append(f"how={relation.how!r}")
    match relation.left_rows, relation.right_rows:
        case None, 1:
            pass
        case None, rows:
            arguments.append(f"rows_per_key={rows}")
        case both:
            arguments.append(f"rows_per_key={both}")
    return arguments


def printed_keys(keys: tuple[tuple[str, Expression], ...]) -> str:
    """The arguments of `group_by`: those that keep their names, then those that were given one."""
    kept = [repr(name) for name, expression in keys if expression == Named(name)]
    return ", ".join(
        [*kept, *(_keyword(name, printed(one)) for name, one in keys if one != Named(name))]
    )


def _printed_aggregate(aggregate: GroupAggregate) -> str:
    of = aggregate.expression
    told = repr(aggregate.kind) if of is None else f"({printed(of)}, {aggregate.kind!r})"
    return _keyword(aggregate.name, told)


def _keyword(name: str, value: str) -> str:
    return f"{name}={value}" if name.isidentifier() else f"**{{{name!r}: {value}}}"


def _printed_attributes(attributes: tuple[tuple[str, Expression], ...]) -> str:
    """The arguments of `project`: a list and keywords where that can say it, else a mapping."""
    kept = [name for name, expression in attributes if expression == Named(name)]
    computed = [(name, printed(one)) for name, one in attributes if one != Named(name)]
    if not all(name.isidentifier() for name, _ in computed):
        return "{" + ", ".join(f"{name!r}: {printed(one)}" for name, one in attributes) + "}"
    more = f", … {len(kept) - 8} more" if len(kept) > 8 else ""
    listed = [f"[{', '.join(map(repr, kept[:8]))}{more}]"] if kept else []
    return ", ".join([*listed, *(f"{name}={text}" for name, text in computed)])
