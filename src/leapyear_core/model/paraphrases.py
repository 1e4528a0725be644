"""One form for questions that say the same in another way, so that a repeat is known as one.

What is brought together is what has the same rows, whatever the data, by the rules of the functions and the relations
themselves:

- the conditions of ``and`` and of ``or`` in any order, nested, or named twice (`leapyear_core.model.functions.logic`: what
  comes of them follows from which are true, false and null);
- the sides of ``eq`` and ``ne``, and ``gt`` and ``ge`` as ``lt`` and ``le`` of the sides exchanged;
- filters of filters, which keep the rows that ``and`` of their conditions keeps;
- the keys of a join in any order: pairs are equal in all of them, and the rows of a cut are those of one combination;
- unions of unions in one, in their order: the types of the first one come first.

The attributes of a projection keep their order, and the relations of a union: a data set has its attributes, and a FACTOR
its values, in an order that answers show. Sums of numbers keep theirs, since bounds follow from it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

_EXCHANGED = {"gt": "lt", "ge": "le"}


def canonical(tree: Any) -> Any:
    """The tree of an analysis, a relation or an expression in the form that all its paraphrases have.

    Parameters
    ----------
    tree
        See `leapyear_core.model.trees`.
    """
    if isinstance(tree, Mapping):
        node = {name: canonical(each) for name, each in tree.items()}
        match node.get("kind"):
            case "call":
                return _call(node["function"], node["arguments"])
            case "where":
                return _where(node["relation"], [node["predicate"]])
            case "join":
                return {**node, "keys": sorted(node["keys"], key=text)}
            case "union":
                return {**node, "relations": list(_of_unions(node["relations"]))}
        return node
    if isinstance(tree, list):
        return list(map(canonical, tree))
    return tree


def text(tree: Any) -> str:
    """A tree as the text that tells it from every other."""
    return json.dumps(tree, sort_keys=True, separators=(",", ":"))


def _call(function: str, arguments: Sequence[Any]) -> dict[str, Any]:
    match function:
        case "and" | "or":
            return _joined(function, arguments)
        case "eq" | "ne":
            arguments = sorted(arguments, key=text)
        case "gt" | "ge":
            function, arguments = _EXCHANGED[function], arguments[::-1]
    return {"kind": "call", "function": function, "arguments": list(arguments)}


def _joined(function: str, conditions: Sequence[Any]) -> dict[str, Any]:
    """Conditions joined by ``and`` or ``or``, which may be joined by the same themselves."""
    different: dict[str, Any] = {}
    for each in conditions:
        is_alike = each["kind"] == "call" and each["function"] == function
        different |= {text(part): part for part in (each["arguments"] if is_alike else [each])}
    if len(different) == 1:
        (only,) = different.values()
        return dict(only)
    parts = [different[each] for each in sorted(different)]
    return {"kind": "call", "function": function, "arguments": parts}


def _where(source: Any, conditions: Sequence[Any]) -> dict[str, Any]:
    if source["kind"] == "where":
        source, conditions = source["relation"], [source["predicate"], *conditions]
    return {"kind": "where", "relation": source, "predicate": _joined("and", conditions)}


def _of_unions(relations: Sequence[Any]) -> Sequence[Any]:
    return [
        part
        for each in relations
        for part in (each["relations"] if each["kind"] == "union" else [each])
    ]
