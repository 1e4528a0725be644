"""What is taken for the same question has the same answer on any rows: over generated worlds and relations.

Each relation is said in other words, by chance: both have one form, and its exact sums are those of the relation itself, on
the same rows. So have its schema and its stability, which a price follows from.
"""

import random
from pathlib import Path
from typing import Any

import pytest

from leapyear_core.engine.duckdb import DuckDBEngine
from leapyear_core.model.lattice import RowCount
from leapyear_core.model.paraphrases import canonical, text
from leapyear_core.model.relations import Relation
from leapyear_core.model.stability import stability
from leapyear_core.model.trees import read_relation, relation_to_tree
from tests.privacy.laws import Bench
from tests.privacy.making.chances import Chances
from tests.privacy.making.questions import make_sums
from tests.privacy.making.relations import make_relation
from tests.privacy.making.tables import make_world

RELATIONS = 300
OF_A_WORLD = 20

_EXCHANGED = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "eq", "ne": "ne"}


@pytest.fixture(scope="module")
def bench(opened: tuple[DuckDBEngine, Path]) -> Bench:
    return Bench(*opened)


def test_paraphrases_have_one_form_and_it_has_the_same_rows(bench: Bench) -> None:
    """Of 300 relations a tenth and more are said otherwise, and so are those whose form is another one than their words."""
    otherwise = reformed = 0
    for batch in range(RELATIONS // OF_A_WORLD):
        chances, dice = Chances(random.Random(f"words {batch}")), random.Random(f"dice {batch}")
        world = make_world(chances)
        with bench.holding(world) as tables:
            for _ in range(OF_A_WORLD):
                relation = make_relation(chances, world, chances.one((1, 2, 3, 4)))
                tree = relation_to_tree(relation)
                said = in_other_words(tree, dice)
                otherwise += text(said) != text(tree)
                form = canonical(tree)
                reformed += text(form) != text(tree)
                assert text(canonical(said)) == text(form)
                assert text(canonical(form)) == text(form)
                asking = make_sums(chances, relation, world.schema_of(relation))
                sums = [
                    bench.engine.exact(
                        each, (RowCount(), *asking.summands), tables, None, asking.keys
                    )
                    for each in (relation, read_relation(said), read_relation(form))
                ]
                assert sums[0] == sums[1] == sums[2]
                for each in (read_relation(said), read_relation(form)):
                    assert list(world.schema_of(each).items()) == _schema(world, relation)
                    assert stability(each, world.contributions) == stability(
                        relation, world.contributions
                    )
    assert min(otherwise, reformed) >= RELATIONS // 10


def _schema(world: Any, relation: Relation) -> list[Any]:
    return list(world.schema_of(relation).items())


def in_other_words(tree: Any, dice: random.Random) -> Any:
    """A tree that says the same, by rules of this test's own."""
    if isinstance(tree, list):
        return [in_other_words(each, dice) for each in tree]
    if not isinstance(tree, dict):
        return tree
    node = {name: in_other_words(each, dice) for name, each in tree.items()}
    match node.get("kind"):
        case "call" if node["function"] in ("and", "or"):
            return _joined(node, dice)
        case "call" if node["function"] in _EXCHANGED and dice.random() < 0.5:
            function, sides = _EXCHANGED[node["function"]], node["arguments"][::-1]
            return {"kind": "call", "function": function, "arguments": sides}
        case "where":
            return _filtered(node, dice)
        case "join":
            dice.shuffle(node["keys"])
        case "union" if len(node["relations"]) > 2 and dice.random() < 0.5:
            first, second, *others = node["relations"]
            inner = {"kind": "union", "relations": [first, second]}
            return {"kind": "union", "relations": [inner, *others]}
    return node


def _joined(node: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    parts = list(node["arguments"])
    dice.shuffle(parts)
    if dice.random() < 0.3:
        parts.append(dice.choice(parts))
    if len(parts) > 2 and dice.random() < 0.5:
        parts = [{**node, "arguments": parts[:2]}, *parts[2:]]
    return {**node, "arguments": parts}


def _filtered(node: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    predicate = node["predicate"]
    if predicate.get("function") == "and" and len(predicate["arguments"]) > 1:
        first, *others = predicate["arguments"]
        inner = {"kind": "where", "relation": node["relation"], "predicate": first}
        return {
            "kind": "where",
            "relation": inner,
            "predicate": {"kind": "call", "function": "and", "arguments": others},
        }
    if dice.random() < 0.3:
        return {"kind": "where", "relation": node, "predicate": predicate}
    return node
