"""Parts of rows, by a hash of attributes; and strata, whose values have the same share in each part."""

from collections.abc import Callable
from typing import Final

from attrs import frozen

from leapyear._numbers import whole_number
from leapyear._refusals import described, invalid_expression, invalid_request
from leapyear._relations import SplitRelation, splits_in
from leapyear._types import Type
from leapyear.dataset._shares import Parts, shares_of
from leapyear.dataset._typed_relation import Attributes, TypedRelation

MOST_STRATA: Final = 1000


@frozen
class Split:
    """The parts of a relation.

    Attributes
    ----------
    shares
        How many buckets of the hash each part has.
    hashed
        The names of the attributes that are hashed.
    """

    of: TypedRelation
    shares: tuple[int, ...]
    hashed: tuple[str, ...]
    seed: int

    def part(self, number: int) -> TypedRelation:
        """One of them, from 0."""
        which = _checked_number(number, "the part", len(self.shares) - 1)
        seed = _checked_number(self.seed, "the seed", 2**32 - 1)
        relation = SplitRelation(self.of.relation, self.hashed, self.shares, which, seed)
        return TypedRelation(relation, self.of.schema)

    def parts(self) -> list[TypedRelation]:
        """All of them in turn."""
        return list(map(self.part, range(len(self.shares))))


def split(of: TypedRelation, parts: Parts, by: Attributes | None, seed: int | None) -> Split:
    """See `DataSet.split`."""
    return Split(of, shares_of(parts), _hashed(of, by), _seed(of, seed))


def stratified(
    of: TypedRelation,
    by: Attributes,
    parts: Parts,
    together: Attributes | None,
    seed: int | None,
    type_of: Callable[[str], Type],
) -> Split:
    """See `DataSet.stratified`.

    Parameters
    ----------
    type_of
        The type of an attribute with its bounds or values, for which the server may have to be asked.
    """
    strata = _hashed(of, by)
    for name in strata:
        _check_stratum(name, type_of(name))
    hashed = tuple(dict.fromkeys((*strata, *_hashed(of, together))))
    return Split(of, shares_of(parts), hashed, _seed(of, seed))


def _hashed(of: TypedRelation, by: Attributes | None) -> tuple[str, ...]:
    """The attributes that a split hashes."""
    if by is None:
        return tuple(of.schema)
    return tuple(dict.fromkeys(of.own_names_of(by, "a split")))


def _seed(of: TypedRelation, seed: int | None) -> int:
    return splits_in(of.relation) if seed is None else seed


def _checked_number(value: int, what: str, most: int) -> int:
    number = whole_number(value)
    if number is None:
        raise TypeError(f"{what} of a split is a whole number, not {described(value)}")
    if not 0 <= number <= most:
        raise invalid_request(f"{what} of a split is a number from 0 to {most}, not {number}")
    return number


def _check_stratum(name: str, given: Type) -> None:
    """See whether the values of an attribute can have their shares kept."""
    if given.tag in ("BOOL", "FACTOR"):
        return
    if given.tag == "INT" and given.contents is not None:
        lower, upper = map(int, given.contents)
        if upper - lower < MOST_STRATA:
            return
        found = f"has {upper - lower + 1} values"
    else:
        found = f"is {given.tag}"
    raise invalid_expression(
        f"strata are the values of a BOOL or a FACTOR, or of an INT that has up to {MOST_STRATA}, and "
        f"{name} {found}: compute one of these of it"
    )
