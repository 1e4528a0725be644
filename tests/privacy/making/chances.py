"""All chance of generated worlds and of questions about them, from a seed.

A hundred thousand trees are too many for a generator that can take each of its steps back. So this one goes on from a
seeded `random.Random`, and what fails is made smaller by leaving parts of it out (`tests.privacy.laws.smallest`).

Everything is adversarial on purpose, but not so much that nothing is left: a law about rows that no predicate lets
through, or that all have other keys, holds whatever the code does. So values lie at the bounds of their declarations and
beyond, few different ones are in most columns, and most predicates let most rows through.
"""

import random
from collections.abc import Collection, Sequence
from typing import TypeVar

from attrs import field, frozen

T = TypeVar("T")


@frozen
class Chances:
    """Decides between alternatives.

    Parameters
    ----------
    numbers
        All chance comes from it.
    """

    numbers: random.Random = field(repr=False)

    def chance(self, probability: float) -> bool:
        return self.numbers.random() < probability

    def one(self, alternatives: Sequence[T]) -> T:
        return alternatives[int(self.numbers.random() * len(alternatives))]

    def some(self, alternatives: Collection[T], most: int) -> list[T]:
        """One or more different ones."""
        count = min(self.numbers.randint(1, most), len(alternatives))
        return self.numbers.sample(list(alternatives), count)
