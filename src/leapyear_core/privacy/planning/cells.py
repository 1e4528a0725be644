"""The numbers of an answer in their places, each under names of its own."""

from collections.abc import Collection
from itertools import pairwise, product
from typing import Any

from leapyear_core.model.analysis_trees import value_to_tree
from leapyear_core.model.errors import InvalidAnalysis
from leapyear_core.model.keys import Key, ValueKey
from leapyear_core.privacy.estimates import NumberTable, Place, Statistic


def table_of(
    dimensions: tuple[str, ...], keys: tuple[Key, ...], named: list[tuple[str, Statistic]]
) -> NumberTable:
    """Each of the statistics for each combination of the keys."""
    return NumberTable(
        dimensions,
        tuple(
            Place(labels, name, group, of)
            for group, labels in enumerate(product(*map(_labels, keys)))
            for name, of in named
        ),
    )


def _labels(key: Key) -> list[dict[str, Any]]:
    if isinstance(key, ValueKey):
        return list(map(value_to_tree, key.values))
    return [{"kind": "bin", "lower": lower, "upper": upper} for lower, upper in pairwise(key.edges)]


def check_names(names: Collection[str]) -> None:
    """See whether each part of an answer has a name of its own."""
    if len(set(names)) != len(names):
        raise InvalidAnalysis("two parts of the answer would have one name: rename one of them")
