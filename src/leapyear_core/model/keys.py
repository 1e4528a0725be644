"""Keys of groups: a public, finite list of groups that each row falls into one of, or into none.

A list is public when it follows from declarations or from what the asker says, never from rows. Every group of it is
answered, an empty one too, so that it tells nothing that a group is there. A row falls into one group at most; a row whose
key is null, or is not in the list, falls into none.

The values of an unknown key are private, and so is which groups there are. They are no `Key`, and told in another way.
"""

import datetime as dt
import math

from attrs import frozen

from leapyear_core.model.expressions import Expression

#: A value that tells groups apart.
KeyValue = bool | int | str | dt.date


@frozen
class ValueKey:
    """A group for each of these values of an expression."""

    expression: Expression
    values: tuple[KeyValue, ...]

    @property
    def size(self) -> int:
        """How many groups there are."""
        return len(self.values)


@frozen
class BinKey:
    """A group for each bin of a number: from an edge up to the next one, which only the last bin holds too.

    Attributes
    ----------
    edges
        Increasing; one more than there are bins.
    """

    expression: Expression
    edges: tuple[float, ...]

    @property
    def size(self) -> int:
        """How many groups there are."""
        return len(self.edges) - 1


@frozen
class UnknownKey:
    """Groups of whatever values an expression has, which is private; see `leapyear_core.privacy.partitions`.

    Attributes
    ----------
    values
        Where some of its values are asked about only: those.
    """

    expression: Expression
    values: tuple[KeyValue, ...] | None = None


Key = ValueKey | BinKey

#: The most characters of a text that is a key; a longer one is none. So is one that holds a NUL, which not every catalogue
#: can keep.
LONGEST_KEY = 4096


def groups_of(keys: tuple[Key, ...]) -> int:
    """How many groups these keys make together; one where there are none."""
    return math.prod(key.size for key in keys)
